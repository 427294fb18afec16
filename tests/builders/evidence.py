"""Evidence documents for tests: valid by default, in the shape that the extractors write."""

from typing import Any

APK_SHA256 = "a" * 64
CAPTURE_SHA256 = "c" * 64
AT = {"entry": "AndroidManifest.xml", "offset": 100, "length": 40}


def a_package(name: str, *classes: str, referenced: int = 0) -> dict[str, Any]:
    """One package of the code, with the classes defined in it."""
    at = {"entry": "classes.dex", "offset": 512, "length": 30, "class": classes[0]} if classes else None
    return {"name": name, "classes": sorted(classes), "count": len(classes), "referenced": referenced, "at": at}


def a_component(kind: str, name: str, **changes: Any) -> dict[str, Any]:
    """One component of the manifest, closed to others."""
    row = {"type": kind, "name": name, "exported": False, "enabled": None, "permission": None, "intentFilters": []}
    return row | {"readPermission": None, "writePermission": None, "metaData": [], "at": AT} | changes


def an_endpoint(host: str, *users: str, **changes: Any) -> dict[str, Any]:
    """One host that the code names, loaded by these classes."""
    at = [{"entry": "classes.dex", "offset": 900, "length": len(host)}]
    row = {"host": host, "schemes": ["https"], "paths": [], "count": 1, "at": at, "users": sorted(users)}
    return row | changes


def a_key(name: str, value: Any) -> dict[str, Any]:
    """One metadata key of the manifest."""
    return {"name": name, "value": value, "reference": None, "varies": False, "resource": None, "at": AT}


def apk_evidence(*packages: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A fully read package of an invented app; `changes` replace fields of its `apk` object."""
    apk: dict[str, Any] = {
        "packageName": "fr.fictif.carnet",
        "versionCode": "320",
        "versionName": "3.2.0",
        "label": {"": "Carnet (FICTIF)"},
        "at": AT,
        "effective": {
            "minSdkVersion": 24,
            "targetSdkVersion": 36,
            "debuggable": False,
            "allowBackup": False,
            "usesCleartextTraffic": False,
        },
        "declared": {"debuggable": None, "allowBackup": False, "usesCleartextTraffic": None},
        "networkSecurityConfig": None,
        "settingsAt": AT,
        "permissions": [],
        "components": [],
        "metaData": [],
        "locales": ["fr", "en"],
        "native": [],
        "signing": a_signature(),
        "archive": {"entries": 9, "deviations": [], "unlisted": 0},
        "code": {"dex": [a_dex()], "packages": [a_package("fr.fictif.carnet", "MainActivity"), *packages]},
        "completeness": {
            "dex_classes_read": 40,
            "dex_bytes_unread": 0,
            "entries_unread": [],
            "verdict_ceiling": None,
        },
    }
    return {
        "schema": "sceau/apk/1",
        "subject": {"kind": "apk", "sha256": APK_SHA256, "size": 1000},
        "apk": apk | changes,
    }


def a_dex(entry: str = "classes.dex", **changes: Any) -> dict[str, Any]:
    """One code file, read."""
    return {"entry": entry, "size": 900, "read": True, "why": None, "classes": 40, "strings": 90} | changes


def a_signature(**changes: Any) -> dict[str, Any]:
    """A signature that holds, in schemes v2 and v3."""
    signer = {"scheme": "v3", "certificate_sha256": "b" * 64, "subject": "CN=FICTIF"}
    return {
        "schemes": {"v1": False, "v2": True, "v3": True, "v3_1": False},
        "verified": True,
        "minSdkChecked": 24,
        "signers": [signer],
        "issues": [],
    } | changes


def a_request(host: str, peer_ip: str | None, **changes: Any) -> dict[str, Any]:
    """One request of a capture."""
    row = {"index": 0, "method": "GET", "scheme": "https", "host": host, "port": 443, "peer_ip": peer_ip}
    return row | {"status": 200, "offset": 10, "length": 200, "websocket": False} | changes


def a_connection(host: str, peer_ip: str | None, **changes: Any) -> dict[str, Any]:
    """One connection of a capture, read without trouble."""
    row = {"host": host, "peer_ip": peer_ip, "sni": host, "tls": True, "intercepted": True, "failure": None}
    return row | {"requests": 1, "offset": 300, "length": 50} | changes


def a_handshake(host: str, **changes: Any) -> dict[str, Any]:
    """One handshake seen from both sides, as it should be."""
    row = {
        "host": host,
        "port": 443,
        "peer_ip": "192.0.2.1",
        "sni": host,
        "phase": 0,
        "offered": ["TLSv1.2", "TLSv1.3"],
    }
    row |= {"app_version": "TLSv1.3", "server_version": "TLSv1.3", "cipher": "TLS_AES_128_GCM_SHA256"}
    row |= {"app_cipher": "TLS_AES_128_GCM_SHA256", "alpn": "h2", "certificate_valid": True, "issuer": "An authority"}
    row |= {"certificate_sha256": "d" * 64, "not_after": "2027-01-01T00:00:00+00:00", "refused": False}
    return row | {"offset": 700, "length": 60} | changes


def a_transmission(request: int = 0, **changes: Any) -> dict[str, Any]:
    """One value that a request sent: a test value, as it was typed."""
    row = {"request": request, "requests": 1, "property": "emailAddress", "match": "known", "adapter": None}
    row |= {"part": "body", "path": "user/mail", "layers": ["json"], "hash": None}
    return row | {"value_sha256": "e" * 64, "value_redacted": "aaaa@aaaa.aa"} | changes


def traffic_evidence(
    *requests: dict[str, Any],
    connections: tuple[dict[str, Any], ...] = (),
    app: Any = None,
    transmissions: tuple[dict[str, Any], ...] = (),
    handshakes: tuple[dict[str, Any], ...] = (),
    records_failures: bool = True,
    **coverage: Any,
) -> dict[str, Any]:
    """A fully read capture, by a tool that keeps refused connections, with one test value seeded."""
    content = {"seeds": 1, "learned": 0, "unlisted": 0, "bodies": 1, "bodies_understood": 1}
    content |= {"bytes": 90, "bytes_understood": 90}
    read = {"requests_total": len(requests), "requests_read": len(requests), "unread": [], "content": content}
    read |= {"connections_unlisted": 0, "handshakes_unlisted": 0}
    capture = {"format": "har", "format_version": "1.2", "records_failures": records_failures, "app": app}
    return {
        "schema": "sceau/traffic/1",
        "subject": {"kind": "capture", "sha256": CAPTURE_SHA256, "size": 2000},
        "traffic": {
            "capture": capture | {"apps": 1 if app else 0},
            "requests": list(requests),
            "connections": list(connections),
            "transmissions": list(transmissions),
            "handshakes": list(handshakes),
            "coverage": read | coverage,
        },
    }
