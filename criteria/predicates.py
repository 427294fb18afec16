"""The six ways a rule looks at a dossier, closed: none_of, every, at_most, some, declared, by_evaluator.

What is adverse counts whoever saw it. What is favourable only because nothing was seen needs complete coverage by a
source able to clear. What is not known makes *undetermined*, never a pass, never a fault.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

from criteria.conditions import Condition
from criteria.findings import Coverage, Extent, Text
from criteria.model import Missing, Need, Outcome, Sight, Sighting

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
AWAITED = Missing(RULING, "", TO_RULE)
NOTHING_SEEN = Sighting(Outcome.CONFORMING)
ADVERSE_OR_NOT = frozenset({Outcome.CONFORMING, Outcome.NONCONFORMING, Outcome.UNDETERMINED})
NEVER_ADVERSE = frozenset({Outcome.CONFORMING, Outcome.UNDETERMINED})


def _explain_gap(need: Need, rows: Sequence[Coverage], sight: Sight) -> list[Missing]:
    partial = [row for row in rows if row.source in sight.clearing and row.extent is not Extent.NONE]
    none = [row for row in rows if row.source in sight.clearing and row.extent is Extent.NONE]
    reasons = [row.reason for row in partial or none] or [PUBLISHER_ONLY if rows else NOBODY_LOOKED]
    return [Missing(need.kind, need.scope, reason) for reason in reasons]


def _list_gaps(kind: str, sight: Sight) -> tuple[Missing, ...]:
    gaps: list[Missing] = []
    for need in sight.needs:
        if need.kind != kind:
            continue
        rows = sight.dossier.facts.by_place.get((kind, need.scope), ())
        for row in rows:
            if row.extent is Extent.COMPLETE and row.source in sight.clearing:
                break
        else:
            gaps += _explain_gap(need, rows, sight)
    return tuple(gaps)


@dataclass(frozen=True, slots=True)
class _Count:
    """Shared by the three predicates that hope to see little: what is adverse, what might be, what was looked at."""

    kind: str
    conditions: tuple[Condition, ...]
    limit: int
    confirm: bool

    def conclude(self, adverse: int, doubtful: int, sight: Sight) -> Sighting:
        """Conclude from two sets of findings."""
        facts, gaps = sight.dossier.facts, _list_gaps(self.kind, sight)
        if not adverse and not doubtful:
            return Sighting(Outcome.UNDETERMINED, (), gaps) if gaps else NOTHING_SEEN
        if adverse.bit_count() > self.limit:
            because = facts.name(self.kind, adverse)
            if not self.confirm:
                return Sighting(Outcome.NONCONFORMING, because, gaps)
            return Sighting(Outcome.UNDETERMINED, because, (AWAITED, *gaps), needs_ruling=True)
        if (adverse | doubtful).bit_count() > self.limit:
            unknown = facts.list_unknown(self.kind, self.conditions, doubtful)
            missing = (*(Missing(f"{self.kind}.{name}", "", NOT_KNOWN) for name in unknown), *gaps)
            because = facts.name(self.kind, adverse | doubtful)
            return Sighting(Outcome.UNDETERMINED, because, missing, needs_ruling=self.confirm)
        because = facts.name(self.kind, adverse)
        return Sighting(Outcome.UNDETERMINED if gaps else Outcome.CONFORMING, because, gaps)


@dataclass(frozen=True, slots=True)
class AtMost:
    """At most so many findings of this kind (au plus n)."""

    kind: str
    limit: int
    where: tuple[Condition, ...] = ()
    confirm: bool = False

    count: _Count = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", _Count(self.kind, self.where, self.limit, self.confirm))

    def look(self, sight: Sight) -> Sighting:
        """Count what matches; what might match is counted apart."""
        return self.count.conclude(*sight.dossier.facts.split(self.kind, self.where), sight)

    def list_outcomes(self) -> frozenset[Outcome]:
        """A machine that only proposes never says nonconforming."""
        return NEVER_ADVERSE if self.confirm else ADVERSE_OR_NOT


@dataclass(frozen=True, slots=True)
class NoneOf:
    """No finding of this kind (aucun constat de ce type)."""

    kind: str
    where: tuple[Condition, ...] = ()
    confirm: bool = False

    count: _Count = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", _Count(self.kind, self.where, 0, self.confirm))

    def look(self, sight: Sight) -> Sighting:
        """At most zero."""
        return self.count.conclude(*sight.dossier.facts.split(self.kind, self.where), sight)

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

    count: _Count = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "count", _Count(self.kind, self.where + self.must, 0, self.confirm))

    def look(self, sight: Sight) -> Sighting:
        """Adverse only when the finding surely is concerned and surely breaks the obligation."""
        facts = sight.dossier.facts
        concerned, perhaps = facts.split(self.kind, self.where)
        kept, broken = facts.oblige(self.kind, self.must)
        undecided = concerned & ~kept & ~broken | perhaps & ~kept
        sighting = self.count.conclude(concerned & broken, undecided, sight)
        if sighting.because or not concerned & kept:
            return sighting
        return Sighting(sighting.outcome, facts.name(self.kind, concerned & kept), sighting.missing)

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
        facts = sight.dossier.facts
        sure, possible = facts.split(self.kind, self.where)
        if sure and (proofs := facts.keep(self.kind, sure, sight.clearing)):
            return Sighting(Outcome.CONFORMING, proofs)
        missing = (Missing(self.kind, "", PUBLISHER_ONLY if sure else NOTHING_PROVES), *_list_gaps(self.kind, sight))
        return Sighting(Outcome.UNDETERMINED, facts.name(self.kind, sure | possible), missing)

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

    unanswered: Sighting = field(init=False, repr=False, compare=False)
    unread: Sighting = field(init=False, repr=False, compare=False)
    undocumented: Sighting = field(init=False, repr=False, compare=False)
    refused: Sighting = field(init=False, repr=False, compare=False)
    accepted: Sighting = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        name = f"question:{self.question}"
        set_ = partial(object.__setattr__, self)
        set_("unanswered", Sighting(Outcome.UNDETERMINED, (), (Missing(name, "", NO_ANSWER),)))
        set_("unread", Sighting(Outcome.UNDETERMINED, (name,), (Missing(name, "", ODD_ANSWER),)))
        set_("undocumented", Sighting(Outcome.UNDETERMINED, (name,), (Missing(name, "document", NO_DOCUMENT),)))
        set_("refused", Sighting(Outcome.NONCONFORMING, (name,)))
        set_("accepted", Sighting(Outcome.CONFORMING, (name,)))

    def look(self, sight: Sight) -> Sighting:
        """A statement against oneself counts at once; a favourable one needs its document."""
        answer = sight.dossier.declarations.get(self.question)
        if answer is None or not (answer.has_value or (self.by_document and answer.documents)):
            return self.unanswered
        said = [condition.answer(answer.value)[0] for condition in self.accept]
        if said and not all(said):
            return self.refused if False in said else self.unread
        is_documented = not self.documents or len(set(answer.documents)) >= self.documents
        return self.accepted if is_documented else self.undocumented

    def list_outcomes(self) -> frozenset[Outcome]:
        """Without a condition any answer will do."""
        return ADVERSE_OR_NOT if self.accept else NEVER_ADVERSE


@dataclass(frozen=True, slots=True)
class ByEvaluator:
    """Judged by the evaluator (apprécié par l'évaluateur): `ask` is the question put to that person."""

    ask: Text
    waiting: Sighting = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        asked = (Missing(RULING, "", self.ask),)
        waiting = Sighting(Outcome.UNDETERMINED, (), asked, needs_ruling=True)
        object.__setattr__(self, "waiting", waiting)

    def look(self, sight: Sight) -> Sighting:  # noqa: ARG002 -- the machine looks at nothing here; the protocol gives it anyway
        """Undetermined until a person rules."""
        return self.waiting

    def list_outcomes(self) -> frozenset[Outcome]:
        """Only a ruling can say more."""
        return frozenset({Outcome.UNDETERMINED})
