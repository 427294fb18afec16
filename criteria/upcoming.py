"""What a later edition asks of a certified app: what remains to be done, by whom, and by which day. Pure."""

from dataclasses import dataclass
from datetime import date

from criteria.model import Assessment, Criterion, Edition, EditionState, Level, Outcome, Verdict

APPLYING = (EditionState.ADOPTED, EditionState.IN_FORCE)
DONE = (Outcome.CONFORMING, Outcome.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Task:
    """One criterion of a later edition that an app does not meet yet, and the day from which it must."""

    criterion: Criterion
    verdict: Verdict
    binds_on: date
    is_new: bool  # the certificate's own edition did not hold this version of it

    @property
    def is_publishers(self) -> bool:
        """Whether the publisher can do something now: a fault, or an answer or document that is missing."""
        is_fault = self.verdict.outcome is Outcome.NONCONFORMING
        return is_fault or any(gap.what.startswith("question:") for gap in self.verdict.missing)


def list_later(cited: Edition, editions: tuple[Edition, ...], day: date) -> tuple[Edition, ...]:
    """List the editions published after the one cited that apply on `day`, or will; oldest first."""
    later = [one for one in editions if one.in_force_on > cited.in_force_on and one.state_on(day) in APPLYING]
    return tuple(sorted(later, key=lambda one: one.in_force_on))


def list_tasks(cited: Edition, later: Edition, effective: Assessment) -> tuple[Task, ...]:
    """List what a later edition still asks: gates first, then by the day that binds, then by criterion."""
    known = {one.ref for one in cited.criteria}
    by_id = {one.id: one for one in later.criteria}
    tasks = [
        Task(by_id[one.criterion], one, later.binds_existing_on(one.criterion), one.ref not in known)
        for one in effective.verdicts
        if one.outcome not in DONE and one.level is not Level.BONUS
    ]
    return tuple(sorted(tasks, key=lambda one: (one.verdict.level is not Level.GATE, one.binds_on, one.criterion.id)))
