"""What holds of every assessment, whatever the edition and the dossier."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from criteria.engine import assess, fold
from criteria.findings import Coverage, Extent, Finding, Pointer, Source, Text
from criteria.load import load_edition
from criteria.model import Answer, Assessment, Dossier, Edition, Level, Outcome, Ruling
from criteria.scoring import BEST_FIRST, obstacles, score
from tests.builders.plain import assess_plainly
from tests.builders.rulebook import dossiers, editions, findings, hopeful_of_little, without_some

LOWER = {Extent.COMPLETE: Extent.PARTIAL, Extent.PARTIAL: Extent.NONE, Extent.NONE: Extent.NONE}


def _list_conforming(assessment: Assessment) -> set[str]:
    return {one.criterion for one in assessment.verdicts if one.outcome is Outcome.CONFORMING}


def _list_obstacles(edition: Edition, assessment: Assessment) -> set[str]:
    return {one.criterion for one in obstacles(edition, assessment)}


def _assert_no_better(edition: Edition, before: Assessment, after: Assessment) -> None:
    assert _list_conforming(after) <= _list_conforming(before)
    assert _list_obstacles(edition, after) >= _list_obstacles(edition, before)
    old, new = score(edition, before), score(edition, after)
    for one, other in zip(old.families, new.families, strict=True):
        assert other.obtained <= one.obtained
        assert other.applicable == one.applicable
        assert (one.letter is None) is (other.letter is None)
    if old.overall is not None and new.overall is not None:
        assert BEST_FIRST.index(new.overall) >= BEST_FIRST.index(old.overall)


@given(editions(), dossiers())
def test_total_one_verdict_per_criterion_in_the_order_of_ids(edition: Edition, dossier: Dossier) -> None:
    assessment = assess(edition, dossier)
    assert [one.criterion for one in assessment.verdicts] == sorted(one.id for one in edition.criteria)
    assert all(one.outcome is not Outcome.NOT_ASSESSED for one in assessment.verdicts)


@given(editions(), dossiers())
def test_engine_says_what_a_plain_reading_of_the_rules_says(edition: Edition, dossier: Dossier) -> None:
    assert assess(edition, dossier) == assess_plainly(edition, dossier)


@given(editions(), dossiers(), st.randoms(use_true_random=False))
def test_order_free_shuffling_changes_nothing(edition: Edition, dossier: Dossier, chance: Any) -> None:
    def shuffle(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(chance.sample(values, len(values)))

    shuffled = replace(dossier, findings=shuffle(dossier.findings), coverage=shuffle(dossier.coverage))
    other = replace(edition, criteria=shuffle(edition.criteria))
    assert assess(other, shuffled) == assess(edition, dossier)
    assert score(other, assess(other, shuffled)) == score(edition, assess(edition, dossier))


@given(editions(without_some), dossiers(), findings())
def test_monotone_one_more_finding_never_raises_the_score(edition: Edition, dossier: Dossier, more: Finding) -> None:
    worse = replace(dossier, findings=(*dossier.findings, more))
    _assert_no_better(edition, assess(edition, dossier), assess(edition, worse))


@given(editions(), dossiers(), findings(), st.booleans())
def test_stating_a_finding_twice_changes_nothing(edition: Edition, dossier: Dossier, one: Finding, late: bool) -> None:  # noqa: FBT001 -- drawn by hypothesis
    once = replace(dossier, findings=(*dossier.findings, one))
    twice = replace(once, findings=(*once.findings, one) if late else (one, *once.findings))
    assert assess(edition, twice) == assess(edition, once)


@given(editions(), dossiers(), st.data())
def test_modest_less_coverage_never_raises_the_score_nor_makes_grantable(
    edition: Edition, dossier: Dossier, data: st.DataObject
) -> None:
    fates = data.draw(st.lists(st.sampled_from(["kept", "lowered", "lost"]), min_size=5, max_size=5))
    poorer = tuple(
        row if fate == "kept" else replace(row, extent=LOWER[row.extent])
        for row, fate in zip(dossier.coverage, fates, strict=False)
        if fate != "lost"
    )
    _assert_no_better(edition, assess(edition, dossier), assess(edition, replace(dossier, coverage=poorer)))


@given(editions(), dossiers())
def test_explained_every_verdict_says_why(edition: Edition, dossier: Dossier) -> None:
    known = {one.digest for one in dossier.findings} | {"question:said", "question:large"}
    for verdict in assess(edition, dossier).verdicts:
        assert set(verdict.because) <= known
        assert verdict.because or verdict.outcome not in {Outcome.NONCONFORMING, Outcome.NOT_APPLICABLE}
        assert verdict.missing or verdict.outcome is not Outcome.UNDETERMINED
        assert not verdict.needs_ruling or verdict.outcome is Outcome.UNDETERMINED


@given(editions(hopeful_of_little), dossiers(), st.sampled_from([Source.PUBLISHER, Source.DECLARED]))
def test_publisher_coverage_never_clears(edition: Edition, dossier: Dossier, source: Source) -> None:
    lodged = replace(dossier, coverage=tuple(replace(row, source=source) for row in dossier.coverage))
    accepting = {one.id for one in edition.criteria if one.accepts_publisher and source is Source.PUBLISHER}
    for verdict in assess(edition, lodged).verdicts:
        if verdict.level is Level.GATE or verdict.criterion not in accepting:
            assert verdict.outcome is not Outcome.CONFORMING


@given(editions(), dossiers())
def test_adverse_findings_count_from_any_source(edition: Edition, dossier: Dossier) -> None:
    def faults(source: Source) -> set[str]:
        seen = tuple(Finding(one.kind, one.attributes, one.reasoning, one.pointer, source) for one in dossier.findings)
        verdicts = assess(edition, replace(dossier, findings=seen)).verdicts
        return {one.criterion for one in verdicts if one.outcome is Outcome.NONCONFORMING}

    assert faults(Source.BENCH) == faults(Source.PUBLISHER) == faults(Source.DECLARED)


@given(editions(), dossiers())
def test_unanswered_profile_never_removes_an_obstacle(edition: Edition, dossier: Dossier) -> None:
    silent = replace(dossier, profile={})
    before, after = assess(edition, dossier), assess(edition, silent)
    assert _list_obstacles(edition, before) <= _list_obstacles(edition, after)


@given(editions(), dossiers(), st.lists(st.tuples(st.integers(0, 9), st.sampled_from(list(Outcome)[:4])), max_size=4))
def test_folding_touches_only_what_was_ruled_and_the_latest_wins(
    edition: Edition, dossier: Dossier, drawn: list[tuple[int, Outcome]]
) -> None:
    automated = assess(edition, dossier)
    names = [one.id for one in edition.criteria]
    rulings = [Ruling(names[number % len(names)], outcome, "Vu.") for number, outcome in drawn]
    latest = {ruling.criterion: ruling.outcome for ruling in rulings}
    for before, after in zip(automated.verdicts, fold(edition, automated, rulings).verdicts, strict=True):
        if before.criterion in latest:
            assert (after.outcome, after.ruled) == (latest[before.criterion], True)
            assert f"ruling:{before.criterion}" in after.because
            assert after.missing or after.outcome is not Outcome.UNDETERMINED
        else:
            assert after == before


json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8)),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=6,
)
real = load_edition("2026.1")
real_kinds = sorted({need.kind for one in real.criteria for need in one.needs} | {"language.offered", "no.such"})
names = st.sampled_from(["verified", "purposes", "tier", "state", "region", "party", "owner", "name", "value", "x"])


@st.composite
def junk(draw: st.DrawFn) -> Dossier:
    """Draw a dossier that speaks no language at all."""
    attributes: st.SearchStrategy[Mapping[str, Any]] = st.dictionaries(names, json_values, max_size=5)
    said = Text(draw(st.text(max_size=5)), "")
    seen = [
        Finding(draw(st.sampled_from(real_kinds)), draw(attributes), said, Pointer("z"), draw(st.sampled_from(Source)))
        for _ in range(draw(st.integers(0, 5)))
    ]
    extent: Any = draw(st.sampled_from([*Extent, "complete", "", 7]))
    rows = [Coverage(draw(st.sampled_from(real_kinds)), draw(st.sampled_from(["apk", "traffic", ""])), extent, said)]
    asked = st.dictionaries(st.sampled_from([*real.questions, ""]), st.builds(Answer, json_values), max_size=4)
    return Dossier(tuple(seen), tuple(rows), draw(asked), draw(asked))


@given(junk())
def test_junk_never_raises_and_is_explained_like_the_rest(dossier: Dossier) -> None:
    assessment = assess(real, dossier)
    assert assessment == assess_plainly(real, dossier)
    assert len(assessment.verdicts) == len(real.criteria)
    assert score(real, assessment).overall is not None
    for verdict in assessment.verdicts:
        assert verdict.missing or verdict.outcome is not Outcome.UNDETERMINED
