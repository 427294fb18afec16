"""The certificate's verbs: issue after a grant (record, lint, sign, record), and follow later decisions, expire."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.certificates.draft import Subject, draw, lint, months_after
from catalog.certificates.lifecycle import ENDED, CertificateState, follow
from catalog.certificates.model import Certificate, CertificateId, Signature, StateChange
from catalog.decisions.model import DecisionId, DecisionRow
from catalog.errors import NotFound
from catalog.evaluations.model import Run
from catalog.journal.actor import SERVICE
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.plumbing.signing import Signer, digest_of, verify
from catalog.publishers.model import Publisher
from catalog.publishers.service import get_authority
from catalog.submissions.model import App, AppId, AppVersion, Artifact, Submission
from criteria.load import load_edition

FROM_DECISION = {
    "suspend": CertificateState.SUSPENDED,
    "withdraw": CertificateState.WITHDRAWN,
}


class CertificateUnknown(NotFound):
    """There is no certificate of this number."""

    code = "certificate-unknown"


class LintError(Exception):
    """The certificate's text must not be signed: a defect of ours, listed, never shown to anybody."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """Signed statements. Running a verb twice gives the same certificate, the same bytes, the same state."""

    journal: Journal
    ids: Ids
    signer: Signer
    origin: str
    months: int

    def issue(self, decision_id: DecisionId) -> None:
        """Issue the certificate of a grant: the text is recorded, then linted, signed and verified, then recorded."""
        certificate = self._record_intent(decision_id)
        document = certificate.document
        criteria = [item.id for item in load_edition(document["edition"]["id"]).criteria]
        keys = self.signer.public_keys()
        if problems := lint(document, is_demo_key=bool(keys[0].get("demo")), criteria=criteria):
            raise LintError(f"{certificate.number}: {'; '.join(problems)}")
        token = self.signer.sign(document)
        if digest_of(verify(token, keys, accept_demo=True)) != certificate.digest:
            raise LintError(f"{certificate.number}: what was signed is not what was recorded")
        self._record_signature(certificate, token)

    def _record_intent(self, decision_id: DecisionId) -> Certificate:
        with self.journal.act(SERVICE) as act:
            known = act.session.scalar(sa.select(Certificate).where(Certificate.decision_id == decision_id))
            if known:
                return known
            decision = act.session.get_one(DecisionRow, decision_id)
            submission = act.session.get_one(Submission, decision.submission_id)
            number = _next_number(act.session, act.now.date())
            expires_on = months_after(act.now.date(), self.months)
            document = draw(
                number,
                _describe_authority(act.session),
                _find_subject(act.session, decision, submission),
                {
                    "id": decision.id,
                    "decided_on": decision.decided_at.date().isoformat(),
                    "conditions": decision.conditions,
                    "snapshot": decision.snapshot,
                },
                _list_evidence(act.session, decision),
                act.now.date(),
                expires_on,
                f"{self.origin}/certificates/{number}",
            )
            certificate = Certificate(
                id=CertificateId(self.ids.new("cer")),
                number=number,
                app_id=submission.app_id,
                decision_id=decision_id,
                document=document,
                digest=digest_of(document),
                drawn_at=act.now,
                expires_on=expires_on,
            )
            act.session.add(certificate)
            act.record("certificate.drawn", certificate.id, facts={"number": number, "digest": certificate.digest})
            return certificate

    def _record_signature(self, certificate: Certificate, token: str) -> None:
        with self.journal.act(SERVICE) as act:
            if act.session.get(Signature, certificate.id):
                return
            row = Signature(certificate_id=certificate.id, key_id=self.signer.key_id, token=token, signed_at=act.now)
            act.session.add(row)
            conditional = bool(certificate.document["decision"]["conditions"])
            state = CertificateState.CONDITIONAL if conditional else CertificateState.ACTIVE
            _change(act, certificate.id, state, "", certificate.decision_id)
            *older, newest = _list_standing(
                act.session, certificate.app_id
            )  # itself at least; a late signature is older
            for one in older:
                _change(act, one.id, CertificateState.SUPERSEDED, newest.number, None)
            ids = {"app_id": certificate.app_id}
            act.record("certificate.issued", certificate.id, ids=ids, facts={"number": certificate.number})

    def apply(self, act: Act, decision: DecisionRow) -> None:
        """Give a certificate the state that a later decision calls for, in the act that decides.

        Raises:
            CertificateUnknown: the decision names none, or another file's.
            CertificateTransitionRefused: the certificate stands where this cannot follow: nothing was decided.
        """
        certificate = act.session.get(Certificate, decision.about)
        if certificate is None or not _is_of(act.session, certificate, decision):
            raise CertificateUnknown
        conditional = bool(certificate.document["decision"]["conditions"])
        restored = CertificateState.CONDITIONAL if conditional else CertificateState.ACTIVE
        target = FROM_DECISION.get(decision.kind, restored)
        _change(act, certificate.id, target, decision.grounds, decision.id)
        ids = {"app_id": certificate.app_id}
        act.record("certificate.changed", certificate.id, ids=ids, facts={"state": target})

    def expire_due(self) -> int:
        """End the certificates whose last day is over; return how many. Their listings follow."""
        with self.journal.database.read() as session:
            due = list(session.scalars(_list_due(self.journal.clock.now().date())))
        for certificate in due:
            with self.journal.act(SERVICE) as act:
                if find_state(act.session, certificate.id) in ENDED:
                    continue  # somebody withdrew it meanwhile
                _change(act, certificate.id, CertificateState.EXPIRED, "", None)
                ids, facts = {"app_id": certificate.app_id}, {"state": CertificateState.EXPIRED}
                act.record("certificate.changed", certificate.id, ids=ids, facts=facts)
        return len(due)


def _list_due(day: date) -> sa.Select[Certificate]:
    states = sa.select(StateChange.certificate_id)
    ended = states.where(StateChange.state.in_(ENDED))
    over = sa.select(Certificate).where(Certificate.expires_on < day, Certificate.id.in_(states))
    return over.where(Certificate.id.not_in(ended)).order_by(Certificate.number)


def _change(
    act: Act, certificate_id: CertificateId, state: CertificateState, reason: str, decision_id: DecisionId | None
) -> None:
    follow(find_state(act.session, certificate_id), state)
    row = StateChange(certificate_id=certificate_id, state=state, reason=reason, decision_id=decision_id, at=act.now)
    act.session.add(row)
    act.session.flush()


def _is_of(session: Session, certificate: Certificate, decision: DecisionRow) -> bool:
    grant = session.get_one(DecisionRow, certificate.decision_id)
    return grant.submission_id == decision.submission_id


def _next_number(session: Session, day: date) -> str:
    stem = f"SC-{day.year}-"
    newest = session.scalar(sa.select(sa.func.max(Certificate.number)).where(Certificate.number.startswith(stem)))
    return f"{stem}{int(newest.removeprefix(stem)) + 1 if newest else 1:06d}"


def _describe_authority(session: Session) -> dict[str, str]:
    authority = get_authority(session)
    return {"name": authority.name, "instance": authority.instance}


def _find_subject(session: Session, decision: DecisionRow, submission: Submission) -> Subject:
    app = session.get_one(App, submission.app_id)
    apk = session.scalar(
        sa.select(Artifact)
        .join(Run, Run.artifact_id == Artifact.id)
        .where(Run.evaluation_id == decision.evaluation_id, Artifact.kind == "apk")
    )
    digest = apk.digest if apk else ""
    known = sa.select(AppVersion).where(AppVersion.app_id == app.id, AppVersion.apk_digest == digest)
    version = session.scalar(known)
    return Subject(
        app.id,
        app.name,
        session.get_one(Publisher, app.publisher_id).name,
        version.package if version else None,
        version.version_name if version else None,
        version.version_code if version else None,
        digest,
        app.is_fictional,
    )


def _list_evidence(session: Session, decision: DecisionRow) -> list[str]:
    query = sa.select(Run.evidence_digest).where(Run.evaluation_id == decision.evaluation_id)
    return [digest for digest in session.scalars(query) if digest]


def _list_standing(session: Session, app_id: AppId) -> list[Certificate]:
    rows = session.scalars(sa.select(Certificate).where(Certificate.app_id == app_id).order_by(Certificate.number))
    states = [(row, find_state(session, row.id)) for row in rows]
    return [row for row, state in states if state is not None and state not in ENDED]


def find_state(session: Session, certificate_id: CertificateId) -> CertificateState | None:
    """Return the state of a certificate, or None before it is signed."""
    change = find_change(session, certificate_id)
    return CertificateState(change.state) if change else None


def find_change(session: Session, certificate_id: CertificateId) -> StateChange | None:
    """Return the last change of state of a certificate."""
    query = sa.select(StateChange).where(StateChange.certificate_id == certificate_id)
    return session.scalar(query.order_by(StateChange.number.desc()).limit(1))


def public_keys(signer: Signer) -> dict[str, Any]:
    """Return the keys to verify certificates with, as a JWK set (RFC 7517)."""
    return {"keys": signer.public_keys()}
