"""The facts of one dossier, indexed once: findings by kind and value, as sets of bits; coverage by place.

A set of findings of one kind is a whole number: bit *n* stands for the *n*-th finding of that kind, by digest. A
condition is asked once of each value that occurs, not once of each finding by each rule.
"""

from collections.abc import Container, Iterable
from typing import Any

from criteria.conditions import NAMES_ITSELF, UNNAMED, Condition, name_value
from criteria.findings import Coverage, Finding, Source

Kind = str
Values = list[tuple[object, tuple[object, int]]]  # name of the value, the value, the findings that hold it
NOTHING = (0, 0)
Answers = tuple[int, int, int, int]  # the findings that answer: yes, no, yes and known, no and known


class Facts:
    """What was found and how completely it was looked for; what is worked out from it is kept."""

    __slots__ = ("_answers", "_asked", "_everything", "_names", "_values", "by_kind", "by_place", "gaps")

    def __init__(self, findings: Iterable[Finding], coverage: Iterable[Coverage]) -> None:
        kinds: dict[Kind, dict[str, Finding]] = {}
        for one in findings:
            kinds.setdefault(one.kind, {})[one.digest] = one  # the same fact stated twice is one fact
        places: dict[tuple[Kind, str], list[Coverage]] = {}
        for row in coverage:
            places.setdefault((row.kind, row.scope), []).append(row)
        self.by_kind = {kind: [held[digest] for digest in sorted(held)] for kind, held in kinds.items()}
        self.by_place = places
        self._everything = {kind: (1 << len(held)) - 1 for kind, held in self.by_kind.items()}
        self._values: dict[tuple[Kind, str], Values] = {}
        self._answers: dict[Kind, dict[int, Answers]] = {kind: {} for kind in self.by_kind}
        self._asked: list[Condition] = []
        self._names: dict[tuple[Kind, int], tuple[str, ...]] = {}
        # What is missing at a place, by who may clear it: kept here for the rules, which work it out.
        self.gaps: dict[tuple[Kind, str, int], tuple[Container[Source], tuple[Any, ...]]] = {}

    def split(self, kind: Kind, conditions: Iterable[Condition]) -> tuple[int, int]:
        """Give the findings that surely match every condition, and those that only might: one no is a no."""
        sure = possible = self._everything.get(kind, 0)
        if not sure:
            return NOTHING
        answers = self._answers[kind]
        for condition in conditions:
            yes, no, _, _ = answers.get(id(condition)) or self._ask(kind, condition)
            possible &= ~no
            if not possible:
                return NOTHING
            sure &= yes
        return sure, possible & ~sure

    def oblige(self, kind: Kind, conditions: Iterable[Condition]) -> tuple[int, int]:
        """Give the findings that keep every obligation, and those that break one; what is not known does neither."""
        kept, broken = self._everything.get(kind, 0), 0
        if not kept:
            return NOTHING
        answers = self._answers[kind]
        for condition in conditions:
            _, _, yes, no = answers.get(id(condition)) or self._ask(kind, condition)
            kept &= yes
            broken |= no
        return kept, broken

    def name(self, kind: Kind, chosen: int) -> tuple[str, ...]:
        """Give the digests of a set of findings, sorted."""
        known = self._names.get((kind, chosen))
        if known is None:
            known = self._names[kind, chosen] = tuple([one.digest for one in self._pick(kind, chosen)])
        return known

    def keep(self, kind: Kind, chosen: int, sources: Container[Source]) -> tuple[str, ...]:
        """Give the digests of those findings of a set that come from one of these sources."""
        return tuple([one.digest for one in self._pick(kind, chosen) if one.source in sources])

    def list_unknown(self, kind: Kind, conditions: Iterable[Condition], chosen: int) -> list[str]:
        """List the attributes that leave a condition without an answer for a finding of a set."""
        names = []
        for condition in conditions:
            _, _, yes, no = self._answers[kind].get(id(condition)) or self._ask(kind, condition)
            if chosen & ~(yes | no) and condition.name not in names:
                names.append(condition.name)
        return names

    def _pick(self, kind: Kind, chosen: int) -> list[Finding]:
        findings, picked = self.by_kind.get(kind, ()), []
        while chosen:
            last = chosen.bit_length() - 1
            picked.append(findings[last])
            chosen ^= 1 << last
        picked.reverse()
        return picked

    def _ask(self, kind: Kind, condition: Condition) -> Answers:
        """Ask one condition of every finding of a kind: once of each value, and the answer is looked up if known."""
        recall = condition.table.get
        yes = no = known = 0
        for name, (value, holders) in self._values.get((kind, condition.name)) or self._sort(kind, condition.name):
            holds, is_known = recall(name) or condition.learn(name, value)
            if holds:
                yes |= holders
            elif holds is False:
                no |= holders
            if is_known:
                known |= holders
        found = yes, no, yes & known, no & known
        self._answers[kind][id(condition)] = found
        self._asked.append(condition)  # kept alive, so that its id stays its own
        return found

    def _sort(self, kind: Kind, attribute: str) -> Values:
        """Sort the findings of a kind by the value they hold."""
        values: dict[object, tuple[object, int]] = {}
        unnamed: list[tuple[object, tuple[object, int]]] = []
        bit = 1
        for one in self.by_kind[kind]:
            value = one.attributes.get(attribute)
            name = value if value.__class__ in NAMES_ITSELF else name_value(value)
            if name is UNNAMED:
                unnamed.append((name, (value, bit)))
            elif name in values:
                values[name] = value, values[name][1] | bit
            else:
                values[name] = value, bit
            bit += bit
        found = self._values[kind, attribute] = [*values.items(), *unnamed]
        return found
