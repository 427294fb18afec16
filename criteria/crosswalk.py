"""What certificates already held prove: asked once, read wherever they prove. Recounted from the edition."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from criteria.legal import Attestation
from criteria.model import Criterion, Edition, Question


@dataclass(frozen=True, slots=True)
class Crossing:
    """One certificate, and the criteria for which a person may take it for a proof."""

    attestation: str
    criteria: tuple[Criterion, ...]


def list_crosswalk(edition: Edition) -> tuple[Crossing, ...]:
    """List each certificate that proves something under an edition, in the order of the closed list."""
    crossings = (
        Crossing(word.value, tuple(one for one in edition.criteria if word.value in one.proofs)) for word in Attestation
    )
    return tuple(one for one in crossings if one.criteria)


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that the publisher says it holds, with the documents lodged for it."""

    attestation: str
    question: str
    documents: tuple[str, ...]


def find_held(
    criterion: Criterion, questions: Iterable[Question], answers: Mapping[str, Mapping[str, Any]]
) -> tuple[Held, ...]:
    """List the certificates said to be held that may prove one criterion, at whatever question asked for them.

    `answers` gives, per question, `value` and `documents`.
    """
    held = []
    for question in questions:
        answer = answers.get(question.id)
        if answer is None or question.document is None:
            continue
        documents, value = tuple(answer.get("documents", ())), answer.get("value")
        proving = (one for one in question.document.attests if one in criterion.proofs and _says(value, one))
        held += [Held(one, question.id, documents) for one in proving]
    return tuple(held)


def _says(value: object, attestation: str) -> bool:
    return value is True or (isinstance(value, tuple | list) and attestation in value)
