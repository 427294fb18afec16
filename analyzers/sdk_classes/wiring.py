"""What the manifest says of an SDK: what starts it, what of it is disabled."""

from collections.abc import Iterator, Mapping
from typing import Any

from analyzers.evidence import rows, text
from analyzers.knowledge.book import Knowledge, Sdk

Mark = tuple[Sdk, str, str, object]  # the SDK, the word, where in the evidence, its place in the manifest

_STARTUP = "androidx.startup"
_NO = ("false", "0")


def manifest_marks(apk: Mapping[str, Any], knowledge: Knowledge) -> Iterator[Mark]:
    """The application's own class, components that start something, and metadata keys that an SDK reads to start."""
    by_key = knowledge.sdks_by_metadata
    application = text(apk, "applicationName")
    starter = knowledge.sdk_of_component(application) if application is not None else None
    if application is not None and starter is not None:
        yield starter, application, "/apk/applicationName", apk.get("settingsAt")
    for where, row, sdk, name in _components(apk, knowledge):
        if _starts_something(row):
            yield sdk, name, where, row.get("at")
    for where, row in _meta_data(apk):
        key = text(row, "name")
        if key is None or _says_no(row.get("value")):
            continue  # a key that says no starts nothing
        found = by_key.get(key)
        if found is not None and not _turns_off(found, key, row.get("value")):
            yield found, key, where, row.get("at")
        named = _registered(key, row, knowledge)
        if named is not None:
            yield named, key, where, row.get("at")


def _registered(key: str, row: Mapping[str, Any], knowledge: Knowledge) -> Sdk | None:
    """A class that another component is told to load: by androidx.startup, or after a colon (`…components:Class`)."""
    _, colon, after = key.partition(":")
    if colon:
        return knowledge.sdk_by_prefix(after)
    return knowledge.sdk_by_prefix(key) if row.get("value") == _STARTUP else None


def disabled_marks(apk: Mapping[str, Any], knowledge: Knowledge) -> dict[str, list[str]]:
    """By SDK, the components of it that would start by themselves, and that the manifest disables."""
    found: dict[str, list[str]] = {}
    for _, row, sdk, name in _components(apk, knowledge):
        if row.get("enabled") is False and not (text(row, "type") or "").startswith("activity"):
            found.setdefault(sdk.id, []).append(name)
    return found


def _components(apk: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[str, Mapping[str, Any], Sdk, str]]:
    for index, row in rows(apk, "components"):
        name = text(row, "name")
        if name is None:
            continue
        sdk = knowledge.sdk_of_component(name)
        if sdk is None and (moved := knowledge.sdk_under(name)) is not None:
            sdk = moved[1]
        if sdk is not None:
            yield f"/apk/components/{index}", row, sdk, name


def _starts_something(row: Mapping[str, Any]) -> bool:
    """A disabled component starts nothing; a screen that nothing outside can open waits for code to call it.

    Library manifests bring their screens along whether the app uses them or not: such a screen is no wiring.
    """
    if row.get("enabled") is False:
        return False
    return not (text(row, "type") or "").startswith("activity") or bool(row.get("intentFilters"))


def _meta_data(apk: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, row in rows(apk, "metaData"):
        yield f"/apk/metaData/{index}", row
    for at, component in rows(apk, "components"):
        for index, row in rows(component, "metaData") if component.get("enabled") is not False else ():
            yield f"/apk/components/{at}/metaData/{index}", row


def _turns_off(sdk: Sdk, key: str, value: object) -> bool:
    """Whether a key is a switch that says off, be it in a form that the SDK would not read: it starts nothing."""
    spoken = str(value).strip().casefold()
    return any(switch.key == key and spoken == switch.off.casefold() for switch in sdk.switches)


def _says_no(value: object) -> bool:
    return value is False or str(value).strip().lower() in _NO
