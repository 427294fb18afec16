"""The verb analyze: one document per file, and exit codes that a script can rely on."""

import json
import os
from itertools import product
from pathlib import Path

from catalog.commands.analyze import summarize
from tests.unit.catalog.commands.conftest import Run

FIXTURES = Path(__file__).resolve().parents[4] / "fixtures"


def test_a_package_gives_its_document(run: Run) -> None:
    document = json.loads(run("analyze", "--json", str(FIXTURES / "apks/carnet-tension-3.2.0.apk")).output)
    assert document["apk"]["packageName"] == "example.carnettension.app"
    assert document["outcome"]["state"] == "read"


def test_two_files_give_two_documents(run: Run) -> None:
    files = [str(FIXTURES / "apks" / name) for name in ("sosie-1.0.0.apk", "respire-3.1.0.apk")]
    assert len(run("analyze", *files).output.splitlines()) == 2


def test_what_is_no_package_is_refused_by_name_with_three(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "page.apk"
    file.write_text("<html>", encoding="ascii")
    assert json.loads(run("analyze", "--json", str(file), code=3).output)["outcome"]["state"] == "refused"


def test_a_missing_file_is_wrong_usage(run: Run) -> None:
    run("analyze", "/nowhere.apk", code=2)


def test_signatures_are_verified_from_the_level_asked_for(run: Run) -> None:
    words = ("analyze", "--json", "--min-sdk", "30", str(FIXTURES / "apks/carnet-tension-3.2.0.apk"))
    assert json.loads(run(*words).output)["apk"]["signing"]["minSdkChecked"] == 30


def test_components_and_findings_are_printed_in_the_words_of_a_standard(run: Run) -> None:
    file = str(FIXTURES / "apks/pas-a-pas-5.4.1.apk")

    assert json.loads(run("analyze", "--format", "cyclonedx", file).output)["components"]
    assert json.loads(run("analyze", "--format", "sarif", file).output)["runs"][0]["results"]
    run("analyze", "--format", "poem", file, code=2)


def test_the_servers_of_a_capture_are_printed_as_a_table(run: Run) -> None:
    file = str(FIXTURES / "captures/carnet-tension-3.2.0.har")
    head, *rows = run("analyze", "--hosts", "--lang", "en", file).output.splitlines()
    assert head.startswith("server")
    assert any("carnettension.example" in row for row in rows)


def test_what_may_have_no_end_is_wrong_usage_and_never_opened(run: Run, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.apk"
    os.mkfifo(pipe)
    for verb, endless in product(("analyze", "look"), (str(pipe), "/dev/zero")):
        assert "neither a file nor a folder" in run(verb, endless, code=2).output


def test_the_name_of_a_file_never_commands_a_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a\x1b[2J\x9b31m\u202ecba.apk").write_text("<html>", encoding="ascii")
    (tmp_path / "b\x1b[2J.har").write_text("{}", encoding="ascii")
    shown = run("look", str(next(tmp_path.glob("a*"))), code=3).output + run("analyze", str(tmp_path)).output
    assert "b" in shown
    assert not set(shown) & set("\x1b\x9b\u202e")


def test_a_summary_is_lines_of_signs_that_can_be_seen() -> None:
    words = {"fr": "Vu\x1b[2J\u202e.", "en": "."}
    document = {
        "subject": {"sha256": "0", "size": 1},
        "outcome": {"state": "read", "code": "read", "message": words},
        "findings": [{"kind": "x", "attributes": {}, "reasoning": words}],
        "coverage": [{"kind": "x", "scope": "y", "extent": "none", "reason": words}],
    }
    lines = list(summarize(Path("\x9b.har"), document, "fr"))
    assert len(lines) == 4
    assert not set("".join(lines)) & set("\x1b\x9b\u202e")
