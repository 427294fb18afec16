"""The shapes of evidence, in one place: what the parent accepts from the child. The documentation page follows it."""

from typing import Any

from analyzers.extract.checks import (
    MAX_NODES,
    Check,
    Form,
    Shape,
    WrongShapeError,
    check_of,
    code,
    count,
    digest,
    form_of,
    list_of,
    map_of,
    maybe,
    number,
    one_of,
    scalar,
    switch,
    text,
)

S, N, B = text, number, switch
S0, N0, B0 = maybe(text), maybe(number), maybe(switch)
C, C0, H, H0, CODE, CODE0 = count, maybe(count), digest, maybe(digest), code, maybe(code)

_ASKED = one_of("uses-permission", "uses-permission-sdk-23", "implied")
_COMPONENT = one_of("activity", "service", "receiver", "provider")
_SCHEME = one_of("v1", "v2", "v3", "v3.1")

_AT = {"entry": S, "offset": C0, "length": C0}
_META = {"name": S, "value": scalar, "reference": C0, "varies": B, "resource": S0, "at": _AT}
_UNREAD = {"entry": S, "why": CODE}
_FILTER = {"actions": list_of(S), "categories": list_of(S), "data": list_of(map_of(S))}
_LEVELS = {"minSdkVersion": N0, "targetSdkVersion": N0}
_SETTINGS = {"debuggable": B0, "allowBackup": B0, "usesCleartextTraffic": B0}
_SUBJECT = {"kind": CODE, "sha256": H, "size": C}
_QUOTED = {"page": C0, "member": S0, "offset": C, "length": C, "excerpt": S, "taken": list_of(S)}

_MANIFEST = {
    "packageName": S0, "versionCode": S0, "versionName": S0, "compileSdkVersion": N0, "sharedUserId": S0,
    "installLocation": N0, "targetSandboxVersion": N0, "split": S0, "configForSplit": S0, "isFeatureSplit": B0,
    "isSplitRequired": B0,
    "at": _AT, "minSdkVersion": N0, "minSdkCodename": S0, "targetSdkVersion": N0, "targetSdkCodename": S0,
    "maxSdkVersion": N0, "effective": _LEVELS | _SETTINGS, "declared": _LEVELS | _SETTINGS, **_SETTINGS,
    "fullBackupContent": S0, "dataExtractionRules": S0, "applicationName": S0, "settingsAt": maybe(_AT),
    "label": map_of(S),
    "permissions": list_of({
        "name": S, "declaredBy": _ASKED, "maxSdkVersion": N0, "usesPermissionFlags": N0, "at": _AT,
    }),
    "definedPermissions": list_of({"name": S, "protectionLevel": N0, "at": _AT}),
    "components": list_of({
        "type": _COMPONENT, "alias": B, "name": S, "nameDeclared": S, "exported": B, "exportedDeclared": B0,
        "enabled": B0,
        "permission": S0, "readPermission": S0, "writePermission": S0, "process": S0, "authorities": S0,
        "targetActivity": S0, "intentFilters": list_of(_FILTER), "metaData": list_of(_META), "at": _AT,
    }),
    "metaData": list_of(_META), "features": list_of({"name": S, "required": B}), "libraries": list_of(S),
    "queries": list_of(S),
    "networkSecurityConfig": maybe({
        "file": S0, "read": B, "cleartextPermitted": B0, "trustAnchors": list_of(S), "debugOverrides": B,
        "domains": list_of({
            "domain": S, "includeSubdomains": B, "cleartextPermitted": B0, "pins": C, "trustAnchors": list_of(S),
        }),
    }),
}  # fmt: skip
_CERTIFICATE = {
    "scheme": _SCHEME, "certificate_sha256": H0, "subject": S0, "issuer": S0, "notBefore": S0, "notAfter": S0,
    "keyAlgorithm": S0, "keySize": N0, "signatureAlgorithm": S0, "minSdkVersion": N0, "maxSdkVersion": N0,
}  # fmt: skip
_PACKAGE = {
    "signing": {
        "schemes": {"v1": B, "v2": B, "v3": B, "v3_1": B, "v4": B}, "verified": B0, "minSdkChecked": N0,
        "signers": list_of(_CERTIFICATE), "lineage": list_of({"certificate_sha256": H, "subject": S0}),
        "files": list_of(S), "blocks": list_of({"id": CODE, "name": CODE0, "size": C}), "issues": list_of(S),
        "sourceStamp": maybe({"certificate_sha256": H0, "block": CODE0}),
    },
    "splits": list_of({
        "file": S, "sha256": H, "size": C, "name": S0, "configForSplit": S0, "isFeatureSplit": B0, "classes": C,
        "v4": B0,
    }),
    "locales": list_of(S), "resourceLocales": list_of(S),
    "native": list_of({
        "file": S, "abi": S, "sha256": H, "size": C, "soname": S0, "build_id": S0, "needed": list_of(S),
        "hardening": {"relro": B, "executableStack": B0},
    }),
    "runtimes": list_of({
        "kind": CODE, "engine_version": S0, "bundle": S, "readable": B, "packages": list_of(S), "count": C,
        "why": CODE0,
    }),
    "endpoints": list_of({
        "host": S, "schemes": list_of(S), "paths": list_of(S), "count": C, "at": list_of(_AT), "users": list_of(S),
    }),
    "leftovers": list_of({"entry": S, "name": S, "version": S0}), "resourceKeys": list_of(S),
    "layoutClasses": list_of({"name": S, "at": _AT}),
    "archive": {"entries": C, "deviations": list_of({"code": CODE, "entry": S0, "offset": C0}), "unlisted": C},
    "code": {
        "classes": C, "constants": list_of(S), "mentions_complete": B, "calls_complete": B,
        "calls": list_of({"class": S, "method": S, "from": S, "works": B, "at": _AT}),
        "dex": list_of({
            "entry": S, "sha256": H0, "size": C, "read": B, "why": CODE0, "classes": C, "strings": C,
        }),
        "packages": list_of({
            "name": S, "classes": list_of(S), "count": C, "referenced": C, "instructions": C0,
            "at": maybe({"entry": S, "offset": C, "length": C, "class": S}),
        }),
    },
    "completeness": {
        "dex_classes_read": C, "dex_bytes_unread": C, "entries_unread": list_of(_UNREAD),
        "components_undefined": list_of(S), "dynamic_code_loading": list_of(S), "verdict_ceiling": CODE0,
    },
}  # fmt: skip
_TRAFFIC = {
    "capture": {
        "format": S, "format_version": S0, "records_failures": B, "tool": S0, "tool_version": S0,
        "start": S0, "end": S0,
        "app": maybe({
            "packageName": S0, "versionName": S0, "versionCode": S0, "apk_sha256": S0, "md5": S0, "platform": S0,
        }),
        "apps": C,
        "device": maybe({"platform": S0, "osVersion": S0, "manufacturer": S0, "model": S0, "emulator": B0}),
        "route": S0, "access": S0, "rehearsal": B, "ended": S0,
        "phases": list_of({"id": S, "consent": S, "start": S0, "end": S0, "journeys": C}),
    },
    "requests": list_of({
        "index": C, "method": S0, "scheme": S0, "host": S0, "port": N0, "peer_ip": S0, "status": N0,
        "http_version": S0, "path": S, "url_sha256": H, "bytes_out": N0, "bytes_in": N0, "offset": C, "length": C,
        "websocket": B, "phase": N0,
    }),
    "connections": list_of({
        "host": S0, "port": N0, "peer_ip": S0, "sni": S0, "transport": S, "tls": B0, "intercepted": B0,
        "failure": S0, "requests": C, "offset": C, "length": C, "phase": N0, "bytes_out": N0, "bytes_in": N0,
    }),
    "aliases": list_of({"host": S, "names": list_of(S), "by": one_of("answer", "resolver"), "offset": C, "length": C}),
    "handshakes": list_of({
        "host": S, "port": N0, "peer_ip": S0, "sni": S0, "phase": N0, "offered": list_of(S), "app_version": S0,
        "server_version": S0, "cipher": S0, "app_cipher": S0, "alpn": S0, "certificate_valid": B0,
        "certificate_sha256": H0, "issuer": S0, "not_after": S0, "refused": B, "offset": C, "length": C,
    }),
    "transmissions": list_of({
        "request": C, "requests": C, "property": S, "match": S, "adapter": S0, "part": S, "path": S,
        "layers": list_of(S), "hash": S0, "value_sha256": H0, "value_redacted": S,
    }),
    "consents": list_of({"request": C, "framework": CODE, "said": CODE}),
    "coverage": {
        "requests_total": C0, "requests_read": C, "unread": list_of({"offset": C, "why": CODE}), "unread_count": C,
        "requests_unlisted": C, "connections_unlisted": C, "handshakes_unlisted": C,
        "content": {
            "seeds": C, "learned": C, "unlisted": C, "bodies": C, "bodies_understood": C, "bytes": C,
            "bytes_understood": C,
        },
    },
}  # fmt: skip
_KINDS: dict[str, tuple[Any, ...]] = {
    # a package without a readable manifest has only the second half
    "apk": (_PACKAGE, {**_MANIFEST, **_PACKAGE}),
    "traffic": (_TRAFFIC,),
    "document": ({
        "format": S,
        "recipients": maybe({
            "rows": list_of({
                "name": S, "country": S0, "data": list_of(S), "purpose": S0, "servers": list_of(S), "offset": C,
                "length": C,
            }),
            "unread": C,
        }),
        "text": maybe({
            "pages": C, "letters": C, "table": H, "nature": CODE0, "is_cut": B, "ends": maybe(_QUOTED),
            "quotes": list_of({**_QUOTED, "saying": CODE}),
        }),
    },),
}  # fmt: skip
_WHOLE: dict[str, list[Shape]] = {
    section: [{"schema": S, "subject": _SUBJECT, section: shape} for shape in shapes]
    for section, shapes in _KINDS.items()
}
_CHECKS: dict[str, list[Check]] = {section: [*map(check_of, shapes)] for section, shapes in _WHOLE.items()}


def find_fault(evidence: dict[str, Any], section: str) -> str | None:
    """The first place where evidence does not have its shape, or None."""
    fault = None
    for check in _CHECKS[section]:
        try:
            check(evidence, [MAX_NODES])
        except WrongShapeError as refusal:
            fault = refusal.place
        else:
            return None
    return fault


def forms() -> dict[str, list[Form]]:
    """What each section's document may be, in the words of JSON Schema: for packages with a manifest, and without."""
    return {section: [form_of(shape) for shape in shapes] for section, shapes in _WHOLE.items()}
