"""History cannot be rewritten by raw SQL, on either engine."""

import pytest
import sqlalchemy as sa

from analyzers.bench.phases import Phase
from catalog.plumbing.database import Base
from criteria.model import Outcome
from tests.builders.instance import Instance, a_file

pytestmark = pytest.mark.integration

MUTABLE = {
    "authorities",
    "publishers",
    "accounts",
    "access_tokens",
    "apps",
    "submissions",
    "jobs",
    "listings",
    "bench_captures",
    "capture_keys",
}
APPEND_ONLY = sorted(set(Base.metadata.tables) - MUTABLE)


def _count(instance: Instance, table: str) -> int:
    with instance.services.database.read() as session:
        return session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 -- our own table's name


def _fill(instance: Instance) -> None:
    """At least one row in every append-only table."""
    file = a_file(instance).examined_with_capture()
    services = instance.services
    question = services.reviews.request(instance.evaluator, file.id, "Que fait l'écran 3 ?", None, file.version)
    services.reviews.reply(instance.publisher, file.id, {question: "Il montre la courbe."}, file.version)
    capture = file.examined().benched()
    services.bench.mark(instance.evaluator, file.id, capture, Phase.REFUSED)
    file.examined().ruled()
    ruling = file.rule("TRK-02", Outcome.NOT_APPLICABLE)
    services.reviews.countersign(instance.second, ruling)
    file.opined().decide()
    file.examined()
    services.surveillance.report("souffle-fictif", "Elle affiche de la publicité.")


def _refusal(engine: sa.Engine, statement: str) -> str:
    try:
        with engine.begin() as connection:
            connection.execute(sa.text(statement))
    except sa.exc.DBAPIError as error:
        return str(error.orig)
    return "nothing was refused"


def test_no_row_of_history_can_be_changed_removed_or_replaced(instance: Instance) -> None:
    _fill(instance)
    engine = instance.services.database.engine
    tables = Base.metadata.tables
    allowed = []
    for table in APPEND_ONLY:
        assert _count(instance, table) > 0, table
        column = next(iter(tables[table].columns)).name
        statements = [f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"]  # noqa: S608 -- our own names
        if engine.dialect.name == "sqlite":
            statements.append(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")  # noqa: S608 -- our own names
        else:
            statements.append(f"TRUNCATE {table} CASCADE")
        allowed += [statement for statement in statements if "append-only" not in _refusal(engine, statement)]

    assert allowed == []
    assert instance.services.journal.find_break() is None
