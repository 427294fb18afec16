"""The publisher's verbs and the intake's: create, lodge artifacts, declare, lodge, admit, return, withdraw."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from catalog.errors import Conflict, NotFound, Rejected
from catalog.journal.actor import SERVICE, Actor, PublisherId, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.plumbing.storage import BlobStore, Readable
from catalog.publishers.service import FieldRefused, get_authority, require, require_text
from catalog.submissions.answers import carry, credit, list_answers, list_documents
from catalog.submissions.app_card import UNSAID, CardDetails, check_details
from catalog.submissions.lifecycle import AUTHORITYS_TURN, OPEN, PUBLISHERS_TURN, IllegalTransition, advance
from catalog.submissions.lifecycle import SubmissionState as State
from catalog.submissions.model import App, AppId, Artifact, ArtifactId, Declaration, Submission, SubmissionId
from catalog.submissions.questionnaire import check_answers, get_edition_in_force, list_missing
from criteria.findings import ArtifactKind, Source

FILENAME_MAX = 200
CAPTURERS = frozenset({Role.OFFICER, Role.EVALUATOR})  # whose capture is the authority's own


class AppUnknown(NotFound):
    """There is no such app, or not for you."""

    code = "app-unknown"


class SubmissionUnknown(NotFound):
    """There is no such file, or not for you."""

    code = "submission-unknown"


class StaleVersion(Conflict):
    """The page or document you acted on has changed since."""

    code = "stale-version"


class AlreadyLodged(Conflict):
    """The same file is there already: `submission` names it."""

    code = "already-lodged"


class FileIncomplete(Rejected):
    """Pieces or answers are missing: `missing` lists them."""

    code = "file-incomplete"


class GroundsMissing(Rejected):
    """An act that closes or returns a file needs its grounds."""

    code = "grounds-missing"


@dataclass(frozen=True, slots=True)
class Submissions:
    """Files of publishers. Every verb takes the version seen, so that a stale page changes nothing."""

    journal: Journal
    ids: Ids
    blobs: BlobStore
    max_upload: int

    def create_app(
        self,
        actor: Actor,
        name: str,
        purpose_fr: str,
        purpose_en: str,
        contact: str,
        details: CardDetails = UNSAID,
    ) -> AppId:
        """Open the card of an app for the actor's organisation; the same card asked for twice is one card."""
        require(actor, Role.PUBLISHER)
        said = check_details(details)
        with self.journal.act(actor) as act:
            words = {"name": name, "purpose_fr": purpose_fr, "purpose_en": purpose_en, "contact": contact}
            same = sa.select(App.id).filter_by(**{key: text.strip() for key, text in words.items()})
            unused = ~sa.exists().where(Submission.app_id == App.id)  # a double click, not a second app of that name
            if existing := act.session.scalar(same.where(App.publisher_id == actor.publisher_id, unused)):
                return existing
            app = App(
                id=AppId(self.ids.new("app")),
                publisher_id=actor.publisher_id or PublisherId(""),
                slug=_free_slug(act.session, name),
                name=require_text("name", name, 120),
                purpose_fr=require_text("purpose_fr", purpose_fr, 500),
                purpose_en=require_text("purpose_en", purpose_en, 500),
                contact=require_text("contact", contact, 254),
                needs=None if said.needs is None else list(said.needs),
                price=said.price,
                languages=None if said.languages is None else list(said.languages),
                store_link=said.store_link,
                is_fictional=get_authority(act.session).instance == "demo",
                created_at=act.now,
            )
            act.session.add(app)
            act.record("app.created", app.id)
            return app.id

    def create(self, actor: Actor, app_id: AppId) -> SubmissionId:
        """Open a draft for one of the actor's apps, against the edition in force, with what its last file answered.

        Raises:
            AlreadyLodged: the app has an open file.
        """
        require(actor, Role.PUBLISHER)
        with self.journal.act(actor) as act:
            app = act.session.get(App, app_id)
            if app is None or app.publisher_id != actor.publisher_id:
                raise AppUnknown
            other = sa.select(Submission.id).where(Submission.app_id == app_id, Submission.state.in_(OPEN))
            if existing := act.session.scalar(other):
                raise AlreadyLodged(submission=existing)
            submission = Submission(
                id=SubmissionId(self.ids.new("sub")),
                app_id=app_id,
                publisher_id=app.publisher_id,
                edition_id=get_edition_in_force(act.now.date()).id,
                state=State.DRAFT,
                created_at=act.now,
            )
            act.session.add(submission)
            act.session.flush()
            act.record("submission.created", submission.id)
            carry(act, self.ids, submission)
            return submission.id

    def lodge_artifact(
        self,
        actor: Actor,
        submission_id: SubmissionId,
        kind: ArtifactKind,
        filename: str,
        stream: Readable,
        *,
        announced: int | None = None,
        expected: str | None = None,
        attested: bool = False,
    ) -> ArtifactId:
        """Keep the bytes of `stream` as a piece of the file; hashed as they flow, whatever they are.

        A piece that a publisher lodges has source `publisher`; one captured by the authority has source `bench`.
        The same piece twice is one piece.

        Raises:
            FieldRefused: a package that its publisher did not bring, or a name nobody can read.
        """
        with self.journal.database.read() as session:  # refuse before taking a gigabyte
            check_turn(actor, find_for(session, actor, submission_id), kind)
        blob = self.blobs.receive(stream, limit=self.max_upload, announced=announced, expected=expected)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id)
            check_turn(actor, submission, kind)
            same = sa.select(Artifact).where(
                Artifact.submission_id == submission_id, Artifact.digest == blob.digest, Artifact.kind == kind
            )
            if existing := act.session.scalar(same):
                return existing.id
            artifact = Artifact(
                id=ArtifactId(self.ids.new("art")),
                submission_id=submission_id,
                digest=blob.digest,
                size=blob.size,
                kind=kind,
                filename=require_text("filename", filename[:FILENAME_MAX] or kind, FILENAME_MAX),
                source=_source_of(actor, kind),
                is_attested=attested or actor.role in CAPTURERS,
                lodged_by=actor.account_id,
                lodged_at=act.now,
            )
            act.session.add(artifact)
            touch(submission)
            late = State(submission.state) in AUTHORITYS_TURN - {State.LODGED}
            act.record(
                "artifact.added" if late else "artifact.lodged",
                submission_id,
                ids={"submission_id": submission_id, "artifact_id": artifact.id},
                facts={"digest": blob.digest, "kind": kind, "source": artifact.source},
            )
            return artifact.id

    def declare(self, actor: Actor, submission_id: SubmissionId, answers: Mapping[str, Any], version: int) -> None:
        """Answer questions of the edition; answers given before stay beside.

        Raises:
            AnswerRefused: an answer is not one its question accepts, or cites a document that is not in the file.
        """
        require(actor, Role.PUBLISHER)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            if State(submission.state) not in PUBLISHERS_TURN:
                raise IllegalTransition(state=submission.state, verb="declare")
            stored = check_answers(submission.edition_id, answers, list_documents(act.session, submission_id))
            shown = {
                name: one["proposal"] for name, one in answers.items() if isinstance(one, dict) and "proposal" in one
            }
            credit(act, self.ids, submission, stored, shown)
            for question, answer in stored.items():
                row = Declaration(
                    submission_id=submission_id,
                    question=question,
                    answer=answer,
                    declared_by=actor.account_id,
                    declared_at=act.now,
                )
                act.session.add(row)
            touch(submission)
            act.record("submission.declared", submission_id, facts={"questions": sorted(answers)})

    def lodge(self, actor: Actor, submission_id: SubmissionId, version: int) -> None:
        """Hand the file in.

        Raises:
            FileIncomplete: a piece or an answer is missing.
            AlreadyLodged: the same APK is in another open file.
        """
        require(actor, Role.PUBLISHER)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            self._move(act, submission, "lodge")
            apk = find_apk(act.session, submission_id)
            missing = list_missing(submission.edition_id, list_answers(act.session, submission_id))
            missing = ([] if apk else ["apk"]) + missing
            if missing:
                raise FileIncomplete(missing=missing)
            twin = (
                sa.select(Submission.id)
                .join(Artifact, Artifact.submission_id == Submission.id)
                .where(Artifact.digest == (apk.digest if apk else ""), Artifact.kind == ArtifactKind.APK)
                .where(Submission.state.in_(OPEN - {State.DRAFT}), Submission.id != submission_id)
                .where(Submission.publisher_id == submission.publisher_id)  # another's file is never told of
            )
            if existing := act.session.scalar(twin):
                raise AlreadyLodged(submission=existing)
            submission.lodged_at = act.now
            act.record("submission.lodged", submission_id, ids={"submission_id": submission_id})

    def admit(self, actor: Actor, submission_id: SubmissionId, version: int) -> None:
        """Find the file complete and in scope: the edition in force today is pinned, the analyses follow.

        Raises:
            FileIncomplete: an edition that came since asks more: the file has to be returned for completion.
        """
        require(actor, Role.OFFICER)
        with self.journal.act(actor) as act:
            self._admit(act, find_for(act.session, actor, submission_id, version))

    def admit_by_rule(self, submission_id: SubmissionId) -> None:
        """Admit a lodged file where the authority's setting says that no person need look; else do nothing."""
        with self.journal.act(SERVICE) as act:
            submission = act.session.get(Submission, submission_id)
            if submission is None or submission.state != State.LODGED:
                return
            if get_authority(act.session).admission == "automatic" and not _list_newly_asked(act, submission):
                self._admit(act, submission)

    def _admit(self, act: Act, submission: Submission) -> None:
        self._move(act, submission, "admit")
        if missing := _list_newly_asked(act, submission):
            raise FileIncomplete(missing=missing)
        submission.admitted_at = act.now
        submission.edition_id = get_edition_in_force(act.now.date()).id
        ids = {"submission_id": submission.id}
        act.record("submission.admitted", submission.id, ids=ids, facts={"edition": submission.edition_id})

    def turn_back(
        self,
        actor: Actor,
        submission_id: SubmissionId,
        verdict: Literal["incomplete", "inadmissible"],
        grounds: str,
        version: int,
    ) -> None:
        """Return the file for completion, or find it inadmissible; with grounds.

        Raises:
            GroundsMissing: no grounds.
        """
        require(actor, Role.OFFICER)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            self._move(act, submission, "return" if verdict == "incomplete" else "refuse_admission")
            if not grounds.strip():
                raise GroundsMissing
            submission.edition_id = get_edition_in_force(act.now.date()).id  # what is asked of it from now on
            act.record(
                f"submission.{verdict}", submission_id, facts={"grounds": require_text("grounds", grounds, 4000)}
            )

    def withdraw(self, actor: Actor, submission_id: SubmissionId, version: int) -> None:
        """Take the file back, from any open state."""
        require(actor, Role.PUBLISHER)
        with self.journal.act(actor) as act:
            self._move(act, find_for(act.session, actor, submission_id, version), "withdraw")
            act.record("submission.withdrawn", submission_id)

    @staticmethod
    def _move(_act: Act, submission: Submission, verb: str) -> None:
        submission.state = advance(State(submission.state), verb)


def _list_newly_asked(act: Act, submission: Submission) -> list[str]:
    """Return the questions that an edition in force since the file was lodged asks, and that it does not answer."""
    edition = get_edition_in_force(act.now.date())
    if edition.id == submission.edition_id:
        return []
    return list_missing(edition.id, list_answers(act.session, submission.id))


def touch(submission: Submission) -> None:
    """Make the version column move although no column of the row changed."""
    sa.orm.attributes.flag_modified(submission, "state")


def check_turn(actor: Actor, submission: Submission, kind: ArtifactKind) -> None:
    """Let a piece of this kind be brought only by who may bring it, at a step where that is open.

    Raises:
        RoleRefused: the role brings no piece.
        FieldRefused: a package that its publisher did not bring.
        IllegalTransition: not at this step.
    """
    require(actor, Role.PUBLISHER, *CAPTURERS)
    if kind is ArtifactKind.APK and actor.role in CAPTURERS:
        raise FieldRefused(field="kind", limit=None)  # the build that is examined is the one its publisher lodged
    turn = PUBLISHERS_TURN if actor.role == Role.PUBLISHER else AUTHORITYS_TURN
    if State(submission.state) not in turn:
        raise IllegalTransition(state=submission.state, verb="lodge_artifact")


def _source_of(actor: Actor, kind: ArtifactKind) -> Source:
    if kind is ArtifactKind.DOCUMENT:
        return Source.DECLARED
    if kind is ArtifactKind.APK:
        return Source.BENCH  # the bytes are certified themselves; who brought them changes nothing about them
    return Source.BENCH if actor.role in CAPTURERS else Source.PUBLISHER


def _free_slug(session: Session, name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:60] or "app"
    taken = set(session.scalars(sa.select(App.slug).where(App.slug.startswith(stem, autoescape=True))))
    return next(slug for slug in [stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))] if slug not in taken)


def find_for(session: Session, actor: Actor, submission_id: SubmissionId, version: int | None = None) -> Submission:
    """Return the file if `actor` may see it: a publisher its own, the authority's people what was lodged.

    Raises:
        SubmissionUnknown: there is none, or not for this actor.
        StaleVersion: it changed since `version`.
    """
    submission = session.get(Submission, submission_id, with_for_update=version is not None)
    mine = submission is not None and actor.publisher_id == submission.publisher_id
    lodged = submission is not None and submission.lodged_at is not None
    if submission is None or not (mine or (actor.is_staff and lodged)):
        raise SubmissionUnknown
    if version is not None and submission.version != version:
        raise StaleVersion(version=submission.version)
    return submission


def find_apk(session: Session, submission_id: SubmissionId) -> Artifact | None:
    """Return the APK that counts: the last one lodged."""
    query = sa.select(Artifact).where(Artifact.submission_id == submission_id, Artifact.kind == ArtifactKind.APK)
    return session.scalar(query.order_by(Artifact.lodged_at.desc(), Artifact.id.desc()).limit(1))
