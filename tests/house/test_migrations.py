"""House rule 4: migrations are numbered, linear and reversible by one; the schema is what the models say."""

import ast
import re
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.engine import Engine

from catalog.plumbing.database import Base, open_engine
from catalog.plumbing.schema import get_head, get_revision, migrate
from tests.house.project import ROOT, parse, write

_FOLDER = "catalog/migrations"


def _constants(tree: ast.Module) -> dict[str, object]:
    found: dict[str, object] = {}
    for node in tree.body:
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.targets[0], ast.Name)
            and isinstance(node.value, ast.Constant)
        ):
            found[node.targets[0].id] = node.value.value
    return found


def _does_something(tree: ast.Module, name: str) -> bool:
    bodies = [node.body for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    return any(not isinstance(line, ast.Pass | ast.Raise) for body in bodies for line in body[1:] or body)


def find_problems(root: Path) -> list[str]:
    """Gaps, forks, wrong heads and one-way steps among the numbered files."""
    problems, previous = [], None
    for number, path in enumerate(sorted((root / _FOLDER / "versions").glob("*.py")), 1):
        expected, tree = f"{number:04}", parse(path)
        stated = _constants(tree)
        if not re.fullmatch(rf"{expected}_[a-z_]+\.py", path.name):
            problems.append(f"{path.name}: not numbered {expected}")
        if (stated.get("revision"), stated.get("down_revision")) != (expected, previous):
            problems.append(f"{path.name}: does not follow {previous}")
        problems += [f"{path.name}: no {way}" for way in ("upgrade", "downgrade") if not _does_something(tree, way)]
        previous = expected
    if (root / _FOLDER / ".current-head").read_text(encoding="utf-8").strip() != previous:
        problems.append(f".current-head: is not {previous}")
    return problems


def find_differences(engine: Engine, metadata: sa.MetaData) -> list[Any]:
    """What the models say and the migrated database does not, or the reverse."""
    with engine.connect() as connection:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    return open_engine(f"sqlite:///{tmp_path / 'house.db'}")


def test_migrations_are_numbered_linear_and_two_way() -> None:
    assert find_problems(ROOT) == []


def test_the_schema_is_what_the_models_say(engine: Engine) -> None:
    migrate(engine)

    assert find_differences(engine, Base.metadata) == []


def test_the_last_step_can_be_undone_and_done_again(engine: Engine) -> None:
    head = get_head() or ""
    migrate(engine)
    migrate(engine, f"{int(head) - 1:04}")
    migrate(engine)

    assert get_revision(engine) == head
    assert find_differences(engine, Base.metadata) == []


def test_a_table_that_no_migration_lays_is_found(engine: Engine) -> None:
    migrate(engine)
    more = sa.MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.tables.values():
        table.to_metadata(more)
    sa.Table("forgotten", more, sa.Column("id", sa.Integer, primary_key=True))

    ((what, table),) = find_differences(engine, more)
    assert (what, table.name) == ("add_table", "forgotten")


_SOUND = 'revision = "0001"\ndown_revision = None\ndef upgrade():\n    work()\ndef downgrade():\n    work()\n'


@pytest.mark.parametrize(
    ("name", "text", "head", "problem"),
    [
        ("0002_jump.py", _SOUND, "0001", "0002_jump.py: not numbered 0001"),
        ("0001_fork.py", _SOUND.replace("None", '"0000"'), "0001", "0001_fork.py: does not follow None"),
        ("0001_first.py", _SOUND, "0001", None),
        (
            "0001_oneway.py",
            _SOUND.replace("downgrade():\n    work()", "downgrade():\n    pass"),
            "0001",
            "0001_oneway.py: no downgrade",
        ),
        ("0001_first.py", _SOUND, "0002", ".current-head: is not 0001"),
    ],
)
def test_a_broken_chain_is_found(tmp_path: Path, name: str, text: str, head: str, problem: str | None) -> None:
    write(tmp_path, f"{_FOLDER}/versions/{name}", text)
    write(tmp_path, f"{_FOLDER}/.current-head", head)

    assert find_problems(tmp_path) == ([problem] if problem else [])
