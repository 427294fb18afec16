"""Settings to services: the one place where the parts are put together, for web, worker and command line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from argon2 import PasswordHasher

from analyzers.bench.run import RunLimits
from catalog.bench.copier import Copier, JailedCopier
from catalog.bench.copies import Copies
from catalog.bench.recorder import LiveRecorder, Recorder, load_stand_in
from catalog.bench.service import Bench
from catalog.certificates.service import Certificates
from catalog.consultations.service import Consultations
from catalog.decisions.service import Decisions
from catalog.evaluations.instruments import Instruments
from catalog.evaluations.laboratory import Laboratory
from catalog.evaluations.postings import Postings
from catalog.evaluations.preliminary import Preliminaries
from catalog.evaluations.service import Evaluations
from catalog.journal.service import Journal
from catalog.listings.service import Listings
from catalog.plumbing.bells import Bell, CeleryBell, SilentBell
from catalog.plumbing.broker import make_broker
from catalog.plumbing.clock import Clock, SystemClock
from catalog.plumbing.database import Database, open_engine
from catalog.plumbing.ids import Ids, RandomIds
from catalog.plumbing.jobs import Queue
from catalog.plumbing.partials import PartialStore
from catalog.plumbing.settings import Settings
from catalog.plumbing.signing import KeyFolder, Signer
from catalog.plumbing.storage import BlobStore
from catalog.plumbing.vault import Vault
from catalog.publishers.attempts import Attempts
from catalog.publishers.service import Publishers
from catalog.reviews.service import Reviews
from catalog.submissions.custody import Custody
from catalog.submissions.proposals import Proposals
from catalog.submissions.service import Submissions
from catalog.submissions.uploads import Uploads
from catalog.surveillance.service import Surveillance
from catalog.workflow import plan

HOME = Path(__file__).parents[1]
LONGEST = 7000  # seconds of a capture: its job may take a little longer


@dataclass(frozen=True, slots=True)
class Services:
    """Every service of one instance, over one database."""

    settings: Settings
    clock: Clock
    database: Database
    journal: Journal
    queue: Queue
    blobs: BlobStore
    signer: Signer
    publishers: Publishers
    submissions: Submissions
    proposals: Proposals
    uploads: Uploads
    custody: Custody
    bench: Bench
    copies: Copies
    preliminaries: Preliminaries
    evaluations: Evaluations
    reviews: Reviews
    decisions: Decisions
    certificates: Certificates
    listings: Listings
    surveillance: Surveillance
    consultations: Consultations

    def get_verb(self, name: str) -> Callable[..., Any]:
        """Return the service method named `slice.verb`, as the workflow's table names it."""
        slice_name, _, verb = name.partition(".")
        method: Callable[..., Any] = getattr(getattr(self, slice_name), verb)
        return method


def _instruments(settings: Settings) -> Instruments:
    return Instruments(settings.datasets, postings=Postings(settings.postings))


def assemble(
    settings: Settings,
    *,
    clock: Clock | None = None,
    ids: Ids | None = None,
    laboratory: Laboratory | None = None,
    recorder: Recorder | None = None,
    copier: Copier | None = None,
    bell: Bell | None = None,
    hasher: PasswordHasher | None = None,
) -> Services:
    """Put an instance together; tests give fakes for the outside world, everything else is the real thing."""
    clock, ids = clock or SystemClock(), ids or RandomIds()
    database = Database(open_engine(settings.database_url))
    bell = bell or (CeleryBell(make_broker(settings.broker)) if settings.broker else SilentBell())
    journal = Journal(database, clock, plan, bell)
    blobs = BlobStore(settings.state / "blobs")
    signer = KeyFolder(settings.state / "keys")
    lease = timedelta(seconds=settings.lease_seconds)
    origin = settings.public_origin
    submissions = Submissions(journal, ids, blobs, settings.max_upload)
    partials = PartialStore(settings.state / "blobs")
    laboratory = laboratory or _instruments(settings)
    custody = Custody(journal, ids, blobs, Vault(settings.state / "keys"), timedelta(days=settings.capture_days))
    recorder = recorder or _make_recorder(settings, clock)
    copier = copier or JailedCopier(settings.state / "keys" / "bench-copies.pem")
    copies = Copies(journal, ids, blobs, copier, settings.max_upload)
    certificates = Certificates(journal, ids, signer, origin, settings.certificate_months)
    return Services(
        settings=settings,
        clock=clock,
        database=database,
        journal=journal,
        queue=Queue(database, clock, lease=lease),
        blobs=blobs,
        signer=signer,
        publishers=Publishers(
            journal, ids, timedelta(hours=settings.token_hours), hasher or PasswordHasher(), Attempts(clock)
        ),
        submissions=submissions,
        proposals=Proposals(journal, ids),
        uploads=Uploads(submissions, partials, timedelta(hours=settings.upload_hours), copies),
        custody=custody,
        bench=Bench(journal, ids, custody, recorder, laboratory.knowledge, settings.state / "bench"),
        copies=copies,
        preliminaries=Preliminaries(journal, blobs, custody, laboratory),
        evaluations=Evaluations(journal, ids, blobs, custody, laboratory),
        reviews=Reviews(journal, ids),
        decisions=Decisions(journal, ids, certificates),
        certificates=certificates,
        listings=Listings(journal, ids, origin),
        surveillance=Surveillance(journal, ids),
        consultations=Consultations(journal, ids),
    )


def _make_recorder(settings: Settings, clock: Clock) -> LiveRecorder:
    limits = RunLimits(
        seconds=min(settings.bench_seconds, LONGEST),
        bytes=settings.bench_megabytes << 20,
        connections=settings.bench_connections,
    )
    authority = settings.state / "bench" / "authority"
    stand_in = load_stand_in(settings.bench_rehearsal)
    return LiveRecorder(
        clock,
        HOME / settings.bench_tool,
        authority,
        settings.bench_host,
        limits,
        stand_in,
        reach=settings.bench_reach,
        tunnel_port=settings.bench_tunnel_port,
    )
