"""The verb dev seed: a demonstration state, whole and fictional, made by the same verbs that people use."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import click
import yaml

from catalog.assembly import Services, assemble
from catalog.commands.session import telling
from catalog.consultations.service import PanelVoice, is_open
from catalog.evaluations.queries import find_assessed
from catalog.journal.actor import Actor, Role
from catalog.plumbing import schema
from catalog.plumbing.clock import today
from catalog.plumbing.logs import configure_logs
from catalog.plumbing.settings import load_settings
from catalog.plumbing.signing import make_key
from catalog.publishers.queries import find_authority, get_actor
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.queries import get_effective
from catalog.submissions.app_card import CardDetails
from catalog.submissions.model import AppId, SubmissionId
from catalog.submissions.queries import get_submission
from catalog.worker import Worker, make_worker
from criteria.findings import ArtifactKind
from criteria.load import list_editions, load_edition
from criteria.model import Outcome
from criteria.scoring import obstacles

FIXTURES = Path(__file__).resolve().parent.parent.parent / "fixtures"
AUTHORITY = "Autorité de démonstration (FICTIF)"
PASSWORD = "demonstration"  # noqa: S105 - printed on purpose: it opens invented accounts on loopback only
STAFF = {
    Role.OPERATOR: "exploitation@demo.example",
    Role.OFFICER: "recevabilite@demo.example",
    Role.EVALUATOR: "evaluation@demo.example",
    Role.AUTHORITY: "decision@demo.example",
    Role.AUDITOR: "audit@demo.example",
}
SECOND = "evaluation-2@demo.example"
GROUNDS = "Démonstration : apprécié sur une application inventée. / Demonstration: ruled on an invented app."
CONDITION = "À lever par une capture de l'autorité. / To be lifted by the authority's own capture."


# What invented people say of the newest edition while it is a draft: criterion or none, author, text, answer.
VOICES: tuple[tuple[str | None, str, str, str | None], ...] = (
    (
        None,
        "Association de patients (FICTIF)",
        "Le projet est clair. Dites aussi, sur la fiche, quand une application a été examinée pour la dernière fois.",
        "Merci : la date de la décision figure déjà à côté de la note ; nous la mettrons plus en évidence.",
    ),
    (
        "TRK-06",
        "Un éditeur (FICTIF)",
        "Le serveur de notre prestataire d'assistance change souvent de nom : faut-il le déclarer à chaque fois ?",
        "Déclarez le prestataire et son domaine : un nouveau nom sous ce domaine n'est pas un nouveau destinataire.",
    ),
    (
        "PRI-05",
        "",
        "Comment savoir que le refus a été essayé pour de vrai, et pas seulement lu dans une notice ?",
        None,
    ),
)
UNFIT = "Achetez nos montres connectées ! (FICTIF)"
PANEL = (
    "Quatorze personnes, dont cinq peu à l'aise avec le numérique (FICTIF). Elles approuvent que le silence ne vaille "
    "pas preuve, et demandent que « indéterminé » soit expliqué en une phrase à chaque endroit où il paraît."
)


@dataclass(frozen=True, slots=True)
class Cast:
    """The invented people of the demonstration, by role."""

    officer: Actor
    evaluator: Actor
    authority: Actor


@click.command()
@telling
def seed() -> None:
    """Make a demonstration: invented apps marked FICTIF, demo accounts, a key that certifies nothing. Once."""
    configure_logs(quiet=True)
    settings = load_settings()
    unfinished = settings.state / "seeding"
    if unfinished.exists():  # a seed that was cut short is made again from nothing: everything in it is invented
        shutil.rmtree(settings.state / "blobs", ignore_errors=True)
        for leftover in settings.state.glob("sceau.db*"):
            leftover.unlink()
    services = assemble(settings)
    schema.migrate(services.database.engine)
    authority = find_authority(services.database)
    if authority is not None and authority.instance == "real":
        raise click.ClickException(f"{settings.state} is a real instance: it takes no demonstration data")
    if authority is None:
        unfinished.touch()
        _found(services)
        _fill(services, make_worker(services))
        _consult(services)
        unfinished.unlink()
    click.echo(f"Démonstration / Demonstration: {settings.state}")
    for email in [*STAFF.values(), SECOND, *_list_publishers()]:
        click.echo(f"  {email:44} {PASSWORD}")


def _list_publishers() -> list[str]:
    return [f"{row['slug']}@editeur.example" for row in _load()["publishers"]]


def _load() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load((FIXTURES / "manifest.yaml").read_text(encoding="utf-8"))
    return document


def _found(services: Services) -> None:
    make_key(services.settings.state / "keys", demo=True)
    services.publishers.found(AUTHORITY, "demo")
    services.publishers.open_first("Exploitante (FICTIF)", STAFF[Role.OPERATOR], PASSWORD)
    operator = get_actor(services.database, STAFF[Role.OPERATOR])
    for role, email in STAFF.items():
        if role is not Role.OPERATOR:
            services.publishers.open_account(operator, f"{role} (FICTIF)", email, PASSWORD, role)
    services.publishers.open_account(operator, "second evaluator (FICTIF)", SECOND, PASSWORD, Role.EVALUATOR)


def _fill(services: Services, worker: Worker) -> None:
    manifest = _load()
    people = Cast(
        *(get_actor(services.database, STAFF[role]) for role in (Role.OFFICER, Role.EVALUATOR, Role.AUTHORITY))
    )
    for row in manifest["publishers"]:
        address = f"{row['slug']}@editeur.example"
        services.publishers.enrol(row["name"], row["country"], f"{row['name']}, contact", address, PASSWORD)
    for app in manifest["apps"]:
        publisher = get_actor(services.database, f"{app['publisher']}@editeur.example")
        name, purpose, contact = app["name"]["fr"], app["purpose"], f"contact@{app['slug']}.example"
        said = CardDetails(tuple(app["needs"]), app["price"], tuple(app["languages"]))
        card = services.submissions.create_app(publisher, name, purpose["fr"], purpose["en"], contact, said)
        first, *later = app["builds"]
        _bring_to(services, people, _examine(services, worker, people, publisher, card, app, first), app)
        worker.drain()
        for build in later:  # a newer build reopens the examination; what is listed stays as it was
            _examine(services, worker, people, publisher, card, app, build)
        click.echo(f"  {name:34} {app['fate']}")


def _examine(
    services: Services,
    worker: Worker,
    people: Cast,
    publisher: Actor,
    card: AppId,
    app: Mapping[str, Any],
    build: Mapping[str, Any],
) -> SubmissionId:
    submission_id = _lodge(services, publisher, card, app, build)
    _admit(services, people, submission_id, build)
    worker.drain()
    return submission_id


def _lodge(
    services: Services, publisher: Actor, card: AppId, app: Mapping[str, Any], build: Mapping[str, Any]
) -> SubmissionId:
    files = services.submissions
    submission_id = files.create(publisher, card)
    _lodge_piece(services, publisher, submission_id, ArtifactKind.APK, build["apk"])
    for capture in build["captures"]:
        if capture["source"] == "publisher":
            attested = bool(capture.get("attested"))
            path = capture["file"]
            _lodge_piece(services, publisher, submission_id, ArtifactKind.CAPTURE, path, attested=attested)
    answers = {}
    for question, answer in app["declarations"].items():
        digests = [
            _lodge_piece(services, publisher, submission_id, ArtifactKind.DOCUMENT, path)
            for path in answer.get("documents", [])
        ]
        answers[question] = {"value": answer["value"], "documents": digests}
    files.declare(publisher, submission_id, answers, _seen(services, publisher, submission_id))
    files.lodge(publisher, submission_id, _seen(services, publisher, submission_id))
    return submission_id


def _lodge_piece(
    services: Services,
    actor: Actor,
    submission_id: SubmissionId,
    kind: ArtifactKind,
    path: str,
    *,
    attested: bool = False,
) -> str:
    file = FIXTURES / path
    with file.open("rb") as stream:
        services.submissions.lodge_artifact(actor, submission_id, kind, file.name, stream, attested=attested)
    return services.blobs.put(file.read_bytes()).digest


def _seen(services: Services, actor: Actor, submission_id: SubmissionId) -> int:
    return get_submission(services.database, actor, submission_id).version


def _admit(services: Services, people: Cast, submission_id: SubmissionId, build: Mapping[str, Any]) -> None:
    for capture in build["captures"]:
        if capture["source"] == "bench":
            _lodge_piece(services, people.officer, submission_id, ArtifactKind.CAPTURE, capture["file"])
    services.submissions.admit(people.officer, submission_id, _seen(services, people.officer, submission_id))


def _bring_to(services: Services, people: Cast, submission_id: SubmissionId, app: Mapping[str, Any]) -> None:
    evaluator, reviews, why = people.evaluator, services.reviews, f"{app['why']['fr']} / {app['why']['en']}"
    if app["fate"] == "waiting":
        version = _seen(services, evaluator, submission_id)
        if app["state"] == "contradictory":
            reviews.contradict(evaluator, submission_id, why, version)
        else:
            reviews.request(evaluator, submission_id, why, None, version)
        return
    kind: Literal["grant", "refuse"] = "grant" if app["fate"] == "listed" else "refuse"
    if kind == "grant":
        _rule(services, evaluator, submission_id)
    reservations = _list_open(services, submission_id) if kind == "grant" else {}
    opinion = OpinionKind.WITH_RESERVATIONS if reservations else OpinionKind.FAVOURABLE
    opinion = opinion if kind == "grant" else OpinionKind.UNFAVOURABLE
    version = _seen(services, evaluator, submission_id)
    reviews.opine(evaluator, submission_id, opinion, why, reservations, version)
    version = _seen(services, people.authority, submission_id)
    services.decisions.decide(people.authority, submission_id, kind, why, version)


def _rule(services: Services, evaluator: Actor, submission_id: SubmissionId) -> None:
    """Rule as conforming what waits for a person's word."""
    with services.database.read() as session:
        assessed = find_assessed(session, submission_id)
    for verdict in assessed.assessment.verdicts if assessed else ():
        if verdict.needs_ruling:
            version = _seen(services, evaluator, submission_id)
            services.reviews.rule(evaluator, submission_id, verdict.criterion, Outcome.CONFORMING, GROUNDS, version)


def _list_open(services: Services, submission_id: SubmissionId) -> dict[str, str]:
    """Return a condition for each gate that is still open."""
    with services.database.read() as session:
        assessed = find_assessed(session, submission_id)
        if assessed is None:
            return {}
        standing = obstacles(load_edition(assessed.row.edition_id), get_effective(session, assessed))
    return {verdict.criterion: CONDITION for verdict in standing if verdict.outcome is Outcome.UNDETERMINED}


def _consult(services: Services) -> None:
    """Let invented people comment on the newest edition if it is still a draft, and a panel give its opinion."""
    officer, day = get_actor(services.database, STAFF[Role.OFFICER]), today(services.clock)
    edition = load_edition(list_editions()[-1])
    if not is_open(edition, day):
        return
    voices = services.consultations
    for criterion, author, text, answer in VOICES:
        comment = voices.comment(edition.id, f"{text} (FICTIF)", criterion=criterion, author=author)
        voices.show(officer, comment, GROUNDS)
        if answer:
            voices.answer(officer, comment, answer)
    voices.withhold(officer, voices.comment(edition.id, UNFIT), "Publicité. / Advertising.")
    voices.comment(edition.id, "Encore une question, qui attend d'être relue. (FICTIF)")
    voices.record_panel(officer, edition.id, day - timedelta(days=7), 14, PanelVoice.RESERVED, PANEL)
