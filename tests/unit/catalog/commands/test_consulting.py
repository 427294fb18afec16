"""Verbs on consultations, as a person types them."""

from tests.builders.instance import Instance
from tests.unit.catalog.commands.conftest import Run

OFFICER = ("--as", "officer@sceau.example")


def test_comment_is_listed_moderated_and_answered(instance: Instance, run: Run) -> None:
    comment = run("criteria", "comment", "2026.2", "Plus clair.", "--criterion", "TRK-06").output.strip()
    assert f"{comment}  waiting  2026.2/TRK-06: Plus clair." in run("criteria", "comments", *OFFICER).output
    run("criteria", "moderate", *OFFICER, comment, "show", "--grounds", "Utile.")
    run("criteria", "answer", *OFFICER, comment, "C'est noté.")
    assert "shown" in run("criteria", "comments", *OFFICER).output
    run("criteria", "moderate", *OFFICER, comment, "withhold", "--grounds", "Non.")
    assert "withheld" in run("criteria", "comments", *OFFICER).output


def test_panel_is_recorded(instance: Instance, run: Run) -> None:
    said = ("--held-on", "2026-03-01", "--members", "24", "--opinion", "favourable", "--text", "Clair.")
    assert run("criteria", "panel", *OFFICER, "2026.2", *said).output.startswith("pan_")


def test_refusal_is_told_in_one_line(instance: Instance, run: Run) -> None:
    assert "field-refused" in run("criteria", "comment", "1999.1", "Quoi ?", code=1).stderr
