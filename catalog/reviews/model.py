"""The human examination's rows: rulings and their countersignatures, requests and replies, opinions."""

from datetime import date, datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.evaluations.model import EvaluationId
from catalog.journal.actor import AccountId
from catalog.plumbing.database import Base
from catalog.submissions.model import SubmissionId

RulingId = NewType("RulingId", str)
RequestId = NewType("RequestId", str)
OpinionId = NewType("OpinionId", str)


class RulingRow(Base):
    """An evaluator confirms or overrides one verdict, with grounds; the machine's verdict stays."""

    __tablename__ = "rulings"

    id: Mapped[RulingId] = mapped_column(sa.String(40), primary_key=True)
    number: Mapped[int] = mapped_column(sa.Integer, unique=True)
    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    criterion: Mapped[str] = mapped_column(sa.String(20))
    outcome: Mapped[str] = mapped_column(sa.String(20))
    grounds: Mapped[str] = mapped_column(sa.String(4000))
    is_override: Mapped[bool]  # reverses the machine, or clears what it did not see: counts once a second person agrees
    ruled_by: Mapped[AccountId] = mapped_column(sa.String(40))
    ruled_at: Mapped[datetime]


class Countersignature(Base):
    """A second evaluator agrees with an override."""

    __tablename__ = "countersignatures"

    ruling_id: Mapped[RulingId] = mapped_column(sa.ForeignKey("rulings.id"), primary_key=True)
    signed_by: Mapped[AccountId] = mapped_column(sa.String(40))
    signed_at: Mapped[datetime]


class InformationRequest(Base):
    """A question to the publisher that stops the clock."""

    __tablename__ = "information_requests"

    id: Mapped[RequestId] = mapped_column(sa.String(40), primary_key=True)
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    criterion: Mapped[str | None] = mapped_column(sa.String(20))
    question: Mapped[str] = mapped_column(sa.String(4000))
    asked_by: Mapped[AccountId] = mapped_column(sa.String(40))
    asked_at: Mapped[datetime]
    due_on: Mapped[date]


class InformationReply(Base):
    """The publisher's answer to one question."""

    __tablename__ = "information_replies"

    request_id: Mapped[RequestId] = mapped_column(sa.ForeignKey("information_requests.id"), primary_key=True)
    answer: Mapped[str] = mapped_column(sa.String(4000))
    replied_by: Mapped[AccountId] = mapped_column(sa.String(40))
    replied_at: Mapped[datetime]


class OpinionRow(Base):
    """The committee's opinion on one evaluation, with its reservations; after an adjournment, another one."""

    __tablename__ = "opinions"

    id: Mapped[OpinionId] = mapped_column(sa.String(40), primary_key=True)
    evaluation_id: Mapped[EvaluationId] = mapped_column(sa.ForeignKey("evaluations.id"), index=True)
    opinion: Mapped[str] = mapped_column(sa.String(40))
    grounds: Mapped[str] = mapped_column(sa.String(4000))
    reservations: Mapped[list[Any]]  # [{"criterion", "condition"}]
    opined_by: Mapped[AccountId] = mapped_column(sa.String(40))
    opined_at: Mapped[datetime]
