"""The walk backwards: from a verdict to the criterion, the findings, the evidence and the bytes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

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
