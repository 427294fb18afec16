"""The decisions' rows: what was decided, on which evaluation, on what grounds, by whom."""

from datetime import datetime
from typing import Any, NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.evaluations.model import EvaluationId
from catalog.journal.actor import AccountId
from catalog.plumbing.database import Base
from catalog.submissions.model import SubmissionId

DecisionId = NewType("DecisionId", str)


class DecisionRow(Base):
    """One decision. `about` is the certificate that a later decision suspends, restores or withdraws."""

    __tablename__ = "decisions"
    __table_args__ = (
        sa.CheckConstraint("kind in ('grant', 'refuse', 'suspend', 'restore', 'withdraw')", name="kind"),
        sa.Index(
            "uq_decisions_one_outcome",
            "submission_id",
            unique=True,
            sqlite_where=sa.text("kind in ('grant', 'refuse')"),
            postgresql_where=sa.text("kind in ('grant', 'refuse')"),
        ),
    )

    id: Mapped[DecisionId] = mapped_column(sa.String(40), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(10))
    submission_id: Mapped[SubmissionId] = mapped_column(sa.ForeignKey("submissions.id"), index=True)
    evaluation_id: Mapped[EvaluationId | None] = mapped_column(sa.ForeignKey("evaluations.id"))
    about: Mapped[str | None] = mapped_column(sa.String(40))
    grounds: Mapped[str] = mapped_column(sa.String(4000))
    conditions: Mapped[list[Any]]  # [{"criterion", "condition"}]
    snapshot: Mapped[dict[str, Any]]  # the effective verdicts and the score it rests on
    decided_by: Mapped[AccountId] = mapped_column(sa.String(40))
    decided_at: Mapped[datetime]
