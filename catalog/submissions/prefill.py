"""What need not be asked again: answers of the app's last file carried over, others proposed from what is known. Pure.

An answer is carried over where the question did not change: a pinned question that changes takes another name. It stays
the publisher's word, under the name of who opens the file. A proposal is only shown, with where it comes from; it
binds once the publisher confirms it, and is then a declaration like any other.
"""

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from catalog.plumbing.signing import canonical
from catalog.submissions.papers import Paper, read_papers
from catalog.submissions.questionnaire import is_asked, is_given
from catalog.submissions.reach import OF_THE_ORGANISATION, OF_THE_SERVICE, SHARED_CERTIFICATES
from criteria.findings import Text
from criteria.model import Question, QuestionKind

Stored = Mapping[str, Any]  # {"value", "documents", "expires"?, "carried_from"?, "proposed_from"?}
NOTHING: tuple[Any, ...] = (None, "", [])
# The European Union, and the three that apply its data protection law with it.
UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK IS LI NO".split()  # noqa: SIM905 -- thirty codes on one line
)
FROM_CARD = Text("la fiche de l'application", "the app's card")
FROM_COUNTRY = Text("le pays de votre organisation", "your organisation's country")
FROM_NUMBER = Text(
    "votre numéro SIREN : ceux des organismes publics commencent par 1 ou 2",
    "your SIREN number: those of public bodies begin with 1 or 2",
)
FROM_CARE = Text(
    "votre réponse sur l'hébergement : des données de santé traitées à grande échelle l'exigent en règle générale",
    "your answer on hosting: health data processed on a large scale generally requires it",
)
FROM_MARK = Text("le marquage CE que vous détenez", "the CE mark that you hold")
MODELS = {
    "free": "free",
    "free_with_purchases": "in_app",
    "paid": "purchase",
    "subscription": "subscription",
    "reimbursed": "reimbursed",
}


class ProposalKind(StrEnum):
    """Where a proposal comes from: each has its words on the page."""

    FINDING = "finding"
    DOCUMENT = "document"
    PASSAGE = "passage"
    EARLIER_FILE = "earlier_file"
    CARD = "card"
    ACCOUNT = "account"
    ANSWER = "answer"


_PAPERS = (ProposalKind.DOCUMENT, ProposalKind.PASSAGE)


@dataclass(frozen=True, slots=True)
class Proposal:
    """An answer that the publisher need only confirm. `ref` names the finding, the piece or the file it comes from."""

    value: Any
    origin: Text
    kind: ProposalKind
    ref: str = ""
    documents: tuple[str, ...] = ()
    expires: Mapping[str, str] = field(default_factory=dict)
    at: Mapping[str, Any] | None = None  # the place in a piece that a finding points to

    @property
    def mark(self) -> str:
        """Name what is proposed: a page confirms what it showed, nothing that came since."""
        body = {"value": self.value, "documents": list(self.documents), "ref": self.ref, "kind": self.kind.value}
        return hashlib.sha256(canonical(body)).hexdigest()[:16]

    def store(self) -> dict[str, Any]:
        """Return where it comes from, as it is kept beside an answer; and the answer itself."""
        place = {"at": dict(self.at)} if self.at else {}
        said = {"kind": self.kind.value, "ref": self.ref, "fr": self.origin.fr, "en": self.origin.en}
        return {"value": self.value, **said, **place}

    def keep(self) -> dict[str, Any]:
        """Return the same with its documents, as what was read of a piece is kept."""
        return self.store() | {"documents": list(self.documents), "expires": dict(self.expires)}


def proposal_of(stored: Mapping[str, Any]) -> Proposal:
    """Return a proposal as it was stored."""
    origin = Text(stored["fr"], stored["en"])
    documents, expires = tuple(stored.get("documents", ())), stored.get("expires", {})
    kind = ProposalKind(stored["kind"])
    return Proposal(stored["value"], origin, kind, stored["ref"], documents, expires, stored.get("at"))


@dataclass(frozen=True, slots=True)
class Earlier:
    """The publisher's latest answer to one question in a file of another app."""

    answer: Stored
    app: str
    submission: str


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an app and its publisher before any question is answered."""

    purpose: str
    contact: str
    price: str | None
    store_link: str | None
    country: str
    registration: str | None = None
    elsewhere: Mapping[str, Earlier] = field(default_factory=dict)
    papers: Sequence[Paper] = ()  # the documents lodged with this file
    read: Sequence[tuple[str, Proposal]] = ()  # what the pieces lodged with this file propose
    opened_on: date = date.min  # a document that had ended by then is not proposed


def carry_over(
    questions: Iterable[Question], before: Mapping[str, Stored], origin: str, day: date
) -> dict[str, dict[str, Any]]:
    """Return the answers of the file `origin` that hold for a new one, without the documents that have ended."""
    carried = {}
    for question in questions:
        if not is_given(question.id, before):
            continue
        answer = before[question.id]
        valid, kept = list_standing(answer, day)
        if not valid and answer["value"] in NOTHING:
            continue
        carried[question.id] = {
            "value": answer["value"],
            "documents": valid,
            **({"expires": kept} if kept else {}),
            "carried_from": origin,
        }
    return carried


def list_standing(answer: Stored, day: date) -> tuple[list[str], dict[str, str]]:
    """List the documents of an answer that have not ended before `day`, and the days on which they end."""
    ends = answer.get("expires", {})
    valid = [one for one in answer["documents"] if date.fromisoformat(ends.get(one, day.isoformat())) >= day]
    return valid, {one: ends[one] for one in valid if one in ends}


def propose(
    questions: Iterable[Question], known: Known, answers: Mapping[str, Stored] = MappingProxyType({})
) -> dict[str, Proposal]:
    """Propose answers to what is not answered. What was seen comes before what was said, the newest before the older.

    A document may be proposed beside an answer that has none.
    """
    asked = {question.id: question for question in questions}
    found: dict[str, Proposal] = {}
    for name, proposal in _list_sources(known, asked):
        question = asked.get(name)
        if question is None or (question.document is None and proposal.documents and proposal.value in NOTHING):
            continue
        found[name] = _join(found[name], proposal) if name in found else proposal
    for name, proposal in _follow(found, answers):
        if name in asked:
            found.setdefault(name, proposal)
    left = ((name, _beside(one, answers.get(name))) for name, one in found.items())
    return {name: one for name, one in left if one is not None}


def _list_sources(known: Known, asked: Mapping[str, Question]) -> Iterator[tuple[str, Proposal]]:
    yield from ((name, one) for name, one in known.read if one.kind is not ProposalKind.PASSAGE)
    yield from _list_passages(known, asked)
    for name, value, paper, origin in read_papers(known.papers):
        documents = () if paper is None else (paper.digest,)
        ref = paper.digest if paper is not None else ""
        yield name, Proposal(value, origin, ProposalKind.DOCUMENT, ref, documents)
    for name, earlier in known.elsewhere.items():
        if name in OF_THE_ORGANISATION or name in OF_THE_SERVICE:
            standing, expires = list_standing(earlier.answer, known.opened_on)
            said = Text(f"votre dossier « {earlier.app} »", f"your file “{earlier.app}”")
            kind, value = ProposalKind.EARLIER_FILE, earlier.answer["value"]
            is_of_another = name == "certificates_held" and not SHARED_CERTIFICATES.issuperset(value or ())
            if (standing or value not in NOTHING) and not is_of_another:
                yield name, Proposal(value, said, kind, earlier.submission, tuple(standing), expires)
    yield from _read_card(known)


def _read_card(known: Known) -> Iterator[tuple[str, Proposal]]:
    said: dict[str, Any] = {
        "purpose": known.purpose,
        "store_page": known.store_link,
        "help_contact": known.contact,
        "business_model": [MODELS[known.price]] if known.price in MODELS else None,
    }
    for name, value in said.items():
        if value:
            yield name, Proposal(value, FROM_CARD, ProposalKind.CARD)
    if known.country in UNION:
        yield "establishment", Proposal("union", FROM_COUNTRY, ProposalKind.ACCOUNT)
    number = "".join((known.registration or "").split())
    if known.country == "FR" and number.isdecimal() and len(number) in (9, 14) and number[0] in "12":
        yield "public_body", Proposal(value=True, origin=FROM_NUMBER, kind=ProposalKind.ACCOUNT)


def _follow(found: Mapping[str, Proposal], answers: Mapping[str, Stored]) -> Iterator[tuple[str, Proposal]]:
    """What an answer, given or proposed, leads to: a duty more, never one less."""

    def value_of(name: str) -> Any:
        given = answers.get(name, {}).get("value")
        return given if given not in NOTHING or name not in found else found[name].value

    if value_of("health_data_hosted") == "for_care":
        answer = Proposal(value=True, origin=FROM_CARE, kind=ProposalKind.ANSWER, ref="health_data_hosted")
        yield "impact_assessment_required", answer
    if "ce" in (value_of("certificates_held") or ()):
        yield "medical_device", Proposal("device", FROM_MARK, ProposalKind.ANSWER, "certificates_held")


def _list_passages(known: Known, asked: Mapping[str, Question]) -> Iterator[tuple[str, Proposal]]:
    """What the documents say, as long as they have not ended and do not contradict each other."""
    passages = [(name, one) for name, one in known.read if one.kind is ProposalKind.PASSAGE and name in asked]
    for name, one in passages:
        question = asked[name]
        expires = one.expires if question.document is not None and question.document.expires else {}
        standing = end_documents(replace(one, expires=expires), known.opened_on)
        if standing is not None and (standing.documents or not one.documents):
            is_torn = is_contradicted(question, [other for at, other in passages if at == name])
            yield name, replace(standing, value=None) if is_torn else standing


def is_contradicted(question: Question, said: Iterable[Proposal]) -> bool:
    """Whether the documents of a file answer a question in two ways: then they propose none."""
    values = [one.value for one in said if one.value not in NOTHING]
    match question.kind:
        case QuestionKind.BOOLEAN | QuestionKind.CHOICE:
            return any(value != values[0] for value in values)
        case QuestionKind.MULTI:
            named = {choice for value in values for choice in value}
            return "none" in named and len(named) > 1
        case _:
            return False


def _join(one: Proposal, other: Proposal) -> Proposal:
    """Complete a proposal with a document, or with a value, that another source has and that does not contradict it."""
    if isinstance(one.value, list) and isinstance(other.value, list) and one.kind in _PAPERS and other.kind in _PAPERS:
        value = sorted({*one.value, *other.value})
        return replace(one, value=value, documents=tuple(dict.fromkeys((*one.documents, *other.documents))))
    agreeing = other.value in NOTHING or one.value in NOTHING or other.value == one.value
    if not agreeing or (one.documents and one.value not in NOTHING) or not (other.documents or one.value in NOTHING):
        return one
    origin = Text(f"{one.origin.fr} ; {other.origin.fr}", f"{one.origin.en}; {other.origin.en}")
    value = other.value if one.value in NOTHING else one.value
    return replace(
        one,
        value=value,
        origin=origin,
        documents=one.documents or other.documents,
        expires=one.expires or other.expires,
    )


def _beside(proposal: Proposal, answer: Stored | None) -> Proposal | None:
    """What is left to propose beside an answer: nothing, or the document that it lacks."""
    if answer is None:
        return proposal
    lacks = not answer["documents"] and proposal.documents and proposal.value in (*NOTHING, answer["value"])
    return replace(proposal, value=answer["value"]) if lacks else None


def end_documents(proposal: Proposal, day: date) -> Proposal | None:
    """Leave out the documents that have ended before `day`; None where nothing is left to propose."""
    standing, expires = list_standing({"documents": proposal.documents, "expires": proposal.expires}, day)
    if not standing and proposal.value in NOTHING:
        return None
    return replace(proposal, documents=tuple(standing), expires=expires)


def measure_share(
    questions: Collection[Question], answers: Mapping[str, Stored], proposals: Mapping[str, Proposal]
) -> tuple[int, int]:
    """Count the fields asked of the publisher: those filled or proposed before it types anything, and all of them.

    A field is a value, or a document where the question wants one; a question set aside by an answer, given or
    proposed, is no field.
    """
    shown = {name: {"value": one.value} for name, one in proposals.items() if one.value not in NOTHING}
    said = shown | {name: one for name, one in answers.items() if one.get("value") not in NOTHING}
    filled = total = 0
    for question in questions:
        if not is_asked(question, said):
            continue
        proposal = proposals.get(question.id)
        if question.kind is not QuestionKind.DOCUMENT:
            total += 1
            filled += question.id in said
        if question.document is not None:
            total += 1
            filled += bool(answers.get(question.id, {}).get("documents") or (proposal and proposal.documents))
    return filled, total
