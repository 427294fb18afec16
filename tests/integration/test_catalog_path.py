"""The whole path on both engines: from enrolment to the listing, twice delivered, hostile words included."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from catalog.certificates.queries import get_by_number
from catalog.errors import Conflict
from catalog.journal.actor import SERVICE
from catalog.journal.model import JournalEntry
from catalog.journal.queries import get_head
from catalog.listings.queries import get_listing
from catalog.plumbing.bells import CeleryBell, Ring
from catalog.plumbing.broker import make_broker
from catalog.plumbing.database import Base
from catalog.plumbing.jobs import Job
from catalog.publishers.queries import get_actor
from catalog.reviews.service import Reviews
from catalog.submissions.model import AppVersion
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, PASSWORD, File, Instance, a_file, an_app

pytestmark = pytest.mark.integration

PATH = [
    "publisher.enrolled",
    "account.opened",
    "account.signed_in",
    "app.created",
    "submission.created",
    "artifact.lodged",
    "submission.declared",
    "submission.lodged",
    "submission.admitted",
    "evaluation.opened",
    "run.planned",
    "run.ended",
    "evaluation.concluded",
    "verdict.ruled",
    "opinion.given",
    "decision.granted",
    "certificate.drawn",
    "certificate.issued",
    "listing.projected",
]


def events(instance: Instance) -> list[str]:
    with instance.services.database.read() as session:
        return list(session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.number)))


def count_rows(instance: Instance) -> dict[str, int]:
    with instance.services.database.read() as session:
        return {name: session.scalar(sa.select(sa.func.count()).select_from(t)) or 0 for name, t in _tables().items()}


def _tables() -> dict[str, sa.Table]:
    return {name: table for name, table in Base.metadata.tables.items() if name != "jobs"}


def enrolled(instance: Instance) -> File:
    """A draft of a publisher who has just come."""
    services = instance.services
    services.publishers.enrol("Maison neuve (FICTIF)", "FR", "Une personne", "neuve@maison.example", PASSWORD)
    actor = services.publishers.find_actor(services.publishers.sign_in("neuve@maison.example", PASSWORD))
    assert actor == get_actor(services.database, "neuve@maison.example")
    instance.people = {**instance.people, "publisher": actor}
    return a_file(instance, an_app(instance, "Maison neuve"))


def test_an_app_goes_from_enrolment_to_its_listing(instance: Instance) -> None:
    before = len(events(instance))
    enrolled(instance).listed()
    told = events(instance)[before:]

    assert list(dict.fromkeys(one for one in told if one in PATH)) == PATH
    listing = get_listing(instance.services.database, "maison-neuve")
    assert (listing.state, listing.card["grade"]["score"]["overall"]) == ("active", "A")
    with instance.services.database.read() as session:
        number = listing.card["certificate"]["number"]
        assert get_by_number(session, number).certificate.document["app"]["name"] == "Maison neuve"
    assert instance.services.journal.find_break(get_head(instance.services.database)) is None
    assert set(instance.services.queue.depth()) == {"done"}


def test_delivering_every_job_again_in_the_wrong_order_changes_nothing(instance: Instance) -> None:
    enrolled(instance).listed()
    before, head = count_rows(instance), get_head(instance.services.database)
    with instance.services.database.read() as session:
        jobs = session.scalars(sa.select(Job).order_by(Job.id.desc())).all()
    for job in [*jobs, *reversed(jobs), *jobs]:
        instance.services.get_verb(job.verb)(**job.arguments)

    assert (count_rows(instance), get_head(instance.services.database)) == (before, head)


def test_words_of_a_hostile_manifest_reach_the_database_of_either_engine(instance: Instance) -> None:
    instance.laboratory.package = "tld.\0" + "\U0001f600" * 300
    kind, attributes = "app.identified", {"package": "nul \0 inside", "label": "right\u202eleft"}
    instance.laboratory.stated[ArtifactKind.APK] = [(kind, attributes)]
    file = a_file(instance).completed().lodged().admitted().examined()

    assert file.row.state == "under_evaluation"
    with instance.services.database.read() as session:
        (version,) = session.scalars(sa.select(AppVersion))
    assert len(version.package) == 255


def test_everything_that_changes_a_file_is_in_the_journal_with_its_actor(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    reviews: Reviews = instance.services.reviews
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("evaluator", lambda: file.rule("QUA-07", Outcome.NONCONFORMING)),
        ("second", lambda: reviews.countersign(instance.second, file.rule("TRK-01", Outcome.NOT_APPLICABLE))),
        ("evaluator", lambda: reviews.contradict(instance.evaluator, file.id, GROUNDS, file.version)),
        ("evaluator", lambda: file.captured(b"another capture")),
    ]
    for who, step in steps:
        number, _ = get_head(instance.services.database)
        step()
        with instance.services.database.read() as session:
            last = session.scalars(sa.select(JournalEntry).order_by(JournalEntry.number.desc()).limit(1)).one()
        assert last.number > number
        assert last.actor_id in {getattr(instance, who).account_id, instance.officer.account_id}


def test_a_broker_that_is_not_there_never_makes_an_act_fail_or_wait(instance: Instance) -> None:
    bell = CeleryBell(make_broker("redis+socket:///nowhere/redis.sock"))
    object.__setattr__(instance.services.journal, "bell", bell)
    started = time.monotonic()
    with instance.services.journal.act(SERVICE) as act:
        act.record("submission.admitted", "sub_1", ids={"submission_id": "sub_1"})
    bell.ring([Ring(1, "evaluations.open", "quick")])

    assert time.monotonic() - started < 2
    assert len(instance.services.queue.waiting()) == 1


def test_two_who_open_the_same_account_at_once_get_one_account_and_one_conflict(instance: Instance) -> None:
    enrol = instance.services.publishers.enrol
    enrol("Un (FICTIF)", "FR", "Une personne", "une@maison.example", PASSWORD)
    with pytest.raises(Conflict):
        enrol("Deux (FICTIF)", "FR", "Une personne", "une@maison.example", PASSWORD)
