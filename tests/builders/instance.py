"""An instance of the service in miniature: real services over a database of its own, fakes for the outside world.

`an_instance(tmp_path)` is a founded demonstration with its people. `a_file(instance)` is a draft; each step of the
procedure is one method that returns the builder: `a_file(instance).completed().lodged().admitted().examined()`.
"""

import io
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, Literal

from argon2 import PasswordHasher
from sqlalchemy import event

from analyzers.bench.access import Access
from catalog.assembly import Services, assemble
from catalog.bench.lifecycle import Route
from catalog.bench.model import CaptureId
from catalog.bench.recorder import Recorder
from catalog.decisions.model import DecisionId
from catalog.evaluations.laboratory import Laboratory
from catalog.evaluations.queries import Assessed, find_assessed
from catalog.journal.actor import Actor, Role
from catalog.plumbing.bells import Bell
from catalog.plumbing.ids import Ids
from catalog.plumbing.schema import migrate
from catalog.plumbing.settings import Settings
from catalog.plumbing.signing import make_key
from catalog.publishers.queries import get_actor
from catalog.reviews.lifecycle import OpinionKind
from catalog.submissions.model import AppId, ArtifactId, Submission, SubmissionId
from catalog.worker import Worker
from catalog.workflow import QUEUES
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from tests.fakes.clock import FakeClock
from tests.fakes.copier import FakeCopier
from tests.fakes.ids import FakeIds
from tests.fakes.laboratory import FakeLaboratory
from tests.fakes.recorder import FakeRecorder

PASSWORD = "invented people only"
GROUNDS = "Les écrans et les pièces le montrent."
STAFF = {
    "officer": Role.OFFICER,
    "evaluator": Role.EVALUATOR,
    "second": Role.EVALUATOR,
    "authority": Role.AUTHORITY,
    "auditor": Role.AUDITOR,
}
QUICK = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
IDS_OF_TESTS = 1000  # the template's people have lower numbers
DOCUMENTED = ("establishment", "hds_certificate", "breach_notification", "end_of_service", "penetration_test_on")
ANSWERS: Mapping[str, Any] = {
    "health_data_hosted": "for_care",
    "data_exchange": False,
    "purpose": "Noter son souffle chaque jour.",
    "establishment": "union",
    "privacy_policy_url": "https://souffle.example/confidentialite",
    "hds_certificate": True,
    "health_data_place": "eea",
    "breach_notification": True,
    "penetration_test_on": "2026-01-15",
    "end_of_service": True,
}


@dataclass
class Instance:
    """One running instance and its people."""

    services: Services
    worker: Worker
    clock: Any
    laboratory: Any
    recorder: Any
    copier: Any
    folder: Path
    people: Mapping[str, Actor] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Actor:
        """`instance.evaluator`, `instance.publisher`, `instance.rival` and the others."""
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None

    def close(self) -> None:
        """Let go of the database."""
        self.services.database.engine.dispose()


def found(services: Services) -> None:
    """Found a demonstration with one person in each role and two publishers."""
    people = services.publishers
    people.found("Autorité d'essai (FICTIF)", "demo")
    people.open_first("operator", "operator@sceau.example", PASSWORD)
    operator = get_actor(services.database, "operator@sceau.example")
    for name, role in STAFF.items():
        people.open_account(operator, name, f"{name}@sceau.example", PASSWORD, role)
    for name in ("publisher", "rival"):
        people.enrol(f"{name} (FICTIF)", "FR", name, f"{name}@sceau.example", PASSWORD)


def _meet(services: Services) -> dict[str, Actor]:
    names = ("operator", *STAFF, "publisher", "rival")
    return {name: get_actor(services.database, f"{name}@sceau.example") for name in names}


@cache
def _template() -> bytes:
    """A migrated, founded SQLite database: made once per process, copied for each test."""
    folder = Path(mkdtemp(prefix="sceau-template-"))
    try:
        services = assemble(Settings(state=folder), clock=FakeClock(), ids=FakeIds(), hasher=QUICK)
        migrate(services.database.engine)
        found(services)
        services.database.engine.dispose()
        return (folder / "sceau.db").read_bytes()
    finally:
        shutil.rmtree(folder)


def _hurry(services: Services) -> None:
    """Let SQLite not wait for the disk: a test's database need not survive a power cut."""

    @event.listens_for(services.database.engine, "connect")
    def _connect(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous=OFF")


def an_instance(
    folder: Path,
    *,
    database: str = "",
    laboratory: Laboratory | None = None,
    recorder: Recorder | None = None,
    bell: Bell | None = None,
    ids: Ids | None = None,
    clock: Any = None,  # a FakeClock unless the test shares its database with a real worker
    **settings: Any,
) -> Instance:
    """Start an instance in `folder`, on SQLite, or on `database` (migrated and founded already)."""
    if not database and not (folder / "sceau.db").exists():
        (folder / "sceau.db").write_bytes(_template())
    make_key(folder / "keys", demo=True)
    clock, laboratory, recorder = clock or FakeClock(), laboratory or FakeLaboratory(), recorder or FakeRecorder()
    copier = FakeCopier()
    services = assemble(
        Settings(state=folder, database=database, **settings),
        clock=clock,
        ids=ids or FakeIds(IDS_OF_TESTS),
        laboratory=laboratory,
        recorder=recorder,
        copier=copier,
        bell=bell,
        hasher=QUICK,
    )
    if not database:
        _hurry(services)
    worker = Worker(services, "test", QUEUES)
    return Instance(services, worker, clock, laboratory, recorder, copier, folder, _meet(services))


@dataclass
class File:
    """One file of one app, moved along the procedure step by step."""

    instance: Instance
    app_id: AppId
    id: SubmissionId

    @property
    def row(self) -> Submission:
        """The file as it stands."""
        with self.instance.services.database.read() as session:
            return session.get_one(Submission, self.id)

    @property
    def version(self) -> int:
        """What a page just loaded would show."""
        return self.row.version

    @property
    def assessed(self) -> Assessed:
        """The last concluded examination."""
        with self.instance.services.database.read() as session:
            assessed = find_assessed(session, self.id)
        assert assessed is not None
        return assessed

    def add(
        self,
        kind: ArtifactKind,
        content: bytes,
        actor: Actor | None = None,
        name: str = "piece",
        **more: Any,
    ) -> ArtifactId:
        """Lodge one piece."""
        services, actor = self.instance.services, actor or self.instance.publisher
        return services.submissions.lodge_artifact(actor, self.id, kind, name, io.BytesIO(content), **more)

    def completed(self, apk: bytes = b"", *, documented: bool = True, **answers: Any) -> "File":
        """Lodge a package and the documents, and answer every question."""
        self.add(ArtifactKind.APK, apk or f"package of {self.app_id}".encode())
        services = self.instance.services
        given: dict[str, Any] = {}
        for question, value in {**ANSWERS, **answers}.items():
            given[question] = {"value": value, "documents": []}
            if documented and question in DOCUMENTED:
                content = f"document for {question}".encode()
                self.add(ArtifactKind.DOCUMENT, content)
                given[question]["documents"] = [services.blobs.put(content).digest]
        services.submissions.declare(self.instance.publisher, self.id, given, self.version)
        return self

    def lodged(self) -> "File":
        """Hand the file in."""
        self.instance.services.submissions.lodge(self.instance.publisher, self.id, self.version)
        return self

    def captured(self, content: bytes = b"what the bench saw") -> "File":
        """Add the authority's own capture."""
        self.add(ArtifactKind.CAPTURE, content, self.instance.officer)
        return self

    def copied(self, actor: Actor | None = None) -> "File":
        """Copy the build for the bench, signed anew."""
        self.instance.services.copies.make(actor or self.instance.evaluator, self.id)
        return self

    def benched(
        self, actor: Actor | None = None, route: Route = Route.NONE, access: Access = Access.PROXY
    ) -> CaptureId:
        """Order a capture by the bench."""
        bench, who = self.instance.services.bench, actor or self.instance.evaluator
        return bench.order(who, self.id, route, self.version, access)

    def admitted(self) -> "File":
        """Admit the file: the analyses are ordered."""
        self.instance.services.submissions.admit(self.instance.officer, self.id, self.version)
        return self

    def examined(self) -> "File":
        """Let the worker do all that is ordered."""
        self.instance.worker.drain()
        return self

    def rule(self, criterion: str, outcome: Outcome, actor: Actor | None = None, grounds: str = GROUNDS) -> Any:
        """Rule on one criterion."""
        actor = actor or self.instance.evaluator
        return self.instance.services.reviews.rule(actor, self.id, criterion, outcome, grounds, self.version)

    def ruled(self) -> "File":
        """Rule conforming whatever waits for a person's word."""
        for verdict in self.assessed.assessment.verdicts:
            if verdict.needs_ruling:
                self.rule(verdict.criterion, Outcome.CONFORMING)
        return self

    def opined(
        self, opinion: OpinionKind = OpinionKind.FAVOURABLE, reservations: Mapping[str, str] | None = None
    ) -> "File":
        """Give the committee's opinion."""
        reviews = self.instance.services.reviews
        reviews.opine(self.instance.evaluator, self.id, opinion, GROUNDS, reservations or {}, self.version)
        return self

    def decide(self, kind: Literal["grant", "refuse"] = "grant", actor: Actor | None = None) -> DecisionId:
        """Decide."""
        actor = actor or self.instance.authority
        return self.instance.services.decisions.decide(actor, self.id, kind, GROUNDS, self.version)

    def examined_with_capture(self) -> "File":
        """The usual way to a concluded examination."""
        return self.completed().lodged().captured().admitted().examined()

    def listed(self) -> "File":
        """The whole way to the public listing."""
        self.examined_with_capture().ruled().opined().decide()
        return self.examined()


def an_app(instance: Instance, name: str = "Souffle (FICTIF)", actor: Actor | None = None) -> AppId:
    """Open the card of an app."""
    purposes = ("Noter son souffle.", "Write down one's breath.")
    services = instance.services
    return services.submissions.create_app(actor or instance.publisher, name, *purposes, "contact@souffle.example")


def a_file(instance: Instance, app_id: AppId | None = None) -> File:
    """Open a draft, for a new app unless one is named."""
    app_id = app_id or an_app(instance)
    return File(instance, app_id, instance.services.submissions.create(instance.publisher, app_id))
