"""`/submissions/{id}/runs`, `/findings`, `/verdicts`, `/explanations`, `/evidence`, `/journal`: what was examined."""

from typing import Any

import marshmallow as ma
from flask import Response
from sqlalchemy.orm import Session

from catalog.decisions.service import take_snapshot
from catalog.evaluations.dossier import store_text
from catalog.evaluations.model import Run
from catalog.evaluations.queries import (
    Assessed,
    find_assessed,
    find_evidence,
    list_coverage,
    list_findings,
    list_runs,
)
from catalog.evaluations.service import find_newest
from catalog.journal.queries import list_entries
from catalog.plumbing.signing import digest_of
from catalog.plumbing.storage import ArtifactDigest, BlobMissing
from catalog.reviews.explanation import explain, write_explanation
from catalog.reviews.queries import get_effective
from catalog.reviews.service import NotExamined
from catalog.submissions.model import Artifact, SubmissionId
from criteria.load import load_edition
from criteria.model import Verdict
from web.api.conditions import JSON, answer, answer_bytes
from web.api.counter import Both, Counter
from web.api.v1.submissions import ONE
from web.auth import allow_signed_in
from web.instance import get_services

counter = Counter("examinations", __name__, "From the verdict down to the bytes.")


class RunDocument(ma.Schema):
    """One use of an instrument on one piece, and how it ended."""

    artifact = ma.fields.String(required=True)
    filename = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    sha256 = ma.fields.String(required=True)
    source = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    code = ma.fields.String(required=True)
    message = ma.fields.Nested(Both, required=True)
    sandbox = ma.fields.String(required=True)
    evidence = ma.fields.String(required=True, allow_none=True)
    facts = ma.fields.Dict(required=True)
    ended_at = ma.fields.DateTime(required=True)


class Runs(ma.Schema):
    """The runs of the newest examination that have ended."""

    items = ma.fields.List(ma.fields.Nested(RunDocument), required=True)


class FindingDocument(ma.Schema):
    """A fact, its reasoning, and where its bytes are."""

    digest = ma.fields.String(required=True)
    kind = ma.fields.String(required=True)
    attributes = ma.fields.Dict(required=True)
    reasoning = ma.fields.Nested(Both, required=True)
    pointer = ma.fields.Dict(required=True)
    source = ma.fields.String(required=True)
    detector = ma.fields.String(required=True)
    detector_version = ma.fields.String(required=True)
    knowledge_version = ma.fields.String(required=True)


class CoverageDocument(ma.Schema):
    """Where something was looked for, and how completely."""

    kind = ma.fields.String(required=True)
    scope = ma.fields.String(required=True)
    extent = ma.fields.String(required=True)
    reason = ma.fields.Nested(Both, required=True)
    source = ma.fields.String(required=True)
    detector = ma.fields.String(required=True)


class Findings(ma.Schema):
    """The findings and the coverage of the last concluded examination: one is not to be read without the other."""

    items = ma.fields.List(ma.fields.Nested(FindingDocument), required=True)
    coverage = ma.fields.List(ma.fields.Nested(CoverageDocument), required=True)


class VerdictDocument(ma.Schema):
    """The outcome of one criterion and its reasons."""

    criterion = ma.fields.String(required=True)
    ref = ma.fields.String(required=True)
    outcome = ma.fields.String(required=True)
    level = ma.fields.String(required=True)
    needs_ruling = ma.fields.Boolean(required=True)
    ruled = ma.fields.Boolean(required=True)
    because = ma.fields.List(ma.fields.String(), required=True)
    missing = ma.fields.List(ma.fields.Dict(), required=True)


class Verdicts(ma.Schema):
    """What the machine proposes, what counts with the rulings, and the score of the latter with its coverage."""

    edition = ma.fields.String(required=True)
    automated = ma.fields.List(ma.fields.Nested(VerdictDocument), required=True)
    effective = ma.fields.List(ma.fields.Nested(VerdictDocument), required=True)
    score = ma.fields.Dict(required=True)


class Entry(ma.Schema):
    """One entry of the journal."""

    number = ma.fields.Integer(required=True)
    at = ma.fields.DateTime(required=True)
    role = ma.fields.String(required=True, allow_none=True)
    event = ma.fields.String(required=True)
    facts = ma.fields.Dict(required=True)
    digest = ma.fields.String(required=True)


class JournalDocument(ma.Schema):
    """What happened to a file, oldest first."""

    items = ma.fields.List(ma.fields.Nested(Entry), required=True)


@counter.get(f"{ONE}/runs")
@allow_signed_in
@counter.gives(200, Runs)
def read_runs(submission_id: SubmissionId) -> dict[str, Any]:
    """List the runs of the newest examination that have ended, with how each did."""
    with get_services().database.read() as session:
        newest = find_newest(session, submission_id)
        runs = list_runs(session, newest.id) if newest else ()
        return {"items": [_describe_run(run, artifact) for run, artifact in runs]}


@counter.get(f"{ONE}/findings")
@allow_signed_in
@counter.gives(200, Findings)
def read_findings(submission_id: SubmissionId) -> dict[str, Any]:
    """List the findings of the last concluded examination, with what was and was not looked at."""
    with get_services().database.read() as session:
        evaluation_id = get_assessed(session, submission_id).evaluation.id
        return {"items": list_findings(session, evaluation_id), "coverage": list_coverage(session, evaluation_id)}


@counter.get(f"{ONE}/verdicts")
@allow_signed_in
@counter.gives(200, Verdicts)
def read_verdicts(submission_id: SubmissionId) -> dict[str, Any]:
    """List the machine's verdicts, and those that count once people have ruled."""
    with get_services().database.read() as session:
        assessed = get_assessed(session, submission_id)
        effective = get_effective(session, assessed)
    return {
        "edition": effective.edition_id,
        "automated": [_describe_verdict(verdict) for verdict in assessed.assessment.verdicts],
        "effective": [_describe_verdict(verdict) for verdict in effective.verdicts],
        "score": take_snapshot(load_edition(effective.edition_id), effective)["score"],
    }


@counter.get(f"{ONE}/explanations/<criterion>")
@allow_signed_in
@counter.gives(200, {"type": "object"})
def read_explanation(submission_id: SubmissionId, criterion: str) -> Response:
    """Walk back from one verdict: requirement, reasons, findings, evidence, bytes, instrument, rulings."""
    with get_services().database.read() as session:
        document = write_explanation(explain(session, get_assessed(session, submission_id), criterion))
    return answer(document, digest_of(document))


@counter.get(f"{ONE}/evidence/<digest>")
@allow_signed_in
@counter.gives(200, {"type": "object"})
def read_evidence(submission_id: SubmissionId, digest: str) -> Response:
    """Read one evidence document of this file, byte for byte as it was kept."""
    services = get_services()
    with services.database.read() as session:
        known = find_evidence(session, submission_id, digest)
    if known is None:
        raise BlobMissing(digest=digest)
    return answer_bytes(services.blobs.get(ArtifactDigest(known)), known, JSON)


@counter.get(f"{ONE}/journal")
@allow_signed_in
@counter.gives(200, JournalDocument)
def read_journal(submission_id: SubmissionId) -> dict[str, Any]:
    """Read what happened to a file: which role did what, when. Names are kept out."""
    return {"items": list_entries(get_services().database, submission_id)}


def get_assessed(session: Session, submission_id: SubmissionId) -> Assessed:
    """Return the last concluded examination of a file.

    Raises:
        NotExamined: there is none yet.
    """
    assessed = find_assessed(session, submission_id)
    if assessed is None:
        raise NotExamined
    return assessed


def _describe_run(run: Run, artifact: Artifact) -> dict[str, Any]:
    return {
        "artifact": artifact.id,
        "filename": artifact.filename,
        "kind": artifact.kind,
        "sha256": artifact.digest,
        "source": run.source,
        "state": run.state,
        "code": run.code,
        "message": run.message,
        "sandbox": run.tier,
        "evidence": run.evidence_digest,
        "facts": run.facts,
        "ended_at": run.ended_at,
    }


def _describe_verdict(verdict: Verdict) -> dict[str, Any]:
    return {
        "criterion": verdict.criterion,
        "ref": verdict.ref,
        "outcome": verdict.outcome.value,
        "level": verdict.level.value,
        "needs_ruling": verdict.needs_ruling,
        "ruled": verdict.ruled,
        "because": list(verdict.because),
        "missing": [{"what": gap.what, "scope": gap.scope, **store_text(gap.reason)} for gap in verdict.missing],
    }
