"""Verbs of the bench: order a capture, mark a phase or a journey, stop it, show it; erase what is due."""

import sys

import click
import segno

from analyzers.bench.access import Access
from analyzers.bench.phases import Phase
from catalog.bench.lifecycle import Route
from catalog.bench.model import CaptureId
from catalog.bench.queries import describe_capture, describe_captures
from catalog.commands.session import as_option, find_actor, json_option, open_services, print_json, telling
from catalog.submissions.model import SubmissionId
from catalog.submissions.queries import describe_submission

ROUTES = click.Choice([route.value for route in Route])
submission_argument = click.argument("submission")
capture_argument = click.argument("capture")


@click.command()
@as_option
@submission_argument
@click.option(
    "--route",
    type=click.Choice([route.value for route in Route]),
    default=Route.NONE.value,
    help="How the app trusts the bench.",
)
@click.option(
    "--mode",
    "access",
    type=click.Choice([access.value for access in Access]),
    default=Access.PROXY.value,
    help="How the device reaches the bench: by a proxy, or by a WireGuard tunnel that takes all it sends.",
)
@telling
def start(email: str, submission: str, route: str, access: str) -> None:
    """Order a capture of the build on file; print its number. The bench begins as soon as it is free."""
    services = open_services()
    actor, submission_id = find_actor(services, email), SubmissionId(submission)
    version = describe_submission(services.database, actor, submission_id)["version"]
    click.echo(services.bench.order(actor, submission_id, Route(route), version, Access(access)))


@click.command()
@as_option
@submission_argument
@capture_argument
@click.argument("phase", type=click.Choice([phase.value for phase in Phase]))
@telling
def mark(email: str, submission: str, capture: str, phase: str) -> None:
    """Say that a phase begins now."""
    services = open_services()
    services.bench.mark(find_actor(services, email), SubmissionId(submission), CaptureId(capture), Phase(phase))


@click.command()
@as_option
@submission_argument
@capture_argument
@click.argument("name")
@telling
def journey(email: str, submission: str, capture: str, name: str) -> None:
    """Say that a journey of the app is being played."""
    services = open_services()
    services.bench.note_journey(find_actor(services, email), SubmissionId(submission), CaptureId(capture), name)


@click.command()
@as_option
@submission_argument
@capture_argument
@telling
def stop(email: str, submission: str, capture: str) -> None:
    """End a capture; what it recorded is kept and examined."""
    services = open_services()
    services.bench.stop(find_actor(services, email), SubmissionId(submission), CaptureId(capture))


@click.command()
@as_option
@submission_argument
@click.argument("capture", required=False)
@json_option
@telling
def show(email: str, submission: str, capture: str | None, *, as_json: bool) -> None:
    """List the captures of a file, or show one: its state, its ports, the servers in sight."""
    services = open_services()
    actor, submission_id = find_actor(services, email), SubmissionId(submission)
    if capture is None:
        rows = describe_captures(services.database, actor, submission_id)
        if as_json:
            print_json(rows)
        for row in () if as_json else rows:
            click.echo(f"{row['id']}  {row['state']:<10} {row['route']:<17} {row['end'].get('code', '')}")
        return
    document = describe_capture(services.database, actor, submission_id, CaptureId(capture))
    if as_json:
        print_json(document)
        return
    ports = ", ".join(f"{mode} {port}" for mode, port in document["ports"].items())
    click.echo(f"{document['state']} {document['end'].get('code', '')} ({ports or 'no port yet'}), {document['phase']}")
    for value in document["person"]:
        click.echo(f"  {value['category']:<16} {value['value']}")
    for sight in document["sights"]:
        who = sight["owner"] or sight["operator"] or "?"
        unread = f" ({sight['reason']})" if sight["reason"] else ""
        click.echo(f"{sight['phase']:<11} {sight['host']}  {sight['country'] or '??'}  {who}{unread}")


@click.command()
@as_option
@submission_argument
@capture_argument
@telling
def tunnel(email: str, submission: str, capture: str) -> None:
    """Print what a phone is to be told of the WireGuard tunnel of a capture under way, and its code to scan.

    The text goes to the standard output, the code to the error stream: `sceau capture tunnel … > phone.conf`.
    """
    services = open_services()
    actor = find_actor(services, email)
    configuration = services.bench.reveal_tunnel(actor, SubmissionId(submission), CaptureId(capture))
    if configuration is None:
        raise click.ClickException("this capture has no tunnel now: it was ordered without one, or is over")
    click.echo(configuration, nl=False)
    segno.make_qr(configuration, error="m").terminal(sys.stderr)


@click.command()
@as_option
@click.option("--der", is_flag=True, help="The binary form, which phones take as a .cer file.")
@telling
def certificate(email: str, *, der: bool) -> None:
    """Give the certificate that a phone of the bench is to trust; its fingerprint goes to the error stream."""
    services = open_services()
    shown = services.bench.show_authority(find_actor(services, email))
    click.echo(f"{shown.name}\nSHA-256 {shown.fingerprint}\n{shown.valid_until.date().isoformat()}", err=True)
    click.echo(shown.der if der else shown.pem, nl=False)


@click.command()
@telling
def erase() -> None:
    """Destroy the keys of the captures whose time is over; the bench's worker does so by itself."""
    for submission in open_services().custody.erase_due():
        click.echo(submission)
