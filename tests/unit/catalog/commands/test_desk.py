"""Verbs of the desk: from the ruling to the decision, and what comes after."""

from catalog.reviews.lifecycle import OpinionKind
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, File, Instance, a_file
from tests.unit.catalog.commands.conftest import Run

EVALUATOR = ("--as", "evaluator@sceau.example")
SECOND = ("--as", "second@sceau.example")
AUTHORITY = ("--as", "authority@sceau.example")
PUBLISHER = ("--as", "publisher@sceau.example")
WHY = ("--grounds", GROUNDS)


def _examined(instance: Instance) -> File:
    return a_file(instance).examined_with_capture()


def _first_to_rule(file: File) -> str:
    return next(one.criterion for one in file.assessed.assessment.verdicts if one.needs_ruling)


def test_a_file_is_ruled_opined_and_granted_by_another_person(instance: Instance, run: Run) -> None:
    file = _examined(instance)
    assert run("rule", *EVALUATOR, file.id, _first_to_rule(file), "conforming", *WHY).output.startswith("rul_")
    file.ruled()
    run("opine", *EVALUATOR, file.id, OpinionKind.FAVOURABLE.value, *WHY)
    assert run("decide", *AUTHORITY, file.id, "grant", *WHY).output.startswith("dec_")
    assert file.row.state == "decided"


def test_an_override_is_countersigned_by_another_evaluator(instance: Instance, run: Run) -> None:
    file = _examined(instance)
    settled = next(v for v in file.assessed.assessment.verdicts if v.outcome is Outcome.CONFORMING)
    ruling = run("rule", *EVALUATOR, file.id, settled.criterion, "nonconforming", *WHY).output.strip()
    assert "own-ruling" in run("countersign", *EVALUATOR, ruling, code=1).stderr
    run("countersign", *SECOND, ruling)


def test_the_publisher_answers_a_question(instance: Instance, run: Run) -> None:
    file = _examined(instance)
    asked = run("request", *EVALUATOR, file.id, "Où sont les sauvegardes ?", "--criterion", "HEB-02").output.strip()
    run("reply", *PUBLISHER, file.id, "--answer", f"{asked}=En France, chez l'hébergeur déclaré.")
    assert file.row.state == "admissible"


def test_a_file_is_examined_again_and_the_first_examination_stays(instance: Instance, run: Run) -> None:
    file = _examined(instance)
    first = file.assessed.evaluation.id
    run("restart", *EVALUATOR, file.id)
    assert "examination-running" in run("restart", *EVALUATOR, file.id, code=1).stderr
    run("work", "--once")
    assert file.assessed.evaluation.number == 2
    assert file.assessed.evaluation.id != first


def test_the_contradictory_phase_opens_with_a_report(instance: Instance, run: Run) -> None:
    file = _examined(instance)
    run("contradict", *EVALUATOR, file.id, "Voici ce qui s'oppose au référencement.")
    assert file.row.state == "contradictory"


def test_the_authority_adjourns_and_another_opinion_follows(instance: Instance, run: Run) -> None:
    file = _examined(instance).ruled().opined(OpinionKind.UNFAVOURABLE)
    assert "opinion-forbids" in run("decide", *AUTHORITY, file.id, "grant", *WHY, code=1).stderr
    run("adjourn", *AUTHORITY, file.id, *WHY)
    run("opine", *EVALUATOR, file.id, OpinionKind.FAVOURABLE.value, *WHY)
    run("decide", *AUTHORITY, file.id, "grant", *WHY)


def test_a_certificate_is_suspended_restored_and_withdrawn(instance: Instance, run: Run) -> None:
    a_file(instance).listed()
    number = f"SC-{instance.clock.now().year}-000001"
    for verb, state in (("suspend", "suspended"), ("restore", "active"), ("revoke", "withdrawn")):
        run(verb, *AUTHORITY, number, *WHY)
        run("work", "--once")
        assert state in run("listings", "--all").output
