"""How verdicts become letters: exact points per family, coverage beside each, the weakest family decides."""

from dataclasses import dataclass
from fractions import Fraction

from criteria.model import (
    Assessment,
    Criterion,
    Dossier,
    Edition,
    Family,
    FamilyScore,
    Letter,
    Level,
    Outcome,
    Score,
    Thresholds,
    Verdict,
)

BEST_FIRST = tuple(Letter)
DETERMINED = (Outcome.CONFORMING, Outcome.NONCONFORMING)
SETTLED = (Outcome.CONFORMING, Outcome.NOT_APPLICABLE)

Line = tuple[Criterion, Verdict]


def score(edition: Edition, assessment: Assessment) -> Score:
    """Score effective or automated verdicts alike. What is undetermined stays in the denominator and earns nothing."""
    lines = _pair(edition, assessment)
    families = tuple(_score_family(family, edition.thresholds, lines) for family in edition.families)
    letters = [one.letter for one in families if one.letter is not None and not one.is_axis]
    overall = max(letters, key=BEST_FIRST.index, default=None)
    # An axis is read beside the letters, but a gate is a gate wherever it stands.
    for _, verdict in _list_counted(lines):
        overall = _cap(overall, verdict, edition.thresholds)
    gates = obstacles(edition, assessment)
    return Score(
        overall=overall,
        families=families,
        coverage=_cover(lines),
        gates_failed=tuple(one.criterion for one in gates if one.outcome is Outcome.NONCONFORMING),
        gates_open=tuple(one.criterion for one in gates if one.outcome is not Outcome.NONCONFORMING),
    )


def obstacles(edition: Edition, assessment: Assessment) -> tuple[Verdict, ...]:
    """List the gates that are neither conforming nor set aside: no score buys one off."""
    gates = (verdict for _, verdict in _pair(edition, assessment) if verdict.level is Level.GATE)
    return tuple(one for one in gates if one.outcome not in SETTLED)


@dataclass(frozen=True, slots=True)
class Shortfall:
    """One reason why the edition's bar for a listing is not met: gates, coverage, or the letter of a family."""

    what: str
    names: tuple[str, ...]


def list_shortfalls(edition: Edition, total: Score) -> tuple[Shortfall, ...]:
    """List what the edition asks of a listed app and this score does not give; nothing here decides."""
    gates = (*total.gates_failed, *total.gates_open)
    found = [Shortfall("gates", gates)] if gates else []
    if edition.listing is None:
        return tuple(found)
    if total.coverage * 100 < edition.listing.coverage:
        found.append(Shortfall("coverage", (str(total.coverage),)))
    judged = [one for one in total.families if one.letter is not None and not one.is_axis]
    low = tuple(one.family for one in judged if one.letter is not None and one.letter > edition.listing.letter)
    return (*found, Shortfall("letter", low)) if low else tuple(found)


def _pair(edition: Edition, assessment: Assessment) -> list[Line]:
    """Pair each criterion with its verdict; a verdict that is not there is *not assessed*, at its strictest level."""
    verdicts = {verdict.criterion: verdict for verdict in assessment.verdicts}
    criteria = sorted(edition.criteria, key=lambda one: one.id)
    return [(one, verdicts.get(one.id) or _leave_unassessed(one)) for one in criteria]


def _leave_unassessed(criterion: Criterion) -> Verdict:
    return Verdict(criterion.id, criterion.ref, Outcome.NOT_ASSESSED, criterion.level_for(Dossier()))


def _score_family(family: Family, thresholds: Thresholds, lines: list[Line]) -> FamilyScore:
    mine = [line for line in lines if line[0].rubric in family.rubrics]
    counted = _list_counted(mine)
    applicable = sum(criterion.weight for criterion, _ in counted)
    obtained = sum(criterion.weight for criterion, verdict in counted if verdict.outcome is Outcome.CONFORMING)
    extras = (line for line in mine if line[1].level is Level.BONUS)
    bonus = sum(criterion.weight for criterion, verdict in extras if verdict.outcome is Outcome.CONFORMING)
    letter = _grade(obtained, bonus, applicable, thresholds) if applicable else None
    for _, verdict in counted:
        letter = _cap(letter, verdict, thresholds)
    return FamilyScore(family.id, family.title, letter, obtained, applicable, bonus, _cover(mine), family.is_axis)


def _list_counted(lines: list[Line]) -> list[Line]:
    """A bonus never enters the denominator; what does not apply leaves it."""
    return [
        line for line in lines if line[1].level is not Level.BONUS and line[1].outcome is not Outcome.NOT_APPLICABLE
    ]


def _cover(lines: list[Line]) -> Fraction:
    """Compute the weight of what could be concluded, over the weight of what applies."""
    counted = _list_counted(lines)
    applicable = sum(criterion.weight for criterion, _ in counted)
    determined = sum(criterion.weight for criterion, verdict in counted if verdict.outcome in DETERMINED)
    return Fraction(determined, applicable) if applicable else Fraction(0)


def _grade(obtained: int, bonus: int, applicable: int, thresholds: Thresholds) -> Letter:
    earned = _find_letter(obtained, applicable, thresholds)
    lifted = _find_letter(obtained + bonus, applicable, thresholds)
    one_above = BEST_FIRST[max(BEST_FIRST.index(earned) - 1, 0)]
    return max(lifted, one_above, key=BEST_FIRST.index)


def _find_letter(points: int, applicable: int, thresholds: Thresholds) -> Letter:
    reached = (letter for letter, percent in thresholds.letters if points * 100 >= percent * applicable)
    return next(reached, Letter.E)


def _cap(letter: Letter | None, verdict: Verdict, thresholds: Thresholds) -> Letter | None:
    if letter is None or verdict.level is not Level.GATE or verdict.outcome is Outcome.CONFORMING:
        return letter
    cap = thresholds.gate_failed if verdict.outcome is Outcome.NONCONFORMING else thresholds.gate_open
    return max(letter, cap, key=BEST_FIRST.index)
