"""The manifest as evidence: identity, levels, settings, permissions and components, declared apart from effective."""

from typing import Any

from analyzers.extract import attributes as ids
from analyzers.extract.values import Resolver
from analyzers.formats.axml import Attribute, Document, Element
from analyzers.formats.errors import FormatError

Fact = dict[str, Any]  # a node of a JSON document

MANIFEST_ENTRY = "AndroidManifest.xml"
MAX_ROWS = 20_000
_COMPONENTS = ("activity", "activity-alias", "service", "receiver", "provider")
_PREFIX = "android.permission."
_DONUT, _JELLY_BEAN, _JELLY_BEAN_MR1, _PIE = 4, 16, 17, 28
_LIMIT_NAME = 1024
MAIN, LAUNCHER = "android.intent.action.MAIN", "android.intent.category.LAUNCHER"


def read_manifest(document: Document, resolver: Resolver) -> Fact:
    """All facts of the manifest, in the names of the evidence page."""
    root = document.elements[0]
    if root.tag != "manifest":
        raise FormatError("not-a-manifest", root.offset)
    application = next(iter(document.children(root, "application")), None)
    facts: Fact = _identity(root, resolver)
    facts.update(_levels(document, root, resolver))
    facts.update(_settings(application, resolver))
    target = facts["effective"]["targetSdkVersion"]
    facts["label"] = _label(document, application, resolver)
    facts["permissions"] = _permissions(document, root, resolver, target)
    facts["definedPermissions"] = _defined_permissions(document, root, resolver)
    facts["components"] = _components(document, application, resolver, facts)
    facts["metaData"] = _meta_data(document, application, resolver) if application else []
    facts["features"] = _features(document, root, resolver)
    facts["libraries"] = _libraries(document, application, resolver)
    facts["queries"] = _queries(document, root, resolver)
    return facts


def place(element: Element) -> Fact:
    """Where an element lies in the unpacked manifest."""
    return {"entry": MANIFEST_ENTRY, "offset": element.offset, "length": element.length}


def _label(document: Document, application: Element | None, resolver: Resolver) -> dict[str, str]:
    """The name under which people find the app: its own, or that of the screen by which it starts."""
    if application is None:
        return {}
    if own := resolver.texts(application.by_id(ids.LABEL)):
        return own
    screens = (row for row in document.children(application) if row.tag in ("activity", "activity-alias"))
    starts = (
        row for row in screens if any(_starts(document, f, resolver) for f in document.children(row, "intent-filter"))
    )
    return next((found for row in starts if (found := resolver.texts(row.by_id(ids.LABEL)))), {})


def _starts(document: Document, element: Element, resolver: Resolver) -> bool:
    asked = _filter(document, element, resolver)
    return MAIN in asked["actions"] and LAUNCHER in asked["categories"]


def _identity(root: Element, resolver: Resolver) -> Fact:
    low, high = resolver.number(root.by_id(ids.VERSION_CODE)), resolver.number(root.by_id(ids.VERSION_CODE_MAJOR))
    code = None if low is None else str((high or 0) << 32 | low & 0xFFFFFFFF)
    return {
        "packageName": _plain(root, "package"),
        "versionCode": code,
        "versionName": resolver.text(root.by_id(ids.VERSION_NAME)),
        "compileSdkVersion": resolver.number(root.by_id(ids.COMPILE_SDK_VERSION)),
        "sharedUserId": resolver.text(root.by_id(ids.SHARED_USER_ID)),
        "installLocation": resolver.number(root.by_id(ids.INSTALL_LOCATION)),
        "targetSandboxVersion": resolver.number(root.by_id(ids.TARGET_SANDBOX_VERSION)),
        "split": _plain(root, "split"),
        "configForSplit": _plain(root, "configForSplit"),
        "isFeatureSplit": resolver.boolean(root.by_id(ids.IS_FEATURE_SPLIT)),
        "isSplitRequired": resolver.boolean(root.by_id(ids.IS_SPLIT_REQUIRED)),
        "at": place(root),
    }


def _plain(element: Element, name: str) -> str | None:
    found = element.by_name(name)
    return found.text[:_LIMIT_NAME] if found and found.text is not None else None


def _levels(document: Document, root: Element, resolver: Resolver) -> Fact:
    rows = document.children(root, "uses-sdk")
    low, low_code = _level(rows, ids.MIN_SDK_VERSION, resolver)
    target, target_code = _level(rows, ids.TARGET_SDK_VERSION, resolver)
    high, _ = _level(rows, ids.MAX_SDK_VERSION, resolver)
    known = low if low is not None else 1
    reached = target if target is not None else None if target_code else known
    return {
        "minSdkVersion": low,
        "minSdkCodename": low_code,
        "targetSdkVersion": target,
        "targetSdkCodename": target_code,
        "maxSdkVersion": high,
        "effective": {"minSdkVersion": None if low_code else known, "targetSdkVersion": reached},
        "declared": {"minSdkVersion": low, "targetSdkVersion": target},
    }


def _level(rows: list[Element], resource: int, resolver: Resolver) -> tuple[int | None, str | None]:
    """The last statement wins, as on the platform; a preview names itself by a word."""
    for row in reversed(rows):
        found = row.by_id(resource)
        if found is None:
            continue
        number = resolver.number(found)
        if number is not None:
            return number, None
        text = resolver.text(found) or ""
        return (int(text), None) if text.isdecimal() and len(text) < 9 else (None, text or None)  # noqa: PLR2004 - nine digits no longer fit a level
    return None, None


def _settings(application: Element | None, resolver: Resolver) -> Fact:
    names = {
        "debuggable": ids.DEBUGGABLE,
        "allowBackup": ids.ALLOW_BACKUP,
        "usesCleartextTraffic": ids.USES_CLEARTEXT_TRAFFIC,
    }
    facts: Fact = {name: resolver.boolean(application.by_id(i)) if application else None for name, i in names.items()}
    for name, resource in (
        ("fullBackupContent", ids.FULL_BACKUP_CONTENT),
        ("dataExtractionRules", ids.DATA_EXTRACTION_RULES),
    ):
        facts[name] = resolver.text(application.by_id(resource)) if application else None
    facts["applicationName"] = resolver.text(application.by_id(ids.NAME)) if application else None
    facts["settingsAt"] = place(application) if application else None
    return facts


def apply_defaults(facts: Fact) -> None:
    """Fill in what the platform does where the manifest is silent. The network configuration speaks before it."""
    effective, declared = facts["effective"], facts["declared"]
    target = effective["targetSdkVersion"]
    for name in ("debuggable", "allowBackup", "usesCleartextTraffic"):
        declared[name] = facts[name]
    effective["debuggable"] = bool(facts["debuggable"])
    effective["allowBackup"] = facts["allowBackup"] is not False
    clear = facts["usesCleartextTraffic"]
    default = (target or 0) < _PIE if target is not None else None
    config = facts["networkSecurityConfig"]
    if config is not None and config["read"]:
        base = config["cleartextPermitted"]
        effective["usesCleartextTraffic"] = default if base is None else base
    else:
        effective["usesCleartextTraffic"] = default if clear is None else clear


def _permissions(document: Document, root: Element, resolver: Resolver, target: int | None) -> list[Fact]:
    found: dict[tuple[str, str], Fact] = {}
    for element in document.children(root):
        if element.tag not in ("uses-permission", "uses-permission-sdk-23", "uses-permission-sdk-m"):
            continue
        name = resolver.text(element.by_id(ids.NAME))
        if not name or len(found) >= MAX_ROWS:
            continue
        by = "uses-permission" if element.tag == "uses-permission" else "uses-permission-sdk-23"
        limit = resolver.number(element.by_id(ids.MAX_SDK_VERSION))
        flags = resolver.number(element.by_id(ids.USES_PERMISSION_FLAGS))
        row = found.setdefault((name, by), _permission(name, by, limit, flags, place(element)))
        if row["maxSdkVersion"] is not None:  # asked for twice: the wider request counts
            row["maxSdkVersion"] = None if limit is None else max(limit, row["maxSdkVersion"])
    rows = list(found.values())
    return rows + _implied(rows, target)


def _permission(name: str, by: str, limit: int | None, flags: int | None, at: Fact) -> Fact:
    return {"name": name, "declaredBy": by, "maxSdkVersion": limit, "usesPermissionFlags": flags, "at": at}


def _implied(rows: list[Fact], target: int | None) -> list[Fact]:
    """What the platform adds by itself, because an older permission was split in two."""
    asked: dict[str, Fact] = {}
    for row in rows:
        asked.setdefault(row["name"], row)
    added: list[Fact] = []

    def add(short: str, cause: Fact | None) -> None:
        name = _PREFIX + short
        if name not in asked:
            at = cause["at"] if cause else {"entry": MANIFEST_ENTRY, "offset": None, "length": None}
            asked[name] = _permission(name, "implied", cause["maxSdkVersion"] if cause else None, None, at)
            added.append(asked[name])

    level = target if target is not None else _PIE
    if level < _DONUT:
        add("WRITE_EXTERNAL_STORAGE", None)
        add("READ_PHONE_STATE", None)
    if cause := asked.get(_PREFIX + "WRITE_EXTERNAL_STORAGE"):
        add("READ_EXTERNAL_STORAGE", cause)
    if level < _JELLY_BEAN:
        if cause := asked.get(_PREFIX + "READ_CONTACTS"):
            add("READ_CALL_LOG", cause)
        if cause := asked.get(_PREFIX + "WRITE_CONTACTS"):
            add("WRITE_CALL_LOG", cause)
    return added


def _defined_permissions(document: Document, root: Element, resolver: Resolver) -> list[Fact]:
    return [
        {"name": name, "protectionLevel": resolver.number(element.by_id(ids.PROTECTION_LEVEL)), "at": place(element)}
        for element in document.children(root, "permission")[:MAX_ROWS]
        if (name := resolver.text(element.by_id(ids.NAME)))
    ]


def full_name(name: str, package: str | None) -> str:
    """A class name as the platform completes it: `.Main` and `Main` belong to the package."""
    if name.startswith("."):
        return (package or "") + name
    return name if "." in name or not package else f"{package}.{name}"


def _components(document: Document, application: Element | None, resolver: Resolver, facts: Fact) -> list[Fact]:
    if application is None:
        return []
    default = resolver.text(application.by_id(ids.PERMISSION))
    rows = [child for child in document.children(application) if child.tag in _COMPONENTS][:MAX_ROWS]
    return [_component(document, row, resolver, facts, default) for row in rows]


def _component(document: Document, row: Element, resolver: Resolver, facts: Fact, default: str | None) -> Fact:
    raw = resolver.text(row.by_id(ids.NAME)) or ""
    declared = resolver.boolean(row.by_id(ids.EXPORTED))
    filters = [_filter(document, item, resolver) for item in document.children(row, "intent-filter")[:MAX_ROWS]]
    target = facts["effective"]["targetSdkVersion"]
    implied = (target is not None and target < _JELLY_BEAN_MR1) if row.tag == "provider" else bool(filters)
    permission = resolver.text(row.by_id(ids.PERMISSION)) or default
    return {
        "type": "activity" if row.tag == "activity-alias" else row.tag,
        "alias": row.tag == "activity-alias",
        "name": full_name(raw, facts["packageName"]),
        "nameDeclared": raw,
        "exported": implied if declared is None else declared,
        "exportedDeclared": declared,
        "enabled": _enabled(row, resolver),
        "permission": permission,
        "readPermission": resolver.text(row.by_id(ids.READ_PERMISSION)),
        "writePermission": resolver.text(row.by_id(ids.WRITE_PERMISSION)),
        "process": resolver.text(row.by_id(ids.PROCESS)),
        "authorities": resolver.text(row.by_id(ids.AUTHORITIES)),
        "targetActivity": resolver.text(row.by_id(ids.TARGET_ACTIVITY)),
        "intentFilters": filters,
        "metaData": _meta_data(document, row, resolver),
        "at": place(row),
    }


def _enabled(row: Element, resolver: Resolver) -> bool | None:
    """As declared; not known where phones of different kinds read different values."""
    attribute = row.by_id(ids.ENABLED)
    return None if resolver.varies(attribute) else resolver.boolean(attribute)


_DATA_FIELDS = (
    ("scheme", ids.SCHEME),
    ("host", ids.HOST),
    ("path", ids.PATH),
    ("pathPrefix", ids.PATH_PREFIX),
    ("pathPattern", ids.PATH_PATTERN),
    ("mimeType", ids.MIME_TYPE),
)


def _filter(document: Document, element: Element, resolver: Resolver) -> Fact:
    names: dict[str, list[str]] = {"action": [], "category": []}
    data: list[Fact] = []
    for child in document.children(element)[:MAX_ROWS]:
        if child.tag in names:
            names[child.tag].append(resolver.text(child.by_id(ids.NAME)) or "")
        elif child.tag == "data":
            data.append({key: text for key, i in _DATA_FIELDS if (text := resolver.text(child.by_id(i))) is not None})
    return {"actions": names["action"], "categories": names["category"], "data": data}


def _meta_data(document: Document, element: Element, resolver: Resolver) -> list[Fact]:
    rows = document.children(element, "meta-data")[:MAX_ROWS]
    return [_meta_row(row, row.by_id(ids.VALUE), resolver) for row in rows]


def _meta_row(row: Element, value: Attribute | None, resolver: Resolver) -> Fact:
    return {
        "name": resolver.text(row.by_id(ids.NAME)) or "",
        "value": resolver.scalar(value),
        "reference": value.reference if value is not None else None,
        "varies": resolver.varies(value),
        "resource": resolver.text(row.by_id(ids.RESOURCE)),
        "at": place(row),
    }


def _features(document: Document, root: Element, resolver: Resolver) -> list[Fact]:
    return [
        {"name": name, "required": resolver.boolean(row.by_id(ids.REQUIRED)) is not False}
        for row in document.children(root, "uses-feature")[:MAX_ROWS]
        if (name := resolver.text(row.by_id(ids.NAME)))
    ]


def _libraries(document: Document, application: Element | None, resolver: Resolver) -> list[str]:
    rows = document.children(application, "uses-library") if application else []
    return [name for row in rows[:MAX_ROWS] if (name := resolver.text(row.by_id(ids.NAME)))]


def _queries(document: Document, root: Element, resolver: Resolver) -> list[str]:
    """Packages the app asks to see on the phone."""
    groups = document.children(root, "queries")
    rows = [row for group in groups for row in document.children(group, "package")]
    return [name for row in rows[:MAX_ROWS] if (name := resolver.text(row.by_id(ids.NAME)))]
