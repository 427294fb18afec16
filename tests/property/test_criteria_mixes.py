"""The properties of the real editions, in number: each case mixes facts of the edition's own examples, from a seed.

`test_criteria_edition.py` says the same of the newest one with an engine that shrinks what fails; this is for quantity.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from random import Random

import pytest

from criteria.engine import assess
from criteria.findings import Coverage, Extent, Finding, Source
from criteria.load import load_edition
from criteria.model import Answer, Assessment, Dossier, Edition, Level, Outcome
from criteria.predicates import Some
from criteria.scoring import BEST_FIRST, list_shortfalls, obstacles, score
from tests.builders.plain import assess_plainly

CASES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "prove" else 60  # noqa: TID251 -- the runner's own switch
EDITIONS = ("2026.1", "2026.2")


@dataclass(frozen=True)
class Facts:
    """An edition, and all that its examples show."""

    edition: Edition
    findings: list[Finding]
    harmless: list[Finding]  # of kinds that prove nothing: one more of them can raise nothing
    rows: list[Coverage]
    said: list[tuple[str, Answer]]
    profile: list[tuple[str, Answer]]

    def mix(self, chance: Random) -> Dossier:
        """Draw a dossier out of them."""
        findings = tuple(chance.choices(self.findings, k=chance.randrange(7)))
        rows = tuple(row for row in self.rows if chance.random() < chance.random())
        said = dict(chance.choices(self.said, k=chance.randrange(7)))
        return Dossier(findings, rows, said, dict(chance.choices(self.profile, k=chance.randrange(7))))


@cache
def _gather(name: str) -> Facts:
    edition = load_edition(name)
    shown = [example.dossier for criterion in edition.criteria for example in criterion.examples]
    findings = list({one.digest: one for dossier in shown for one in dossier.findings}.values())
    proving = {one.kind for criterion in edition.criteria for one in criterion.rule if isinstance(one, Some)}
    places = sorted({(need.kind, need.scope) for criterion in edition.criteria for need in criterion.needs})
    rows = [Coverage(kind, scope, Extent.COMPLETE, findings[0].reasoning) for kind, scope in places]
    said = sorted({(name, one) for dossier in shown for name, one in dossier.declarations.items()}, key=repr)
    profile = sorted({(name, one) for dossier in shown for name, one in dossier.profile.items()}, key=repr)
    return Facts(edition, findings, [one for one in findings if one.kind not in proving], rows, said, profile)


def _conforming(assessment: Assessment) -> set[str]:
    return {one.criterion for one in assessment.verdicts if one.outcome is Outcome.CONFORMING}


def _obstacles(edition: Edition, assessment: Assessment) -> set[str]:
    return {one.criterion for one in obstacles(edition, assessment)}


def _assert_no_better(edition: Edition, before: Assessment, after: Assessment) -> None:
    assert _conforming(after) <= _conforming(before)
    assert _obstacles(edition, after) >= _obstacles(edition, before)


def _is_total_and_explained(facts: Facts, _: Random, dossier: Dossier) -> None:
    verdicts = assess(facts.edition, dossier).verdicts
    assert [one.criterion for one in verdicts] == sorted(one.id for one in facts.edition.criteria)
    for verdict in verdicts:
        assert verdict.because or verdict.outcome not in {Outcome.NONCONFORMING, Outcome.NOT_APPLICABLE}
        assert verdict.missing or verdict.outcome is not Outcome.UNDETERMINED


def _is_free_of_order(facts: Facts, chance: Random, dossier: Dossier) -> None:
    findings, coverage = list(dossier.findings), list(dossier.coverage)
    chance.shuffle(findings)
    chance.shuffle(coverage)
    shuffled = replace(dossier, findings=tuple(findings), coverage=tuple(coverage))
    assert assess(facts.edition, shuffled) == assess(facts.edition, dossier)


def _is_monotone(facts: Facts, chance: Random, dossier: Dossier) -> None:
    worse = replace(dossier, findings=(*dossier.findings, chance.choice(facts.harmless)))
    _assert_no_better(facts.edition, assess(facts.edition, dossier), assess(facts.edition, worse))


def _is_modest(facts: Facts, chance: Random, dossier: Dossier) -> None:
    poorer = replace(dossier, coverage=tuple(row for row in dossier.coverage if chance.random() < 0.6))
    before, after = assess(facts.edition, dossier), assess(facts.edition, poorer)
    _assert_no_better(facts.edition, before, after)
    old, new = score(facts.edition, before), score(facts.edition, after)
    assert len(list_shortfalls(facts.edition, new)) >= len(list_shortfalls(facts.edition, old))
    assert old.overall is not None
    assert new.overall is not None
    assert BEST_FIRST.index(new.overall) >= BEST_FIRST.index(old.overall)


def _is_never_cleared_by_the_publisher(facts: Facts, _: Random, dossier: Dossier) -> None:
    rows = tuple(replace(row, source=Source.PUBLISHER) for row in dossier.coverage)
    seen = tuple(
        Finding(one.kind, one.attributes, one.reasoning, one.pointer, Source.PUBLISHER) for one in dossier.findings
    )
    for verdict in assess(facts.edition, replace(dossier, findings=seen, coverage=rows)).verdicts:
        assert verdict.level is not Level.GATE or verdict.outcome is not Outcome.CONFORMING


def _silence_about_oneself_never_helps(facts: Facts, _: Random, dossier: Dossier) -> None:
    before, silent = assess(facts.edition, dossier), assess(facts.edition, replace(dossier, profile={}))
    assert all(one.outcome is not Outcome.NOT_APPLICABLE for one in silent.verdicts)
    assert _obstacles(facts.edition, before) <= _obstacles(facts.edition, silent)


def _agrees_with_a_plain_reading(facts: Facts, _: Random, dossier: Dossier) -> None:
    assert assess(facts.edition, dossier) == assess_plainly(facts.edition, dossier)


PROPERTIES: dict[str, Callable[[Facts, Random, Dossier], None]] = {
    "total and explained": _is_total_and_explained,
    "order-free": _is_free_of_order,
    "monotone": _is_monotone,
    "modest": _is_modest,
    "a publisher's capture never clears a gate": _is_never_cleared_by_the_publisher,
    "silence about oneself never helps": _silence_about_oneself_never_helps,
    "the engine says what a plain reading says": _agrees_with_a_plain_reading,
}


@pytest.mark.parametrize("name", PROPERTIES)
@pytest.mark.parametrize("edition", EDITIONS)
def test_property_holds_of_a_real_edition(edition: str, name: str) -> None:
    facts = _gather(edition)
    outcomes: set[Outcome] = set()
    for seed in range(CASES):
        chance = Random(seed)  # noqa: S311 -- the same cases each time
        dossier = facts.mix(chance)
        try:
            PROPERTIES[name](facts, chance, dossier)
        except AssertionError as error:
            raise AssertionError(f"case {seed}") from error
        if seed < 10:
            outcomes |= {one.outcome for one in assess(facts.edition, dossier).verdicts}
    assert len(outcomes) == 4  # every outcome of the engine was met
