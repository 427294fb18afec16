"""What every verb shares: refusals in one line, an instance that is up to date."""

from pathlib import Path

from tests.builders.instance import Instance
from tests.unit.catalog.commands.conftest import Run


def test_a_refusal_is_one_line_with_its_code(instance: Instance, run: Run) -> None:
    result = run("show", "--as", "rival@sceau.example", "sub_nothing", code=1)
    assert result.stderr.startswith("sceau: submission-unknown:")
    assert len(result.stderr.splitlines()) == 1


def test_an_unknown_account_is_refused_by_name(instance: Instance, run: Run) -> None:
    assert "account-unknown" in run("list", "--as", "nobody@sceau.example", code=1).stderr


def test_an_unknown_setting_is_refused_by_name(instance: Instance, run: Run) -> None:
    assert "SCEAU_PROT" in run("list", "--as", "officer@sceau.example", code=1, SCEAU_PROT="1").stderr


def test_a_database_behind_its_migrations_is_refused_with_what_to_do(tmp_path: Path, run: Run) -> None:
    assert "sceau migrate" in run("list", "--as", "a@b.example", code=1).output
