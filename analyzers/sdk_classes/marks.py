"""The marks that an SDK leaves: classes defined, types referenced, manifest wiring, switches, traces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from analyzers.evidence import rows, section, text, whole, words
from analyzers.knowledge.book import Knowledge, Sdk
from analyzers.sdk_classes.calling import CallSite, calls_by_sdk
from analyzers.sdk_classes.strangers import MOVED_CLASSES
from analyzers.sdk_classes.switches import Switched, read_switches
from analyzers.sdk_classes.traces import OWN, STRONG, Trace, find_traces
from analyzers.sdk_classes.wiring import disabled_marks, manifest_marks

MANIFEST_ENTRY = "AndroidManifest.xml"
STUB_CLASSES = 6  # the real ones have dozens
STUB_UNITS = 8  # instructions per class: a constructor and an empty method or two


Package = tuple[int, str, Mapping[str, Any]]  # its place in the evidence, its name, its row


@dataclass(slots=True)
class Moved:
    """Classes that bear an SDK's name under another root."""

    root: str
    example: str
    where: str
    at: object
    classes: int = 0


@dataclass(slots=True)
class Marks:
    """All marks of one SDK in one package."""

    sdk: Sdk
    classes: int = 0
    referenced: int = 0
    wiring: list[str] = field(default_factory=list)
    off: list[str] = field(default_factory=list)  # switches that turn it off, or its parts that are disabled
    switched: Switched = field(default_factory=Switched)  # all that its switches say
    call: CallSite | None = None  # where the app's own code calls it
    moved: "Moved | None" = None  # classes of its name under another root, where its own place is empty
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
            return "wired" if self.wiring or self.is_called else "defined"
        return "referenced" if self.referenced or any(t.kind == "bundle" for t in self.traces) else "string"

    @property
    def is_called(self) -> bool:
        """Whether the app's own code puts it to work, whatever the manifest says of it: a call is no sleep."""
        return self.call is not None and self.call.works and not self.is_stub

    @property
    def is_missing(self) -> bool:
        """Whether the app's own code puts it to work and no class of it is there: it has to come from elsewhere."""
        return not self.classes and self.call is not None and self.call.works

    @property
    def is_contradicted(self) -> bool:
        """Whether its switches do not tell: unreadable, said twice, or off while the app's own code puts it to work."""
        if self.off:
            return bool(self.switched.off) and self.call is not None and self.call.works
        return bool(self.switched.unsure)

    @property
    def version(self) -> str | None:
        """The version that one of its own files states."""
        return next((trace.version for trace in self.traces if trace.version is not None), None)

    @property
    def may_be_renamed(self) -> bool:
        """Whether words of its own are there and its classes are not: they may be there under other names."""
        return not self.classes and (bool(self.wiring) or any(t.kind in STRONG or t.renamed for t in self.traces))

    @property
    def is_stub(self) -> bool:
        """Whether its classes are placeholders: a few of them, and not one of the words or hosts of the real thing."""
        spoken = any(t.kind in OWN for t in self.traces)
        if self.instructions is None or spoken or not self.classes:
            return False
        return self.classes <= STUB_CLASSES and self.instructions <= STUB_UNITS * self.classes

    @property
    def state(self) -> str:
        """Whether it runs. Where the manifest cannot tell, the state stays unknown."""
        if not self.classes or self.is_contradicted:
            return "unknown"
        if self.off:
            return "switched_off"
        if self.wiring or self.is_called:
            return "active"
        if self.is_stub:
            return "stub"
        return "dormant" if self.sdk.needs_wiring else "unknown"


def gather_marks(evidence: Mapping[str, Any], knowledge: Knowledge) -> dict[str, Marks]:
    """Look at every package of the code, then at every component and metadata key of the manifest."""
    apk = section(evidence, "apk")
    found: dict[str, Marks] = {}
    for index, row in rows(section(apk, "code"), "packages"):
        if (name := text(row, "name")) is not None:
            _look_at_package(found, (index, name, row), knowledge)
    for sdk, mark, where, at in manifest_marks(apk, knowledge):
        marks = found.setdefault(sdk.id, Marks(sdk))
        marks.wiring.append(mark)
        if not marks.where:
            marks.where, marks.at, marks.entry = where, at, MANIFEST_ENTRY
    for sdk, trace in find_traces(apk, knowledge):
        marks = found.setdefault(sdk.id, Marks(sdk))
        marks.traces.append(trace)
        if not marks.where:
            marks.where, marks.at = trace.where, trace.at
    for marks in found.values():
        _settle_moved(marks)
    found = {key: m for key, m in found.items() if m.classes or m.referenced or m.wiring or m.traces}
    _settle_state(found, apk, knowledge)
    return found


def _settle_state(found: Mapping[str, Marks], apk: Mapping[str, Any], knowledge: Knowledge) -> None:
    """Hold switches, disabled parts and calls of the app's own code together."""
    switched, disabled = read_switches(apk, knowledge), disabled_marks(apk, knowledge)
    calls = calls_by_sdk(apk, knowledge)
    for key, marks in found.items():
        marks.switched = switched.get(key, marks.switched)
        marks.call = calls.get(key)
        started = marks.wiring or marks.is_called
        marks.off = marks.switched.off or ([] if started else disabled.get(key, []))
        if marks.call is not None and marks.is_called and not marks.wiring:
            marks.where, marks.at, marks.entry = marks.call.where, marks.call.at, None


def _look_at_package(found: dict[str, Marks], package: Package, knowledge: Knowledge) -> None:
    index, name, row = package
    whole_package = knowledge.sdk_by_prefix(name)
    if whole_package is None:
        _look_for_moved(found, package, knowledge)
    if whole_package is None and not knowledge.marks_below(name):
        return
    listed = words(row, "classes") or ()
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


def _look_for_moved(found: dict[str, Marks], package: Package, knowledge: Knowledge) -> None:
    """Note classes that bear an SDK's whole name under another root: a moved copy, or a look-alike."""
    index, name, row = package
    moved = knowledge.sdk_under(name)
    listed = words(row, "classes") if moved is not None else None
    if moved is None or not listed:
        return
    root, sdk = moved
    marks = found.setdefault(sdk.id, Marks(sdk))
    if marks.moved is None:
        example = f"{name}.{listed[0]}"
        marks.moved = Moved(root, example, f"/apk/code/packages/{index}", _bytes_of(row, listed[0]))
    marks.moved.classes += max(len(listed), whole(row, "count") or 0)


def _settle_moved(marks: Marks) -> None:
    """A name under another root is a trace. With a word of the SDK's own beside it, the classes are its code, moved."""
    moved = marks.moved
    if moved is None or marks.classes:
        marks.moved = None
    elif marks.wiring or any(trace.kind in OWN for trace in marks.traces):
        marks.classes, marks.instructions = moved.classes, None
        marks.example, marks.where, marks.at, marks.entry = moved.example, moved.where, moved.at, None
    elif moved.classes >= MOVED_CLASSES:
        marks.traces.insert(0, Trace("moved", moved.example, moved.where, moved.at))
        marks.where, marks.at, marks.entry = moved.where, moved.at, None


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
