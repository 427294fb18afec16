"""What the authority's people do to a file: admit, return, rule, countersign, ask, hear, opine, decide."""

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response as AnyResponse

from catalog.journal.actor import Role
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.model import RulingId
from catalog.reviews.service import OutcomeRefused
from catalog.submissions.model import SubmissionId
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from web.auth import allow, check_form_token, get_actor
from web.evaluator.counter import show_criterion, show_file
from web.evaluator.reading import read_file
from web.forms import attempt, read_version
from web.instance import get_services
from web.pages import address
from web.publisher.upload import open_upload

acts = Blueprint("acts", __name__)


def _try(act: Callable[[], object], submission_id: SubmissionId) -> AnyResponse:
    target = address("evaluator.file", submission_id=submission_id)
    return attempt(act, target, lambda wrong: show_file(submission_id, wrong))


def _text(name: str) -> str:
    return request.form.get(name, "")


@acts.post("/files/<submission_id>/admission")
@allow(Role.OFFICER)
def admit(submission_id: SubmissionId) -> AnyResponse:
    """Find the file complete: the analyses follow."""
    return _try(lambda: get_services().submissions.admit(get_actor(), submission_id, read_version()), submission_id)


@acts.post("/files/<submission_id>/return")
@allow(Role.OFFICER)
def turn_back(submission_id: SubmissionId) -> AnyResponse:
    """Return the file for completion, or find it inadmissible."""
    files, actor = get_services().submissions, get_actor()
    if _text("verdict") == "inadmissible":
        return _try(
            lambda: files.turn_back(actor, submission_id, "inadmissible", _text("grounds"), read_version()),
            submission_id,
        )
    return _try(
        lambda: files.turn_back(actor, submission_id, "incomplete", _text("grounds"), read_version()), submission_id
    )


@acts.post("/files/<submission_id>/captures")
@allow(Role.OFFICER, Role.EVALUATOR, files=True)
def add_capture(submission_id: SubmissionId) -> AnyResponse:
    """Add a capture that the authority made by itself."""
    upload = open_upload(request.content_type or "", request.stream)
    check_form_token(upload.fields.get("csrf_token"))

    def act() -> None:
        get_services().submissions.lodge_artifact(
            get_actor(), submission_id, ArtifactKind.CAPTURE, upload.filename, upload
        )

    return _try(act, submission_id)


@acts.post("/files/<submission_id>/criteria/<criterion_id>/ruling")
@allow(Role.EVALUATOR)
def rule(submission_id: SubmissionId, criterion_id: str) -> AnyResponse:
    """Confirm or override one verdict, with grounds."""

    def act() -> None:
        outcome = _text("outcome")
        if outcome not in [*Outcome]:
            raise OutcomeRefused(outcome=outcome or "–")
        services = get_services()
        services.reviews.rule(
            get_actor(), submission_id, criterion_id, Outcome(outcome), _text("grounds"), read_version()
        )

    target = address("evaluator.criterion", submission_id=submission_id, criterion_id=criterion_id)
    if _text("then") == "next":
        target = _find_next(submission_id, criterion_id, "ruling")
    return attempt(act, target, lambda wrong: show_criterion(submission_id, criterion_id, wrong))


def _find_next(submission_id: SubmissionId, criterion_id: str, awaited: str) -> str:
    """Return where the next criterion is that waits for the same act; the file itself when none does."""
    examination = read_file(get_services(), get_actor(), submission_id).examination
    lines = examination.lines if examination else ()
    waiting = [line.proposed.criterion for line in lines if line.awaits == awaited]
    later = [one for one in waiting if one > criterion_id] or [one for one in waiting if one != criterion_id]
    if not later:
        return address("evaluator.file", submission_id=submission_id)
    return address("evaluator.criterion", submission_id=submission_id, criterion_id=later[0])


@acts.post("/files/<submission_id>/criteria/<criterion_id>/rulings/<ruling_id>/countersignature")
@allow(Role.EVALUATOR)
def countersign(submission_id: SubmissionId, criterion_id: str, ruling_id: RulingId) -> AnyResponse:
    """Agree with a colleague's override."""

    def act() -> None:
        get_services().reviews.countersign(get_actor(), ruling_id)

    target = address("evaluator.criterion", submission_id=submission_id, criterion_id=criterion_id)
    if _text("then") == "next":
        target = _find_next(submission_id, criterion_id, "countersignature")
    return attempt(act, target, lambda wrong: show_criterion(submission_id, criterion_id, wrong))


@acts.post("/files/<submission_id>/requests")
@allow(Role.EVALUATOR)
def ask(submission_id: SubmissionId) -> AnyResponse:
    """Ask the publisher; the clock stops."""

    def act() -> None:
        criterion = _text("criterion") or None
        get_services().reviews.request(get_actor(), submission_id, _text("question"), criterion, read_version())

    return _try(act, submission_id)


@acts.post("/files/<submission_id>/contradiction")
@allow(Role.EVALUATOR)
def contradict(submission_id: SubmissionId) -> AnyResponse:
    """Tell the publisher what stands against the app, before any decision."""
    services = get_services()
    return _try(
        lambda: services.reviews.contradict(get_actor(), submission_id, _text("report"), read_version()), submission_id
    )


@acts.post("/files/<submission_id>/opinion")
@allow(Role.EVALUATOR)
def opine(submission_id: SubmissionId) -> AnyResponse:
    """Give the opinion, with a reservation per criterion where it has some."""
    reservations = {
        name.removeprefix("condition-"): text
        for name, text in request.form.items()
        if name.startswith("condition-") and text.strip()
    }

    def act() -> None:
        opinion = _text("opinion")
        if opinion not in [*OpinionKind]:
            raise OutcomeRefused(outcome=opinion or "–")
        get_services().reviews.opine(
            get_actor(), submission_id, OpinionKind(opinion), _text("grounds"), reservations, read_version()
        )

    return _try(act, submission_id)


@acts.post("/files/<submission_id>/decision")
@allow(Role.AUTHORITY)
def decide(submission_id: SubmissionId) -> AnyResponse:
    """Grant, refuse, or send back for another opinion."""
    decisions, actor, choice = get_services().decisions, get_actor(), _text("decision")

    def act() -> None:
        if choice == "grant":
            decisions.decide(actor, submission_id, "grant", _text("grounds"), read_version())
        elif choice == "refuse":
            decisions.decide(actor, submission_id, "refuse", _text("grounds"), read_version())
        elif choice == "adjourn":
            decisions.adjourn(actor, submission_id, _text("grounds"), read_version())
        else:
            raise OutcomeRefused(outcome=choice or "–")

    return _try(act, submission_id)


@acts.post("/files/<submission_id>/certificate")
@allow(Role.AUTHORITY)
def change_certificate(submission_id: SubmissionId) -> AnyResponse:
    """Suspend, restore or withdraw the certificate that stands."""
    services, actor, choice = get_services(), get_actor(), _text("decision")

    def act() -> None:
        standing = read_file(services, actor, submission_id).certificate
        about = standing.certificate.id if standing else ""
        decide_on = services.decisions.decide_on_certificate
        if choice == "suspend":
            decide_on(actor, submission_id, about, "suspend", _text("grounds"))
        elif choice == "restore":
            decide_on(actor, submission_id, about, "restore", _text("grounds"))
        elif choice == "withdraw":
            decide_on(actor, submission_id, about, "withdraw", _text("grounds"))
        else:
            raise OutcomeRefused(outcome=choice or "–")

    return _try(act, submission_id)
