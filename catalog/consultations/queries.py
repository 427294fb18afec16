"""Named reads of consultations: what everybody sees of a draft, and what waits for a moderator."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.consultations.model import Comment, CommentAnswer, Moderation, PanelOpinion
from catalog.journal.actor import Actor
from catalog.plumbing.database import Database
from catalog.publishers.service import RoleRefused


@dataclass(frozen=True, slots=True)
class Discussed:
    """A comment with the last word on showing it, and the answers to it."""

    comment: Comment
    moderation: Moderation | None
    answers: tuple[CommentAnswer, ...]

    @property
    def is_shown(self) -> bool:
        """Whether everybody sees it: only once a person said so."""
        return self.moderation is not None and self.moderation.is_shown


def list_shown(database: Database, edition_id: str, criterion: str | None) -> list[Discussed]:
    """Return the comments shown on an edition as a whole (`criterion` None) or on one criterion, oldest first."""
    query = sa.select(Comment).where(Comment.edition_id == edition_id, Comment.criterion == criterion)
    with database.read() as session:
        return [one for one in _discuss(session, query) if one.is_shown]


def list_comments(database: Database, actor: Actor) -> list[Discussed]:
    """Return every comment, those that wait for a moderator first.

    Raises:
        RoleRefused: the actor is not one of the authority's people.
    """
    if not actor.is_staff:
        raise RoleRefused(role=actor.role)
    with database.read() as session:
        everything = _discuss(session, sa.select(Comment))
    return sorted(everything, key=lambda one: one.moderation is not None)


def list_panels(database: Database, edition_id: str) -> Sequence[PanelOpinion]:
    """Return what panels of citizens concluded on an edition, oldest first."""
    query = sa.select(PanelOpinion).where(PanelOpinion.edition_id == edition_id)
    with database.read() as session:
        return session.scalars(query.order_by(PanelOpinion.held_on, PanelOpinion.id)).all()


def _discuss(session: Session, query: sa.Select[Comment]) -> list[Discussed]:
    comments = session.scalars(query.order_by(Comment.received_at, Comment.id)).all()
    ids = [comment.id for comment in comments]
    words = session.scalars(
        sa.select(Moderation).where(Moderation.comment_id.in_(ids)).order_by(Moderation.number)
    ).all()
    last = {row.comment_id: row for row in words}
    answers = session.scalars(
        sa.select(CommentAnswer).where(CommentAnswer.comment_id.in_(ids)).order_by(CommentAnswer.number)
    ).all()
    return [
        Discussed(one, last.get(one.id), tuple(row for row in answers if row.comment_id == one.id)) for one in comments
    ]
