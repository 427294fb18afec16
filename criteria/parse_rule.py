"""From written conditions, predicates and levels to the values the engine works with. Reads no disk."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from criteria.conditions import Condition, Mode
from criteria.findings import Scalar
from criteria.kinds import AttributeType, FindingKind, Shape
from criteria.model import Level, LevelCase, Need, Predicate, Question, QuestionKind
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some
from criteria.strict import Entry, Fields

# How a name is checked: the type of the attribute (or answer) it stands for, or None when there is none of that name.
Lookup = Callable[[str], AttributeType | None]


@dataclass(frozen=True, slots=True)
class Language:
    """The words a rule may use: the finding kinds and the questions."""

    kinds: Mapping[str, FindingKind]
    questions: Mapping[str, Question]

    def type_of_answer(self, question: str) -> AttributeType | None:
        """Give the type of the answer to a question, or None when it is not asked."""
        found = self.questions.get(question)
        return None if found is None else answer_type(found)


def answer_type(question: Question) -> AttributeType:
    """Give the type an answer must have."""
    if question.kind is QuestionKind.BOOLEAN:
        return AttributeType(Shape.FLAG)
    shape = Shape.WORDS if question.kind is QuestionKind.MULTI else Shape.TEXT
    return AttributeType(shape, tuple(choice.value for choice in question.choices))


def parse_conditions(entry: Entry | None, lookup: Lookup) -> tuple[Condition, ...]:
    """Read `name: value`, `name: {in: […]}`, `name: {contains: …}` and `name: {not: …}`, in the order of names."""
    if entry is None:
        return ()
    conditions = [_parse_condition(name, one, lookup) for name, one in entry.open_any().entries.items()]
    return tuple(sorted(conditions, key=lambda condition: condition.name))


def _parse_condition(name: str, entry: Entry, lookup: Lookup) -> Condition:
    expected = lookup(name)
    if expected is None:
        raise entry.refuse("names nothing that a rule can look at")
    tested, negated = entry, False
    if isinstance(tested.value, Mapping) and set(tested.value) == {"not"}:
        tested, negated = tested.open(("not",))["not"], True
    mode, values = _parse_test(tested)
    if (expected.shape is Shape.WORDS) is not (mode is Mode.CONTAINS):
        raise tested.refuse("must use 'contains' for a list of words, and only for one")
    for value in values:
        if not _can_be(value, expected):
            raise tested.refuse(f"cannot be {value!r}")
    return _share(Condition(name, mode, values, negated))


@cache
def _share(condition: Condition) -> Condition:
    """Give one object for equal conditions: what one rule asked of a dossier, the next need not ask again."""
    return condition


def _parse_test(entry: Entry) -> tuple[Mode, tuple[Scalar, ...]]:
    if not isinstance(entry.value, Mapping):
        return Mode.IN, (_parse_scalar(entry),)
    fields = entry.open((), ("in", "contains"))
    if len(fields.entries) != 1:
        raise entry.refuse("must hold exactly one of 'in' and 'contains'")
    mode = Mode.IN if "in" in fields.entries else Mode.CONTAINS
    listed = fields[mode]
    if mode is Mode.CONTAINS and not isinstance(listed.value, list):
        return mode, (_parse_scalar(listed),)
    values = tuple(_parse_scalar(one) for one in listed.items())
    if not values:
        raise listed.refuse("must not be empty")
    return mode, values


def _parse_scalar(entry: Entry) -> Scalar:
    if entry.value is None or isinstance(entry.value, str | bool | int):
        return entry.value
    raise entry.refuse("must be a text, a number, true, false or null")


def _can_be(value: Scalar, expected: AttributeType) -> bool:
    if value is None or expected.shape is not Shape.WORDS:
        return expected.accepts(value)
    return expected.accepts((value,))


def parse_levels(entry: Entry, language: Language) -> tuple[LevelCase, ...]:
    """Read the list of levels; the last one holds for everybody, so that no dossier is left without."""
    cases = tuple(_parse_level(one, language) for one in entry.items())
    for place, (written, case) in enumerate(zip(entry.items(), cases, strict=True)):
        for earlier in cases[:place]:
            if all(condition in case.when for condition in earlier.when):
                raise written.refuse("can never apply: a line before it holds whenever this one does")
    if not cases or cases[-1].when:
        raise entry.refuse("must end with a level without 'when'")
    return cases


def _parse_level(entry: Entry, language: Language) -> LevelCase:
    fields = entry.open(("is",), ("when",))
    return LevelCase(parse_profile_conditions(fields.get("when"), language), fields["is"].one_of(Level))


def parse_profile_conditions(entry: Entry | None, language: Language) -> tuple[Condition, ...]:
    """Read conditions on orientation answers, and on nothing else."""

    def lookup(name: str) -> AttributeType | None:
        question = language.questions.get(name)
        return answer_type(question) if question is not None and question.profile else None

    return parse_conditions(entry, lookup)


def parse_needs(entry: Entry | None, language: Language) -> tuple[Need, ...]:
    """Read the places that must be covered."""
    return () if entry is None else tuple(_parse_need(one, language) for one in entry.items())


def _parse_need(entry: Entry, language: Language) -> Need:
    fields = entry.open(("kind", "scope"))
    kind = _find_kind(fields["kind"], language)
    scope = fields["scope"].word()
    if scope not in kind.scopes:
        raise fields["scope"].refuse(f"is not a scope of {kind.id}")
    return Need(kind.id, scope)


def _find_kind(entry: Entry, language: Language) -> FindingKind:
    kind = language.kinds.get(entry.word())
    if kind is None:
        raise entry.refuse(f"'{entry.value}' is not a known kind of finding")
    if kind.is_planned:
        raise entry.refuse(f"looks at '{kind.id}', which no instrument states yet: ask an evaluator meanwhile")
    return kind


def parse_rule(entry: Entry, language: Language) -> tuple[Predicate, ...]:
    """Read the all-of list of predicates."""
    rule = tuple(_parse_predicate(one, language) for one in entry.items())
    if not rule:
        raise entry.refuse("must hold at least one predicate")
    return rule


def _parse_predicate(entry: Entry, language: Language) -> Predicate:
    named = sorted(set(entry.open_any().entries) & set(PARSERS))
    if len(named) != 1:
        raise entry.refuse(f"must hold exactly one of: {', '.join(PARSERS)}")
    return PARSERS[named[0]](entry, language)


def _parse_confirm(fields: Fields) -> bool:
    confirm = fields.get("confirm")
    return confirm is not None and confirm.flag()


def _parse_none_of(entry: Entry, language: Language) -> Predicate:
    fields = entry.open(("none_of",), ("where", "confirm"))
    kind = _find_kind(fields["none_of"], language)
    return NoneOf(kind.id, parse_conditions(fields.get("where"), kind.attributes.get), _parse_confirm(fields))


def _parse_every(entry: Entry, language: Language) -> Predicate:
    fields = entry.open(("every", "must"), ("where", "confirm"))
    kind = _find_kind(fields["every"], language)
    must = parse_conditions(fields["must"], kind.attributes.get)
    if not must:
        raise fields["must"].refuse("must not be empty")
    where = parse_conditions(fields.get("where"), kind.attributes.get)
    return Every(kind.id, must, where, _parse_confirm(fields))


def _parse_at_most(entry: Entry, language: Language) -> Predicate:
    fields = entry.open(("at_most", "of"), ("where", "confirm"))
    kind = _find_kind(fields["of"], language)
    where = parse_conditions(fields.get("where"), kind.attributes.get)
    return AtMost(kind.id, fields["at_most"].number(0), where, _parse_confirm(fields))


def _parse_some(entry: Entry, language: Language) -> Predicate:
    fields = entry.open(("some",), ("where",))
    kind = _find_kind(fields["some"], language)
    return Some(kind.id, parse_conditions(fields.get("where"), kind.attributes.get))


def _parse_declared(entry: Entry, language: Language) -> Predicate:
    fields = entry.open(("declared",), ("accept", "documents"))
    question = language.questions.get(fields["declared"].word())
    if question is None or question.profile:
        raise fields["declared"].refuse(f"'{fields['declared'].value}' is not a question to be declared")
    accept = _parse_accept(fields.get("accept"), question)
    written = fields.get("documents")
    by_document = question.kind is QuestionKind.DOCUMENT
    documents = written.number(1) if written is not None else int(by_document)
    return Declared(question.id, accept, documents, by_document)


def _parse_accept(entry: Entry | None, question: Question) -> tuple[Condition, ...]:
    if entry is None:
        return ()
    return (_parse_condition(question.id, entry, {question.id: answer_type(question)}.get),)


def _parse_by_evaluator(entry: Entry, _language: Language) -> Predicate:
    return ByEvaluator(entry.open(("by_evaluator",))["by_evaluator"].text())


PARSERS: dict[str, Callable[[Entry, Language], Predicate]] = {
    "none_of": _parse_none_of,
    "every": _parse_every,
    "at_most": _parse_at_most,
    "some": _parse_some,
    "declared": _parse_declared,
    "by_evaluator": _parse_by_evaluator,
}


def list_kinds_looked_at(rule: tuple[Predicate, ...]) -> frozenset[str]:
    """List the kinds whose absence a rule may take for an answer."""
    return frozenset(one.kind for one in rule if isinstance(one, NoneOf | Every | AtMost))


def check_rule(
    entry: Entry, rule: tuple[Predicate, ...], needs: tuple[Need, ...], levels: tuple[LevelCase, ...]
) -> None:
    """Refuse a rule whose silence could clear unseen, or whose gate would open on the publisher's word alone.

    Raises:
        EditionError: when `needs` and the rule disagree, or a gate rests on declarations only.
    """
    looked_at, needed = list_kinds_looked_at(rule), {need.kind for need in needs}
    for kind in sorted(looked_at - needed):
        raise entry.refuse(f"looks for {kind} without saying in 'needs' where it must be looked for")
    for kind in sorted(needed - looked_at - {one.kind for one in rule if isinstance(one, Some)}):
        raise entry.refuse(f"needs {kind} but never looks at it")
    can_be_gate = any(case.level is Level.GATE for case in levels)
    if can_be_gate and all(isinstance(one, Declared) for one in rule):
        raise entry.refuse("opens a gate on a declaration alone: add 'by_evaluator' so that a person reads it")
