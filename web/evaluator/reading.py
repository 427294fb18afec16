"""What the desk and the publisher read of one file: state, examination, verdicts, questions and decisions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.assembly import Services
from catalog.certificates.queries import Standing, find_latest
from catalog.decisions.model import DecisionRow
from catalog.decisions.service import list_decisions
from catalog.evaluations.dossier import finding_of
from catalog.evaluations.model import Run
from catalog.evaluations.queries import Assessed, find_assessed, list_findings, list_runs
from catalog.journal.actor import Actor
from catalog.journal.model import JournalEntry
from catalog.journal.queries import list_entries
from catalog.listings.traffic import describe_traffic
from catalog.reviews.explanation import Explanation, explain
from catalog.reviews.model import InformationReply, InformationRequest, OpinionRow
from catalog.reviews.queries import Ruled, find_opinion, get_cautious, get_effective, list_requests, list_rulings
from catalog.reviews.service import NotExamined
from catalog.submissions.model import App, Artifact, SubmissionId
from catalog.submissions.queries import describe_submission, get_app
from criteria.load import load_edition
from criteria.model import Edition, Score, Verdict
from criteria.scoring import obstacles, score
from web.next_step import NextStep, find_next_step
from web.portal.flows import FlowMap, map_flows

GROUNDED = ("submission.incomplete", "submission.inadmissible", "submission.contradicted", "submission.adjourned")


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion on the desk: what the machine proposes, what counts now, what a person still has to do."""

    proposed: Verdict
    effective: Verdict
    title: Mapping[str, str]
    rubric: str
    awaits: str  # "ruling", "countersignature" or nothing


@dataclass(frozen=True, slots=True)
class Examination:
    """A concluded examination with everything people added to it."""

    assessed: Assessed
    edition: Edition
    lines: tuple[Line, ...]
    runs: Sequence[tuple[Run, Artifact]]
    rulings: Sequence[Ruled]
    opinion: OpinionRow | None
    total: Score
    obstacles: tuple[str, ...]
    traffic: Mapping[str, Any]
    flows: FlowMap


@dataclass(frozen=True, slots=True)
class File:
    """One file as its reader may see it."""

    document: Mapping[str, Any]
    app: App
    step: NextStep
    examination: Examination | None
    requests: Sequence[tuple[InformationRequest, InformationReply | None]]
    decisions: Sequence[DecisionRow]
    certificate: Standing | None
    said: Sequence[JournalEntry]  # grounds of an intake, a contradiction, an adjournment


def read_file(services: Services, actor: Actor, submission_id: SubmissionId) -> File:
    """Return all that `actor` may see of a file.

    Raises:
        SubmissionUnknown: there is none, or not for this actor.
    """
    document = describe_submission(services.database, actor, submission_id)
    app = get_app(services.database, actor, document["app"])
    with services.database.read() as session:
        assessed = find_assessed(session, submission_id)
        return File(
            document,
            app,
            find_next_step(document["state"], document["missing"]),
            _examine(session, assessed) if assessed else None,
            list_requests(session, submission_id),
            list_decisions(session, submission_id),
            find_latest(session, app.id),
            [row for row in list_entries(services.database, submission_id) if row.event in GROUNDED],
        )


def _examine(session: Session, assessed: Assessed) -> Examination:
    edition = load_edition(assessed.row.edition_id)
    effective = get_effective(session, assessed)
    rulings = list_rulings(session, assessed.evaluation.id)
    unsigned = {item.row.criterion for item in rulings if not item.counts}
    now = {verdict.criterion: verdict for verdict in effective.verdicts}
    findings = [finding_of(row) for row in list_findings(session, assessed.evaluation.id)]
    traffic = describe_traffic(findings)
    contacts = [row.attributes for row in findings if row.kind == "host.contacted"]
    return Examination(
        assessed,
        edition,
        tuple(_line(edition, verdict, now[verdict.criterion], unsigned) for verdict in assessed.assessment.verdicts),
        list_runs(session, assessed.evaluation.id),
        rulings,
        find_opinion(session, assessed.evaluation.id),
        score(edition, effective),
        tuple(verdict.criterion for verdict in obstacles(edition, get_cautious(session, assessed))),
        traffic,
        map_flows(contacts, traffic),
    )


def _line(edition: Edition, proposed: Verdict, effective: Verdict, unsigned: set[str]) -> Line:
    criterion = edition.find_criterion(proposed.criterion)
    title = {"fr": criterion.title.fr, "en": criterion.title.en} if criterion else {}
    waits = "ruling" if proposed.needs_ruling and not effective.ruled else ""
    awaits = "countersignature" if proposed.criterion in unsigned else waits
    return Line(proposed, effective, title, criterion.rubric if criterion else "", awaits)


def read_explanation(
    services: Services, actor: Actor, submission_id: SubmissionId, criterion_id: str
) -> tuple[File, Explanation]:
    """Return a file and the walk from one of its verdicts to the bytes.

    Raises:
        SubmissionUnknown: there is none, or not for this actor.
        CriterionUnknown: its edition has no such criterion.
        NotExamined: nothing was concluded yet.
    """
    file = read_file(services, actor, submission_id)
    if file.examination is None:
        raise NotExamined
    with services.database.read() as session:
        return file, explain(session, file.examination.assessed, criterion_id)


def neighbours(examination: Examination, criterion_id: str) -> tuple[str | None, str | None]:
    """Return the criteria before and after one, in the order of the desk."""
    ids = [line.proposed.criterion for line in examination.lines]
    at = ids.index(criterion_id)
    return (ids[at - 1] if at else None, ids[at + 1] if at + 1 < len(ids) else None)
