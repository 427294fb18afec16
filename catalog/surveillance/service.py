"""After the decision: take reports from third parties, and judge stored facts again under another edition."""

from dataclasses import dataclass

import sqlalchemy as sa

from catalog.evaluations import records
from catalog.evaluations.dossier import build_dossier, coverage_of, finding_of
from catalog.evaluations.model import AssessmentRow
from catalog.evaluations.queries import find_assessed, list_coverage, list_findings
from catalog.journal.actor import ANYONE, Actor, Role
from catalog.journal.service import Journal
from catalog.listings.queries import get_listing
from catalog.plumbing.ids import Ids
from catalog.publishers.service import FieldRefused, require, require_text
from catalog.reviews.service import NotExamined
from catalog.submissions.model import SubmissionId
from catalog.submissions.service import find_for
from catalog.surveillance.model import Report, ReportId
from criteria.engine import assess
from criteria.load import load_edition
from criteria.model import Assessment
from criteria.strict import EditionError


@dataclass(frozen=True, slots=True)
class Surveillance:
    """Continuous evaluation. Rows are added: last year's verdicts stay as they were."""

    journal: Journal
    ids: Ids

    def report(self, listing: str, text: str) -> ReportId:
        """Take a report on a listed app; anyone may, without a name. The same words twice are one report."""
        app_id = get_listing(self.journal.database, listing).app_id
        words = require_text("text", text, 4000)
        with self.journal.act(ANYONE) as act:
            same = sa.select(Report.id).where(Report.app_id == app_id, Report.text == words).limit(1)
            if existing := act.session.scalar(same):
                return existing
            row = Report(
                id=ReportId(self.ids.new("rep")),
                app_id=app_id,
                text=words,
                received_at=act.now,
            )
            act.session.add(row)
            act.record("report.received", row.id, facts={"app": app_id})
            return row.id

    def reassess(self, actor: Actor, submission_id: SubmissionId, edition_id: str) -> Assessment:
        """Judge the stored findings of a file under another edition, and keep those verdicts beside the others.

        Raises:
            FieldRefused: there is no such edition.
            NotExamined: nothing was concluded for this file.
        """
        require(actor, Role.EVALUATOR, Role.AUTHORITY)
        try:
            edition = load_edition(edition_id)
        except EditionError:
            raise FieldRefused(field="edition", limit=None) from None
        with self.journal.act(actor) as act:
            find_for(act.session, actor, submission_id)
            assessed = find_assessed(act.session, submission_id)
            if assessed is None:
                raise NotExamined
            evaluation = assessed.evaluation
            findings = [finding_of(row) for row in list_findings(act.session, evaluation.id)]
            coverage = [coverage_of(row) for row in list_coverage(act.session, evaluation.id)]
            assessment = assess(edition, build_dossier(findings, coverage, assessed.row.answers, act.now.date()))
            known = sa.select(AssessmentRow.id).where(
                AssessmentRow.evaluation_id == evaluation.id, AssessmentRow.edition_id == edition.id
            )
            if act.session.scalar(known) is None:
                version = assessed.row.knowledge_version
                records.add_assessment(act, self.ids, evaluation.id, assessment, assessed.row.answers, version)
                act.record("evaluation.reassessed", evaluation.id, facts={"edition": edition.id})
            return assessment
