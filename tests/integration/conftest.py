"""Plumbing of the integration tests: neighbours for the session, a database for each test, on both engines."""

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog.assembly import assemble
from catalog.plumbing.database import open_engine
from catalog.plumbing.schema import migrate
from catalog.plumbing.settings import Settings
from tests.builders.instance import QUICK, Instance, an_instance, found
from tests.fakes.clock import FakeClock
from tests.fakes.ids import FakeIds
from tests.integration.services import run_postgresql, run_redis

NUMBERS = itertools.count(1)
TEMPLATE = "sceau_template"


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a PostgreSQL that lives as long as the session."""
    with run_postgresql() as address:
        yield address


@pytest.fixture(scope="session")
def redis() -> Iterator[str]:
    """The address of a Redis that lives as long as the session."""
    with run_redis() as address:
        yield address


def name_database(address: str, name: str) -> str:
    """The same server, another database."""
    return sa.make_url(address).set(database=name).render_as_string()


def create_database(address: str, name: str, template: str = "template0") -> str:
    """Make a database and return its address."""
    engine = sa.create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(sa.text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    engine.dispose()
    return name_database(address, name)


@pytest.fixture(scope="session")
def founded(postgresql: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The server, with a migrated and founded database to copy."""
    database = create_database(postgresql, TEMPLATE)
    settings = Settings(state=tmp_path_factory.mktemp("template"), database=database)
    services = assemble(settings, clock=FakeClock(), ids=FakeIds(), hasher=QUICK)
    migrate(services.database.engine)
    found(services)
    services.database.engine.dispose()
    return postgresql


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The address of a founded database: empty for SQLite, whose file the builder makes."""
    if request.param == "sqlite":
        return ""
    return create_database(request.getfixturevalue("founded"), f"test_{next(NUMBERS)}", TEMPLATE)


@pytest.fixture
def instance(tmp_path: Path, database: str) -> Iterator[Instance]:
    """A founded demonstration on either engine."""
    running = an_instance(tmp_path, database=database)
    yield running
    running.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """An engine on an empty database."""
    address = f"sqlite:///{tmp_path}/empty.db"
    if request.param == "postgresql":
        address = create_database(request.getfixturevalue("postgresql"), f"empty_{next(NUMBERS)}")
    engine = open_engine(address)
    yield engine
    engine.dispose()
