"""From a written lock file to an edition, with all that it pins checked. Reads no disk."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from criteria.legal import digest_of, parse_citations
from criteria.model import Criterion, Edition, Family, Letter, ListingBar, Rubric, Thresholds
from criteria.parse_rule import Language
from criteria.predicates import Declared
from criteria.strict import Entry, Fields

EDITION_ID = re.compile(r"[0-9]{4}\.[0-9]+")


def parse_edition(document: Entry, find_criterion: Callable[[Entry, str], Criterion], language: Language) -> Edition:
    """Read one lock file and check all that it pins."""
    fields = document.open(
        ("id", "title", "legal_basis", "in_force_on", "rubrics", "families", "thresholds", "criteria", "digest"),
        (
            "published_on",
            "consultation_on",
            "archived_on",
            "supersedes",
            "questions",
            "listing",
            "existing_certificates_on",
        ),
    )
    digest = digest_edition(document)
    criteria = tuple(_parse_line(one, find_criterion) for one in fields["criteria"].items())
    edition = Edition(
        id=_parse_edition_id(fields["id"], document.file),
        title=fields["title"].text(),
        legal_basis=parse_citations(fields["legal_basis"]),
        in_force_on=fields["in_force_on"].day(),
        published_on=_parse_day(fields, "published_on"),
        supersedes=_parse_supersedes(fields),
        criteria=tuple(sorted(criteria, key=lambda one: one.id)),
        thresholds=_parse_thresholds(fields["thresholds"]),
        rubrics=tuple(_parse_rubric(one) for one in fields["rubrics"].items()),
        families=tuple(_parse_family(one) for one in fields["families"].items()),
        questions=tuple(_parse_asked(one, language) for one in fields.items_of("questions")),
        digest=digest,
        consultation_on=_parse_day(fields, "consultation_on"),
        archived_on=_parse_day(fields, "archived_on"),
        listing=_parse_listing(fields.get("listing")),
        existing_on=_parse_day(fields, "existing_certificates_on"),
        transitions=_parse_transitions(fields),
    )
    _check_edition(fields, edition, language)
    if fields["digest"].value != digest:
        raise fields["digest"].refuse(f"says {fields['digest'].value} but the edition now gives {digest}")
    return edition


def digest_edition(document: Entry) -> str:
    """Digest all that binds in a lock file: everything but the digest itself and the day it is archived."""
    bound = {key: entry.value for key, entry in document.open_any().entries.items()}
    return digest_of({key: value for key, value in bound.items() if key not in {"digest", "archived_on"}})


@dataclass(frozen=True, slots=True)
class Head:
    """What one edition must know of another: which one it supersedes, and from when."""

    id: str
    supersedes: str | None
    published_on: date | None
    in_force_on: date


def parse_head(document: Entry) -> Head:
    """Read the few lines that place an edition among the others, and nothing of what it pins."""
    fields = document.open_any()
    for key in ("id", "in_force_on"):
        if key not in fields.entries:
            raise document.refuse(f"lacks the key '{key}'")
    return Head(
        id=_parse_edition_id(fields["id"], document.file),
        supersedes=_parse_supersedes(fields),
        published_on=_parse_day(fields, "published_on"),
        in_force_on=fields["in_force_on"].day(),
    )


def _parse_edition_id(entry: Entry, file: str) -> str:
    name = entry.word()
    if not EDITION_ID.fullmatch(name) or not file.endswith(f"{name}.yaml"):
        raise entry.refuse("must look like 2026.1 and be the name of its file")
    return name


def _parse_day(fields: Fields, key: str) -> date | None:
    found = fields.get(key)
    return None if found is None else found.day()


def _parse_supersedes(fields: Fields) -> str | None:
    found = fields.get("supersedes")
    return None if found is None else found.word()


def _parse_line(entry: Entry, find_criterion: Callable[[Entry, str], Criterion]) -> Criterion:
    fields = entry.open(("criterion", "digest"), ("existing_on",))
    criterion = find_criterion(fields["criterion"], fields["criterion"].word())
    if fields["digest"].value != criterion.digest:
        said = fields["digest"].value
        raise fields["digest"].refuse(f"pins {criterion.ref} to {said} but its normative half gives {criterion.digest}")
    return criterion


def _parse_rubric(entry: Entry) -> Rubric:
    fields = entry.open(("id", "title"))
    return Rubric(fields["id"].word(), fields["title"].text())


def _parse_family(entry: Entry) -> Family:
    fields = entry.open(("id", "title", "rubrics"), ("axis",))
    axis, rubrics = fields.get("axis"), tuple(one.word() for one in fields["rubrics"].items())
    return Family(fields["id"].word(), fields["title"].text(), rubrics, axis is not None and axis.flag())


def _parse_listing(entry: Entry | None) -> ListingBar | None:
    if entry is None:
        return None
    fields = entry.open(("coverage", "letter"))
    coverage = fields["coverage"].number(1)
    if coverage > 100:  # noqa: PLR2004 -- a percentage ends at one hundred
        raise fields["coverage"].refuse("must not pass 100")
    return ListingBar(coverage, fields["letter"].one_of(Letter))


def _parse_transitions(fields: Fields) -> dict[str, date]:
    """Read the day of each criterion that has one of its own for certificates already issued."""
    lines = [one.open_any() for one in fields["criteria"].items()]
    days = {one["criterion"].word().partition("@")[0]: one.get("existing_on") for one in lines}
    return {name: entry.day() for name, entry in days.items() if entry is not None}


def _parse_asked(entry: Entry, language: Language) -> str:
    """Read a question by name, or by name and digest: pinned, it cannot change without taking another name."""
    pinned = entry.open(("question", "digest")) if isinstance(entry.value, Mapping) else None
    named = entry if pinned is None else pinned["question"]
    name = named.word()
    if name not in language.questions:
        raise named.refuse(f"'{name}' is not a known question")
    if pinned is not None and pinned["digest"].value != (now := language.questions[name].digest):
        raise pinned["digest"].refuse(f"pins '{name}' to {pinned['digest'].value} but the question now gives {now}")
    return name


def _parse_thresholds(entry: Entry) -> Thresholds:
    fields = entry.open(("letters", "gate_failed", "gate_open"))
    written = fields["letters"].open(("A", "B", "C", "D"))
    letters = tuple((Letter(name), written[name].number(1)) for name in ("A", "B", "C", "D"))
    percents = [percent for _, percent in letters]
    if percents != sorted(set(percents), reverse=True) or percents[0] > 100:  # noqa: PLR2004 -- a percentage ends at one hundred
        raise fields["letters"].refuse("must fall from A to D, and not pass 100")
    failed, opened = fields["gate_failed"].one_of(Letter), fields["gate_open"].one_of(Letter)
    if failed < opened:
        raise fields["gate_failed"].refuse(
            "must not be better than gate_open: a fault is never worth more than a doubt"
        )
    return Thresholds(letters, failed, opened)


ORDER = ("consultation_on", "published_on", "in_force_on", "existing_certificates_on")


def _check_dates(fields: Fields) -> None:
    """Refuse days out of their order: consulted, published, in force, binding on older certificates, archived."""
    given = [entry for key in ORDER if (entry := fields.get(key)) is not None]
    for before, after in pairwise(given):
        if after.day() < before.day():
            raise after.refuse(f"is {after.day()}, before {before.key} ({before.day()})")
    start, archived = fields["in_force_on"], fields.get("archived_on")
    if archived is not None and archived.day() < start.day():
        raise archived.refuse(f"is {archived.day()}, before in_force_on ({start.day()})")
    for line in fields["criteria"].items():
        own = line.open_any().get("existing_on")
        if own is not None and own.day() < start.day():
            raise own.refuse(f"is {own.day()}, before in_force_on ({start.day()})")


def _check_edition(fields: Fields, edition: Edition, language: Language) -> None:
    _check_dates(fields)
    _refuse_twice(fields["criteria"], [one.id for one in edition.criteria])
    _refuse_twice(fields["rubrics"], [one.id for one in edition.rubrics])
    grouped = [rubric for family in edition.families for rubric in family.rubrics]
    _refuse_twice(fields["families"], grouped)
    known = {one.id for one in edition.rubrics}
    if set(grouped) != known:
        raise fields["families"].refuse("must hold each rubric of the edition, and no other")
    for criterion in edition.criteria:
        if criterion.rubric not in known:
            raise fields["rubrics"].refuse(f"lacks {criterion.rubric}, the rubric of {criterion.id}")
    _refuse_twice(fields["questions"] if edition.questions else fields.whole, list(edition.questions))
    for name in sorted(_list_needed_questions(edition, language) - set(edition.questions)):
        raise fields.whole.refuse(f"does not ask '{name}', which its criteria or questions depend on")


def _refuse_twice(entry: Entry, names: list[str]) -> None:
    for name in sorted(names):
        if names.count(name) > 1:
            raise entry.refuse(f"holds {name} twice")


def _list_needed_questions(edition: Edition, language: Language) -> set[str]:
    needed = {one.question for criterion in edition.criteria for one in criterion.rule if isinstance(one, Declared)}
    for criterion in edition.criteria:
        needed |= {condition.name for condition in criterion.applies_when}
        needed |= {condition.name for case in criterion.levels for condition in case.when}
    for name in edition.questions:
        needed |= {condition.name for condition in language.questions[name].ask_when}
    return needed
