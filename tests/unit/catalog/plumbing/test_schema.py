"""Tests of the schema's door."""

from pathlib import Path

import sqlalchemy as sa

from catalog.plumbing.database import open_engine
from catalog.plumbing.schema import MIGRATIONS, get_head, get_revision, migrate


def test_an_empty_database_is_at_no_revision(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/sceau.db")

    assert get_revision(engine) is None
    engine.dispose()


def test_a_database_is_brought_to_the_head_and_may_be_brought_there_again(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/sceau.db")

    migrate(engine)
    migrate(engine)

    assert get_revision(engine) == get_head() == (MIGRATIONS / ".current-head").read_text().strip()
    engine.dispose()


def test_a_revision_may_be_reached_from_either_side(tmp_path: Path) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/sceau.db")

    migrate(engine, "0002")
    below = get_revision(engine), sa.inspect(engine).has_table("evaluations")
    migrate(engine)
    migrate(engine, "0003")
    above = get_revision(engine), sa.inspect(engine).has_table("rulings")

    assert below == ("0002", False)
    assert above == ("0003", False)
    assert sa.inspect(engine).has_table("evaluations")
    engine.dispose()
