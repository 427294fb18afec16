"""Pages written from the book."""

import runpy

import pytest

from criteria.kinds import AttributeType, CriterionPlan, FindingKind, Shape
from criteria.load import HERE, load_criterion
from criteria.tables import list_written, main, render_kinds
from tests.builders.rulebook import WORDS

SIZE = AttributeType(Shape.COUNT, nullable=True)
SEEN = FindingKind("stone.seen", WORDS, ("apk",), ("geologist",), "2030.1", {"size": SIZE})
HEARD = FindingKind("wind.heard", WORDS, ("traffic",), ("evaluator",), "planned", {})
PLANS = (
    CriterionPlan("AAA-01", WORDS, "D→J", "gate", ("stone.seen", "wind.heard")),
    CriterionPlan("AAA-02", WORDS, "D→J", "scored", ()),
)


def test_table_shows_each_criterion_with_its_kinds_and_producers() -> None:
    page = render_kinds(PLANS, {"stone.seen": SEEN, "wind.heard": HEARD}, {"AAA-01": "2030.1 (AAA-01@1)"})
    lines = page.splitlines()
    assert "## The 2 criteria" in lines
    assert (
        "| AAA-01 | Mots.<br>*Words.* | D→J | gate | `stone.seen`, `wind.heard` "
        "| geologist, evaluator (planned), publisher (declares), evaluator (rules) | 2030.1 (AAA-01@1) |"
    ) in lines
    assert "| AAA-02 | Mots.<br>*Words.* | D→J | scored | — | publisher (declares), evaluator (rules) | — |" in lines
    assert "| `stone.seen` | Mots.<br>*Words.* | apk | geologist | 2030.1 | size? |" in lines
    assert "| `wind.heard` | Mots.<br>*Words.* | traffic | evaluator | planned | — |" in lines


def test_command_prints_the_page_or_the_pins() -> None:
    assert main([]).startswith("# Criteria, kinds of finding, producers\n")
    digest = load_criterion("TRK-01", 1).digest
    assert main(["TRK-01@1"]) == f'  - {{criterion: TRK-01@1, digest: "{digest}"}}\n'


def test_written_criteria_name_their_editions() -> None:
    assert "2026.0 (TRK-01@1)" in list_written()["TRK-01"]


def test_page_is_printed_when_run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["tables.py", "TRK-01@1"])
    runpy.run_path(str(HERE / "tables.py"), run_name="__main__")
    assert capsys.readouterr().out == main(["TRK-01@1"])
