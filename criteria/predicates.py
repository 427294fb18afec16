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
# Named here once: a member of an enumeration costs a look-up each time it is asked for by its class.
CONFORMING, NONCONFORMING, UNDETERMINED = Outcome.CONFORMING, Outcome.NONCONFORMING, Outcome.UNDETERMINED
COMPLETE, NONE = Extent.COMPLETE, Extent.NONE
build = tuple.__new__  # a named tuple, without the detour of its own constructor
RULING = "ruling"
AWAITED = Missing(RULING, "", TO_RULE)
NOTHING_SEEN = Sighting(CONFORMING)
ADVERSE_OR_NOT = frozenset({CONFORMING, NONCONFORMING, UNDETERMINED})
NEVER_ADVERSE = frozenset({CONFORMING, UNDETERMINED})


def _explain_gap(need: Need, rows: Sequence[Coverage], sight: Sight) -> list[Missing]:
    partial = [row for row in rows if row.source in sight.clearing and row.extent is not NONE]
    none = [row for row in rows if row.source in sight.clearing and row.extent is NONE]
    reasons = [row.reason for row in partial or none] or [PUBLISHER_ONLY if rows else NOBODY_LOOKED]
    return [Missing(need.kind, need.scope, reason) for reason in reasons]


def _list_gaps(kind: str, sight: Sight) -> tuple[Missing, ...]:
    """List what was not looked at as it should, of what this kind needs; each place is looked up once per dossier."""
    gaps: tuple[Missing, ...] = ()
    known, clearing = sight.dossier.facts.gaps, sight.clearing
    for need in sight.needs:
        if need.kind != kind:
            continue
        place = kind, need.scope, id(clearing)
        found = known.get(place)
        if found is None or found[0] is not clearing:
            found = known[place] = clearing, _find_gaps(need, sight)
        gaps = gaps + found[1] if gaps else found[1]
    return gaps


def _find_gaps(need: Need, sight: Sight) -> tuple[Missing, ...]:
    rows = sight.dossier.facts.by_place.get((need.kind, need.scope), ())
    if any(row.extent is COMPLETE and row.source in sight.clearing for row in rows):
        return ()
    return tuple(_explain_gap(need, rows, sight))


@dataclass(frozen=True, slots=True)
class _Count:
    """Shared by the three predicates that hope to see little: what is adverse, what might be, what was looked at."""

    kind: str
    conditions: tuple[Condition, ...]
    limit: int
    confirm: bool

    def conclude(self, adverse: int, doubtful: int, sight: Sight) -> Sighting:
        """Conclude from two sets of findings."""
        gaps = _list_gaps(self.kind, sight)
        if not adverse and not doubtful:
            return build(Sighting, (UNDETERMINED, (), gaps, False)) if gaps else NOTHING_SEEN
        facts = sight.dossier.facts
        if adverse.bit_count() > self.limit:
            because = facts.name(self.kind, adverse)
            if not self.confirm:
                return build(Sighting, (NONCONFORMING, because, gaps, False))
            return build(Sighting, (UNDETERMINED, because, (AWAITED, *gaps), True))
        if (adverse | doubtful).bit_count() > self.limit:
            unknown = facts.list_unknown(self.kind, self.conditions, doubtful)
            missing = (*(Missing(f"{self.kind}.{name}", "", NOT_KNOWN) for name in unknown), *gaps)
            because = facts.name(self.kind, adverse | doubtful)
            return build(Sighting, (UNDETERMINED, because, missing, self.confirm))
        because = facts.name(self.kind, adverse)
        return build(Sighting, (UNDETERMINED if gaps else CONFORMING, because, gaps, False))


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
        if not concerned and not perhaps:
            return self.count.conclude(0, 0, sight)
        kept, broken = facts.oblige(self.kind, self.must)
        undecided = concerned & ~kept & ~broken | perhaps & ~kept
        sighting = self.count.conclude(concerned & broken, undecided, sight)
        if sighting.because or not concerned & kept:
            return sighting
        return build(Sighting, (sighting.outcome, facts.name(self.kind, concerned & kept), sighting.missing, False))

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
            return build(Sighting, (CONFORMING, proofs, (), False))
        missing = (Missing(self.kind, "", PUBLISHER_ONLY if sure else NOTHING_PROVES), *_list_gaps(self.kind, sight))
        return build(Sighting, (UNDETERMINED, facts.name(self.kind, sure | possible), missing, False))

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
        set_("unanswered", Sighting(UNDETERMINED, (), (Missing(name, "", NO_ANSWER),)))
        set_("unread", Sighting(UNDETERMINED, (name,), (Missing(name, "", ODD_ANSWER),)))
        set_("undocumented", Sighting(UNDETERMINED, (name,), (Missing(name, "document", NO_DOCUMENT),)))
        set_("refused", Sighting(NONCONFORMING, (name,)))
        set_("accepted", Sighting(CONFORMING, (name,)))

    def look(self, sight: Sight) -> Sighting:
        """A statement against oneself counts at once; a favourable one needs its document."""
        answer = sight.dossier.declarations.get(self.question)
        if answer is None or not (answer.has_value or (self.by_document and answer.documents)):
            return self.unanswered
        is_read = True
        for condition in self.accept:
            holds, _ = condition.answer(answer.value)
            if holds is False:
                return self.refused
            is_read = is_read and holds is not None
        if not is_read:
            return self.unread
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
        waiting = Sighting(UNDETERMINED, (), asked, needs_ruling=True)
        object.__setattr__(self, "waiting", waiting)

    def look(self, sight: Sight) -> Sighting:  # noqa: ARG002 -- the machine looks at nothing here; the protocol gives it anyway
        """Undetermined until a person rules."""
        return self.waiting

    def list_outcomes(self) -> frozenset[Outcome]:
        """Only a ruling can say more."""
        return frozenset({UNDETERMINED})
