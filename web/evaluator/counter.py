"""The evaluator's desk: the queue, a file with its verdicts, and one page per criterion down to its findings."""

from collections.abc import Sequence

from flask import Blueprint, Response

from catalog.evaluations.queries import list_findings
from catalog.journal.actor import Role
from catalog.journal.queries import list_entries
from catalog.reviews.explanation import Explanation
from catalog.reviews.model import RulingRow
from catalog.reviews.queries import list_precedents
from catalog.submissions.model import SubmissionId
from catalog.submissions.queries import list_apps, list_submissions
from criteria.crosswalk import find_held
from criteria.load import load_questions
from web.auth import allow, allow_signed_in, allow_staff, get_actor
from web.evaluator.quotes import quote_all
from web.evaluator.reading import Examination, neighbours, read_explanation, read_file
from web.forms import Wrong
from web.holdings import hold, say_holdings
from web.instance import get_services
from web.next_step import find_next_step
from web.pages import get_speech, show

evaluator = Blueprint("evaluator", __name__)


@evaluator.get("/desk")
@allow(Role.OFFICER, Role.EVALUATOR, Role.AUTHORITY, Role.AUDITOR)
def queue() -> Response:
    """Show the files, those that wait for this role first, oldest first."""
    database, actor = get_services().database, get_actor()
    names = {row.id: row for row in list_apps(database, actor)}
    rows = [(row, names[row.app_id], find_next_step(row.state, ())) for row in list_submissions(database, actor)]
    mine = [row for row in rows if row[2].who == actor.role]
    others = [row for row in rows if row[2].who != actor.role]
    return show("evaluator/queue.html", mine=mine, others=others)


@evaluator.get("/files/<submission_id>")
@allow_staff
def file(submission_id: SubmissionId) -> Response:
    """Show a file: its pieces, its verdicts, and the act that is due."""
    return show_file(submission_id, None)


def show_file(submission_id: SubmissionId, wrong: Wrong | None) -> Response:
    """Show a file on the desk, with why an act was refused."""
    return show("evaluator/file.html", file=read_file(get_services(), get_actor(), submission_id), wrong=wrong)


@evaluator.get("/files/<submission_id>/criteria/<criterion_id>")
@allow_signed_in
def criterion(submission_id: SubmissionId, criterion_id: str) -> Response:
    """Show one criterion: verdict, reasons, findings, evidence and bytes side by side."""
    return show_criterion(submission_id, criterion_id, None)


def show_criterion(submission_id: SubmissionId, criterion_id: str, wrong: Wrong | None) -> Response:
    """Show one criterion, with why an act was refused."""
    read, explanation = read_explanation(get_services(), get_actor(), submission_id, criterion_id)
    examination = read.examination
    before, after = neighbours(examination, criterion_id) if examination else (None, None)
    questions = {one.id: one for one in load_questions(examination.edition)} if examination else {}
    return show(
        "evaluator/criterion.html",
        file=read,
        explanation=explanation,
        steps=quote_all(get_services().evaluations, explanation.steps),
        before=before,
        after=after,
        questions=questions,
        held=find_held(explanation.criterion, questions.values(), examination.assessed.row.answers)
        if examination
        else (),
        precedents=_list_precedents(examination, explanation) if get_actor().is_staff else (),
        wrong=wrong,
    )


def _list_precedents(examination: Examination | None, explanation: Explanation) -> Sequence[RulingRow]:
    if examination is None:
        return ()
    with get_services().database.read() as session:
        return list_precedents(session, explanation.criterion.id, examination.assessed.evaluation.id)


@evaluator.get("/files/<submission_id>/findings")
@allow_signed_in
def findings(submission_id: SubmissionId) -> Response:
    """List everything that was found, and where nothing could be."""
    services = get_services()
    read = read_file(services, get_actor(), submission_id)
    rows = []
    if read.examination:
        with services.database.read() as session:
            rows = list(list_findings(session, read.examination.assessed.evaluation.id))
    found = [{**row.attributes, "source": row.source} for row in rows if row.kind == "sdk.embedded"]
    holdings = hold(found, get_speech())
    said = say_holdings(holdings, get_speech())
    return show("evaluator/findings.html", file=read, rows=rows, holdings=holdings, holdings_said=said)


@evaluator.get("/files/<submission_id>/journal")
@allow_staff
def journal(submission_id: SubmissionId) -> Response:
    """Show what happened to a file, in order."""
    services = get_services()
    read = read_file(services, get_actor(), submission_id)
    return show("evaluator/journal.html", file=read, entries=list_entries(services.database, submission_id))
