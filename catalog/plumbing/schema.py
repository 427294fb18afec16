"""The schema's door: bring a database to the head of the migrations, or tell where it stands."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

from catalog.plumbing.database import naming_troubles

MIGRATIONS = Path(__file__).resolve().parent.parent / "migrations"


def make_config(engine: Engine) -> Config:
    """Return Alembic's configuration for this engine."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    return config


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the database to `revision`."""
    config, current = make_config(engine), get_revision(engine)
    if revision != "head" and current is not None and revision < current:  # numbered, so they compare as text
        command.downgrade(config, revision)
    else:
        command.upgrade(config, revision)


def get_revision(engine: Engine) -> str | None:
    """Return the revision the database is at, or None for an empty one.

    Raises:
        Unavailable: the database does not answer, or cannot be opened.
    """
    with naming_troubles(), engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def get_head() -> str | None:
    """Return the revision that this version of the service needs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()
