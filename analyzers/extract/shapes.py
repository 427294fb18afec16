"""The shapes of evidence, in one place: what the parent accepts from the child. The documentation page follows it."""

from collections.abc import Iterable
from typing import Any

MAX_TEXT = 8192
MAX_NODES = 3_000_000
MAX_SAFE = (1 << 53) - 1  # beyond it, readers of JSON disagree

_NULL = type(None)
S, N, B = (str,), (int,), (bool,)
S0, N0, B0 = (str, _NULL), (int, _NULL), (bool, _NULL)
SCALAR = (str, int, bool, _NULL)


class ListOf:
    """A list whose members all have one shape."""

    def __init__(self, member: Any) -> None:
        self.member = member


class MapOf:
    """An object with free keys, whose values all have one shape."""

    def __init__(self, member: Any) -> None:
        self.member = member


class Maybe:
    """A shape, or null."""

    def __init__(self, member: Any) -> None:
        self.member = member


_AT = {"entry": S, "offset": N0, "length": N0}
_META = {"name": S, "value": SCALAR, "resource": S0, "at": _AT}
_UNREAD = {"entry": S, "why": S}
_FILTER = {"actions": ListOf(S), "categories": ListOf(S), "data": ListOf(MapOf(S))}
_LEVELS = {"minSdkVersion": N0, "targetSdkVersion": N0}
_SETTINGS = {"debuggable": B0, "allowBackup": B0, "usesCleartextTraffic": B0}
_SUBJECT = {"kind": S, "sha256": S, "size": N}

_MANIFEST = {
    "packageName": S0, "versionCode": S0, "versionName": S0, "compileSdkVersion": N0, "sharedUserId": S0,
    "installLocation": N0, "targetSandboxVersion": N0, "split": S0, "configForSplit": S0, "isFeatureSplit": B0,
    "at": _AT, "minSdkVersion": N0, "minSdkCodename": S0, "targetSdkVersion": N0, "targetSdkCodename": S0,
    "maxSdkVersion": N0, "effective": _LEVELS | _SETTINGS, "declared": _LEVELS | _SETTINGS, **_SETTINGS,
    "fullBackupContent": S0, "dataExtractionRules": S0, "applicationName": S0, "settingsAt": Maybe(_AT),
    "label": MapOf(S),
    "permissions": ListOf({"name": S, "declaredBy": S, "maxSdkVersion": N0, "usesPermissionFlags": N0, "at": _AT}),
    "definedPermissions": ListOf({"name": S, "protectionLevel": N0, "at": _AT}),
    "components": ListOf({
        "type": S, "alias": B, "name": S, "nameDeclared": S, "exported": B, "exportedDeclared": B0, "enabled": B0,
        "permission": S0, "readPermission": S0, "writePermission": S0, "process": S0, "authorities": S0,
        "targetActivity": S0, "intentFilters": ListOf(_FILTER), "metaData": ListOf(_META), "at": _AT,
    }),
    "metaData": ListOf(_META), "features": ListOf({"name": S, "required": B}), "libraries": ListOf(S),
    "queries": ListOf(S),
    "networkSecurityConfig": Maybe({
        "file": S0, "read": B, "cleartextPermitted": B0, "trustAnchors": ListOf(S), "debugOverrides": B,
        "domains": ListOf({
            "domain": S, "includeSubdomains": B, "cleartextPermitted": B0, "pins": N, "trustAnchors": ListOf(S),
        }),
    }),
}  # fmt: skip
_CERTIFICATE = {
    "scheme": S, "certificate_sha256": S0, "subject": S0, "issuer": S0, "notBefore": S0, "notAfter": S0,
    "keyAlgorithm": S0, "keySize": N0, "signatureAlgorithm": S0, "minSdkVersion": N0, "maxSdkVersion": N0,
}  # fmt: skip
_PACKAGE = {
    "signing": {
        "schemes": {"v1": B, "v2": B, "v3": B, "v3_1": B}, "verified": B0, "minSdkChecked": N0,
        "signers": ListOf(_CERTIFICATE), "lineage": ListOf({"certificate_sha256": S, "subject": S0}),
        "files": ListOf(S), "blocks": ListOf({"id": S, "name": S0, "size": N}), "issues": ListOf(S),
    },
    "splits": ListOf({
        "file": S, "sha256": S, "size": N, "name": S0, "configForSplit": S0, "isFeatureSplit": B0, "classes": N,
    }),
    "locales": ListOf(S), "resourceLocales": ListOf(S),
    "native": ListOf({
        "file": S, "abi": S, "sha256": S, "size": N, "soname": S0, "build_id": S0, "needed": ListOf(S),
        "hardening": {"relro": B, "executableStack": B0},
    }),
    "runtimes": ListOf({
        "kind": S, "engine_version": S0, "bundle": S, "readable": B, "packages": ListOf(S), "count": N, "why": S0,
    }),
    "endpoints": ListOf({
        "host": S, "schemes": ListOf(S), "paths": ListOf(S), "count": N, "at": ListOf(_AT),
    }),
    "leftovers": ListOf({"entry": S, "name": S, "version": S0}), "resourceKeys": ListOf(S),
    "archive": {"entries": N, "deviations": ListOf({"code": S, "entry": S0, "offset": N0}), "unlisted": N},
    "code": {
        "classes": N, "constants": ListOf(S), "mentions_complete": B,
        "dex": ListOf({
            "entry": S, "sha256": S0, "size": N, "read": B, "why": S0, "classes": N, "strings": N,
        }),
        "packages": ListOf({
            "name": S, "classes": ListOf(S), "count": N, "referenced": N, "instructions": N0,
            "at": Maybe({"entry": S, "offset": N, "length": N, "class": S}),
        }),
    },
    "completeness": {
        "dex_classes_read": N, "dex_bytes_unread": N, "entries_unread": ListOf(_UNREAD),
        "components_undefined": ListOf(S), "dynamic_code_loading": ListOf(S), "verdict_ceiling": S0,
    },
}  # fmt: skip
_TRAFFIC = {
    "capture": {
        "format": S, "format_version": S0, "records_failures": B, "tool": S0, "tool_version": S0,
        "start": S0, "end": S0,
        "app": Maybe({
            "packageName": S0, "versionName": S0, "versionCode": S0, "apk_sha256": S0, "md5": S0, "platform": S0,
        }),
        "apps": N,
        "device": Maybe({"platform": S0, "osVersion": S0, "manufacturer": S0, "model": S0, "emulator": B0}),
    },
    "requests": ListOf({
        "index": N, "method": S0, "scheme": S0, "host": S0, "port": N0, "peer_ip": S0, "status": N0,
        "http_version": S0, "path": S, "url_sha256": S, "bytes_out": N0, "bytes_in": N0, "offset": N, "length": N,
        "websocket": B,
    }),
    "connections": ListOf({
        "host": S0, "port": N0, "peer_ip": S0, "sni": S0, "transport": S, "tls": B0, "intercepted": B0,
        "failure": S0, "requests": N, "offset": N, "length": N,
    }),
    "transmissions": ListOf({
        "request": N, "requests": N, "property": S, "match": S, "adapter": S0, "part": S, "path": S,
        "layers": ListOf(S), "hash": S0, "value_sha256": S0, "value_redacted": S,
    }),
    "coverage": {
        "requests_total": N0, "requests_read": N, "unread": ListOf({"offset": N, "why": S}), "unread_count": N,
        "content": {
            "seeds": N, "learned": N, "unlisted": N, "bodies": N, "bodies_understood": N, "bytes": N,
            "bytes_understood": N,
        },
    },
}  # fmt: skip
_SHAPES: dict[str, tuple[Any, ...]] = {
    # a package without a readable manifest has only the second half
    "apk": ({**_MANIFEST, **_PACKAGE}, _PACKAGE),
    "traffic": (_TRAFFIC,),
    "document": ({"format": S},),
}


def find_fault(evidence: dict[str, Any], section: str) -> str | None:
    """The first place where evidence does not have its shape, or None."""
    budget = [MAX_NODES]
    for shape in _SHAPES[section]:
        fault = _fault(evidence, {"schema": S, "subject": _SUBJECT, section: shape}, "", budget)
        if fault is None:
            return None
    return fault


def _fault(value: Any, shape: Any, where: str, budget: list[int]) -> str | None:
    budget[0] -= 1
    if budget[0] < 0:
        return "too many values"
    if isinstance(shape, tuple):
        return None if _scalar(value, shape) else f"wrong value at {where or '/'}"
    if isinstance(shape, Maybe):
        return None if value is None else _fault(value, shape.member, where, budget)
    members = _members(value, shape)
    if members is None:
        return f"another shape at {where or '/'}"
    rows = (_fault(item, member, f"{where}/{key}", budget) for key, item, member in members)
    return next((fault for fault in rows if fault), None)


def _members(value: Any, shape: Any) -> Iterable[tuple[str, Any, Any]] | None:
    """Key, value and shape of every member, or None when the outer shape is already wrong."""
    if isinstance(shape, ListOf):
        if isinstance(value, list):
            return ((str(index), item, shape.member) for index, item in enumerate(value))
    elif isinstance(value, dict):
        if isinstance(shape, MapOf):
            return ((key, item, shape.member) for key, item in value.items())
        if value.keys() == shape.keys():
            return ((key, value[key], member) for key, member in shape.items())
    return None


def _scalar(value: Any, kinds: tuple[type, ...]) -> bool:
    if type(value) not in kinds:  # exact: a switch is no number here
        return False
    if isinstance(value, int):
        return -MAX_SAFE <= value <= MAX_SAFE
    if isinstance(value, str):
        return len(value) <= MAX_TEXT and not any("\ud800" <= c <= "\udfff" for c in value if c >= "\ud800")
    return True
