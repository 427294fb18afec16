"""The six ways a rule looks at a dossier, closed: none_of, every, at_most, some, declared, by_evaluator.

What is adverse counts whoever saw it. What is favourable only because nothing was seen needs complete coverage by a
source able to clear. What is not known makes *undetermined*, never a pass, never a fault.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from criteria.conditions import Condition, is_unknown, match, satisfy
from criteria.findings import Coverage, Extent, Finding, Text
from criteria.model import Missing, Outcome, Sight, Sighting

NOBODY_LOOKED = Text("Aucun examen n'a porté sur ce point.", "Nothing in the file has looked at this point.")
PUBLISHER_ONLY = Text(
    "Seul un relevé fourni par l'éditeur porte sur ce point : il peut alerter, il ne peut pas suffire.",
    "Only a record supplied by the publisher covers this point: it can warn, it cannot be enough.",
)
NOT_KNOWN = Text(
    "Un constat est incomplet sur ce point : ce qu'on ignore ne rend ni conforme ni non conforme.",
    "One finding is incomplete on this point: what is not known makes neither conforming nor nonconforming.",
)
NOTHING_PROVES = Text("Aucun constat ne l'établit.", "No finding establishes it.")
NO_ANSWER = Text("L'éditeur n'a pas répondu à cette question.", "The publisher has not answered this question.")
ODD_ANSWER = Text("La réponse ne peut pas être lue.", "The answer cannot be read.")
NO_DOCUMENT = Text("La pièce à l'appui manque.", "The supporting document is missing.")
TO_RULE = Text(
    "Une personne doit trancher : la machine signale, elle ne décide pas.",
    "A person must rule: the machine points, it does not decide.",
)
RULING = "ruling"
ADVERSE_OR_NOT = frozenset({Outcome.CONFORMING, Outcome.NONCONFORMING, Outcome.UNDETERMINED})
NEVER_ADVERSE = frozenset({Outcome.CONFORMING, Outcome.UNDETERMINED})


def _where(conditions: tuple[Condition, ...], finding: Finding) -> bool | None:
    return match(conditions, finding.attributes.get)


def _digests(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(finding.digest for finding in findings)


def _explain_gap(kind: str, scope: str, rows: tuple[Coverage, ...], sight: Sight) -> list[Missing]:
    partial = [row for row in rows if row.source in sight.clearing and row.extent is not Extent.NONE]
    none = [row for row in rows if row.source in sight.clearing and row.extent is Extent.NONE]
    reasons = [row.reason for row in partial or none] or [PUBLISHER_ONLY if rows else NOBODY_LOOKED]
    return [Missing(kind, scope, reason) for reason in reasons]


def _list_gaps(kind: str, sight: Sight) -> tuple[Missing, ...]:
    gaps: list[Missing] = []
    for need in sight.needs:
        if need.kind != kind:
            continue
        rows = sight.dossier.by_place.get((kind, need.scope), ())
        if not any(row.extent is Extent.COMPLETE and row.source in sight.clearing for row in rows):
            gaps += _explain_gap(kind, need.scope, rows, sight)
    return tuple(gaps)


def _list_unknowns(kind: str, conditions: tuple[Condition, ...], findings: Iterable[Finding]) -> tuple[Missing, ...]:
    names = {
        condition.name
        for finding in findings
        for condition in conditions
        if is_unknown(value := finding.attributes.get(condition.name)) or condition.holds(value) is None
    }
    return tuple(Missing(f"{kind}.{name}", "", NOT_KNOWN) for name in names)


@dataclass(frozen=True, slots=True)
class _Count:
    """Shared by the three predicates that hope to see little: what is adverse, what might be, what was looked at."""

    kind: str
    conditions: tuple[Condition, ...]
    confirm: bool

    def conclude(self, adverse: list[Finding], doubtful: list[Finding], limit: int, sight: Sight) -> Sighting:
        gaps = _list_gaps(self.kind, sight)
        if not adverse and not doubtful:
            return Sighting(Outcome.UNDETERMINED if gaps else Outcome.CONFORMING, (), gaps)
        # The same fact stated twice is one fact.
        sure, possible = {one.digest for one in adverse}, {one.digest for one in adverse + doubtful}
        if len(sure) > limit:
            if not self.confirm:
                return Sighting(Outcome.NONCONFORMING, _digests(adverse), gaps)
            missing = (Missing(RULING, "", TO_RULE), *gaps)
            return Sighting(Outcome.UNDETERMINED, _digests(adverse), missing, needs_ruling=True)
        if len(possible) > limit:
            missing = (*_list_unknowns(self.kind, self.conditions, doubtful), *gaps)
            return Sighting(Outcome.UNDETERMINED, _digests(adverse + doubtful), missing, needs_ruling=self.confirm)
        return Sighting(Outcome.UNDETERMINED if gaps else Outcome.CONFORMING, _digests(adverse), gaps)


@dataclass(frozen=True, slots=True)
class AtMost:
    """At most so many findings of this kind (au plus n)."""

    kind: str
    limit: int
    where: tuple[Condition, ...] = ()
    confirm: bool = False

    def look(self, sight: Sight) -> Sighting:
        """Count what matches; what might match is counted apart."""
        seen = [(one, _where(self.where, one)) for one in sight.dossier.by_kind.get(self.kind, ())]
        adverse = [one for one, holds in seen if holds]
        doubtful = [one for one, holds in seen if holds is None]
        return _Count(self.kind, self.where, self.confirm).conclude(adverse, doubtful, self.limit, sight)

    def list_outcomes(self) -> frozenset[Outcome]:
        """A machine that only proposes never says nonconforming."""
        return NEVER_ADVERSE if self.confirm else ADVERSE_OR_NOT


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No finding of this kind (aucun constat de ce type)."""

    kind: str
    where: tuple[Condition, ...] = ()
    confirm: bool = False

    def look(self, sight: Sight) -> Sighting:
        """At most zero."""
        return AtMost(self.kind, 0, self.where, self.confirm).look(sight)

    def list_outcomes(self) -> frozenset[Outcome]:
        """As at most zero."""
        return AtMost(self.kind, 0, self.where, self.confirm).list_outcomes()


@dataclass(frozen=True, slots=True)
class Every:
    """Every finding of this kind must be so (tout constat de ce type doit)."""

    kind: str
    must: tuple[Condition, ...]
    where: tuple[Condition, ...] = ()
    confirm: bool = False

    def look(self, sight: Sight) -> Sighting:
        """Adverse only when the finding surely is concerned and surely breaks the obligation."""
        findings = sight.dossier.by_kind.get(self.kind, ())
        concerned = [(one, _where(self.where, one)) for one in findings]
        judged = [(one, holds, satisfy(self.must, one.attributes)) for one, holds in concerned if holds is not False]
        adverse = [one for one, holds, kept in judged if holds and kept is False]
        doubtful = [one for one, holds, kept in judged if kept is None or (kept is False and not holds)]
        sighting = _Count(self.kind, self.where + self.must, self.confirm).conclude(adverse, doubtful, 0, sight)
        if sighting.because:
            return sighting
        kept_ones = [one for one, holds, kept in judged if holds and kept]
        return Sighting(sighting.outcome, _digests(kept_ones), sighting.missing)

    def list_outcomes(self) -> frozenset[Outcome]:
        """An obligation only to be known cannot be broken: not known is undetermined."""
        only_known = all(condition.is_negated and set(condition.values) == {None} for condition in self.must)
        return NEVER_ADVERSE if self.confirm or only_known else ADVERSE_OR_NOT


@dataclass(frozen=True, slots=True)
class Some:
    """At least one finding proves it (au moins un constat prouve que)."""

    kind: str
    where: tuple[Condition, ...] = ()

    def look(self, sight: Sight) -> Sighting:
        """A proof counts only from a source able to clear; without one, nothing is concluded."""
        seen = [(one, _where(self.where, one)) for one in sight.dossier.by_kind.get(self.kind, ())]
        proofs = [one for one, holds in seen if holds and one.source in sight.clearing]
        if proofs:
            return Sighting(Outcome.CONFORMING, _digests(proofs))
        hints = [one for one, holds in seen if holds is not False]
        reason = PUBLISHER_ONLY if any(holds for _, holds in seen) else NOTHING_PROVES
        missing = (Missing(self.kind, "", reason), *_list_gaps(self.kind, sight))
        return Sighting(Outcome.UNDETERMINED, _digests(hints), missing)

    def list_outcomes(self) -> frozenset[Outcome]:
        """Not finding a proof is not a fault."""
        return NEVER_ADVERSE


@dataclass(frozen=True, slots=True)
class Declared:
    """The publisher declares it, with documents where asked (l'éditeur déclare, pièce à l'appui)."""

    question: str
    accept: tuple[Condition, ...] = ()
    documents: int = 0
    by_document: bool = False

    def look(self, sight: Sight) -> Sighting:
        """A statement against oneself counts at once; a favourable one needs its document."""
        name = f"question:{self.question}"
        answer = sight.dossier.declarations.get(self.question)
        if answer is None or not (answer.has_value or (self.by_document and answer.documents)):
            return Sighting(Outcome.UNDETERMINED, (), (Missing(name, "", NO_ANSWER),))
        accepted = match(self.accept, {self.question: answer.value}.get)
        if accepted is False:
            return Sighting(Outcome.NONCONFORMING, (name,))
        if accepted is None:
            return Sighting(Outcome.UNDETERMINED, (name,), (Missing(name, "", ODD_ANSWER),))
        if len(set(answer.documents)) < self.documents:
            return Sighting(Outcome.UNDETERMINED, (name,), (Missing(name, "document", NO_DOCUMENT),))
        return Sighting(Outcome.CONFORMING, (name,))

    def list_outcomes(self) -> frozenset[Outcome]:
        """Without a condition any answer will do."""
        return ADVERSE_OR_NOT if self.accept else NEVER_ADVERSE


@dataclass(frozen=True, slots=True)
class ByEvaluator:
    """Judged by the evaluator (apprécié par l'évaluateur): `ask` is the question put to that person."""

    ask: Text
    waiting: Sighting = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        waiting = Sighting(Outcome.UNDETERMINED, (), (Missing(RULING, "", self.ask),), needs_ruling=True)
        object.__setattr__(self, "waiting", waiting)

    def look(self, sight: Sight) -> Sighting:  # noqa: ARG002 -- the machine looks at nothing here; the protocol gives it anyway
        """Undetermined until a person rules."""
        return self.waiting

    def list_outcomes(self) -> frozenset[Outcome]:
        """Only a ruling can say more."""
        return frozenset({Outcome.UNDETERMINED})
