"""Tests of the journal's reads."""

from pathlib import Path

from catalog.journal.actor import SERVICE
from catalog.journal.chain import GENESIS
from catalog.journal.queries import get_head, list_entries
from catalog.plumbing.database import Database, open_engine
from catalog.plumbing.schema import migrate
from tests.builders.instance import Instance


def test_an_empty_journal_begins_at_nothing(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/empty.db")
    migrate(engine)

    assert get_head(Database(engine)) == (0, GENESIS)
    engine.dispose()


def test_what_happened_to_one_subject_is_told_in_order(instance: Instance) -> None:
    for event, subject in (("a.first", "sub_1"), ("a.other", "sub_2"), ("a.second", "sub_1")):
        with instance.services.journal.act(SERVICE) as act:
            act.record(event, subject)

    assert [entry.event for entry in list_entries(instance.services.database, "sub_1")] == ["a.first", "a.second"]
    assert list_entries(instance.services.database, "sub_3") == []
