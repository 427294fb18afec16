"""From a written example to a dossier in miniature and the verdict it must receive. Reads no disk."""

from typing import Any

from criteria.findings import Coverage, Extent, Finding, Pointer, Source, Text
from criteria.model import Answer, Dossier, Example, Outcome
from criteria.parse_rule import Language, answer_type
from criteria.strict import Entry, Fields

EXAMPLE_TEXT = Text("Exemple.", "Example.")
EXAMPLE_POINTER = Pointer("0" * 64)


def parse_example(entry: Entry, language: Language) -> Example:
    """Read a dossier in miniature. Attributes left out are not known, as in a real finding."""
    fields = entry.open(("name", "expect"), ("findings", "coverage", "answers", "profile", "needs_ruling"))
    needs_ruling = fields.get("needs_ruling")
    dossier = Dossier(
        findings=tuple(_parse_finding(one, language) for one in fields.items_of("findings")),
        coverage=tuple(_parse_coverage(one, language) for one in fields.items_of("coverage")),
        declarations=_parse_answers(fields.get("answers"), language, of_profile=False),
        profile=_parse_answers(fields.get("profile"), language, of_profile=True),
    )
    expected = fields["expect"].one_of(Outcome)
    return Example(fields["name"].word(), dossier, expected, needs_ruling is not None and needs_ruling.flag())


def _parse_finding(entry: Entry, language: Language) -> Finding:
    fields = entry.open(("kind",), ("with", "source"))
    kind = language.kinds.get(fields["kind"].word())
    if kind is None:
        raise fields["kind"].refuse(f"'{fields['kind'].value}' is not a known kind of finding")
    written = fields.get("with")
    attributes = {} if written is None else written.open_any().entries
    for name, one in attributes.items():
        expected = kind.attributes.get(name)
        if expected is None or not expected.accepts(one.value):
            raise one.refuse(f"is not an attribute of {kind.id} with that value")
    # The types were checked just above: what is left is a scalar or a list of texts.
    values: dict[str, Any] = {
        name: tuple(one.value) if isinstance(one.value, list) else one.value for name, one in attributes.items()
    }
    return Finding(kind.id, values, EXAMPLE_TEXT, EXAMPLE_POINTER, _parse_source(fields))


def _parse_source(fields: Fields) -> Source:
    source = fields.get("source")
    return Source.BENCH if source is None else source.one_of(Source)


def _parse_coverage(entry: Entry, language: Language) -> Coverage:
    fields = entry.open(("kind", "scope"), ("extent", "source"))
    kind = fields["kind"].word()
    if kind not in language.kinds:
        raise fields["kind"].refuse(f"'{kind}' is not a known kind of finding")
    extent = fields.get("extent")
    found = Extent.COMPLETE if extent is None else extent.one_of(Extent)
    return Coverage(kind, fields["scope"].word(), found, EXAMPLE_TEXT, _parse_source(fields))


def _parse_answers(entry: Entry | None, language: Language, *, of_profile: bool) -> dict[str, Answer]:
    written = {} if entry is None else entry.open_any().entries
    return {name: _parse_answer(name, one, language, of_profile=of_profile) for name, one in written.items()}


def _parse_answer(name: str, entry: Entry, language: Language, *, of_profile: bool) -> Answer:
    question = language.questions.get(name)
    if question is None or question.profile is not of_profile:
        raise entry.refuse("is not a question asked there")
    fields = entry.open(("value",), ("documents",))
    value = fields["value"].value
    if isinstance(value, list):
        value = tuple(value)
    if not isinstance(value, str | bool | tuple | None) or not (value is None or answer_type(question).accepts(value)):
        raise fields["value"].refuse("is not an answer to that question")
    documents = fields.get("documents")
    count = 0 if documents is None else documents.number(0)
    return Answer(value, tuple(f"{number:064x}" for number in range(1, count + 1)))
