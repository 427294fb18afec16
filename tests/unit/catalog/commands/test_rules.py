"""Verbs on the criteria."""

from tests.builders.instance import Instance, a_file
from tests.unit.catalog.commands.conftest import Run


def test_every_edition_loads_with_all_it_pins(run: Run) -> None:
    assert "2026.0: " in run("criteria", "lint").output


def test_an_edition_compared_with_itself_changed_nothing(run: Run) -> None:
    assert run("criteria", "diff", "2026.0", "2026.0").output


def test_an_unknown_edition_is_refused_in_one_sentence(run: Run) -> None:
    assert "1789.1 is not an edition" in run("criteria", "diff", "1789.1", "2026.0", code=1).stderr


def test_stored_findings_are_judged_again(instance: Instance, run: Run) -> None:
    file = a_file(instance).examined_with_capture()
    assert "2026.0/GOV-04" in run("assess", "--as", "evaluator@sceau.example", file.id, "2026.0").output
