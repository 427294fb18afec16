"""From `kinds.yaml` to the common language and to the outline of all criteria. Reads no disk."""

import re

from criteria.kinds import AttributeType, CriterionPlan, FindingKind, Shape
from criteria.strict import Entry

KIND_NAME = re.compile(r"[a-z]+\.[a-z_]+")
HOW = re.compile(r"[ADJ]([+→][ADJ])*( \(\+A\))?")


def parse_kinds(document: Entry) -> dict[str, FindingKind]:
    """Read the closed list of kinds."""
    fields = document.open(("kinds", "criteria"))
    return {name: _parse_kind(name, entry) for name, entry in fields["kinds"].open_any().entries.items()}


def _parse_kind(name: str, entry: Entry) -> FindingKind:
    if not KIND_NAME.fullmatch(name):
        raise entry.refuse("must be named noun.participle")
    fields = entry.open(("says", "seen", "attributes"), ("unread",))
    seen = fields["seen"].open(("scopes", "producers", "since"))
    attributes = fields["attributes"].open_any().entries
    return FindingKind(
        id=name,
        description=fields["says"].text(),
        scopes=_list_words(seen["scopes"]),
        producers=_list_words(seen["producers"]),
        since=seen["since"].word(),
        attributes={key: parse_attribute(one) for key, one in attributes.items()},
        unread=None if (unread := fields.get("unread")) is None else unread.text(),
    )


def _list_words(entry: Entry) -> tuple[str, ...]:
    words = tuple(one.word() for one in entry.items())
    if not words or len(set(words)) != len(words):
        raise entry.refuse("must hold at least one word, each once")
    return words


def parse_attribute(entry: Entry) -> AttributeType:
    """Read `text`, `words`, `int`, `bool`, `country` or `one|or|another`; a final `?` says that null is allowed."""
    written = entry.word()
    nullable = written.endswith("?")
    written = written.removesuffix("?")
    if "|" in written:
        return AttributeType(Shape.TEXT, tuple(written.split("|")), nullable)
    if written not in list(Shape):
        raise entry.refuse(f"'{written}' is not a type of attribute")
    return AttributeType(Shape(written), (), nullable)


def parse_plans(document: Entry, kinds: dict[str, FindingKind]) -> tuple[CriterionPlan, ...]:
    """Read the outline: what each criterion of the whole set will be judged on."""
    entries = document.open(("kinds", "criteria"))["criteria"].open_any().entries
    return tuple(_parse_plan(name, entry, kinds) for name, entry in entries.items())


def _parse_plan(name: str, entry: Entry, kinds: dict[str, FindingKind]) -> CriterionPlan:
    fields = entry.open(("fr", "en", "how", "level"), ("kinds",))
    if not HOW.fullmatch(fields["how"].word()):
        raise fields["how"].refuse("must be letters A, D, J joined by + or →")
    listed = [(one, one.word()) for one in fields.items_of("kinds")]
    for one, kind in listed:
        if kind not in kinds:
            raise one.refuse(f"'{kind}' is not a known kind of finding")
    title = Entry(entry.file, entry.key, {"fr": fields["fr"].value, "en": fields["en"].value}).text()
    return CriterionPlan(name, title, fields["how"].word(), fields["level"].word(), tuple(kind for _, kind in listed))
