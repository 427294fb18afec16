"""The dispatcher: every verb of the table exists, is imported only when called, and says what it is for."""

import json
import subprocess
import sys
from pathlib import Path

import click
import pytest

from catalog.cli import VERBS, Dispatcher
from tests.builders.archive import Entry, write_archive
from tests.builders.axml import Element, write_axml

ALL = [(section, verb) for section, verbs in VERBS.items() for verb in verbs]


@pytest.mark.parametrize(("section", "verb"), ALL)
def test_every_verb_of_the_table_exists_and_says_what_it_is_for(section: str, verb: str) -> None:
    group = Dispatcher(section)
    command = group.get_command(click.Context(group), verb)
    assert command is not None
    assert command.help


def test_an_unknown_verb_is_no_command() -> None:
    group = Dispatcher("")
    assert group.get_command(click.Context(group), "certify-everything") is None


def test_the_groups_are_listed_with_the_verbs() -> None:
    group = Dispatcher("")
    listed = group.list_commands(click.Context(group))
    assert {"analyze", "explain", "criteria", "journal"} <= set(listed)


def test_analyze_loads_neither_database_nor_web() -> None:
    program = (
        "import sys; from catalog.cli import Dispatcher; import click; g = Dispatcher('');"
        "g.get_command(click.Context(g), 'analyze');"
        "sys.exit(bool({'sqlalchemy', 'flask', 'celery', 'alembic'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_a_package_alone_loads_no_reader_of_captures(tmp_path: Path) -> None:
    """A command that reads one package pays for nothing else: neither captures, nor curated files parsed again."""
    package = tmp_path / "a.apk"
    package.write_bytes(
        write_archive([Entry("AndroidManifest.xml", write_axml(Element("manifest", {"package": "a.b"})))])
    )
    heavy = ("yaml", "msgspec", "cloudip", "analyzers.extract.search", "analyzers.traffic_payloads.detect")
    program = (
        "import sys; from catalog.cli import main\n"
        f"sys.argv = ['sceau', 'analyze', '--json', {str(package)!r}]; main()\n"
        f"sys.exit(' '.join(name for name in {heavy!r} if name in sys.modules))"
    )
    environment = {"PATH": "", "SCEAU_CACHE": str(tmp_path / "cache"), "SCEAU_STATE": str(tmp_path)}
    for _ in range(2):  # the first one makes the caches
        ended = subprocess.run(
            [sys.executable, "-c", program], check=False, capture_output=True, text=True, env=environment
        )
    assert json.loads(ended.stdout)["outcome"]["code"] == "no-code"
    assert ended.stderr.strip() == ""


def test_wrong_usage_ends_with_two_and_no_trace() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "catalog.cli", "lodge"], check=False, capture_output=True, text=True, env={"PATH": ""}
    )
    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_a_setting_that_does_not_exist_is_named_without_trace(tmp_path: Path) -> None:
    (tmp_path / "a.apk").write_bytes(b"x")
    ended = subprocess.run(
        [sys.executable, "-m", "catalog.cli", "analyze", str(tmp_path / "a.apk")],
        check=False, capture_output=True, text=True, env={"PATH": "", "SCEAU_COLOUR": "blue"},
    )  # fmt: skip
    assert ended.returncode == 2
    assert ended.stderr.startswith("sceau: SCEAU_COLOUR is not a setting")
    assert "Traceback" not in ended.stderr
