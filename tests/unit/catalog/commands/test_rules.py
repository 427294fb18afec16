"""Verbs on the criteria."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result

from catalog.journal.model import JournalEntry
from criteria.load import HERE, check_edition
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


def _draft(tmp_path: Path) -> Path:
    """A draft edition in a folder of its own."""
    text = (HERE / "editions" / "2026.0.yaml").read_text(encoding="utf-8")
    text = text.replace("published_on: 2026-01-01\nin_force_on: 2026-01-01\n", "in_force_on: 2040-01-01\n")
    (tmp_path / "editions").mkdir()
    path = tmp_path / "editions" / "2026.0.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def _publish(run: Run, path: Path, *people: str, code: int = 0) -> Result:
    by = [word for person in people for word in ("--by", f"{person}@sceau.example")]
    return run("criteria", "publish", path.stem, *by, "--folder", str(path.parent), code=code)


def test_two_people_publish_an_edition_and_the_journal_keeps_both(instance: Instance, run: Run, tmp_path: Path) -> None:
    path = _draft(tmp_path)
    told = _publish(run, path, "authority", "second").output
    edition = check_edition(path.read_text(encoding="utf-8"), "criteria/editions/2026.0.yaml")
    assert edition.published_on is not None
    assert told == f"2026.0: published, {edition.digest}\n"
    with instance.services.database.read() as session:
        entry = session.scalars(sa.select(JournalEntry).where(JournalEntry.event == "edition.published")).one()
    assert (entry.subject_id, entry.facts["digest"], len(entry.facts["by"])) == ("2026.0", edition.digest, 2)
    assert "a published edition never changes" in _publish(run, path, "authority", "second", code=1).stderr


@pytest.mark.parametrize(
    ("people", "sentence"),
    [
        (("authority",), "two different people"),
        (("authority", "authority"), "two different people"),
        (("evaluator", "second"), "role-refused"),
        (("authority", "auditor"), "role-refused"),
    ],
)
def test_nobody_publishes_alone_or_without_the_authority(
    instance: Instance, run: Run, tmp_path: Path, people: tuple[str, ...], sentence: str
) -> None:
    path = _draft(tmp_path)
    before = path.read_text(encoding="utf-8")
    assert sentence in _publish(run, path, *people, code=1).stderr
    assert path.read_text(encoding="utf-8") == before


def test_an_edition_that_does_not_exist_is_not_published(instance: Instance, run: Run, tmp_path: Path) -> None:
    refused = run("criteria", "publish", "1789.1", "--by", "a@sceau.example", "--folder", str(tmp_path), code=1)
    assert "1789.1 is not an edition" in refused.stderr
