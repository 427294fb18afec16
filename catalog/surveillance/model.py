"""What comes in after the decision: reports from third parties."""

from datetime import datetime
from typing import NewType

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from catalog.plumbing.database import Base
from catalog.submissions.model import AppId

ReportId = NewType("ReportId", str)


class Report(Base):
    """A third party says that something is wrong with a listed app."""

    __tablename__ = "reports"

    id: Mapped[ReportId] = mapped_column(sa.String(40), primary_key=True)
    app_id: Mapped[AppId] = mapped_column(sa.ForeignKey("apps.id"), index=True)
    text: Mapped[str] = mapped_column(sa.String(4000))
    received_at: Mapped[datetime]
