"""How facts become verdicts."""

from typing import Any

from criteria.engine import LEFT_OPEN, assess, fold
from criteria.findings import Source, Text
from criteria.model import Dossier, Level, Missing, Outcome, Ruling, Verdict
from criteria.predicates import ByEvaluator, Declared, NoneOf, Some
from tests.builders.dossier import a_dossier
from tests.builders.rulebook import WORDS, a_criterion, an_edition, is_in, is_true

NO_RED = NoneOf("stone.seen", (is_in("color", "red"),))
SAYS_YES = Declared("said", (is_in("said", "yes"),))
COVERED = a_dossier().covering("stone.seen", "apk")


def _judge(dossier: Dossier, *rule: NoneOf | Declared | Some | ByEvaluator, **others: Any) -> Verdict:
    (verdict,) = assess(an_edition(a_criterion(rule=rule, **others)), dossier).verdicts
    return verdict


def test_verdicts_come_in_the_order_of_ids_with_the_edition_named() -> None:
    edition = an_edition(a_criterion("BBB-01", [NO_RED]), a_criterion("AAA-01", [NO_RED]))
    assessment = assess(edition, a_dossier().build())
    assert [one.criterion for one in assessment.verdicts] == ["AAA-01", "BBB-01"]
    assert (assessment.edition_id, assessment.edition_digest) == ("2030.1", "sha256:edition")


def test_rule_conforms_only_if_each_part_does() -> None:
    dossier = COVERED.declaring("said", "yes").build()
    verdict = _judge(dossier, NO_RED, SAYS_YES)
    assert (verdict.outcome, verdict.because, verdict.missing) == (Outcome.CONFORMING, ("question:said",), ())


def test_fault_outweighs_doubt_and_names_only_what_is_adverse() -> None:
    dossier = a_dossier().with_finding("stone.seen", color="red").declaring("said", "yes").build()
    verdict = _judge(dossier, SAYS_YES, ByEvaluator(WORDS), NO_RED)
    assert (verdict.outcome, verdict.needs_ruling) == (Outcome.NONCONFORMING, False)
    assert verdict.because == (dossier.findings[0].digest,)
    assert {gap.what for gap in verdict.missing} == {"stone.seen"}


def test_doubt_outweighs_a_pass_and_keeps_what_supports_it() -> None:
    verdict = _judge(COVERED.declaring("said", "yes").build(), NO_RED, SAYS_YES, ByEvaluator(WORDS))
    assert (verdict.outcome, verdict.needs_ruling) == (Outcome.UNDETERMINED, True)
    assert verdict.because == ("question:said",)


def test_criterion_set_aside_names_the_answer_that_did_it() -> None:
    dossier = a_dossier().oriented("hosted", value=False).build()
    verdict = _judge(dossier, NO_RED, applies_when=(is_true("hosted"),))
    assert (verdict.outcome, verdict.because) == (Outcome.NOT_APPLICABLE, ("question:hosted",))


def test_publisher_coverage_clears_a_scored_criterion_only_if_it_says_so_and_never_a_gate() -> None:
    dossier = a_dossier().covering("stone.seen", "apk", source=Source.PUBLISHER).build()
    outcomes = {
        (level, accepts): _judge(dossier, NO_RED, level=level, accepts_publisher=accepts).outcome
        for level in (Level.GATE, Level.SCORED)
        for accepts in (True, False)
    }
    cleared = {case for case, outcome in outcomes.items() if outcome is Outcome.CONFORMING}
    assert cleared == {(Level.SCORED, True)}
    assert set(outcomes.values()) == {Outcome.CONFORMING, Outcome.UNDETERMINED}


def test_ruling_sets_the_outcome_and_leaves_the_automated_verdict_alone() -> None:
    edition = an_edition(a_criterion(rule=[ByEvaluator(WORDS)]), a_criterion("AAA-02", [NO_RED]))
    automated = assess(edition, COVERED.build())
    rulings = [
        Ruling("AAA-01", Outcome.NONCONFORMING, "Vu une première fois."),
        Ruling("AAA-01", Outcome.CONFORMING, "Revu."),
        Ruling("ZZZ-01", Outcome.CONFORMING, "Hors édition."),
    ]
    effective = fold(edition, automated, rulings)
    assert automated.verdicts[0].outcome is Outcome.UNDETERMINED
    assert effective.verdicts[1] == automated.verdicts[1]
    ruled = effective.verdicts[0]
    assert (ruled.outcome, ruled.ruled, ruled.needs_ruling, ruled.missing) == (Outcome.CONFORMING, True, False, ())
    assert ruled.because == ("ruling:AAA-01",)


def test_ruling_that_leaves_open_says_so() -> None:
    edition = an_edition(a_criterion(rule=[NO_RED]))
    effective = fold(edition, assess(edition, COVERED.build()), [Ruling("AAA-01", Outcome.UNDETERMINED, "À revoir.")])
    assert effective.verdicts[0].missing == (Missing("ruling:AAA-01", "", LEFT_OPEN),)


def test_verdict_names_its_criterion_its_version_and_its_level() -> None:
    rule, large = [NO_RED], (is_in("large", "yes"),)
    applicable, aside = a_criterion("AAA-01", rule), a_criterion("AAA-02", rule, Level.SCORED, applies_when=large)
    dossier = COVERED.oriented("large", "no").build()
    assert assess(an_edition(applicable, aside), dossier).verdicts == (
        Verdict("AAA-01", "AAA-01@1", Outcome.CONFORMING, Level.GATE),
        Verdict("AAA-02", "AAA-02@1", Outcome.NOT_APPLICABLE, Level.SCORED, ("question:large",)),
    )


def test_reasons_come_once_each_and_in_order() -> None:
    other = Declared("also", (is_in("also", "yes"),))
    dossier = a_dossier().declaring("said", "yes").declaring("also", "yes").build()
    verdict = _judge(dossier, SAYS_YES, other, SAYS_YES)
    assert (verdict.outcome, verdict.because) == (Outcome.CONFORMING, ("question:also", "question:said"))
    silent = _judge(a_dossier().build(), SAYS_YES, NO_RED, other, SAYS_YES)
    places = [(gap.what, gap.scope) for gap in silent.missing]
    assert places == [("question:also", ""), ("question:said", ""), ("stone.seen", "apk")]
    two = _judge(
        a_dossier().build(), ByEvaluator(Text("B", "B")), ByEvaluator(Text("A", "B")), ByEvaluator(Text("A", "A"))
    )
    assert [gap.reason for gap in two.missing] == [Text("A", "A"), Text("A", "B"), Text("B", "B")]
