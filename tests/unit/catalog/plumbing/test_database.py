"""Tests of the database: tuning, transactions, instants."""

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError, StatementError

from catalog.errors import Conflict
from catalog.plumbing.database import Changed, Database, DatabaseBusy, DatabaseUnusable, Instant, open_engine
from catalog.plumbing.schema import get_revision
from catalog.publishers.model import Authority
from tests.builders.instance import Instance

PARIS = timezone(timedelta(hours=2))


@pytest.mark.parametrize("pragma", [("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1)])
def test_sqlite_keeps_what_it_acknowledged(tmp_path: Path, pragma: tuple[str, str | int]) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/below/sceau.db")

    with engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma[0]}").scalar() == pragma[1]
    engine.dispose()


def test_postgresql_has_time_limits() -> None:
    engine = open_engine("postgresql+psycopg://nobody@/nowhere")

    assert engine.dialect.name == "postgresql"
    assert engine.pool._pre_ping
    engine.dispose()


def test_a_write_that_fails_leaves_nothing(instance: Instance) -> None:
    database = instance.services.database

    def fail() -> None:
        with database.write() as session:
            session.get_one(Authority, 1).name = "Another"
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    with database.read() as session:
        assert session.get_one(Authority, 1).name != "Another"


def test_a_read_changes_nothing(instance: Instance) -> None:
    database = instance.services.database
    with database.read() as session:
        session.get_one(Authority, 1).name = "Another"

    with database.read() as session:
        assert session.get_one(Authority, 1).name != "Another"


def test_a_database_that_does_not_answer_is_unavailable_for_readers_and_writers(tmp_path: Path) -> None:
    database = Database(open_engine(f"sqlite:///{tmp_path}/sceau.db"))  # empty: no table is there
    with pytest.raises(DatabaseBusy), database.write() as session:
        session.get(Authority, 1)
    with pytest.raises(DatabaseBusy), database.read() as session:
        session.get(Authority, 1)
    database.engine.dispose()


def test_a_full_disk_is_not_a_busy_database(instance: Instance) -> None:
    database = instance.services.database
    with database.write() as session:
        session.execute(sa.text("PRAGMA max_page_count = 1"))  # the pool gives the same connection again
    with pytest.raises(DatabaseUnusable), database.write() as session:
        session.execute(sa.text("CREATE TABLE filler AS SELECT zeroblob(1000000)"))


def test_a_database_that_cannot_be_opened_has_a_name(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}")  # a folder
    with pytest.raises(DatabaseUnusable):
        get_revision(engine)
    engine.dispose()


def test_two_rows_of_one_name_are_a_conflict_and_not_a_defect(instance: Instance) -> None:
    again = Authority(id=1, name="x", instance="demo", admission="person", founded_at=instance.clock.now())
    with pytest.raises(Changed) as caught, instance.services.database.write() as session:
        session.add(again)

    assert isinstance(caught.value, Conflict)


def test_a_value_outside_its_list_stays_a_defect(instance: Instance) -> None:
    with pytest.raises(IntegrityError), instance.services.database.write() as session:
        session.get_one(Authority, 1).admission = "anyhow"


def test_an_error_never_repeats_what_was_to_be_stored(instance: Instance) -> None:
    with pytest.raises(IntegrityError) as caught, instance.services.database.write() as session:
        session.add(Authority(id=2, name="A private name", instance="demo", founded_at=instance.clock.now()))

    assert "A private name" not in str(caught.value)


def test_an_instant_is_stored_in_utc() -> None:
    noon = datetime(2026, 7, 1, 12, tzinfo=PARIS)

    assert Instant().process_bind_param(noon, sqlite.dialect()) == datetime(2026, 7, 1, 10)  # noqa: DTZ001 -- what SQLite keeps
    assert Instant().process_bind_param(noon, postgresql.dialect()) == noon
    assert Instant().process_bind_param(None, sqlite.dialect()) is None


def test_an_instant_comes_back_aware() -> None:
    back = Instant().process_result_value(datetime(2026, 7, 1, 10), sqlite.dialect())  # noqa: DTZ001 -- what SQLite gives

    assert back == datetime(2026, 7, 1, 10, tzinfo=UTC)
    assert Instant().process_result_value(datetime(2026, 7, 1, 12, tzinfo=PARIS), postgresql.dialect()) == back
    assert Instant().process_result_value(None, sqlite.dialect()) is None


def test_a_naive_instant_is_refused(instance: Instance) -> None:
    with pytest.raises(StatementError, match="aware"), instance.services.database.write() as session:
        session.execute(sa.update(Authority).values(founded_at=datetime(2026, 7, 1)))  # noqa: DTZ001 -- the fault itself
