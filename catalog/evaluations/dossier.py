"""From stored rows to the dossier that the rules judge. Pure conversions; coverage is merged by its weakest."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from catalog.evaluations.model import CoverageRow, FindingRow
from criteria.findings import Coverage, Extent, Finding, Pointer, Source, Text
from criteria.model import Answer, Dossier

LAST_DAY = date.max.isoformat()  # a document that nobody dated has no end that we know of
WEAKEST_FIRST = (Extent.NONE, Extent.PARTIAL, Extent.COMPLETE)


def text_of(stored: Mapping[str, str]) -> Text:
    """Return the bilingual sentence as it was stored."""
    return Text(stored["fr"], stored["en"])


def store_text(text: Text) -> dict[str, str]:
    """Return the bilingual sentence as it is stored."""
    return {"fr": text.fr, "en": text.en}


def store_pointer(pointer: Pointer) -> dict[str, Any]:
    """Return the pointer as it is stored."""
    return {
        "artifact": pointer.artifact,
        "path": list(pointer.path),
        "offset": pointer.offset,
        "length": pointer.length,
        "evidence": pointer.evidence,
    }


def pointer_of(stored: Mapping[str, Any]) -> Pointer:
    """Return the pointer as it was stored."""
    return Pointer(stored["artifact"], tuple(stored["path"]), stored["offset"], stored["length"], stored["evidence"])


def finding_of(row: FindingRow) -> Finding:
    """Return the finding as the detector stated it."""
    attributes = {name: tuple(value) if isinstance(value, list) else value for name, value in row.attributes.items()}
    return Finding(row.kind, attributes, text_of(row.reasoning), pointer_of(row.pointer), Source(row.source))


def coverage_of(row: CoverageRow) -> Coverage:
    """Return the coverage as the detector stated it."""
    return Coverage(row.kind, row.scope, Extent(row.extent), text_of(row.reason), Source(row.source))


def weakest(rows: Iterable[Coverage]) -> tuple[Coverage, ...]:
    """Keep, of each kind, scope and source, the least complete row: everywhere it had to look counts."""
    kept: dict[tuple[str, str, Source], Coverage] = {}
    for row in rows:
        key = (row.kind, row.scope, row.source)
        if key not in kept or WEAKEST_FIRST.index(row.extent) < WEAKEST_FIRST.index(kept[key].extent):
            kept[key] = row
    return tuple(kept[key] for key in sorted(kept))


def build_dossier(
    findings: Iterable[Finding], coverage: Iterable[Coverage], answers: Mapping[str, Mapping[str, Any]], day: date
) -> Dossier:
    """Return the dossier of one evaluation on `day`: facts, coverage, and the last answer to each question."""
    declared = {
        question: Answer(_frozen(answer["value"]), list_valid(answer, day)) for question, answer in answers.items()
    }
    return Dossier(tuple(findings), weakest(coverage), declared, declared)


def list_valid(answer: Mapping[str, Any], day: date) -> tuple[str, ...]:
    """List the documents of an answer that have not ended before `day`: what has ended proves nothing any more."""
    ends = answer.get("expires", {})
    return tuple(one for one in answer.get("documents", ()) if date.fromisoformat(ends.get(one, LAST_DAY)) >= day)


def _frozen(value: Any) -> Any:  # an answer is a scalar or a list of choices
    return tuple(value) if isinstance(value, list) else value
