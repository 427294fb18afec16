"""No illegal path, whatever is tried in whatever order: on the tables, and on the whole procedure with its people."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from hypothesis import event, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from catalog.certificates import lifecycle as certificates
from catalog.decisions.service import list_decisions
from catalog.errors import CatalogError
from catalog.evaluations.model import AssessmentRow, Evaluation
from catalog.journal.actor import Actor
from catalog.journal.queries import list_entries
from catalog.reviews.lifecycle import OpinionKind
from catalog.reviews.queries import list_evaluators
from catalog.reviews.service import list_open_requests
from catalog.submissions import lifecycle as submissions
from criteria.findings import ArtifactKind
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, STAFF, File, Instance, a_file, an_instance

WAY = ("completed", "lodged", "captured", "admitted", "examined", "ruled", "opined")
S = submissions.SubmissionState
C = certificates.CertificateState
EVERYBODY = [*STAFF, "operator", "publisher", "rival"]
CRITERIA = st.sampled_from(["QUA-07", "TRK-01", "SEC-11", "XXX-99"])
MOVES = {  # what the journal says happened -> the verb of the table
    "submission.lodged": "lodge",
    "submission.incomplete": "return",
    "submission.inadmissible": "refuse_admission",
    "submission.admitted": "admit",
    "submission.asked": "request",
    "submission.replied": "reply",
    "submission.contradicted": "contradict",
    "submission.adjourned": "adjourn",
    "submission.withdrawn": "withdraw",
    "decision.granted": "decide",
    "decision.refused": "decide",
}
WHOSE = {
    "lodge": {"publisher"},
    "return": {"officer"},
    "refuse_admission": {"officer"},
    "admit": {"officer"},
    "request": {"evaluator"},
    "reply": {"publisher"},
    "contradict": {"evaluator"},
    "adjourn": {"authority"},
    "withdraw": {"publisher"},
    "decide": {"authority"},
}


def mostly(name: str) -> st.SearchStrategy[str]:
    """Whose act it is, most of the time; anybody else, sometimes."""
    return st.sampled_from([name] * len(EVERYBODY) + EVERYBODY)


class SubmissionTable(RuleBasedStateMachine):
    """Any verb at any time: it moves as the table says, or not at all."""

    def __init__(self) -> None:
        super().__init__()
        self.state = S.DRAFT
        self.ended: submissions.SubmissionState | None = None

    @rule(verb=st.sampled_from(sorted(submissions.TRANSITIONS)))
    def attempt(self, verb: str) -> None:
        before = self.state
        try:
            self.state = submissions.advance(self.state, verb)
        except submissions.IllegalTransition:
            assert before not in submissions.TRANSITIONS[verb].sources
        if self.state not in submissions.OPEN:
            self.ended = self.ended or self.state

    @invariant()
    def an_end_is_an_end(self) -> None:
        assert self.ended in (None, self.state)


class CertificateTable(RuleBasedStateMachine):
    """Any state asked for at any time: it follows, or nothing changes."""

    def __init__(self) -> None:
        super().__init__()
        self.state: certificates.CertificateState | None = None
        self.ended: certificates.CertificateState | None = None

    @rule(wanted=st.sampled_from(C))
    def attempt(self, wanted: certificates.CertificateState) -> None:
        before = self.state
        try:
            self.state = certificates.follow(before, wanted)
        except certificates.CertificateTransitionRefused:
            assert wanted not in certificates.FOLLOWING.get(before, frozenset())
        if self.state in certificates.ENDED:
            self.ended = self.ended or self.state

    @invariant()
    def an_end_is_an_end(self) -> None:
        assert self.ended in (None, self.state)


class Procedure(RuleBasedStateMachine):
    """Anybody tries anything, on a page seen now or a moment ago; the worker comes by when it likes."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.instance: Instance = an_instance(Path(self.folder.name))
        self.file: File = a_file(self.instance)
        self.rulings: list[Any] = []

    def teardown(self) -> None:
        event(f"ended {self.file.row.state}")
        self.instance.close()
        self.folder.cleanup()

    @initialize(stage=st.integers(0, len(WAY)))
    def begin(self, stage: int) -> None:
        """Most cases begin somewhere on the way, so that the late steps are tried as often as the early ones."""
        for step in WAY[:stage]:
            getattr(self.file, step)()

    def attempt(self, who: str, verb: Callable[[Actor, int], Any], age: int = 0) -> Any:
        try:
            return verb(getattr(self.instance, who), self.file.version - age)
        except CatalogError:
            return None

    @rule(who=mostly("publisher"), kind=st.sampled_from(ArtifactKind), content=st.sampled_from([b"a", b"b"]))
    def add(self, who: str, kind: ArtifactKind, content: bytes) -> None:
        self.attempt(who, lambda actor, _seen: self.file.add(kind, content, actor))

    @rule()
    def complete(self) -> None:
        self.attempt("publisher", lambda _actor, _seen: self.file.completed())

    @rule(who=mostly("publisher"), age=st.integers(0, 1))
    def lodge(self, who: str, age: int) -> None:
        self.attempt(who, lambda actor, seen: self.instance.services.submissions.lodge(actor, self.file.id, seen), age)

    @rule(who=mostly("officer"), age=st.integers(0, 1))
    def admit(self, who: str, age: int) -> None:
        self.attempt(who, lambda actor, seen: self.instance.services.submissions.admit(actor, self.file.id, seen), age)

    @rule(who=mostly("officer"), verdict=st.sampled_from(["incomplete", "incomplete", "inadmissible"]))
    def turn_back(self, who: str, verdict: Any) -> None:
        verb = self.instance.services.submissions.turn_back
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, verdict, GROUNDS, seen))

    @rule(jobs=st.integers(1, 9))
    def work(self, jobs: int) -> None:
        for _ in range(jobs):
            self.instance.worker.work_one()

    @rule(who=mostly("evaluator"))
    def restart(self, who: str) -> None:
        self.attempt(who, lambda actor, seen: self.instance.services.evaluations.restart(actor, self.file.id, seen))

    @rule(who=mostly("evaluator"), criterion=CRITERIA, outcome=st.sampled_from(Outcome))
    def rule_on(self, who: str, criterion: str, outcome: Outcome) -> None:
        ruling = self.attempt(who, lambda actor, _seen: self.file.rule(criterion, outcome, actor))
        self.rulings += [ruling] if ruling else []

    @rule()
    def rule_on_all(self) -> None:
        if self.file.row.state == S.UNDER_EVALUATION:
            self.attempt("evaluator", lambda _actor, _seen: self.file.ruled())

    @rule(who=mostly("second"))
    def countersign(self, who: str) -> None:
        verb = self.instance.services.reviews.countersign
        if self.rulings:
            self.attempt(who, lambda actor, _seen: verb(actor, self.rulings[-1]))

    @rule(who=mostly("evaluator"))
    def ask(self, who: str) -> None:
        verb = self.instance.services.reviews.request
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, "Quoi ?", None, seen))

    @rule(who=mostly("publisher"))
    def answer(self, who: str) -> None:
        with self.instance.services.database.read() as session:
            answers = {row.id: "Voilà." for row in list_open_requests(session, self.file.id)}
        verb = self.instance.services.reviews.reply
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, answers, seen))

    @rule()
    def hurry(self) -> None:
        """The right people, one after the other: what follows is tried on what they made of it."""
        self.work(30)
        self.rule_on_all()
        self.opine("evaluator", OpinionKind.FAVOURABLE, reserves=False)
        self.decide("authority", "grant", 0)

    @rule(who=mostly("evaluator"))
    def contradict(self, who: str) -> None:
        verb = self.instance.services.reviews.contradict
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, GROUNDS, seen))

    @rule(who=mostly("evaluator"), opinion=st.sampled_from(OpinionKind), reserves=st.booleans())
    def opine(self, who: str, opinion: OpinionKind, *, reserves: bool) -> None:
        verb, reservations = self.instance.services.reviews.opine, {"QUA-07": "Avant l'été."} if reserves else {}
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, opinion, GROUNDS, reservations, seen))

    @rule(who=mostly("authority"))
    def adjourn(self, who: str) -> None:
        verb = self.instance.services.decisions.adjourn
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, GROUNDS, seen))

    @rule(who=mostly("authority"), kind=st.sampled_from(["grant", "refuse"]), age=st.integers(0, 1))
    def decide(self, who: str, kind: Any, age: int) -> None:
        verb = self.instance.services.decisions.decide
        self.attempt(who, lambda actor, seen: verb(actor, self.file.id, kind, GROUNDS, seen), age)

    @rule(who=mostly("publisher"), sure=st.integers(0, 5))
    def withdraw(self, who: str, sure: int) -> None:
        if not sure:  # rarely, or every path would end here
            verb = self.instance.services.submissions.withdraw
            self.attempt(who, lambda actor, seen: verb(actor, self.file.id, seen))

    @invariant()
    def the_journal_tells_a_legal_path_walked_by_the_right_people(self) -> None:
        state = S.DRAFT
        for entry in self.walk():
            if verb := MOVES.get(entry.event):
                assert entry.role in WHOSE[verb], entry.event
                state = submissions.advance(state, verb)
            elif entry.event == "evaluation.concluded" and state is S.ADMISSIBLE:
                state = submissions.advance(state, "conclude")
            elif entry.event == "opinion.given":
                state = submissions.advance(state, "opine")
        assert self.file.row.state == state

    def walk(self) -> list[Any]:
        database = self.instance.services.database
        with database.read() as session:
            mine = session.scalars(sa.select(Evaluation.id).where(Evaluation.submission_id == self.file.id)).all()
        entries = [entry for subject in (self.file.id, *mine) for entry in list_entries(database, subject)]
        return sorted(entries, key=lambda entry: entry.number)

    @invariant()
    def one_decision_by_clean_hands(self) -> None:
        with self.instance.services.database.read() as session:
            decisions = list_decisions(session, self.file.id)
            evaluators = list_evaluators(session, self.file.id)
            assessed = session.scalars(sa.select(AssessmentRow.evaluation_id)).all()
        assert len(decisions) <= 1
        assert not {decision.decided_by for decision in decisions} & evaluators
        assert len(assessed) == len(set(assessed))

    @invariant()
    def the_journal_holds(self) -> None:
        assert self.instance.services.journal.find_break() is None


CASES = settings().max_examples
TestSubmissionTable = SubmissionTable.TestCase
TestCertificateTable = CertificateTable.TestCase
TestProcedure = Procedure.TestCase
TestProcedure.settings = settings(max_examples=max(CASES // 10, 10), stateful_step_count=30)  # a database for each
