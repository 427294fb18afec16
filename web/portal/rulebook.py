"""What the page of a criterion shows: the rule in words, examples, history, how many listed apps meet it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from criteria.diff import SAID, diff
from criteria.findings import Text
from criteria.load import list_editions, load_edition, load_kinds, load_questions
from criteria.model import Criterion, Edition, EditionState, Example, Level
from criteria.words import say_applicability, say_dossier, say_levels, say_needs, say_rule


@dataclass(frozen=True, slots=True)
class Passage:
    """One edition in the life of a criterion: which version it pins, and what that changed."""

    edition: Edition
    state: EditionState
    version: int
    changed: tuple[Text, ...]  # empty: the version that the edition before it pinned
    is_new: bool


@dataclass(frozen=True, slots=True)
class Page:
    """All that the page of one criterion shows."""

    rule: tuple[Text, ...]
    needs: tuple[tuple[str, Text], ...]  # scope, and what must have been looked for there
    levels: tuple[tuple[Level, Text], ...]
    applies: Text  # empty: to every app
    binds_existing_on: date
    examples: tuple[tuple[Example, Text], ...]
    history: tuple[Passage, ...]
    outcomes: Mapping[str, int]  # listed apps judged on this very version, by outcome

    @property
    def judged(self) -> int:
        """How many listed apps were judged on this version."""
        return sum(self.outcomes.values())


def open_page(edition: Edition, criterion: Criterion, cards: Iterable[Mapping[str, Any]], day: date) -> Page:
    """Gather what is shown of a criterion; `cards` are those of the apps listed today."""
    kinds, questions = load_kinds(), {one.id: one for one in load_questions(edition)}
    return Page(
        say_rule(criterion, kinds, questions),
        say_needs(criterion, kinds),
        say_levels(criterion, questions),
        say_applicability(criterion, questions),
        edition.binds_existing_on(criterion.id),
        tuple((one, say_dossier(one.dossier, kinds, questions)) for one in criterion.examples),
        list_history(criterion.id, [load_edition(name) for name in list_editions()], day),
        count_outcomes(criterion, cards),
    )


def list_history(name: str, editions: Sequence[Edition], day: date) -> tuple[Passage, ...]:
    """Follow one criterion through the editions, oldest first."""
    history: list[Passage] = []
    before: Edition | None = None
    for edition in editions:
        held = edition.find_criterion(name)
        if held is None:
            continue
        revised = diff(before, edition).revised if before else ()
        parts = next((one.parts for one in revised if one.criterion == name), ())
        changed = tuple(SAID[part] for part in parts)
        history.append(Passage(edition, edition.state_on(day), held.version, changed, before is None))
        before = edition
    return tuple(history)


def count_outcomes(criterion: Criterion, cards: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Count the outcomes of this version of a criterion over cards, each judged under its own edition."""
    counted: Counter[str] = Counter()
    for card in cards:
        cited = load_edition(card["grade"]["edition"]).find_criterion(criterion.id)
        if cited is not None and cited.ref == criterion.ref:
            counted.update(one["outcome"] for one in card["verdicts"] if one["criterion"] == criterion.id)
    return dict(sorted(counted.items()))
