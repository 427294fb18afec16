"""What need not be asked again: answers of the app's last file carried over, others proposed from what is known. Pure.

An answer is carried over where the question did not change: a pinned question that changes takes another name. It stays
the publisher's word, under the name of who opens the file. A proposal is only shown; it binds once it is saved.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from catalog.submissions.questionnaire import is_asked, is_given
from criteria.findings import Text
from criteria.model import Question, QuestionKind

Stored = Mapping[str, Any]  # {"value", "documents", "expires"?, "carried_from"?}
# The European Union, and the three that apply its data protection law with it.
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split()  # noqa: SIM905 -- thirty codes on one line
)
FROM_CARD = Text("d'après la fiche de l'application", "from the app's card")
FROM_PUBLISHER = Text("d'après votre organisation", "from your organisation")
FROM_OTHER_APP = Text("d'après votre dernier dossier", "from your last file")
# What is said of the organisation, whatever the app.
OF_THE_ORGANISATION = (
    "public_body",
    "establishment",
    "funders",
    "privacy_contact",
    "security_contact",
    "breach_notification",
    "breach_history",
    "change_notice",
    "injunction_commitment",
    "help_contact",
)
MODELS = {
    "free": "free",
    "free_with_purchases": "in_app",
    "paid": "purchase",
    "subscription": "subscription",
    "reimbursed": "reimbursed",
}


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an app and its publisher before any question is answered."""

    purpose: str
    contact: str
    price: str | None
    store_link: str | None
    country: str
    elsewhere: Mapping[str, Stored]  # the organisation's answers in its last file for another app


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that the publisher need only confirm, and where it comes from."""

    value: Any
    origin: Text


def carry_over(
    questions: Iterable[Question], before: Mapping[str, Stored], origin: str, day: date
) -> dict[str, dict[str, Any]]:
    """Return the answers of the file `origin` that hold for a new one, without the documents that have ended."""
    carried = {}
    for question in questions:
        if not is_given(question.id, before):
            continue
        answer = before[question.id]
        ends = answer.get("expires", {})
        valid = [one for one in answer["documents"] if date.fromisoformat(ends.get(one, day.isoformat())) >= day]
        if not valid and answer["value"] in (None, "", []):
            continue
        kept = {one: ends[one] for one in valid if one in ends}
        carried[question.id] = {
            "value": answer["value"],
            "documents": valid,
            **({"expires": kept} if kept else {}),
            "carried_from": origin,
        }
    return carried


def propose(questions: Iterable[Question], known: Known) -> dict[str, Proposal]:
    """Propose answers that follow from the app's card, the publisher, and what it said of itself elsewhere."""
    asked = {question.id: question for question in questions}
    proposals = {
        name: Proposal(answer["value"], FROM_OTHER_APP)
        for name, answer in known.elsewhere.items()
        if name in OF_THE_ORGANISATION and name in asked and answer["value"] not in (None, "", [])
    }
    said: dict[str, tuple[Any, Text]] = {
        "purpose": (known.purpose, FROM_CARD),
        "store_page": (known.store_link, FROM_CARD),
        "help_contact": (known.contact, FROM_CARD),
        "business_model": ([MODELS[known.price]] if known.price in MODELS else None, FROM_CARD),
        "establishment": ("union" if known.country in UNION else None, FROM_PUBLISHER),
    }
    for name, (value, origin) in said.items():
        if name in asked and value and name not in proposals:
            proposals[name] = Proposal(value, origin)
    return proposals


def measure_share(
    questions: Collection[Question], answers: Mapping[str, Stored], proposals: Collection[str]
) -> tuple[int, int]:
    """Count the fields asked of the publisher: those filled or proposed before it types anything, and all of them.

    A field is a value, or a document where the question wants one; a question set aside by an answer is no field.
    """
    filled = total = 0
    for question in questions:
        if not is_asked(question, answers):
            continue
        answer = answers.get(question.id, {})
        if question.kind is not QuestionKind.DOCUMENT:
            total += 1
            filled += answer.get("value") not in (None, "", []) or question.id in proposals
        if question.document is not None:
            total += 1
            filled += bool(answer.get("documents"))
    return filled, total
