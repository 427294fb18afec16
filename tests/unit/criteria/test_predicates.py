"""The six predicates: what each concludes, and what it never concludes."""

from criteria.findings import Extent, Source
from criteria.model import Dossier, Missing, Need, Outcome, Sight, Sighting
from criteria.predicates import (
    ADVERSE_OR_NOT,
    NEVER_ADVERSE,
    NO_ANSWER,
    NO_DOCUMENT,
    NOBODY_LOOKED,
    NOT_KNOWN,
    NOTHING_PROVES,
    ODD_ANSWER,
    PUBLISHER_ONLY,
    TO_RULE,
    AtMost,
    ByEvaluator,
    Declared,
    Every,
    NoneOf,
    Some,
)
from tests.builders.dossier import SAID, DossierBuilder, a_coverage, a_dossier
from tests.builders.rulebook import WORDS, is_in, is_not, is_true

RED = (is_in("color", "red"),)
BENCH = frozenset({Source.BENCH})


def _sight(dossier: Dossier | DossierBuilder, clearing: frozenset[Source] = BENCH) -> Sight:
    built = dossier.build() if isinstance(dossier, DossierBuilder) else dossier
    return Sight(built, (Need("stone.seen", "apk"), Need("wind.heard", "traffic")), clearing)


def _reasons(sighting: Sighting) -> set[object]:
    return {gap.reason for gap in sighting.missing}


COVERED = a_dossier().covering("stone.seen", "apk")


def test_none_of_conforms_only_when_everything_was_looked_at() -> None:
    assert NoneOf("stone.seen", RED).look(_sight(COVERED)) == Sighting(Outcome.CONFORMING)


def test_none_of_counts_what_is_adverse_whatever_the_coverage_and_the_source() -> None:
    dossier = a_dossier().with_finding("stone.seen", Source.DECLARED, color="red")
    sighting = NoneOf("stone.seen", RED).look(_sight(dossier))
    assert sighting.outcome is Outcome.NONCONFORMING
    assert sighting.because == (dossier.build().findings[0].digest,)


def test_none_of_ignores_what_does_not_match_and_other_kinds() -> None:
    dossier = COVERED.with_finding("stone.seen", color="blue").with_finding("wind.heard", color="red")
    assert NoneOf("stone.seen", RED).look(_sight(dossier)).outcome is Outcome.CONFORMING


def test_none_of_is_undetermined_by_a_finding_that_might_match() -> None:
    dossier = COVERED.with_finding("stone.seen", color=None)
    sighting = NoneOf("stone.seen", RED).look(_sight(dossier))
    assert (sighting.outcome, sighting.needs_ruling) == (Outcome.UNDETERMINED, False)
    assert sighting.because == (dossier.build().findings[0].digest,)
    assert [(gap.what, gap.reason) for gap in sighting.missing] == [("stone.seen.color", NOT_KNOWN)]


def test_undetermined_when_nobody_looked() -> None:
    sighting = NoneOf("stone.seen").look(_sight(a_dossier()))
    assert sighting.outcome is Outcome.UNDETERMINED
    assert [(gap.what, gap.scope, gap.reason) for gap in sighting.missing] == [("stone.seen", "apk", NOBODY_LOOKED)]


def test_undetermined_when_coverage_is_partial_and_its_reason_is_given() -> None:
    dossier = a_dossier().covering("stone.seen", "apk", Extent.PARTIAL).covering("stone.seen", "apk", Extent.NONE)
    sighting = NoneOf("stone.seen").look(_sight(dossier))
    assert sighting.outcome is Outcome.UNDETERMINED
    assert _reasons(sighting) == {SAID}


def test_reason_of_a_run_that_saw_nothing_is_given_too() -> None:
    dossier = a_dossier().covering("stone.seen", "apk", Extent.NONE)
    assert _reasons(NoneOf("stone.seen").look(_sight(dossier))) == {SAID}


def test_coverage_of_another_scope_does_not_suffice() -> None:
    dossier = a_dossier().covering("stone.seen", "traffic")
    assert _reasons(NoneOf("stone.seen").look(_sight(dossier))) == {NOBODY_LOOKED}


def test_publisher_coverage_clears_only_where_it_is_accepted() -> None:
    dossier = a_dossier().covering("stone.seen", "apk", source=Source.PUBLISHER)
    refused = NoneOf("stone.seen").look(_sight(dossier))
    assert (refused.outcome, _reasons(refused)) == (Outcome.UNDETERMINED, {PUBLISHER_ONLY})
    accepted = NoneOf("stone.seen").look(_sight(dossier, frozenset({Source.BENCH, Source.PUBLISHER})))
    assert accepted.outcome is Outcome.CONFORMING


def test_confirmed_predicate_hands_what_it_saw_to_a_person() -> None:
    dossier = COVERED.with_finding("stone.seen", color="red")
    sighting = NoneOf("stone.seen", RED, confirm=True).look(_sight(dossier))
    assert (sighting.outcome, sighting.needs_ruling) == (Outcome.UNDETERMINED, True)
    assert _reasons(sighting) == {TO_RULE}
    doubtful = NoneOf("stone.seen", RED, confirm=True).look(_sight(COVERED.with_finding("stone.seen", color=None)))
    assert (doubtful.outcome, doubtful.needs_ruling) == (Outcome.UNDETERMINED, True)


def test_at_most_counts_distinct_facts() -> None:
    one = COVERED.with_finding("stone.seen", color="red", size=1)
    twice = one.with_finding("stone.seen", color="red", size=1)
    two = one.with_finding("stone.seen", color="red", size=2)
    predicate = AtMost("stone.seen", 1, RED)
    assert predicate.look(_sight(one)).outcome is Outcome.CONFORMING
    assert predicate.look(_sight(twice)).outcome is Outcome.CONFORMING
    assert predicate.look(_sight(two)).outcome is Outcome.NONCONFORMING
    assert len(predicate.look(_sight(two)).because) == 2


def test_at_most_is_undetermined_when_doubt_could_pass_the_limit() -> None:
    dossier = COVERED.with_finding("stone.seen", color="red").with_finding("stone.seen", color=None)
    assert AtMost("stone.seen", 1, RED).look(_sight(dossier)).outcome is Outcome.UNDETERMINED
    assert AtMost("stone.seen", 2, RED).look(_sight(dossier)).outcome is Outcome.CONFORMING


def test_every_names_the_findings_that_keep_the_obligation() -> None:
    dossier = COVERED.with_finding("stone.seen", color="red")
    sighting = Every("stone.seen", RED).look(_sight(dossier))
    assert sighting == Sighting(Outcome.CONFORMING, (dossier.build().findings[0].digest,))


def test_every_is_broken_by_one_finding() -> None:
    dossier = a_dossier().with_finding("stone.seen", color="red").with_finding("stone.seen", color="blue")
    sighting = Every("stone.seen", RED).look(_sight(dossier))
    assert sighting.outcome is Outcome.NONCONFORMING
    assert sighting.because == (dossier.build().findings[1].digest,)


def test_every_is_neither_kept_nor_broken_by_what_is_not_known() -> None:
    dossier = COVERED.with_finding("stone.seen", color=None)
    for must in (RED, (is_not("color", None),), (is_in("color", None),)):
        sighting = Every("stone.seen", must).look(_sight(dossier))
        assert (sighting.outcome, _reasons(sighting)) == (Outcome.UNDETERMINED, {NOT_KNOWN})


def test_every_concerns_only_the_findings_it_names() -> None:
    predicate = Every("stone.seen", RED, where=(is_true("flag"),))
    outside = COVERED.with_finding("stone.seen", color="blue", flag=False)
    perhaps = COVERED.with_finding("stone.seen", color="blue", flag=None)
    perhaps_kept = COVERED.with_finding("stone.seen", color="red", flag=None)
    assert predicate.look(_sight(outside)).outcome is Outcome.CONFORMING
    assert predicate.look(_sight(perhaps)).outcome is Outcome.UNDETERMINED
    assert predicate.look(_sight(perhaps_kept)).outcome is Outcome.CONFORMING


def test_every_kept_in_partial_coverage_is_undetermined() -> None:
    dossier = a_dossier().with_finding("stone.seen", color="red")
    assert Every("stone.seen", RED).look(_sight(dossier)).outcome is Outcome.UNDETERMINED


def test_some_needs_a_proof_from_a_source_able_to_clear() -> None:
    ours = a_dossier().with_finding("stone.seen", color="red")
    theirs = a_dossier().with_finding("stone.seen", Source.PUBLISHER, color="red")
    assert Some("stone.seen", RED).look(_sight(ours)).outcome is Outcome.CONFORMING
    sighting = Some("stone.seen", RED).look(_sight(theirs))
    assert (sighting.outcome, PUBLISHER_ONLY in _reasons(sighting)) == (Outcome.UNDETERMINED, True)
    assert len(sighting.because) == 1


def test_some_never_takes_silence_for_a_fault_nor_for_a_proof() -> None:
    sighting = Some("stone.seen", RED).look(_sight(COVERED.with_finding("stone.seen", color="blue")))
    assert (sighting.outcome, sighting.because, _reasons(sighting)) == (Outcome.UNDETERMINED, (), {NOTHING_PROVES})
    doubtful = Some("stone.seen", RED).look(_sight(COVERED.with_finding("stone.seen", color=None)))
    assert (doubtful.outcome, len(doubtful.because)) == (Outcome.UNDETERMINED, 1)


def test_declared_is_undetermined_until_answered() -> None:
    for dossier in (a_dossier(), a_dossier().declaring("said", "  "), a_dossier().declaring("said", None, documents=1)):
        sighting = Declared("said").look(_sight(dossier))
        assert (sighting.outcome, _reasons(sighting)) == (Outcome.UNDETERMINED, {NO_ANSWER})


def test_declared_against_oneself_counts_at_once() -> None:
    sighting = Declared("said", (is_true("said"),), documents=1).look(
        _sight(a_dossier().declaring("said", value=False))
    )
    assert sighting == Sighting(Outcome.NONCONFORMING, ("question:said",))


def test_declared_in_favour_needs_its_document() -> None:
    predicate = Declared("said", (is_true("said"),), documents=1)
    bare = predicate.look(_sight(a_dossier().declaring("said", value=True)))
    assert (bare.outcome, _reasons(bare)) == (Outcome.UNDETERMINED, {NO_DOCUMENT})
    joined = predicate.look(_sight(a_dossier().declaring("said", value=True, documents=1)))
    assert joined == Sighting(Outcome.CONFORMING, ("question:said",))


def test_declared_answer_of_another_kind_is_not_judged() -> None:
    sighting = Declared("said", (is_true("said"),)).look(_sight(a_dossier().declaring("said", "yes")))
    assert (sighting.outcome, _reasons(sighting)) == (Outcome.UNDETERMINED, {ODD_ANSWER})


def test_document_is_an_answer_where_one_is_asked() -> None:
    dossier = a_dossier().declaring("said", None, documents=1)
    assert Declared("said", documents=1, by_document=True).look(_sight(dossier)).outcome is Outcome.CONFORMING
    empty = a_dossier().declaring("said", None)
    assert Declared("said", documents=1, by_document=True).look(_sight(empty)).outcome is Outcome.UNDETERMINED


def test_evaluator_is_asked_in_both_languages() -> None:
    sighting = ByEvaluator(WORDS).look(_sight(a_dossier()))
    assert (sighting.outcome, sighting.needs_ruling, _reasons(sighting)) == (Outcome.UNDETERMINED, True, {WORDS})


def test_outcomes_that_owe_an_example() -> None:
    assert NoneOf("k").list_outcomes() == AtMost("k", 0).list_outcomes() == ADVERSE_OR_NOT
    assert NoneOf("k", confirm=True).list_outcomes() == NEVER_ADVERSE
    assert Every("k", RED).list_outcomes() == ADVERSE_OR_NOT
    assert Every("k", (is_not("color", None),)).list_outcomes() == NEVER_ADVERSE
    assert Every("k", RED, confirm=True).list_outcomes() == NEVER_ADVERSE
    assert Some("k").list_outcomes() == NEVER_ADVERSE
    assert Declared("said").list_outcomes() == NEVER_ADVERSE
    assert Declared("said", RED).list_outcomes() == ADVERSE_OR_NOT
    assert ByEvaluator(WORDS).list_outcomes() == {Outcome.UNDETERMINED}


def test_reason_of_our_own_run_is_given_before_the_publishers() -> None:
    ours = a_coverage("stone.seen", "apk", Extent.NONE, reason=WORDS)
    theirs = a_coverage("stone.seen", "apk", Extent.PARTIAL, Source.PUBLISHER)
    theirs_none = a_coverage("stone.seen", "apk", Extent.NONE, Source.PUBLISHER)
    dossier = Dossier(coverage=(ours, theirs, theirs_none))
    assert _reasons(NoneOf("stone.seen").look(_sight(dossier))) == {WORDS}


def test_only_what_is_not_known_is_named() -> None:
    dossier = COVERED.with_finding("stone.seen", color=None, flag=True)
    sighting = NoneOf("stone.seen", (*RED, is_true("flag"))).look(_sight(dossier))
    assert [gap.what for gap in sighting.missing] == ["stone.seen.color"]


def test_declared_needs_no_document_unless_it_says_so() -> None:
    sighting = Declared("said").look(_sight(a_dossier().declaring("said", value=False)))
    assert sighting == Sighting(Outcome.CONFORMING, ("question:said",))


def test_declared_says_exactly_what_is_missing() -> None:
    predicate = Declared("said", (is_in("said", "yes"),), documents=1)
    name = "question:said"
    doubt, silent = Outcome.UNDETERMINED, a_dossier()
    expected = [
        (silent, Sighting(doubt, (), (Missing(name, "", NO_ANSWER),))),
        (silent.declaring("said", ("yes",)), Sighting(doubt, (name,), (Missing(name, "", ODD_ANSWER),))),
        (silent.declaring("said", "yes"), Sighting(doubt, (name,), (Missing(name, "document", NO_DOCUMENT),))),
        (silent.declaring("said", "yes", documents=1), Sighting(Outcome.CONFORMING, (name,))),
        (silent.declaring("said", "no"), Sighting(Outcome.NONCONFORMING, (name,))),
    ]
    for dossier, sighting in expected:
        assert predicate.look(_sight(dossier)) == sighting


def test_some_says_exactly_what_proves_and_what_is_missing() -> None:
    predicate = Some("stone.seen", RED)
    nothing = (Missing("stone.seen", "", NOTHING_PROVES), Missing("stone.seen", "apk", NOBODY_LOOKED))
    assert predicate.look(_sight(a_dossier())) == Sighting(Outcome.UNDETERMINED, (), nothing)
    found = a_dossier().with_finding("stone.seen", color="red")
    digests = (found.build().findings[0].digest,)
    assert predicate.look(_sight(found)) == Sighting(Outcome.CONFORMING, digests)


def test_every_says_exactly_what_it_kept_and_what_was_not_looked_at() -> None:
    predicate = Every("stone.seen", RED, (is_true("flag"),))
    gap = (Missing("stone.seen", "apk", NOBODY_LOOKED),)
    assert predicate.look(_sight(a_dossier())) == Sighting(Outcome.UNDETERMINED, (), gap)
    kept = a_dossier().with_finding("stone.seen", color="red", flag=True)
    both = kept.with_finding("stone.seen", color="blue", flag=False)
    digests = (kept.build().findings[0].digest,)
    assert predicate.look(_sight(both)) == Sighting(Outcome.UNDETERMINED, digests, gap)
    spared = kept.with_finding("stone.seen", color="red", flag=False)
    assert predicate.look(_sight(spared)).because == digests


def test_what_is_not_known_is_named_with_its_kind() -> None:
    sighting = NoneOf("stone.seen", RED).look(_sight(COVERED.with_finding("stone.seen", color=None)))
    assert sighting.missing == (Missing("stone.seen.color", "", NOT_KNOWN),)
