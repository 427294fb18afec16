"""Many apps in the order in which somebody should look at them: failed gates first, then what stayed open. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from analyzers.contract import ReadState, RunOutcome
from analyzers.detector import Detector
from analyzers.knowledge.book import Knowledge
from catalog.evaluations.dossier import build_dossier
from catalog.evaluations.examination import Piece, examine
from catalog.evaluations.model import RunId
from catalog.plumbing.terminal import plain
from criteria.engine import assess
from criteria.findings import ArtifactKind, Finding, Source
from criteria.model import Edition, Level, Outcome, Verdict

_PLACE = "apk"  # what a package alone can be asked; the rest waits for a file
_WIDEST = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One app of the table, as plain values: what was read, which gates failed, which stay open, what else is wrong."""

    file: str
    sha256: str
    size: int
    state: str
    code: str
    package: str | None
    version: str | None
    failed: tuple[str, ...]  # gates that what was seen fails
    open: tuple[str, ...]  # gates of which this package could not say enough, or a person must say it
    faults: tuple[str, ...]  # other criteria that what was seen fails
    sdks: int  # components that are in the code, or were seen wired
    evidence: str | None  # digest of the stored document


@dataclass(frozen=True, slots=True)
class Reading:
    """What the jailed reading of one file gave, and where its evidence is kept."""

    file: str
    sha256: str
    size: int
    outcome: RunOutcome
    evidence: Mapping[str, Any] | None
    kept: str | None


def judge(
    reading: Reading,
    edition: Edition,
    detectors: Callable[[ArtifactKind], Sequence[Detector]],
    knowledge: Knowledge,
) -> Row:
    """Hold one package by itself against an edition: nobody has declared anything yet, and nothing was captured."""
    outcome, evidence = reading.outcome, reading.evidence
    piece = Piece(
        RunId(""), ArtifactKind.APK, reading.sha256, Source.BENCH, is_attested=False,
        state=ReadState(outcome.state), message=outcome.message, evidence=evidence,
    )  # fmt: skip
    observed = examine([piece], detectors, knowledge)
    findings = [finding for item in observed for finding in item.findings]
    coverage = [row for item in observed for row in item.coverage]
    verdicts = assess(edition, build_dossier(findings, coverage, {}, date.min)).verdicts
    seen = {finding.digest for finding in findings}
    facts: Mapping[str, Any] = evidence.get("apk", {}) if evidence else {}
    return Row(
        reading.file, reading.sha256, reading.size, outcome.state.value, outcome.code,
        facts.get("packageName"), facts.get("versionName"),
        tuple(v.criterion for v in verdicts if v.level is Level.GATE and v.outcome is Outcome.NONCONFORMING),
        tuple(v.criterion for v in verdicts if v.level is Level.GATE and _stays_open(v, seen)),
        tuple(v.criterion for v in verdicts if v.level is not Level.GATE and v.outcome is Outcome.NONCONFORMING),
        sum(map(_is_embedded, findings)), reading.kept,
    )  # fmt: skip


def _stays_open(verdict: Verdict, seen: set[str]) -> bool:
    """Whether the package itself leaves a gate open: not looked at in full, or seen and for a person to weigh."""
    if verdict.outcome is not Outcome.UNDETERMINED:
        return False
    return any(gap.scope == _PLACE for gap in verdict.missing) or not seen.isdisjoint(verdict.because)


def _is_embedded(finding: Finding) -> bool:
    return finding.kind == "sdk.embedded" and finding.attributes.get("tier") in ("wired", "defined")


def rank(rows: Iterable[Row]) -> list[Row]:
    """The most serious first: gates failed, gates open, other faults, components; then the name decides."""
    return sorted(rows, key=lambda row: (-len(row.failed), -len(row.open), -len(row.faults), -row.sdks, row.file))


def store(row: Row) -> dict[str, Any]:
    """The row as it is kept and printed."""
    return {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(row).items()}


def restore(kept: object) -> Row:
    """The row as it was kept. Raises `TypeError` where it is none."""
    if not isinstance(kept, Mapping):
        raise TypeError("not a row")
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in kept.items()}
    return Row(**values)


_HEADS = {
    "fr": ("rang", "éliminatoires non respectés", "à instruire", "autres écarts", "SDK", "lecture", "application"),
    "en": ("rank", "gates failed", "gates open", "other faults", "SDKs", "reading", "app"),
}  # fmt: skip


def render(rows: Sequence[Row], lang: str) -> str:
    """The table as text, columns aligned, one line for each app."""
    table = [_HEADS[lang]]
    for number, row in enumerate(rows, 1):
        name = f"{row.package or '?'} {row.version or ''}".strip()
        failed = " ".join(row.failed) or "-"
        counts = (str(len(row.open)), str(len(row.faults)), str(row.sdks))
        shown = plain(f"{name[:_WIDEST]}  ({row.file})")
        table.append((str(number), failed, *counts, row.code, shown))
    widths = [max(len(line[column]) for line in table) for column in range(len(table[0]) - 1)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths, strict=False)), line[-1]]) for line in table
    )
