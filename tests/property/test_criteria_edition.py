"""What holds of the newest edition itself, whatever mix of its own examples' facts a dossier brings together."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from criteria.engine import assess
from criteria.findings import Coverage, Extent, Finding, Source
from criteria.load import list_editions, load_edition
from criteria.model import Answer, Assessment, Dossier, Level, Outcome
from criteria.predicates import Some
from criteria.scoring import BEST_FIRST, list_shortfalls, obstacles, score
from tests.builders.plain import assess_plainly

EDITION = load_edition(list_editions()[-1])
EXAMPLES = [example.dossier for criterion in EDITION.criteria for example in criterion.examples]
FINDINGS = list({one.digest: one for dossier in EXAMPLES for one in dossier.findings}.values())
PLACES = sorted({(need.kind, need.scope) for criterion in EDITION.criteria for need in criterion.needs})
SAID = sorted({(name, answer) for one in EXAMPLES for name, answer in one.declarations.items()}, key=repr)
OF_PROFILE = sorted({(name, answer) for one in EXAMPLES for name, answer in one.profile.items()}, key=repr)
# One finding may be the proof that `some` asks for: these kinds can raise a verdict, by design.
PROVING = {one.kind for criterion in EDITION.criteria for one in criterion.rule if isinstance(one, Some)}
ROWS = [Coverage(kind, scope, Extent.COMPLETE, FINDINGS[0].reasoning) for kind, scope in PLACES]

some_findings = st.lists(st.sampled_from(FINDINGS), max_size=6)
places = st.sets(st.integers(0, len(ROWS) - 1))
said = st.lists(st.sampled_from(SAID), max_size=6)
of_profile = st.lists(st.sampled_from(OF_PROFILE), max_size=6)


@st.composite
def dossiers(draw: st.DrawFn) -> Dossier:
    """Draw a dossier out of the examples' facts."""
    rows = tuple(ROWS[number] for number in sorted(draw(places)))
    return Dossier(tuple(draw(some_findings)), rows, _answers(draw(said)), _answers(draw(of_profile)))


def _answers(drawn: list[tuple[str, Answer]]) -> dict[str, Answer]:
    return dict(drawn)


def _list_conforming(assessment: Assessment) -> set[str]:
    return {one.criterion for one in assessment.verdicts if one.outcome is Outcome.CONFORMING}


def _list_obstacles(assessment: Assessment) -> set[str]:
    return {one.criterion for one in obstacles(EDITION, assessment)}


def _from(source: Source, findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    return tuple(Finding(one.kind, one.attributes, one.reasoning, one.pointer, source) for one in findings)


@given(dossiers(), st.sampled_from([one for one in FINDINGS if one.kind not in PROVING]))
def test_one_more_finding_raises_nothing(dossier: Dossier, more: Finding) -> None:
    before = assess(EDITION, dossier)
    after = assess(EDITION, replace(dossier, findings=(*dossier.findings, more)))
    assert _list_conforming(after) <= _list_conforming(before)
    assert _list_obstacles(after) >= _list_obstacles(before)


@given(dossiers(), places)
def test_less_coverage_raises_nothing(dossier: Dossier, lost: set[int]) -> None:
    kept = tuple(row for row in dossier.coverage if ROWS.index(row) not in lost)
    before, after = assess(EDITION, dossier), assess(EDITION, replace(dossier, coverage=kept))
    assert _list_conforming(after) <= _list_conforming(before)
    assert _list_obstacles(after) >= _list_obstacles(before)
    old, new = score(EDITION, before), score(EDITION, after)
    assert len(list_shortfalls(EDITION, new)) >= len(list_shortfalls(EDITION, old))
    assert old.overall is not None
    assert new.overall is not None
    assert BEST_FIRST.index(new.overall) >= BEST_FIRST.index(old.overall)


@given(dossiers())
def test_what_the_publisher_supplies_never_clears_a_gate(dossier: Dossier) -> None:
    rows = tuple(replace(row, source=Source.PUBLISHER) for row in dossier.coverage)
    supplied = replace(dossier, findings=_from(Source.PUBLISHER, dossier.findings), coverage=rows)
    for verdict in assess(EDITION, supplied).verdicts:
        assert verdict.level is not Level.GATE or verdict.outcome is not Outcome.CONFORMING


@given(dossiers())
def test_silence_about_oneself_sets_nothing_aside_and_never_helps(dossier: Dossier) -> None:
    before, silent = assess(EDITION, dossier), assess(EDITION, replace(dossier, profile={}))
    assert all(one.outcome is not Outcome.NOT_APPLICABLE for one in silent.verdicts)
    assert _list_obstacles(before) <= _list_obstacles(silent)


@given(dossiers())
def test_engine_says_what_a_plain_reading_of_the_rules_says(dossier: Dossier) -> None:
    assert assess(EDITION, dossier) == assess_plainly(EDITION, dossier)


@given(dossiers())
def test_every_verdict_says_why(dossier: Dossier) -> None:
    verdicts = assess(EDITION, dossier).verdicts
    assert [one.criterion for one in verdicts] == [one.id for one in EDITION.criteria]
    for verdict in verdicts:
        assert verdict.because or verdict.outcome not in {Outcome.NONCONFORMING, Outcome.NOT_APPLICABLE}
        assert verdict.missing or verdict.outcome is not Outcome.UNDETERMINED
