"""Verbs of the desk: rule, countersign, request, contradict, opine; the publisher's reply; the decisions."""

from typing import Literal

import click

from catalog.assembly import Services
from catalog.certificates.queries import get_by_number
from catalog.commands.session import as_option, find_actor, open_services, telling
from catalog.decisions.model import DecisionRow
from catalog.journal.actor import Actor
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.model import RequestId, RulingId
from catalog.submissions.model import SubmissionId
from catalog.submissions.queries import describe_submission
from criteria.model import Outcome

submission_argument = click.argument("submission")
grounds_option = click.option("--grounds", required=True, help="Why, in a few words at least.")


def _open(email: str, submission: str) -> tuple[Services, Actor, SubmissionId, int]:
    services = open_services()
    actor = find_actor(services, email)
    submission_id = SubmissionId(submission)
    return services, actor, submission_id, describe_submission(services.database, actor, submission_id)["version"]


def _pairs(values: tuple[str, ...]) -> dict[str, str]:
    return {name.strip(): text.strip() for name, _, text in (value.partition("=") for value in values)}


@click.command()
@as_option
@submission_argument
@click.argument("criterion")
@click.argument("outcome", type=click.Choice(["conforming", "nonconforming", "not_applicable"]))
@grounds_option
@telling
def rule(email: str, submission: str, criterion: str, outcome: str, grounds: str) -> None:
    """Confirm or override one verdict."""
    services, actor, submission_id, version = _open(email, submission)
    click.echo(services.reviews.rule(actor, submission_id, criterion, Outcome(outcome), grounds, version))


@click.command()
@as_option
@click.argument("ruling")
@telling
def countersign(email: str, ruling: str) -> None:
    """Agree with another evaluator's override."""
    services = open_services()
    services.reviews.countersign(find_actor(services, email), RulingId(ruling))


@click.command()
@as_option
@submission_argument
@click.argument("question")
@click.option("--criterion", default=None)
@telling
def request(email: str, submission: str, question: str, criterion: str | None) -> None:
    """Ask the publisher; the clock stops until the reply."""
    services, actor, submission_id, version = _open(email, submission)
    click.echo(services.reviews.request(actor, submission_id, question, criterion, version))


@click.command()
@as_option
@submission_argument
@click.option("--answer", "answers", multiple=True, help="request=answer; once per open question.")
@telling
def reply(email: str, submission: str, answers: tuple[str, ...]) -> None:
    """Answer every open question."""
    services, actor, submission_id, version = _open(email, submission)
    given = {RequestId(name): text for name, text in _pairs(answers).items()}
    services.reviews.reply(actor, submission_id, given, version)


@click.command()
@as_option
@submission_argument
@click.argument("provisional_report")
@telling
def contradict(email: str, submission: str, provisional_report: str) -> None:
    """Open the contradictory phase with a provisional report."""
    services, actor, submission_id, version = _open(email, submission)
    services.reviews.contradict(actor, submission_id, provisional_report, version)


@click.command()
@as_option
@submission_argument
@click.argument("opinion", type=click.Choice([kind.value for kind in OpinionKind]))
@grounds_option
@click.option("--reservation", "reservations", multiple=True, help="CRITERION=condition; once per reservation.")
@telling
def opine(email: str, submission: str, opinion: str, grounds: str, reservations: tuple[str, ...]) -> None:
    """Give the committee's opinion."""
    services, actor, submission_id, version = _open(email, submission)
    click.echo(
        services.reviews.opine(actor, submission_id, OpinionKind(opinion), grounds, _pairs(reservations), version)
    )


@click.command()
@as_option
@submission_argument
@telling
def restart(email: str, submission: str) -> None:
    """Examine the file again: after an interruption of ours, or with newer instruments."""
    services, actor, submission_id, version = _open(email, submission)
    services.evaluations.restart(actor, submission_id, version)


@click.command()
@as_option
@submission_argument
@click.argument("kind", type=click.Choice(["grant", "refuse"]))
@grounds_option
@telling
def decide(email: str, submission: str, kind: Literal["grant", "refuse"], grounds: str) -> None:
    """Grant or refuse, by someone who did not evaluate."""
    services, actor, submission_id, version = _open(email, submission)
    click.echo(services.decisions.decide(actor, submission_id, kind, grounds, version))


@click.command()
@as_option
@submission_argument
@grounds_option
@telling
def adjourn(email: str, submission: str, grounds: str) -> None:
    """Send the file back to the evaluators for another opinion."""
    services, actor, submission_id, version = _open(email, submission)
    services.decisions.adjourn(actor, submission_id, grounds, version)


def _decide_on(email: str, number: str, kind: Literal["suspend", "restore", "withdraw"], grounds: str) -> None:
    services = open_services()
    actor = find_actor(services, email)
    with services.database.read() as session:
        certificate = get_by_number(session, number).certificate
        decision = session.get_one(DecisionRow, certificate.decision_id)
    click.echo(services.decisions.decide_on_certificate(actor, decision.submission_id, certificate.id, kind, grounds))


@click.command()
@as_option
@click.argument("number")
@grounds_option
@telling
def suspend(email: str, number: str, grounds: str) -> None:
    """Suspend a certificate."""
    _decide_on(email, number, "suspend", grounds)


@click.command()
@as_option
@click.argument("number")
@grounds_option
@telling
def restore(email: str, number: str, grounds: str) -> None:
    """Restore a suspended certificate."""
    _decide_on(email, number, "restore", grounds)


@click.command()
@as_option
@click.argument("number")
@grounds_option
@telling
def revoke(email: str, number: str, grounds: str) -> None:
    """Withdraw a certificate for good."""
    _decide_on(email, number, "withdraw", grounds)
