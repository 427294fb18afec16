"""Verbs on a file: from the draft to its admission, as a person types them."""

import json
from pathlib import Path

import yaml

from tests.builders.instance import ANSWERS, Instance, a_file
from tests.unit.catalog.commands.conftest import Run

PUBLISHER = ("--as", "publisher@sceau.example")
OFFICER = ("--as", "officer@sceau.example")


def _draft(run: Run) -> str:
    card = ("--name", "Souffle", "--purpose-fr", "Noter.", "--purpose-en", "Note.", "--contact", "c@souffle.example")
    return run("create", *PUBLISHER, *card).output.split()[1]


def test_a_file_goes_from_draft_to_admissible(instance: Instance, run: Run, tmp_path: Path) -> None:
    draft, package, answers = _draft(run), tmp_path / "souffle.apk", tmp_path / "answers.yaml"
    package.write_bytes(b"a package")
    answers.write_text(yaml.safe_dump(dict(ANSWERS)), encoding="utf-8")
    assert run("lodge", *PUBLISHER, draft, str(package)).output.startswith("art_")
    run("answer", *PUBLISHER, draft, str(answers))
    assert run("submit", *PUBLISHER, draft).output == "lodged\n"
    assert run("admit", *OFFICER, draft).output == "admissible\n"
    told = json.loads(run("show", *OFFICER, draft).output)
    assert (told["state"], told["missing"]) == ("admissible", [])
    assert draft in run("list", *OFFICER).output


def test_an_incomplete_file_is_refused_with_what_is_missing(instance: Instance, run: Run) -> None:
    refused = run("submit", *PUBLISHER, _draft(run), code=1).stderr
    assert "file-incomplete" in refused
    assert "apk" in refused
    assert "purpose" in refused


def test_answers_that_are_not_a_table_are_refused(instance: Instance, run: Run, tmp_path: Path) -> None:
    answers = tmp_path / "answers.yaml"
    answers.write_text("- not a table", encoding="utf-8")
    assert "must map questions to answers" in run("answer", *PUBLISHER, _draft(run), str(answers), code=1).output


def test_an_empty_piece_is_refused_and_nothing_is_kept(instance: Instance, run: Run, tmp_path: Path) -> None:
    package = tmp_path / "empty.apk"
    package.touch()
    draft = _draft(run)
    assert "file-empty" in run("lodge", *PUBLISHER, draft, str(package), code=1).stderr
    assert json.loads(run("show", *PUBLISHER, draft).output)["artifacts"] == []


def test_the_officer_returns_a_file_with_grounds_and_the_publisher_withdraws_it(instance: Instance, run: Run) -> None:
    file = a_file(instance).completed().lodged()
    run("return", *OFFICER, file.id, "incomplete", "--grounds", "Il manque un extrait de registre.")
    assert file.row.state == "incomplete"
    assert run("withdraw", *PUBLISHER, file.id).output == "withdrawn\n"


def test_the_list_is_also_json(instance: Instance, run: Run) -> None:
    file = a_file(instance)
    assert [row["id"] for row in json.loads(run("list", *PUBLISHER, "--json").output)] == [file.id]


def test_the_questionnaire_is_printed_to_be_filled_and_given_back(instance: Instance, run: Run, tmp_path: Path) -> None:
    file = a_file(instance).completed()
    printed = run("questions", *PUBLISHER, file.id, "--lang", "en").output
    answers = tmp_path / "answers.yaml"
    answers.write_text(printed, encoding="utf-8")
    before = json.loads(run("show", *PUBLISHER, file.id).output)["answers"]
    run("answer", *PUBLISHER, file.id, str(answers))
    assert json.loads(run("show", *PUBLISHER, file.id).output)["answers"] == before


def test_what_remains_to_be_done_is_listed_for_each_app(instance: Instance, run: Run) -> None:
    draft = a_file(instance)
    assert f"{draft.id} draft apk" in run("todo", *PUBLISHER).output
    assert run("todo", "--as", "rival@sceau.example").output == ""
    assert "role-refused" in run("todo", *OFFICER, code=1).stderr
    assert json.loads(run("todo", *PUBLISHER, "--json").output) == []
