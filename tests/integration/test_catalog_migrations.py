"""The schema on both engines: empty to head, one step down and up, models equal schema, and over a seeded database."""

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from catalog.listings.queries import list_page
from catalog.plumbing.database import Base
from catalog.plumbing.schema import MIGRATIONS, get_head, get_revision, migrate
from tests.builders.instance import Instance, a_file

pytestmark = pytest.mark.integration

REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()][::-1]


def test_an_empty_database_reaches_the_head(empty: sa.Engine) -> None:
    migrate(empty)

    assert get_revision(empty) == get_head() == REVISIONS[-1]
    assert set(sa.inspect(empty).get_table_names()) == {*Base.metadata.tables, "alembic_version"}


def test_models_equal_the_schema(empty: sa.Engine) -> None:
    migrate(empty)

    with empty.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, Base.metadata) == []


def test_each_step_can_be_taken_back_and_again(empty: sa.Engine) -> None:
    for before, after in zip([None, *REVISIONS], REVISIONS, strict=False):
        migrate(empty, after)
        migrate(empty, before or "base")
        migrate(empty, after)

    assert get_revision(empty) == get_head()


def test_a_seeded_database_is_taken_one_step_back_and_to_the_head_with_nothing_lost(instance: Instance) -> None:
    file = a_file(instance).listed()
    engine = instance.services.database.engine

    migrate(engine, REVISIONS[-2])
    migrate(engine)

    assert file.row.state == "decided"
    assert [row.state for row in list_page(instance.services.database, after=0, size=5, everything=True)] == ["active"]
    assert instance.services.journal.find_break() is None
    a_file(instance).listed()


def test_revisions_are_numbered_linear_and_named_by_the_head_file() -> None:
    assert [f"{number:04d}" for number in range(1, len(REVISIONS) + 1)] == REVISIONS
    assert (MIGRATIONS / ".current-head").read_text().strip() == REVISIONS[-1]
