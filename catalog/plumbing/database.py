"""The database: one engine, one declarative base, read and write transactions."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm import DeclarativeBase, Session, sessionmaker
from sqlalchemy.types import TypeDecorator

from catalog.errors import Conflict, Unavailable

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
WRITE_LOCK = 7_319_077  # one number for the whole service: on PostgreSQL too, one act writes at a time
UNUSABLE = ("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_FULL", "SQLITE_IOERR")  # and their finer kinds
UNIQUE_VIOLATION = "23505"  # PostgreSQL's name for it


class DatabaseBusy(Unavailable):
    """The database did not answer in time."""

    code = "database-busy"


class DatabaseUnusable(Unavailable):
    """The database cannot be opened or written: the disk is full, read-only, or not there."""

    code = "database-unusable"


class Changed(Conflict):
    """Somebody did the same thing at the same instant; reading again shows it."""

    code = "changed-meanwhile"


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime, also on databases that forget time zones."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes; store UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant must be aware")
        aware = value.astimezone(UTC)
        return aware.replace(tzinfo=None) if dialect.name == "sqlite" else aware

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """Give UTC back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The one declarative base; every slice's `model.py` hangs its tables here."""

    metadata = sa.MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Instant(), dict[str, Any]: sa.JSON(), list[Any]: sa.JSON()}  # noqa: RUF012 - SQLAlchemy's own idiom


def _tune_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",  # an acknowledged commit survives a power cut
            "foreign_keys=ON",
            "busy_timeout=10000",
            "trusted_schema=OFF",
            "secure_delete=ON",  # what is taken out of a row is overwritten: erased keys lie in no free page
            "recursive_triggers=ON",  # or INSERT OR REPLACE would slip past the triggers of append-only tables
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def open_engine(url: str) -> Engine:
    """Open the engine of `url`, tuned: WAL, full sync and foreign keys on SQLite; time limits on PostgreSQL."""
    parsed = sa.make_url(url)
    if parsed.get_backend_name() == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        engine = sa.create_engine(parsed, connect_args={"timeout": 10}, hide_parameters=True)
        _tune_sqlite(engine)
        return engine
    options = "-c lock_timeout=10s -c statement_timeout=60s -c idle_in_transaction_session_timeout=60s"
    return sa.create_engine(parsed, pool_pre_ping=True, connect_args={"options": options}, hide_parameters=True)


class Database:
    """Read and write transactions over one engine. A write transaction commits once, at its end, or not at all."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._reads = sessionmaker(engine, expire_on_commit=False, autoflush=False)
        self._writes = sessionmaker(engine.execution_options(writes=True), expire_on_commit=False)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a session that changes nothing.

        Raises:
            DatabaseBusy: the database did not answer.
            DatabaseUnusable: its disk is full, read-only, or not there.
        """
        with naming_troubles(), self._reads() as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open a session whose changes are committed together when the block ends well.

        Raises:
            DatabaseBusy: the database did not answer, or another writer held it for too long.
            DatabaseUnusable: its disk is full, read-only, or not there.
            Changed: somebody else wrote the same row at the same instant.
        """
        with naming_troubles(), self._writes.begin() as session:
            session.connection()
            yield session

    def forget(self, table: str) -> bool:
        """Leave no trace of a table's former values in the engine's own files; False where others are in the way.

        SQLite's log is emptied into the base, which overwrites. PostgreSQL writes the table anew; its log and whatever
        was copied before keep the old values until they are recycled, which no program of ours can hasten.
        """
        if self.engine.dialect.name == "sqlite":
            return self._empty_log()
        alone = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        try:
            with alone.connect() as connection:
                connection.exec_driver_sql(f"VACUUM FULL {table}")
        except OperationalError:
            return False
        return True

    def _empty_log(self) -> bool:
        plain = self.engine.raw_connection()
        try:
            answer: Any = plain.cursor()
            busy = answer.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        except sqlite3.OperationalError:
            return False
        finally:
            plain.close()
        return bool(busy == 0)


@contextmanager
def naming_troubles() -> Iterator[None]:
    """Give the database's own troubles their names in our families; a defect of ours stays a defect."""
    try:
        yield
    except (OperationalError, PoolTimeout) as error:
        orig = error.orig if isinstance(error, DBAPIError) else None
        unusable = getattr(orig, "sqlite_errorname", "").startswith(UNUSABLE)
        raise (DatabaseUnusable if unusable else DatabaseBusy)(_tell(error)) from error
    except IntegrityError as error:
        if not _is_duplicate(error):
            raise
        raise Changed(_tell(error)) from error


def _tell(error: Exception) -> str:
    return type(error.orig).__name__ if isinstance(error, DBAPIError) else type(error).__name__


def _is_duplicate(error: IntegrityError) -> bool:
    sqlite = getattr(error.orig, "sqlite_errorname", "")
    postgresql = getattr(error.orig, "sqlstate", "")
    return sqlite in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY") or postgresql == UNIQUE_VIOLATION


def take_turns(session: Session) -> None:
    """Wait for the writer before, as SQLite makes everybody do: what an act reads stays true until it commits."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(sa.text("SELECT pg_advisory_xact_lock(:key)"), {"key": WRITE_LOCK})
