"""Verbs on a publisher's file: create, lodge pieces, answer, submit, follow; and the intake's admit and return."""

from pathlib import Path
from typing import Any

import click
import yaml

from catalog.commands.session import as_option, find_actor, json_option, lang_option, open_services, print_json, telling
from catalog.plumbing.clock import today
from catalog.submissions.model import AppId, SubmissionId
from catalog.submissions.queries import describe_submission, list_submissions
from catalog.surveillance.present import list_concerns
from criteria.answer_schema import write_form
from criteria.findings import ArtifactKind
from criteria.load import load_edition, load_questions

submission_argument = click.argument("submission")


@click.command()
@as_option
@click.option("--name", required=True, help="Name of the app.")
@click.option("--purpose-fr", required=True, help="What it does, in French, one sentence.")
@click.option("--purpose-en", required=True, help="What it does, in English, one sentence.")
@click.option("--contact", required=True, help="Where patients can write.")
@telling
def create(email: str, name: str, purpose_fr: str, purpose_en: str, contact: str) -> None:
    """Open the card of an app and a draft file for it; prints both ids."""
    services = open_services()
    actor = find_actor(services, email)
    app = services.submissions.create_app(actor, name, purpose_fr, purpose_en, contact)
    click.echo(f"{app} {services.submissions.create(actor, AppId(app))}")


@click.command()
@as_option
@submission_argument
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--kind", type=click.Choice([kind.value for kind in ArtifactKind]), default="apk", show_default=True)
@click.option("--attested", is_flag=True, help="I state that this capture belongs to this very build.")
@telling
def lodge(email: str, submission: str, path: Path, kind: str, *, attested: bool) -> None:
    """Lodge a piece: an APK, a capture or a document."""
    services = open_services()
    actor = find_actor(services, email)
    with path.open("rb") as stream:
        artifact = services.submissions.lodge_artifact(
            actor,
            SubmissionId(submission),
            ArtifactKind(kind),
            path.name,
            stream,
            announced=path.stat().st_size,
            attested=attested,
        )
    click.echo(artifact)


@click.command()
@as_option
@submission_argument
@click.argument("answers", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@telling
def answer(email: str, submission: str, answers: Path) -> None:
    """Answer questions of the edition, from a YAML file: question: value, or value and documents."""
    services = open_services()
    actor = find_actor(services, email)
    given = yaml.safe_load(answers.read_text(encoding="utf-8"))
    if not isinstance(given, dict):
        raise click.ClickException(f"{answers} must map questions to answers")
    seen = describe_submission(services.database, actor, SubmissionId(submission))
    services.submissions.declare(actor, SubmissionId(submission), given, seen["version"])


@click.command()
@as_option
@submission_argument
@lang_option
@telling
def questions(email: str, submission: str, lang: str) -> None:
    """Print the questionnaire of a file as YAML to fill and give back to `answer`; answers given stand in it."""
    services = open_services()
    seen = describe_submission(services.database, find_actor(services, email), SubmissionId(submission))
    click.echo(write_form(load_questions(load_edition(seen["edition"])), seen["answers"], lang))


@click.command()
@as_option
@json_option
@lang_option
@telling
def todo(email: str, lang: str, *, as_json: bool) -> None:
    """List what remains to be done for each app of one's organisation, and by which day."""
    services = open_services()
    concerns = list_concerns(services.database, find_actor(services, email), today(services.clock))
    tasks = [(one.app.name, task) for one in concerns for present in one.present for task in present.tasks]
    if as_json:
        print_json([{"app": name, "ref": task.criterion.ref, "binds_on": str(task.binds_on)} for name, task in tasks])
        return
    for one in concerns:
        if one.file is not None:
            click.echo(f"{one.app.name}: {one.file.id} {one.file.state} {' '.join(one.missing)}")
    for name, task in tasks:
        title = task.criterion.title.en if lang == "en" else task.criterion.title.fr
        mark = "*" if task.is_publishers else " "
        outcome = task.verdict.outcome
        click.echo(f"{name}: {mark} {task.criterion.ref:9} {task.verdict.level:6} {outcome:13} {task.binds_on} {title}")


@click.command()
@as_option
@submission_argument
@telling
def submit(email: str, submission: str) -> None:
    """Hand the file in."""
    _act(email, submission, "lodge")


@click.command()
@as_option
@submission_argument
@telling
def admit(email: str, submission: str) -> None:
    """Find the file complete and in scope; the analyses follow."""
    _act(email, submission, "admit")


@click.command()
@as_option
@submission_argument
@click.argument("verdict", type=click.Choice(["incomplete", "inadmissible"]))
@click.option("--grounds", required=True)
@telling
def turn_back(email: str, submission: str, verdict: Any, grounds: str) -> None:
    """Return the file for completion, or find it inadmissible."""
    services = open_services()
    actor = find_actor(services, email)
    seen = describe_submission(services.database, actor, SubmissionId(submission))
    services.submissions.turn_back(actor, SubmissionId(submission), verdict, grounds, seen["version"])


@click.command()
@as_option
@submission_argument
@telling
def withdraw(email: str, submission: str) -> None:
    """Take the file back."""
    _act(email, submission, "withdraw")


def _act(email: str, submission: str, verb: str) -> None:
    services = open_services()
    actor = find_actor(services, email)
    seen = describe_submission(services.database, actor, SubmissionId(submission))
    getattr(services.submissions, verb)(actor, SubmissionId(submission), seen["version"])
    click.echo(describe_submission(services.database, actor, SubmissionId(submission))["state"])


@click.command()
@as_option
@submission_argument
@telling
def show(email: str, submission: str) -> None:
    """Print where a file stands: state, pieces, answers, what is missing."""
    services = open_services()
    print_json(describe_submission(services.database, find_actor(services, email), SubmissionId(submission)))


@click.command()
@as_option
@json_option
@telling
def list_files(email: str, *, as_json: bool) -> None:
    """List the files that the account may see."""
    services = open_services()
    rows = list_submissions(services.database, find_actor(services, email))
    if as_json:
        print_json([{"id": row.id, "app": row.app_id, "state": row.state, "edition": row.edition_id} for row in rows])
        return
    for row in rows:
        click.echo(f"{row.id}  {row.state:20} {row.edition_id}")
