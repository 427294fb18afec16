"""An erased key is gone from the database's own files, on both engines; PostgreSQL's log is said to keep it a while."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog.submissions.model import CaptureKey
from tests.builders.instance import Instance, a_file

pytestmark = pytest.mark.integration


def test_an_erased_key_lies_in_no_table_file(instance: Instance, tmp_path: Path) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    file.benched()
    file.examined()
    engine = instance.services.database.engine
    with instance.services.database.read() as session:
        (key,) = session.query(CaptureKey).all()
        wrapped = str(key.wrapped).encode()
        is_sqlite = engine.dialect.name == "sqlite"
        folder = tmp_path if is_sqlite else Path(str(session.scalar(sa.text("SHOW data_directory")))) / "base"
    _settle(engine)
    assert _holding(folder, wrapped)
    instance.clock.advance(days=91)
    assert instance.services.custody.erase_due() == [file.id]
    _settle(engine)

    assert _holding(folder, wrapped) == []


def _settle(engine: sa.Engine) -> None:
    """Have PostgreSQL write what it holds in memory, and let go of the files it no longer needs."""
    if engine.dialect.name == "postgresql":
        with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")


def _holding(folder: Path, wrapped: bytes) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file() and wrapped in path.read_bytes()]
