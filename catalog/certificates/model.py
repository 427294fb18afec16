"""The certificates' rows: the recorded intent, the signature, and each change of state."""

from datetime import date, datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.decisions.model import DecisionId
from catalog.plumbing.database import Base
from catalog.submissions.model import AppId

CertificateId = NewType("CertificateId", str)


class Certificate(Base):
    """What is to be signed, recorded before it is signed, so that no signature is ever unknown."""

    __tablename__ = "certificates"

    id: Mapped[CertificateId] = mapped_column(sa.String(40), primary_key=True)
    number: Mapped[str] = mapped_column(sa.String(24), unique=True)
    app_id: Mapped[AppId] = mapped_column(sa.ForeignKey("apps.id"), index=True)
    decision_id: Mapped[DecisionId] = mapped_column(sa.ForeignKey("decisions.id"), unique=True)
    document: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(sa.String(64))
    drawn_at: Mapped[datetime]
    expires_on: Mapped[date]


class Signature(Base):
    """The compact JWS of one certificate's canonical document."""

    __tablename__ = "signatures"

    certificate_id: Mapped[CertificateId] = mapped_column(sa.ForeignKey("certificates.id"), primary_key=True)
    key_id: Mapped[str] = mapped_column(sa.String(40))
    token: Mapped[str] = mapped_column(sa.Text)
    signed_at: Mapped[datetime]


class StateChange(Base):
    """A certificate's state from one instant on; the newest counts."""

    __tablename__ = "certificate_states"

    number: Mapped[int] = mapped_column(primary_key=True)
    certificate_id: Mapped[CertificateId] = mapped_column(sa.ForeignKey("certificates.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(20))
    reason: Mapped[str] = mapped_column(sa.String(4000))
    decision_id: Mapped[DecisionId | None] = mapped_column(sa.ForeignKey("decisions.id"))
    at: Mapped[datetime]
