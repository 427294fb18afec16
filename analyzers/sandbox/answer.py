"""The child's answer, distrusted: size, syntax, shape and size of every value before anything believes it."""

import json
from typing import Any

from analyzers.contract import Extraction, ReadState
from analyzers.extract.outcomes import outcome, outcome_codes
from analyzers.extract.shapes import find_fault
from criteria.findings import ArtifactKind

_SECTIONS = {ArtifactKind.APK: "apk", ArtifactKind.CAPTURE: "traffic", ArtifactKind.DOCUMENT: "document"}
_WITH_EVIDENCE = (ReadState.READ, ReadState.PARTLY_READ)


class AnswerError(Exception):
    """The answer is not one our own code gives."""


def read_answer(body: bytes, kind: ArtifactKind, size: int, digest: str) -> Extraction:
    """The extraction an answer states, if it is one. `size` and `digest` are those of the file that was handed in."""
    try:
        answer = json.loads(
            str(body, "ascii"), parse_constant=_none_such, parse_float=_none_such, object_pairs_hook=_members
        )
    except (ValueError, RecursionError) as error:
        raise AnswerError("not JSON") from error
    if not isinstance(answer, dict) or answer.keys() != {"evidence", "code"} or answer["code"] not in outcome_codes():
        raise AnswerError("not an answer")
    ended = outcome(answer["code"])
    evidence = answer["evidence"]
    if (evidence is not None) != (ended.state in _WITH_EVIDENCE):
        raise AnswerError("evidence and outcome disagree")
    if evidence is not None:
        _check_evidence(evidence, kind, size, digest)
    return Extraction(evidence, ended)


def _check_evidence(evidence: Any, kind: ArtifactKind, size: int, digest: str) -> None:  # anything may come back
    section = _SECTIONS[kind]
    if not isinstance(evidence, dict) or evidence.keys() != {"schema", "subject", section}:
        raise AnswerError("not evidence")
    if evidence["subject"] != {"kind": kind.value, "sha256": digest, "size": size}:
        raise AnswerError("evidence of another file")
    if fault := find_fault(evidence, section):
        raise AnswerError(fault)


def _none_such(text: str) -> float:
    """Evidence holds whole numbers alone: `NaN`, `1e999` and `0.5` are none of ours."""
    raise ValueError(text)


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, if it names each key once: else two readers would see two."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stated twice")
    return found
