"""The marks that an SDK leaves: classes defined, types referenced, manifest wiring, switches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzers.evidence import rows, section, text, whole, words
from analyzers.knowledge.book import Knowledge, Sdk
from analyzers.sdk_classes.traces import STRONG, Trace, find_traces

MANIFEST_ENTRY = "AndroidManifest.xml"
STUB_CLASSES = 6  # the real ones have dozens
STUB_UNITS = 8  # instructions per class: a constructor and an empty method or two


@dataclass(slots=True)
class Marks:
    """All marks of one SDK in one package."""

    sdk: Sdk
    classes: int = 0
    referenced: int = 0
    wiring: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)  # switches that turn it off
    traces: list[Trace] = field(default_factory=list)
    instructions: int | None = 0  # units in all its methods; None where they were not counted
    example: str = ""
    where: str = ""  # JSON pointer into the evidence
    at: object = None
    entry: str | None = None

    @property
    def tier(self) -> str:
        """How far the SDK is in the app. Wired and defined need a class of it in the package."""
        if self.classes:
            return "wired" if self.wiring else "defined"
        return "referenced" if self.referenced or any(t.kind == "bundle" for t in self.traces) else "string"

    @property
    def version(self) -> str | None:
        """The version that one of its own files states."""
        return next((trace.version for trace in self.traces if trace.version is not None), None)

    @property
    def may_be_renamed(self) -> bool:
        """Whether words of its own are there and its classes are not: they may be there under other names."""
        return not self.classes and (bool(self.wiring) or any(t.kind in STRONG for t in self.traces))

    @property
    def is_stub(self) -> bool:
        """Whether its classes are placeholders: a few of them, and not one of the words or hosts of the real thing."""
        spoken = any(t.kind in {"setting", "constant", "host", "library"} for t in self.traces)
        if self.instructions is None or spoken or not self.classes:
            return False
        return self.classes <= STUB_CLASSES and self.instructions <= STUB_UNITS * self.classes

    @property
    def state(self) -> str:
        """Whether it runs. Where the manifest cannot tell, the state stays unknown."""
        if not self.classes:
            return "unknown"
        if self.off:
            return "switched_off"
        if self.wiring:
            return "active"
        if self.is_stub:
            return "stub"
        return "dormant" if self.sdk.needs_wiring else "unknown"


def gather_marks(evidence: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Marks]:
    """Look at every package of the code, then at every component and metadata key of the manifest."""
    apk = section(evidence, "apk")
    found: dict[str, Marks] = {}
    for index, row in rows(section(apk, "code"), "packages"):
        _look_at_package(found, index, row, knowledge)
    for sdk_id, mark, where, at in _manifest_marks(apk, knowledge):
        marks = found.setdefault(sdk_id.id, Marks(sdk_id))
        marks.wiring.append(mark)
        if not marks.where:
            marks.where, marks.at, marks.entry = where, at, MANIFEST_ENTRY
    for sdk, trace in find_traces(apk, knowledge):
        marks = found.setdefault(sdk.id, Marks(sdk))
        marks.traces.append(trace)
        if not marks.where:
            marks.where, marks.at = trace.where, trace.at
    _read_switches(found, apk)
    return found


def _look_at_package(found: dict[str, Marks], index: int, row: Mapping[str, Any], knowledge: Knowledge) -> None:
    name = text(row, "name")
    if name is None:
        return
    listed = words(row, "classes") or ()
    whole_package = knowledge.sdk_by_prefix(name)
    unlisted = max(0, (whole(row, "count") or 0) - len(listed))
    counts: dict[str, tuple[Sdk, int, str]] = {}
    if whole_package is not None and (listed or unlisted):
        counts[whole_package.id] = (whole_package, len(listed) + unlisted, listed[0] if listed else "")
    if knowledge.marks_below(name):
        counts = _count_by_class(name, listed, unlisted, knowledge)
    for sdk, count, first in counts.values():
        marks = found.setdefault(sdk.id, Marks(sdk))
        if not marks.classes:
            marks.example = f"{name}.{first}" if first else name
            marks.where = f"/apk/code/packages/{index}"
            marks.at, marks.entry = _bytes_of(row, first), None
        marks.classes += count
        units = whole(row, "instructions")
        marks.instructions = None if units is None or marks.instructions is None else marks.instructions + units
    referenced = whole(row, "referenced") or 0
    if whole_package is not None and referenced > 0:
        marks = found.setdefault(whole_package.id, Marks(whole_package))
        marks.referenced += referenced
        if not marks.where:
            marks.example, marks.where, marks.at = name, f"/apk/code/packages/{index}", row.get("at")


def _bytes_of(row: Mapping[str, Any], simple: str) -> Mapping[str, Any]:
    """Point at the class's own bytes where the evidence has them, else at the code file that holds its package."""
    at = section(row, "at")
    return at if text(at, "class") == simple else {"entry": text(at, "entry")}


def _count_by_class(
    name: str, listed: tuple[str, ...], unlisted: int, knowledge: Knowledge
) -> dict[str, tuple[Sdk, int, str]]:
    """Count where a prefix names single classes; the package's own SDK is the answer for all others."""
    whole_package = knowledge.sdk_by_prefix(name)
    counts: dict[str, tuple[Sdk, int, str]] = {}
    below = knowledge.marks_below(name)
    for simple in listed:
        sdk = below.get(simple.split("$", 1)[0], whole_package)
        if sdk is not None:
            _, count, first = counts.get(sdk.id, (sdk, 0, simple))
            counts[sdk.id] = (sdk, count + 1, first)
    if whole_package is not None and unlisted:
        _, count, first = counts.get(whole_package.id, (whole_package, 0, ""))
        counts[whole_package.id] = (whole_package, count + unlisted, first)
    return counts


def _manifest_marks(apk: Mapping[str, Any], knowledge: Knowledge) -> Iterator[tuple[Sdk, str, str, object]]:
    by_key = knowledge.sdks_by_metadata
    for index, row in rows(apk, "components"):
        name = text(row, "name")
        sdk = knowledge.sdk_of_component(name) if name is not None else None
        if sdk is not None and name is not None and _starts_something(row):
            yield sdk, name, f"/apk/components/{index}", row.get("at")
    for where, row in _meta_data(apk):
        key = text(row, "name")
        if key is not None and key in by_key and not _turns_off(by_key[key], key, row.get("value")):
            yield by_key[key], key, where, row.get("at")
        initializer = (
            knowledge.sdk_by_prefix(key) if key is not None and row.get("value") == "androidx.startup" else None
        )
        if initializer is not None and key is not None:
            yield initializer, key, where, row.get("at")


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
        for index, row in rows(component, "metaData"):
            yield f"/apk/components/{at}/metaData/{index}", row


def _turns_off(sdk: Sdk, key: str | None, value: object) -> bool:
    """A key that switches an SDK off starts nothing."""
    return any(switch.key == key and switch.off == _as_word(value) for switch in sdk.switches)


def _read_switches(found: Mapping[str, Marks], apk: Mapping[str, Any]) -> None:
    stated = {text(row, "name"): _as_word(row.get("value")) for _, row in _meta_data(apk)}
    for marks in found.values():
        marks.off = [switch.key for switch in marks.sdk.switches if stated.get(switch.key) == switch.off]


def _as_word(value: object) -> str | None:
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).lower() if isinstance(value, str | int) else None
