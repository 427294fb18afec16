"""A rule in words that a person reads: each part as one sentence, in both languages, written from the rule itself."""

from collections.abc import Mapping

from criteria.attributes import name_of, words_of
from criteria.conditions import UNKNOWN_WORD, Condition
from criteria.findings import Attribute, Extent, Scalar, Source, Text
from criteria.kinds import FindingKind
from criteria.model import Criterion, Dossier, Level, Predicate, Question
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some

Kinds = Mapping[str, FindingKind]
Questions = Mapping[str, Question]
YES, NO, UNKNOWN, NONE = Text("oui", "yes"), Text("non", "no"), Text("inconnu", "unknown"), Text("aucun", "none")
EXTENTS: Mapping[Extent, Text] = {
    Extent.COMPLETE: Text("recherché partout", "looked for everywhere"),
    Extent.PARTIAL: Text("recherché en partie", "looked for in part"),
    Extent.NONE: Text("cherché en vain : rien n'a pu être lu", "looked for in vain: nothing could be read"),
}
SOURCES: Mapping[Source, Text] = {
    Source.BENCH: Text("par l'autorité", "by the authority"),
    Source.PUBLISHER: Text("par l'éditeur", "by the publisher"),
    Source.DECLARED: Text("d'après une déclaration", "from a statement"),
}


def say_rule(criterion: Criterion, kinds: Kinds, questions: Questions) -> tuple[Text, ...]:
    """Say each part of a rule; all of them have to hold."""
    return tuple(_say_part(part, kinds, questions) for part in criterion.rule)


def _say_part(part: Predicate, kinds: Kinds, questions: Questions) -> Text:
    if isinstance(part, ByEvaluator):
        return Text(f"Une personne juge : {part.ask.fr}", f"A person judges: {part.ask.en}")
    if isinstance(part, Declared):
        return _say_declared(part, questions)
    if not isinstance(part, NoneOf | AtMost | Every | Some):
        raise TypeError(part)
    says = kinds[part.kind].description
    where = _say_conditions(part.where)
    said = Text(f"« {_trim(says.fr)} »{_when(where).fr}", f"“{_trim(says.en)}”{_when(where).en}")
    if isinstance(part, Some):
        return Text(f"Au moins un constat l'établit : {said.fr}.", f"At least one finding establishes it: {said.en}.")
    if isinstance(part, Every):
        must = _say_conditions(part.must)
        text = Text(f"Tout constat {said.fr} a : {must.fr}.", f"Every finding {said.en} has: {must.en}.")
    elif isinstance(part, AtMost):
        text = Text(f"Au plus {part.limit} constats : {said.fr}.", f"At most {part.limit} findings: {said.en}.")
    else:
        text = Text(f"Aucun constat : {said.fr}.", f"No finding: {said.en}.")
    if not part.confirm:
        return text
    return Text(f"{text.fr} Sinon, une personne tranche.", f"{text.en} Otherwise a person rules.")


def say_needs(criterion: Criterion, kinds: Kinds) -> tuple[tuple[str, Text], ...]:
    """Say what must have been looked for, each with its scope, before silence may count as an answer."""
    return tuple((need.scope, _quote(kinds[need.kind].description)) for need in criterion.needs)


def _quote(sentence: Text) -> Text:
    return Text(f"« {_trim(sentence.fr)} »", f"“{_trim(sentence.en)}”")


def say_levels(criterion: Criterion, questions: Questions) -> tuple[tuple[Level, Text], ...]:
    """Say each level with the answers under which it holds: the first line that holds decides, the last always does."""
    return tuple((case.level, _say_answers(case.when, questions)) for case in criterion.levels)


def say_applicability(criterion: Criterion, questions: Questions) -> Text:
    """Say the answers under which a criterion applies; nothing where it applies to every app."""
    return _say_answers(criterion.applies_when, questions)


def _say_answers(conditions: tuple[Condition, ...], questions: Questions) -> Text:
    fr, en = [], []
    for condition in conditions:
        question = questions[condition.name]
        said = _list_values(condition, {choice.value: choice.label for choice in question.choices})
        other = Text("autre que ", "other than ") if condition.is_negated else Text("", "")
        fr.append(f"« {question.title.fr} » : {other.fr}{said.fr}")
        en.append(f"“{question.title.en}”: {other.en}{said.en}")
    return Text(" et ".join(fr), " and ".join(en))


def _trim(sentence: str) -> str:
    return sentence.rstrip(".")


def _when(where: Text) -> Text:
    return Text(f", avec {where.fr}", f", with {where.en}") if where.fr else where


def _say_declared(part: Declared, questions: Questions) -> Text:
    question = questions[part.question]
    fr, en = f"L'éditeur répond : « {question.title.fr} »", f"The publisher answers: “{question.title.en}”"
    for condition in part.accept:
        labels = {choice.value: choice.label for choice in question.choices}
        fr += f" ; {_frame(condition).fr}{_list_values(condition, labels).fr}"
        en += f"; {_frame(condition).en}{_list_values(condition, labels).en}"
    if part.documents:
        fr += f" ; pièces à joindre : {part.documents}"
        en += f"; documents to join: {part.documents}"
    return Text(f"{fr}.", f"{en}.")


def _frame(condition: Condition) -> Text:
    if condition.is_negated:
        return Text("réponse exclue : ", "answer excluded: ")
    return Text("réponse attendue : ", "answer expected: ")


def _say_conditions(conditions: tuple[Condition, ...]) -> Text:
    said = [_say_condition(one) for one in conditions]
    return Text(" et ".join(one.fr for one in said), " and ".join(one.en for one in said))


def _say_condition(condition: Condition) -> Text:
    name, said = name_of(condition.name), [_say_value(one, words_of(condition.name)) for one in condition.values]
    other = Text(" autre que", " other than") if condition.is_negated else Text("", "")
    fr, en = " ou ".join(f"« {one.fr} »" for one in said), " or ".join(f"“{one.en}”" for one in said)
    return Text(f"{name.fr}{other.fr} {fr}", f"{name.en}{other.en} {en}")


def _list_values(condition: Condition, labels: Mapping[str, Text]) -> Text:
    said = [_say_value(one, labels) for one in condition.values]
    return Text(" ou ".join(one.fr for one in said), " or ".join(one.en for one in said))


def _say_value(value: Scalar, labels: Mapping[str, Text]) -> Text:
    if value is None:
        return UNKNOWN
    if isinstance(value, bool):
        return YES if value else NO
    return UNKNOWN if value == UNKNOWN_WORD else labels.get(str(value), Text(str(value), str(value)))


def _say_attribute(name: str, value: Attribute) -> Text:
    """An attribute of a finding, by its name in words."""
    values = value if isinstance(value, tuple) else (value,)
    said = [_say_value(one, words_of(name)) for one in values] or [NONE]
    fr, en = ", ".join(one.fr for one in said), ", ".join(one.en for one in said)
    label = name_of(name)
    return Text(f"{label.fr} : {fr}", f"{label.en}: {en}")


def say_dossier(dossier: Dossier, kinds: Kinds, questions: Questions) -> Text:
    """Say what an example's dossier holds: what was found, where it was looked for, what was answered."""
    fr, en = [], []
    for finding in dossier.findings:
        says = kinds[finding.kind].description
        held = [_say_attribute(name, value) for name, value in finding.attributes.items()]
        fr.append(f"constat « {_trim(says.fr)} » ({' ; '.join(one.fr for one in held)})")
        en.append(f"finding “{_trim(says.en)}” ({'; '.join(one.en for one in held)})")
    for row in dossier.coverage:
        says, extent, source = kinds[row.kind].description, EXTENTS[row.extent], SOURCES[row.source]
        fr.append(f"{extent.fr}, {source.fr} : « {_trim(says.fr)} » ({row.scope})")
        en.append(f"{extent.en}, {source.en}: “{_trim(says.en)}” ({row.scope})")
    for name, answer in {**dossier.profile, **dossier.declarations}.items():
        question = questions[name]
        labels = {choice.value: choice.label for choice in question.choices}
        values = answer.value if isinstance(answer.value, tuple) else (answer.value,)
        said = [_say_value(one, labels) for one in values if one is not None]
        pieces = Text(f", pièces : {len(answer.documents)}", f", documents: {len(answer.documents)}")
        joined = pieces if answer.documents else Text("", "")
        fr.append(f"réponse « {question.title.fr} » : {', '.join(one.fr for one in said) or '–'}{joined.fr}")
        en.append(f"answer “{question.title.en}”: {', '.join(one.en for one in said) or '–'}{joined.en}")
    if not fr:
        return Text("Rien n'a été trouvé, recherché ni déclaré.", "Nothing was found, looked for or declared.")
    return Text(" ; ".join(fr), "; ".join(en))
