"""The rows a card is made of, gathered for one certificate."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from catalog.certificates.queries import Standing
from catalog.decisions.model import DecisionRow
from catalog.evaluations.dossier import coverage_of, finding_of, text_of
from catalog.evaluations.model import EvaluationId
from catalog.evaluations.queries import get_assessed, list_coverage, list_findings, list_runs
from catalog.listings.card import Capture, Facts
from catalog.publishers.model import Publisher
from catalog.reviews.queries import get_effective
from catalog.submissions.model import App
from criteria.findings import ArtifactKind, Finding, Source, Text
from criteria.load import load_edition

FOREIGN = {
    "capture.foreign": Text(
        "Écartée : cette capture dit concerner {stated}, pas cette application ({expected}). Elle ne prouve rien ici.",
        "Set aside: this capture says it is of {stated}, not of this app ({expected}). It proves nothing here.",
    ),
    "capture.unattributed": Text(
        "Écartée : cette capture ne dit pas de quelle application elle vient, et personne ne l'a attesté.",
        "Set aside: this capture does not say which app it comes from, and nobody attested it.",
    ),
}
NOTICES = (
    "SDK and operator knowledge: ODbL-1.0, with facts from the ETIP database of Exodus Privacy (ODbL-1.0).",
    "IP Geolocation by DB-IP (https://db-ip.com), CC BY 4.0.",
)


def gather(session: Session, app: App, standing: Standing, listing: Mapping[str, Any]) -> Facts:
    """Return all that the card of `app` is made of, as of the certificate `standing`."""
    decision = session.get_one(DecisionRow, standing.certificate.decision_id)
    evaluation_id = decision.evaluation_id or EvaluationId("")
    assessed = get_assessed(session, evaluation_id)
    publisher = session.get_one(Publisher, app.publisher_id)
    findings = [finding_of(row) for row in list_findings(session, evaluation_id)]
    return Facts(
        listing=listing,
        app={
            "name": app.name,
            "purpose_fr": app.purpose_fr,
            "purpose_en": app.purpose_en,
            "contact": app.contact,
            "needs": app.needs,
            "price": app.price,
            "languages": app.languages,
            "store_link": app.store_link,
            "publisher": publisher.name,
            "publisher_country": publisher.country,
            "is_fictional": app.is_fictional,
        },
        certificate=standing.certificate.document,
        state={
            "state": standing.state.value,
            "since": standing.change.at.date().isoformat(),
            "reason": standing.change.reason,
        },
        edition=load_edition(assessed.row.edition_id),
        verdicts=get_effective(session, assessed).verdicts,
        findings=findings,
        coverage=[coverage_of(row) for row in list_coverage(session, evaluation_id)],
        captures=_list_captures(session, evaluation_id, findings),
        answers=assessed.row.answers,
        sandbox_tiers=[run.tier for run, _ in list_runs(session, evaluation_id)],
        notices=NOTICES,
    )


def _list_captures(session: Session, evaluation_id: EvaluationId, findings: list[Finding]) -> list[Capture]:
    labels = {one.pointer.artifact: one for one in findings if one.kind in FOREIGN}
    captures = []
    for run, artifact in list_runs(session, evaluation_id):
        if artifact.kind != ArtifactKind.CAPTURE:
            continue
        label = labels.get(artifact.digest)
        state, message = (label.kind, _label(label)) if label else (run.state, text_of(run.message))
        captures.append(Capture(artifact.digest, Source(artifact.source), state, message))
    return captures


def _label(finding: Finding) -> Text:
    text = FOREIGN[finding.kind]
    names = {
        "stated": finding.attributes.get("stated_package") or "?",
        "expected": finding.attributes.get("expected_package") or "?",
    }
    return Text(text.fr.format(**names), text.en.format(**names))
