"""The publisher's word on what was proposed: confirmed in one act, a proposal becomes its declaration."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from catalog.errors import Conflict
from catalog.journal.actor import Actor, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.publishers.service import require
from catalog.submissions.answers import bring_documents, list_documents, list_proposals
from catalog.submissions.lifecycle import PUBLISHERS_TURN, IllegalTransition, SubmissionState
from catalog.submissions.model import Declaration, Submission, SubmissionId
from catalog.submissions.prefill import Proposal, end_documents
from catalog.submissions.questionnaire import check_answers
from catalog.submissions.service import find_for, touch


class ProposalChanged(Conflict):
    """What is proposed is no longer what was shown: `questions` lists where."""

    code = "proposal-changed"


@dataclass(frozen=True, slots=True)
class Proposals:
    """Confirmations. A confirmed answer is declared by who confirms it, and says what had proposed it."""

    journal: Journal
    ids: Ids

    def confirm(self, actor: Actor, submission_id: SubmissionId, shown: Mapping[str, str], version: int) -> None:
        """Declare what was proposed to each question in `shown`, which gives the mark of the proposal that was read.

        Raises:
            ProposalChanged: one of them is no longer proposed as it was shown.
        """
        require(actor, Role.PUBLISHER)
        with self.journal.act(actor) as act:
            submission = find_for(act.session, actor, submission_id, version)
            if SubmissionState(submission.state) not in PUBLISHERS_TURN:
                raise IllegalTransition(state=submission.state, verb="confirm")
            standing = list_proposals(act.session, submission)
            changed = sorted(
                name for name, mark in shown.items() if name not in standing or standing[name].mark != mark
            )
            if changed:
                raise ProposalChanged(questions=changed)
            day = act.now.date()  # what has ended since the file was opened is shown, and not joined
            confirmed = {name: one for name in shown if (one := end_documents(standing[name], day)) is not None}
            cited = {digest for one in confirmed.values() for digest in one.documents}
            bring_documents(act, self.ids, submission, cited - list_documents(act.session, submission_id))
            act.session.flush()
            self._declare(act, submission, confirmed)

    @staticmethod
    def _declare(act: Act, submission: Submission, confirmed: Mapping[str, Proposal]) -> None:
        given: dict[str, Any] = {
            name: {"value": one.value, "documents": list(one.documents), "expires": dict(one.expires)}
            for name, one in confirmed.items()
        }
        lodged = list_documents(act.session, submission.id)
        for question, answer in check_answers(submission.edition_id, given, lodged).items():
            said = {key: one for key, one in confirmed[question].store().items() if key != "value"}
            row = Declaration(
                submission_id=submission.id,
                question=question,
                answer=answer | {"proposed_from": said},
                declared_by=act.actor.account_id,
                declared_at=act.now,
            )
            act.session.add(row)
        if confirmed:
            touch(submission)
            facts = {"questions": sorted(confirmed), "kinds": sorted({one.kind.value for one in confirmed.values()})}
            act.record("submission.confirmed", submission.id, facts=facts)
