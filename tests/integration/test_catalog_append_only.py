"""History cannot be rewritten by raw SQL, on either engine."""

import pytest
import sqlalchemy as sa

from analyzers.bench.phases import Phase
from catalog.consultations.model import Comment, CommentAnswer, CommentId, Moderation, PanelId, PanelOpinion
from catalog.plumbing.database import Base
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from tests.builders.instance import Instance, a_file, an_app

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
    "uploads",
    "capture_keys",
}
APPEND_ONLY = sorted(set(Base.metadata.tables) - MUTABLE)


def _count(instance: Instance, table: str) -> int:
    with instance.services.database.read() as session:
        return session.execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 -- our own table's name


def _fill(instance: Instance) -> None:
    """At least one row in every append-only table."""
    draft = a_file(instance, an_app(instance, "Brouillon (FICTIF)"))
    draft.add(ArtifactKind.APK, b"read ahead")
    draft.examined()
    file = a_file(instance).examined_with_capture()
    services = instance.services
    question = services.reviews.request(instance.evaluator, file.id, "Que fait l'écran 3 ?", None, file.version)
    services.reviews.reply(instance.publisher, file.id, {question: "Il montre la courbe."}, file.version)
    instance.recorder.written = b"recorded live"
    capture = file.examined().copied().benched()
    services.bench.mark(instance.evaluator, file.id, capture, Phase.REFUSED)
    file.examined().ruled()
    ruling = file.rule("TRK-02", Outcome.NOT_APPLICABLE)
    services.reviews.countersign(instance.second, ruling)
    file.opined().decide()
    file.examined()
    services.surveillance.report("souffle-fictif", "Elle affiche de la publicité.")
    _consult(instance)


def _consult(instance: Instance) -> None:
    """A comment on a draft and what becomes of it: no draft edition is shipped, so the rows are laid as they are."""
    now, who = instance.clock.now(), instance.officer.account_id
    comment = CommentId("com_0000001")
    with instance.services.database.write() as session:
        session.add(Comment(id=comment, edition_id="2027.1", text="Trop long.", received_at=now))
        session.flush()
        moderated = {"is_shown": True, "grounds": "Recevable.", "moderated_by": who, "moderated_at": now}
        session.add(Moderation(comment_id=comment, **moderated))
        session.add(CommentAnswer(comment_id=comment, text="Raccourci.", answered_by=who, answered_at=now))
        said = {"held_on": now.date(), "members": 12, "opinion": "favourable", "text": "Clair."}
        session.add(
            PanelOpinion(id=PanelId("pan_0000001"), edition_id="2027.1", recorded_by=who, recorded_at=now, **said)
        )


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
