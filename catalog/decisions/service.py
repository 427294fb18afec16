"""The authority's verbs: decide on a file; suspend, restore or withdraw a certificate. Never by who evaluated."""

from dataclasses import dataclass
from typing import Any, Literal, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.decisions.model import DecisionId, DecisionRow
from catalog.errors import Conflict, NotAllowed
from catalog.evaluations.queries import Assessed, find_assessed
from catalog.journal.actor import Actor, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.publishers.service import require, require_text
from catalog.reviews.lifecycle import GRANTABLE, OpinionKind
from catalog.reviews.queries import find_opinion, get_cautious, get_effective, list_evaluators
from catalog.reviews.service import GROUNDS_MAX, GROUNDS_MIN, NotExamined
from catalog.submissions.lifecycle import SubmissionState, advance
from catalog.submissions.model import SubmissionId
from catalog.submissions.service import GroundsMissing, find_for
from criteria.load import load_edition
from criteria.model import Assessment, Edition
from criteria.scoring import obstacles, score


class EvaluatorCannotDecide(NotAllowed):
    """Whoever took part in the examination does not decide."""

    code = "evaluator-cannot-decide"


class OpinionMissing(Conflict):
    """No opinion was given on the evaluation that counts."""

    code = "opinion-missing"


class OpinionForbids(Conflict):
    """Only a favourable opinion can lead to a listing."""

    code = "opinion-forbids"


class NothingGranted(Conflict):
    """Nothing was granted on this file: there is no certificate to decide on."""

    code = "nothing-granted"


class ObstaclesRemain(Conflict):
    """Mandatory criteria stand in the way: `criteria` names them."""

    code = "obstacles-remain"


class Standing(Protocol):
    """The certificates, as a later decision meets them."""

    def apply(self, act: Act, decision: DecisionRow) -> None:
        """Let the certificate follow the decision in the same act, or refuse it."""
        ...


@dataclass(frozen=True, slots=True)
class Decisions:
    """What the authority decides. One outcome per file; rows are added, never changed."""

    journal: Journal
    ids: Ids
    certificates: Standing

    def decide(
        self, actor: Actor, submission_id: SubmissionId, kind: Literal["grant", "refuse"], grounds: str, version: int
    ) -> DecisionId:
        """Grant or refuse, on the evaluation that the opinion was given on.

        Raises:
            EvaluatorCannotDecide: the actor took part in the examination.
            OpinionMissing: there is no opinion.
            OpinionForbids: a grant against the opinion.
            ObstaclesRemain: a grant while a gate fails, is open, or would be once a waiting objection is countersigned,
                and no recorded reservation covers it.
        """
        require(actor, Role.AUTHORITY)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            state = advance(SubmissionState(submission.state), "decide")
            if actor.account_id in list_evaluators(act.session, submission_id):
                raise EvaluatorCannotDecide
            assessed = find_assessed(act.session, submission_id)
            if assessed is None:
                raise NotExamined
            edition = load_edition(assessed.row.edition_id)
            effective = get_effective(act.session, assessed)
            conditions = _check(act.session, kind, assessed, edition)
            row = DecisionRow(
                id=DecisionId(self.ids.new("dec")),
                kind=kind,
                submission_id=submission_id,
                evaluation_id=assessed.evaluation.id,
                grounds=_check_grounds(grounds),
                conditions=conditions,
                snapshot=take_snapshot(edition, effective),
                decided_by=actor.account_id,
                decided_at=act.now,
            )
            submission.state = state
            act.session.add(row)
            event = "decision.granted" if kind == "grant" else "decision.refused"
            act.record(event, submission_id, ids={"decision_id": row.id})
            return row.id

    def adjourn(self, actor: Actor, submission_id: SubmissionId, grounds: str, version: int) -> None:
        """Send the file back to the evaluators: no decision can be made on this opinion; another one will follow."""
        require(actor, Role.AUTHORITY)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            submission.state = advance(SubmissionState(submission.state), "adjourn")
            act.record("submission.adjourned", submission_id, facts={"grounds": _check_grounds(grounds)})

    def decide_on_certificate(
        self,
        actor: Actor,
        submission_id: SubmissionId,
        certificate_id: str,
        kind: Literal["suspend", "restore", "withdraw"],
        grounds: str,
    ) -> DecisionId:
        """Suspend, restore or withdraw the certificate of a decided file; its state follows in the same act.

        Nothing is left to be applied later, when the certificate may stand elsewhere. Said twice, it is one decision.

        Raises:
            EvaluatorCannotDecide: the actor took part in the examination.
            NothingGranted: the file has no grant.
            CertificateUnknown: this is not the file's certificate.
            CertificateTransitionRefused: the certificate stands where this cannot follow.
        """
        require(actor, Role.AUTHORITY)
        with self.journal.act(actor) as act:
            find_for(act.session, actor, submission_id)
            made = list_decisions(act.session, submission_id)
            if not any(row.kind == "grant" for row in made):
                raise NothingGranted
            if actor.account_id in list_evaluators(act.session, submission_id):
                raise EvaluatorCannotDecide
            said = (actor.account_id, certificate_id, kind, _check_grounds(grounds))
            if (made[-1].decided_by, made[-1].about, made[-1].kind, made[-1].grounds) == said:
                return made[-1].id
            row = DecisionRow(
                id=DecisionId(self.ids.new("dec")),
                kind=kind,
                submission_id=submission_id,
                evaluation_id=None,
                about=certificate_id,
                grounds=_check_grounds(grounds),
                conditions=[],
                snapshot={},
                decided_by=actor.account_id,
                decided_at=act.now,
            )
            act.session.add(row)
            facts = {"decision_id": row.id, "kind": kind}
            act.record("decision.on_certificate", submission_id, facts=facts)
            self.certificates.apply(act, row)
            return row.id


def _check(session: Session, kind: str, assessed: Assessed, edition: Edition) -> list[dict[str, str]]:
    """Return the conditions a grant carries: the reservations of the opinion."""
    opinion = find_opinion(session, assessed.evaluation.id)
    if opinion is None:
        raise OpinionMissing
    if kind != "grant":
        return []
    if OpinionKind(opinion.opinion) not in GRANTABLE:
        raise OpinionForbids(opinion=opinion.opinion)
    reserved = {item["criterion"] for item in opinion.reservations}
    in_the_way = obstacles(edition, get_cautious(session, assessed))
    standing = [verdict.criterion for verdict in in_the_way if verdict.criterion not in reserved]
    if standing:
        raise ObstaclesRemain(criteria=standing)
    return list(opinion.reservations)


def _check_grounds(grounds: str) -> str:
    if len(grounds.strip()) < GROUNDS_MIN:
        raise GroundsMissing(limit=GROUNDS_MIN)
    return require_text("grounds", grounds, GROUNDS_MAX)


def take_snapshot(edition: Edition, effective: Assessment) -> dict[str, Any]:
    """Return the effective verdicts and their score as plain values: what a certificate certifies."""
    total = score(edition, effective)
    return {
        "edition": edition.id,
        "edition_digest": edition.digest,
        "verdicts": [
            {
                "criterion": verdict.criterion,
                "ref": verdict.ref,
                "outcome": verdict.outcome.value,
                "level": verdict.level.value,
                "ruled": verdict.ruled,
            }
            for verdict in effective.verdicts
        ],
        "score": {
            "overall": total.overall.value if total.overall else None,
            "coverage": str(total.coverage),
            "families": [
                {
                    "family": family.family,
                    "letter": family.letter.value if family.letter else None,
                    "obtained": family.obtained,
                    "applicable": family.applicable,
                    "coverage": str(family.coverage),
                }
                for family in total.families
            ],
            "gates_failed": list(total.gates_failed),
            "gates_open": list(total.gates_open),
        },
    }


def get_decision(session: Session, decision_id: DecisionId) -> DecisionRow:
    """Return one decision that is known to exist."""
    return session.get_one(DecisionRow, decision_id)


def list_decisions(session: Session, submission_id: SubmissionId) -> list[DecisionRow]:
    """Return the decisions on a file, oldest first."""
    query = sa.select(DecisionRow).where(DecisionRow.submission_id == submission_id)
    return list(session.scalars(query.order_by(DecisionRow.decided_at, DecisionRow.id)))
