"""The properties of the engine over invented editions, in number: each case from a number of its own, none repeated.

`test_criteria_engine.py` says the same with an engine that shrinks what fails; this one is for quantity.
"""

import os
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from criteria.engine import assess
from criteria.findings import Extent, Finding, Source
from criteria.model import Assessment, Dossier, Edition, Level, Outcome
from criteria.scoring import BEST_FIRST, obstacles, score
from tests.builders.plain import assess_plainly
from tests.builders.seeded import a_dossier_from, a_finding_from, an_edition_from

CASES = 10_000 if os.environ.get("HYPOTHESIS_PROFILE") == "prove" else 200  # noqa: TID251 -- the runner's own switch
LOWER = {Extent.COMPLETE: Extent.PARTIAL, Extent.PARTIAL: Extent.NONE, Extent.NONE: Extent.NONE}
Check = Callable[[Random, Edition, Dossier], None]


def _conforming(assessment: Assessment) -> set[str]:
    return {one.criterion for one in assessment.verdicts if one.outcome is Outcome.CONFORMING}


def _assert_no_better(edition: Edition, before: Assessment, after: Assessment) -> None:
    assert _conforming(after) <= _conforming(before)
    old, new = score(edition, before), score(edition, after)
    assert {one.criterion for one in obstacles(edition, after)} >= {one.criterion for one in obstacles(edition, before)}
    for one, other in zip(old.families, new.families, strict=True):
        assert other.obtained <= one.obtained
    if old.overall is not None and new.overall is not None:
        assert BEST_FIRST.index(new.overall) >= BEST_FIRST.index(old.overall)


def _is_total(_: Random, edition: Edition, dossier: Dossier) -> None:
    assert [one.criterion for one in assess(edition, dossier).verdicts] == sorted(one.id for one in edition.criteria)


def _is_free_of_order(chance: Random, edition: Edition, dossier: Dossier) -> None:
    findings, coverage, criteria = list(dossier.findings), list(dossier.coverage), list(edition.criteria)
    for one in (findings, coverage, criteria):
        chance.shuffle(one)
    shuffled = replace(dossier, findings=tuple(findings), coverage=tuple(coverage))
    other = replace(edition, criteria=tuple(criteria))
    assert assess(other, shuffled) == assess(edition, dossier)
    assert score(other, assess(other, shuffled)) == score(edition, assess(edition, dossier))


def _is_monotone(chance: Random, _: Edition, dossier: Dossier) -> None:
    edition = an_edition_from(chance, proving=False)
    worse = replace(dossier, findings=(*dossier.findings, a_finding_from(chance)))
    _assert_no_better(edition, assess(edition, dossier), assess(edition, worse))


def _is_modest(chance: Random, edition: Edition, dossier: Dossier) -> None:
    kept = [row for row in dossier.coverage if chance.random() < 0.6]
    poorer = tuple(replace(row, extent=LOWER[row.extent]) if chance.random() < 0.5 else row for row in kept)
    _assert_no_better(edition, assess(edition, dossier), assess(edition, replace(dossier, coverage=poorer)))


def _is_explained(_: Random, edition: Edition, dossier: Dossier) -> None:
    known = {one.digest for one in dossier.findings} | {"question:said", "question:large"}
    for verdict in assess(edition, dossier).verdicts:
        assert set(verdict.because) <= known
        assert verdict.because or verdict.outcome not in {Outcome.NONCONFORMING, Outcome.NOT_APPLICABLE}
        assert verdict.missing or verdict.outcome is not Outcome.UNDETERMINED


def _is_never_cleared_by_the_publisher(_: Random, edition: Edition, dossier: Dossier) -> None:
    """A gate that looks for something is not conforming on what the publisher supplied, whatever it says."""
    rows = tuple(replace(row, source=Source.PUBLISHER) for row in dossier.coverage)
    seen = tuple(_from(Source.PUBLISHER, one) for one in dossier.findings)
    verdicts = {one.criterion: one for one in assess(edition, replace(dossier, findings=seen, coverage=rows)).verdicts}
    for criterion in edition.criteria:
        verdict = verdicts[criterion.id]
        if criterion.needs and verdict.level is Level.GATE:
            assert verdict.outcome is not Outcome.CONFORMING


def _from(source: Source, one: Finding) -> Finding:
    return Finding(one.kind, one.attributes, one.reasoning, one.pointer, source)


def _agrees_with_a_plain_reading(_: Random, edition: Edition, dossier: Dossier) -> None:
    assert assess(edition, dossier) == assess_plainly(edition, dossier)


PROPERTIES: dict[str, Check] = {
    "total": _is_total,
    "order-free": _is_free_of_order,
    "monotone": _is_monotone,
    "modest": _is_modest,
    "explained": _is_explained,
    "a publisher's capture never clears a gate": _is_never_cleared_by_the_publisher,
    "the engine says what a plain reading says": _agrees_with_a_plain_reading,
}


@pytest.mark.parametrize("name", PROPERTIES)
def test_property_holds_of_invented_editions(name: str) -> None:
    outcomes: set[Outcome] = set()
    for seed in range(CASES):
        chance = Random(seed)  # noqa: S311 -- the same cases each time
        edition, dossier = an_edition_from(chance), a_dossier_from(chance)
        try:
            PROPERTIES[name](chance, edition, dossier)
        except AssertionError as error:
            raise AssertionError(f"case {seed}") from error
        outcomes |= {one.outcome for one in assess(edition, dossier).verdicts}
    assert len(outcomes) == 4  # every outcome of the engine was met
