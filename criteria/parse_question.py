"""From written questions to the questionnaire. Reads no disk."""

from collections.abc import Iterable
from dataclasses import replace

from criteria.legal import Attestation, digest_of
from criteria.model import Choice, DocumentAsked, Question, QuestionKind
from criteria.parse_rule import Language, parse_conditions
from criteria.strict import Entry, refuse_cycle

CHOSEN = (QuestionKind.CHOICE, QuestionKind.MULTI)


def parse_questions(documents: Iterable[Entry]) -> dict[str, Question]:
    """Read all questions together, since some are asked only after others."""
    entries = [(document, _parse_question(document)) for document in documents]
    plain = {question.id: question for _, question in entries}
    language = Language({}, plain)
    asked = {question.id: _add_ask_when(document, question, language) for document, question in entries}
    for document, question in entries:
        refuse_cycle(document, question.id, lambda name: [one.name for one in asked[name].ask_when], "ask_when")
    return asked


def _parse_question(document: Entry) -> Question:
    fields = document.open(("id", "title", "help", "kind", "required", "profile"), ("choices", "ask_when", "document"))
    kind = fields["kind"].one_of(QuestionKind)
    choices = tuple(_parse_choice(one) for one in fields.items_of("choices"))
    if bool(choices) is not (kind in CHOSEN):
        raise document.refuse("must have choices if, and only if, one chooses among them")
    if len({choice.value for choice in choices}) != len(choices):
        raise fields["choices"].refuse("holds the same value twice")
    if fields["id"].word() != document.file.rsplit("/", 1)[-1].removesuffix(".yaml"):
        raise fields["id"].refuse("must be the name of its file")
    return Question(
        id=fields["id"].word(),
        title=fields["title"].text(),
        help=fields["help"].text(),
        kind=kind,
        choices=choices,
        required=fields["required"].flag(),
        profile=fields["profile"].flag(),
        ask_when=(),
        document=_parse_document(fields.get("document")),
        digest=digest_of({key: entry.value for key, entry in fields.entries.items() if key != "help"}),
    )


def _parse_choice(entry: Entry) -> Choice:
    fields = entry.open(("value", "label"))
    return Choice(fields["value"].word(), fields["label"].text())


def _parse_document(entry: Entry | None) -> DocumentAsked | None:
    if entry is None:
        return None
    fields = entry.open(("what", "expires"), ("attests",))
    attests = tuple(one.one_of(Attestation).value for one in fields.items_of("attests"))
    return DocumentAsked(fields["what"].text(), fields["expires"].flag(), attests)


def _add_ask_when(document: Entry, question: Question, language: Language) -> Question:
    written = document.open_any().get("ask_when")
    conditions = parse_conditions(written, language.type_of_answer)
    return replace(question, ask_when=conditions)
