"""House rule 6: every criterion has an example per reachable outcome, and its wording exists in both languages."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace

from criteria.findings import Text
from criteria.load import HERE, list_editions, load_criterion, load_edition, load_kinds, load_questions
from criteria.model import Criterion
from criteria.parse_criterion import list_reachable


def _texts(value: object, place: str) -> Iterator[tuple[str, Text]]:
    if isinstance(value, Text):
        yield place, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(one, f"{place}.{key}")
    elif isinstance(value, tuple | list):
        for number, one in enumerate(value):
            yield from _texts(one, f"{place}.{number}")
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name), f"{place}.{one.name}")


def find_untranslated(named: Mapping[str, object]) -> list[str]:
    """Sentences that exist in one language only."""
    return [
        f"{place}: not in {language}"
        for name, value in sorted(named.items())
        for place, text in _texts(value, name)
        for language in ("fr", "en")
        if not getattr(text, language).strip()
    ]


def find_unshown(criteria: Iterable[Criterion]) -> list[str]:
    """Outcomes that a criterion can come to and no example shows."""
    return [
        f"{criterion.ref}: no example of {outcome}"
        for criterion in criteria
        for outcome in sorted(list_reachable(criterion) - {example.outcome for example in criterion.examples})
    ]


def _book() -> list[Criterion]:
    paths = sorted((HERE / "book").glob("*/v*.yaml"))
    return [load_criterion(path.parent.name, int(path.stem.removeprefix("v"))) for path in paths]


def test_every_reachable_outcome_has_its_example() -> None:
    assert find_unshown(_book()) == []


def test_every_sentence_exists_in_both_languages() -> None:
    named: dict[str, object] = {criterion.ref: criterion for criterion in _book()}
    for name in list_editions():
        edition = load_edition(name)
        named |= {name: edition} | {f"{name}/{one.id}": one for one in load_questions(edition)}

    assert find_untranslated(named | dict(load_kinds())) == []


def test_an_outcome_without_example_is_found() -> None:
    criterion = _book()[0]

    assert len(find_unshown([replace(criterion, examples=())])) == len(list_reachable(criterion))


def test_a_sentence_in_one_language_is_found() -> None:
    criterion = replace(_book()[0], title=Text("Titre", " "))

    assert find_untranslated({"GOV-01@1": criterion}) == ["GOV-01@1.title: not in en"]
