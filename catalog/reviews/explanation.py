"""The walk backwards: from a verdict to the criterion, the findings, the evidence and the bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from catalog.evaluations.dossier import store_text
from catalog.evaluations.model import FindingRow
from catalog.evaluations.queries import Assessed, list_findings, list_runs
from catalog.reviews.queries import Ruled, get_effective, list_rulings
from catalog.reviews.service import CriterionUnknown
from criteria.load import load_edition
from criteria.model import Criterion, Verdict


@dataclass(frozen=True, slots=True)
class Step:
    """One finding on the way down: what was found, by which instrument, in which bytes."""

    finding: FindingRow
    evidence: str | None
    filename: str
    run: Mapping[str, Any]  # state, tier, source, ended_at


@dataclass(frozen=True, slots=True)
class Explanation:
    """One verdict with everything it rests on."""

    edition: str
    criterion: Criterion
    automated: Verdict
    effective: Verdict
    steps: tuple[Step, ...]
    answers: Mapping[str, Any]
    rulings: tuple[Ruled, ...]


def explain(session: Session, assessed: Assessed, criterion_id: str) -> Explanation:
    """Return the explanation of one criterion in one concluded evaluation.

    Raises:
        CriterionUnknown: the edition has no such criterion.
    """
    edition = load_edition(assessed.row.edition_id)
    criterion = edition.find_criterion(criterion_id)
    automated = next((v for v in assessed.assessment.verdicts if v.criterion == criterion_id), None)
    if criterion is None or automated is None:
        raise CriterionUnknown(criterion=criterion_id)
    effective = next(v for v in get_effective(session, assessed).verdicts if v.criterion == criterion_id)
    runs = {run.id: (run, artifact) for run, artifact in list_runs(session, assessed.evaluation.id)}
    steps = []
    for row in list_findings(session, assessed.evaluation.id):
        if row.digest not in automated.because:
            continue
        run, artifact = runs[row.run_id]
        facts = {"state": run.state, "tier": run.tier, "source": run.source, "ended_at": run.ended_at.isoformat()}
        steps.append(Step(row, run.evidence_digest, artifact.filename, facts))
    asked = {name.removeprefix("question:") for name in automated.because if name.startswith("question:")}
    answers = {name: answer for name, answer in assessed.row.answers.items() if name in asked}
    rulings = tuple(
        item for item in list_rulings(session, assessed.evaluation.id) if item.row.criterion == criterion_id
    )
    return Explanation(edition.id, criterion, automated, effective, tuple(steps), answers, rulings)


def write_explanation(explanation: Explanation) -> dict[str, Any]:
    """Return the explanation as a JSON document: criterion, verdicts, findings, evidence, bytes, rulings."""
    criterion = explanation.criterion
    return {
        "ref": f"{explanation.edition}/{criterion.id}",
        "criterion": criterion.ref,
        "title": store_text(criterion.title),
        "requirement": store_text(criterion.requirement),
        "remediation": store_text(criterion.remediation),
        "legal_basis": [{**store_text(basis.text), "draft": basis.is_draft} for basis in criterion.legal_basis],
        "automated": _write_verdict(explanation.automated),
        "effective": _write_verdict(explanation.effective),
        "findings": [_write_step(step) for step in explanation.steps],
        "answers": dict(explanation.answers),
        "rulings": [
            {
                "id": item.row.id,
                "outcome": item.row.outcome,
                "grounds": item.row.grounds,
                "override": item.row.is_override,
                "counts": item.counts,
                "ruled_at": item.row.ruled_at.isoformat(),
            }
            for item in explanation.rulings
        ],
    }


def _write_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "outcome": verdict.outcome.value,
        "level": verdict.level.value,
        "needs_ruling": verdict.needs_ruling,
        "ruled": verdict.ruled,
        "because": list(verdict.because),
        "missing": [{"what": gap.what, "scope": gap.scope, **store_text(gap.reason)} for gap in verdict.missing],
    }


def _write_step(step: Step) -> dict[str, Any]:
    row = step.finding
    return {
        "digest": row.digest,
        "kind": row.kind,
        "attributes": row.attributes,
        "reasoning": row.reasoning,
        "source": row.source,
        "detector": row.detector,
        "detector_version": row.detector_version,
        "knowledge_version": row.knowledge_version,
        "evidence": step.evidence,
        "pointer": row.pointer,
        "filename": step.filename,
        "run": dict(step.run),
    }
