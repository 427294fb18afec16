"""Named reads of certificates: the signed text by number, and the standing one of an app."""

from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.certificates.lifecycle import CertificateState
from catalog.certificates.model import Certificate, Signature, StateChange
from catalog.certificates.service import CertificateUnknown, find_change
from catalog.submissions.model import AppId


@dataclass(frozen=True, slots=True)
class Standing:
    """A signed certificate with its last change of state."""

    certificate: Certificate
    signature: Signature
    change: StateChange

    @property
    def state(self) -> CertificateState:
        """The state in force."""
        return CertificateState(self.change.state)


def _load(session: Session, query: sa.Select[Certificate, Signature]) -> Standing | None:
    found = session.execute(query.limit(1)).first()
    if found is None:
        return None
    certificate, signature = found
    change = find_change(session, certificate.id)
    return Standing(certificate, signature, change) if change else None


def _signed() -> sa.Select[Certificate, Signature]:
    return sa.select(Certificate, Signature).join(Signature, Signature.certificate_id == Certificate.id)


def get_by_number(session: Session, number: str) -> Standing:
    """Return the certificate of this number.

    Raises:
        CertificateUnknown: there is none.
    """
    standing = _load(session, _signed().where(Certificate.number == number.upper()))
    if standing is None:
        raise CertificateUnknown(number=number)
    return standing


def find_latest(session: Session, app_id: AppId) -> Standing | None:
    """Return the last certificate issued for an app, whatever its state."""
    return _load(session, _signed().where(Certificate.app_id == app_id).order_by(Certificate.number.desc()))
