"""The verb explain: from a verdict to the criterion, the findings, the evidence and the bytes."""

from typing import Any

import click
import sqlalchemy as sa

from catalog.assembly import Services
from catalog.commands.session import json_option, lang_option, open_services, print_json, telling
from catalog.evaluations.queries import find_assessed
from catalog.reviews.explanation import explain as walk
from catalog.reviews.explanation import write_explanation
from catalog.reviews.service import NotExamined
from catalog.submissions.model import App, AppVersion, Artifact, Submission, SubmissionId
from catalog.submissions.service import AppUnknown

WORDS: dict[str, dict[str, str]] = {
    "fr": {
        "requirement": "Exigence",
        "legal": "Fondement",
        "draft": "projet",
        "automated": "Conclusion de la machine",
        "effective": "Conclusion en vigueur",
        "to_rule": "à apprécier par une personne",
        "finding": "Constat",
        "reasoning": "Raisonnement",
        "source": "Source",
        "instrument": "Instrument",
        "evidence": "Preuve",
        "bytes": "Octets",
        "whole": "le fichier entier",
        "answer": "Réponse de l'éditeur",
        "missing": "Manque",
        "ruling": "Appréciation",
        "pending": "attend une seconde signature",
        "bench": "observé par nous",
        "publisher": "fourni par l'éditeur",
        "declared": "déclaré",
        "conforming": "conforme",
        "nonconforming": "non conforme",
        "undetermined": "à instruire",
        "not_applicable": "sans objet",
        "not_assessed": "non évalué",
    },
    "en": {
        "requirement": "Requirement",
        "legal": "Basis",
        "draft": "draft",
        "automated": "The machine's verdict",
        "effective": "Verdict in force",
        "to_rule": "for a person to rule on",
        "finding": "Finding",
        "reasoning": "Reasoning",
        "source": "Source",
        "instrument": "Instrument",
        "evidence": "Evidence",
        "bytes": "Bytes",
        "whole": "the whole file",
        "answer": "The publisher's answer",
        "missing": "Missing",
        "ruling": "Ruling",
        "pending": "waits for a second signature",
        "bench": "observed by us",
        "publisher": "provided by the publisher",
        "declared": "declared",
        "conforming": "conforming",
        "nonconforming": "nonconforming",
        "undetermined": "undetermined",
        "not_applicable": "not applicable",
        "not_assessed": "not assessed",
    },
}


@click.command()
@click.argument("app")
@click.argument("criterion")
@lang_option
@json_option
@telling
def explain(app: str, criterion: str, lang: str, *, as_json: bool) -> None:
    """Explain one verdict. APP is an app's address (slug), slug@version, or a file's id."""
    services = open_services()
    submission_id = find_submission(services, app)
    with services.database.read() as session:
        assessed = find_assessed(session, submission_id)
        if assessed is None:
            raise NotExamined
        explanation = walk(session, assessed, criterion)
    document = write_explanation(explanation)
    if as_json:
        print_json(document)
    else:
        click.echo("\n".join(render(document, lang)))


def find_submission(services: Services, name: str) -> SubmissionId:
    """Return the newest file of an app (of that version when one is named), or the file of that id.

    Raises:
        AppUnknown: nothing has this name.
    """
    slug, _, version = name.partition("@")
    query = (
        sa.select(Submission.id)
        .join(App, App.id == Submission.app_id)
        .where(sa.or_(App.slug == slug, App.id == slug, Submission.id == slug))
        .order_by(Submission.created_at.desc())
        .limit(1)
    )
    if version:
        named = sa.select(AppVersion.apk_digest).where(
            AppVersion.app_id == Submission.app_id, AppVersion.version_name == version
        )
        holding = sa.select(Artifact.submission_id).where(Artifact.kind == "apk", Artifact.digest.in_(named))
        query = query.where(Submission.id.in_(holding))
    with services.database.read() as session:
        found = session.scalar(query)
    if found is None:
        raise AppUnknown(app=name)
    return found


def render(document: dict[str, Any], lang: str) -> list[str]:
    """Return the lines of an explanation, from the criterion down to the bytes."""
    words = WORDS[lang]
    lines = [
        f"{document['ref']}  {document['title'][lang]}",
        f"{words['requirement']} : {document['requirement'][lang]}",
    ]
    lines += [
        f"{words['legal']} : {basis[lang]}" + (f" ({words['draft']})" if basis["draft"] else "")
        for basis in document["legal_basis"]
    ]
    automated, effective = document["automated"], document["effective"]
    to_rule = f", {words['to_rule']}" if automated["needs_ruling"] else ""
    lines.append(f"{words['automated']} : {words[automated['outcome']]} ({automated['level']}){to_rule}")
    lines.append(f"{words['effective']} : {words[effective['outcome']]}")
    for step in document["findings"]:
        lines += _render_finding(step, lang)
    for question, answer in document["answers"].items():
        lines.append(f"  {words['answer']} {question} : {answer['value']} {' '.join(answer['documents'])}".rstrip())
    for gap in automated["missing"]:
        lines.append(f"  {words['missing']} : {gap['what']} {gap['scope']} : {gap[lang]}")
    for ruling in document["rulings"]:
        pending = "" if ruling["counts"] else f" ({words['pending']})"
        lines.append(f"  {words['ruling']} : {words[ruling['outcome']]}{pending} : {ruling['grounds']}")
    return lines


def _render_finding(step: dict[str, Any], lang: str) -> list[str]:
    words, pointer = WORDS[lang], step["pointer"]
    facts = ", ".join(f"{name}={value}" for name, value in step["attributes"].items() if value not in (None, [], ""))
    place = " → ".join([f"sha256:{pointer['artifact']}", *pointer["path"]])
    span = words["whole"]
    if pointer["offset"] is not None:
        span = f"{pointer['offset']}–{pointer['offset'] + (pointer['length'] or 0)}"
    return [
        f"  {words['finding']} {step['digest'][:12]} : {step['kind']} {{{facts}}}",
        f"    {words['reasoning']} : {step['reasoning'][lang]}",
        f"    {words['source']} : {words[step['source']]} ({step['run']['tier']})",
        f"    {words['instrument']} : {step['detector']} {step['detector_version']}, {step['knowledge_version'][:12]}",
        f"    {words['evidence']} : sha256:{step['evidence']} {pointer['evidence']}",
        f"    {words['bytes']} : {place} [{span}]",
    ]
