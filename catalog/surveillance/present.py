"""The present result of a certified app: its stored facts under a later edition. The certificate keeps its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.certificates.lifecycle import ENDED
from catalog.certificates.model import Certificate
from catalog.certificates.queries import Standing, find_latest
from catalog.decisions.model import DecisionRow
from catalog.evaluations.dossier import build_dossier, coverage_of, finding_of
from catalog.evaluations.model import EvaluationId
from catalog.evaluations.queries import Assessed, get_assessed, list_coverage, list_findings
from catalog.journal.actor import Actor, Role
from catalog.plumbing.database import Database
from catalog.publishers.service import require
from catalog.reviews.queries import list_rulings
from catalog.submissions.answers import list_answers
from catalog.submissions.lifecycle import PUBLISHERS_TURN
from catalog.submissions.model import App, Submission
from catalog.submissions.questionnaire import list_missing
from catalog.submissions.service import find_apk
from criteria.engine import assess, fold
from criteria.load import list_editions, load_edition
from criteria.model import Assessment, Edition, Outcome, Ruling
from criteria.upcoming import Task, list_later, list_tasks


@dataclass(frozen=True, slots=True)
class Present:
    """What an app's stored facts come to under a later edition."""

    cited: Edition
    edition: Edition
    effective: Assessment
    asked: tuple[str, ...]  # required questions of the later edition without an answer

    @property
    def tasks(self) -> tuple[Task, ...]:
        """What the later edition still asks."""
        return list_tasks(self.cited, self.edition, self.effective)


@dataclass(frozen=True, slots=True)
class Concern:
    """One app on its publisher's list: a file that waits for pieces or answers, and what later editions ask."""

    app: App
    certificate: Certificate | None
    present: tuple[Present, ...]
    file: Submission | None
    missing: tuple[str, ...]


def list_present(session: Session, certificate: Certificate, day: date) -> tuple[Present, ...]:
    """Judge the facts that a certificate rests on under each later edition that applies, or will."""
    decision = session.get_one(DecisionRow, certificate.decision_id)
    assessed = get_assessed(session, decision.evaluation_id or EvaluationId(""))
    cited = load_edition(assessed.row.edition_id)
    later = list_later(cited, tuple(load_edition(name) for name in list_editions()), day)
    if not later:
        return ()
    findings = [finding_of(row) for row in list_findings(session, assessed.evaluation.id)]
    coverage = [coverage_of(row) for row in list_coverage(session, assessed.evaluation.id)]
    dossier = build_dossier(findings, coverage, assessed.row.answers, day)
    return tuple(
        Present(
            cited,
            edition,
            fold(edition, assess(edition, dossier), _list_lasting(session, assessed, cited, edition)),
            tuple(list_missing(edition.id, assessed.row.answers)),
        )
        for edition in later
    )


def _list_lasting(session: Session, assessed: Assessed, cited: Edition, later: Edition) -> list[Ruling]:
    """List the rulings that still hold: those on a criterion that both editions pin in the same version."""
    kept = {one.ref for one in cited.criteria} & {one.ref for one in later.criteria}
    lasting = {one.id for one in later.criteria if one.ref in kept}
    return [
        Ruling(item.row.criterion, Outcome(item.row.outcome), item.row.grounds)
        for item in list_rulings(session, assessed.evaluation.id)
        if item.counts and item.row.criterion in lasting
    ]


def list_concerns(database: Database, actor: Actor, day: date) -> tuple[Concern, ...]:
    """List what each app of the actor's organisation still has to do, the oldest app first."""
    require(actor, Role.PUBLISHER)
    with database.read() as session:
        apps = session.scalars(
            sa.select(App).where(App.publisher_id == actor.publisher_id).order_by(App.created_at, App.id)
        ).all()
        return tuple(_concern(session, app, day) for app in apps)


def _concern(session: Session, app: App, day: date) -> Concern:
    standing = find_latest(session, app.id)
    holds = standing is not None and standing.state not in ENDED
    file = session.scalar(
        sa.select(Submission).where(Submission.app_id == app.id, Submission.state.in_(PUBLISHERS_TURN)).limit(1)
    )
    missing: Sequence[str] = ()
    if file is not None:
        pieces = [] if find_apk(session, file.id) else ["apk"]
        missing = (*pieces, *list_missing(file.edition_id, list_answers(session, file.id)))
    certificate = standing.certificate if holds and isinstance(standing, Standing) else None
    present = list_present(session, certificate, day) if certificate else ()
    return Concern(app, certificate, present, file, tuple(missing))
