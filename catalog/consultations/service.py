"""The verbs of a consultation: comment, moderate, answer, record a panel's opinion. Nothing said is overwritten."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.consultations.model import Comment, CommentAnswer, CommentId, Moderation, PanelId, PanelOpinion
from catalog.errors import Conflict, NotFound
from catalog.journal.actor import ANYONE, Actor, Role
from catalog.journal.service import Journal
from catalog.plumbing.ids import Ids
from catalog.publishers.service import FieldRefused, require, require_text
from criteria.load import list_editions, load_edition
from criteria.model import Edition, EditionState

OPEN = (EditionState.DRAFT, EditionState.CONSULTATION)
MODERATORS = (Role.OFFICER, Role.AUTHORITY)
AUTHOR_MAX, TEXT_MAX, MEMBERS_MAX = 120, 4000, 100_000


class ConsultationClosed(Conflict):
    """This edition is published: it no longer takes comments."""

    code = "consultation-closed"


class CommentUnknown(NotFound):
    """There is no such comment."""

    code = "comment-unknown"


class PanelVoice(StrEnum):
    """What a panel says of an edition."""

    FAVOURABLE = "favourable"
    RESERVED = "reserved"
    UNFAVOURABLE = "unfavourable"


def is_open(edition: Edition, day: date) -> bool:
    """Say whether an edition takes comments on `day`: until it is published."""
    return edition.state_on(day) in OPEN


@dataclass(frozen=True, slots=True)
class Consultations:
    """Anyone comments; people of the authority moderate and answer."""

    journal: Journal
    ids: Ids

    def comment(self, edition_id: str, text: str, *, criterion: str | None = None, author: str = "") -> CommentId:
        """Take a comment on a draft edition; anyone may, without a name. The same words twice are one comment.

        Raises:
            FieldRefused: there is no such edition or criterion, or a text that cannot be taken.
            ConsultationClosed: the edition is published.
        """
        edition = _get_edition(edition_id)
        if criterion is not None and edition.find_criterion(criterion) is None:
            raise FieldRefused(field="criterion", limit=None)
        words = require_text("text", text, TEXT_MAX)
        name = require_text("author", author, AUTHOR_MAX) if author.strip() else None
        with self.journal.act(ANYONE) as act:
            if not is_open(edition, act.now.date()):
                raise ConsultationClosed(edition=edition.id)
            same = sa.select(Comment.id).filter_by(edition_id=edition.id, criterion=criterion, text=words, author=name)
            if existing := act.session.scalar(same.limit(1)):
                return existing
            row = Comment(
                id=CommentId(self.ids.new("com")),
                edition_id=edition.id,
                criterion=criterion,
                author=name,
                text=words,
                received_at=act.now,
            )
            act.session.add(row)
            act.record("comment.received", row.id, facts={"edition": edition.id, "criterion": criterion})
            return row.id

    def show(self, actor: Actor, comment_id: CommentId, grounds: str) -> None:
        """Show a comment to everybody."""
        self._moderate(actor, comment_id, grounds, is_shown=True)

    def withhold(self, actor: Actor, comment_id: CommentId, grounds: str) -> None:
        """Keep a comment from being shown, with grounds; it is kept."""
        self._moderate(actor, comment_id, grounds, is_shown=False)

    def _moderate(self, actor: Actor, comment_id: CommentId, grounds: str, *, is_shown: bool) -> None:
        require(actor, *MODERATORS)
        with self.journal.act(actor) as act:
            _get_comment(act.session, comment_id)
            row = Moderation(
                comment_id=comment_id,
                is_shown=is_shown,
                grounds=require_text("grounds", grounds, TEXT_MAX),
                moderated_by=actor.account_id,
                moderated_at=act.now,
            )
            act.session.add(row)
            act.record("comment.shown" if is_shown else "comment.withheld", comment_id)

    def answer(self, actor: Actor, comment_id: CommentId, text: str) -> None:
        """Answer a comment; the answer is shown with it."""
        require(actor, *MODERATORS, Role.EVALUATOR)
        with self.journal.act(actor) as act:
            _get_comment(act.session, comment_id)
            row = CommentAnswer(
                comment_id=comment_id,
                text=require_text("text", text, TEXT_MAX),
                answered_by=actor.account_id,
                answered_at=act.now,
            )
            act.session.add(row)
            act.record("comment.answered", comment_id)

    def record_panel(
        self, actor: Actor, edition_id: str, held_on: date, members: int, opinion: PanelVoice, text: str
    ) -> PanelId:
        """Record what a panel of citizens concluded on an edition, in its own words.

        Raises:
            FieldRefused: no such edition, a day to come, nobody on the panel, or a text that cannot be taken.
        """
        require(actor, *MODERATORS)
        edition = _get_edition(edition_id)
        if not 1 <= members <= MEMBERS_MAX:
            raise FieldRefused(field="members", limit=MEMBERS_MAX)
        with self.journal.act(actor) as act:
            if held_on > act.now.date():
                raise FieldRefused(field="held_on", limit=None)
            row = PanelOpinion(
                id=PanelId(self.ids.new("pan")),
                edition_id=edition.id,
                held_on=held_on,
                members=members,
                opinion=opinion,
                text=require_text("text", text, TEXT_MAX),
                recorded_by=actor.account_id,
                recorded_at=act.now,
            )
            act.session.add(row)
            act.record("panel.recorded", row.id, facts={"edition": edition.id, "opinion": opinion})
            return row.id


def _get_edition(edition_id: str) -> Edition:
    if edition_id not in list_editions():
        raise FieldRefused(field="edition", limit=None)
    return load_edition(edition_id)


def _get_comment(session: Session, comment_id: CommentId) -> Comment:
    comment = session.get(Comment, comment_id)
    if comment is None:
        raise CommentUnknown
    return comment
