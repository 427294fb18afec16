"""Every refusal of the procedure has its entry, in both languages, and docs/errors.md is the printed table."""

import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import catalog
import web
from catalog.errors import CatalogError, Conflict, NotAllowed, NotFound, Rejected, Unavailable
from web.problems import describe, write_table
from web.refusals import REFUSALS

FAMILIES = {
    Rejected: {413, 422},
    NotFound: {404},
    NotAllowed: {401, 403, 429},
    Conflict: {409, 412, 428, 503},
    Unavailable: {503},
}
DOCS = Path(__file__).parents[2] / "docs"


def _leaves() -> list[type[CatalogError]]:
    for package in (catalog, web):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if "migrations" not in module.name:
                importlib.import_module(module.name)
    return list(_walk(CatalogError))


def _walk(family: type[CatalogError]) -> Iterator[type[CatalogError]]:
    for child in family.__subclasses__():
        if child not in FAMILIES and child.__module__.startswith(("catalog.", "web.")):
            yield child
        yield from _walk(child)


LEAVES = _leaves()


def test_there_are_leaves_to_check() -> None:
    assert len(LEAVES) > 40


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_leaf_has_a_code_of_its_own_an_entry_and_a_status_of_its_family(leaf: type[CatalogError]) -> None:
    assert "code" in vars(leaf)
    assert [other for other in LEAVES if other.code == leaf.code] == [leaf]
    family = next(one for one in FAMILIES if issubclass(leaf, one))
    assert REFUSALS[leaf.code].status in FAMILIES[family]


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_every_entry_says_what_to_do_in_both_languages(code: str) -> None:
    entry = REFUSALS[code]
    for text in (entry.title, entry.advice):
        assert text.fr.strip()
        assert text.en.strip()
        assert text.fr != text.en
    assert entry.advice.fr.endswith((".", "{day}.")) or entry.advice.fr.endswith("».")
    names = [{name for _, name, _, _ in Formatter().parse(one) if name} for one in (entry.advice.fr, entry.advice.en)]
    assert names[0] == names[1]


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_a_sentence_without_its_facts_has_no_brace_left(code: str) -> None:
    for problem in (describe(code, {}, "fr"), describe(code, {}, "en")):
        assert "{" not in problem.detail


def test_no_entry_outlives_its_error() -> None:
    protocol = {"bad-request", "not-found", "method-not-allowed", "body-too-large", "unsupported-media"}
    known = {leaf.code for leaf in LEAVES} | protocol | {"unprocessable", "internal"}
    assert set(REFUSALS) == known


def test_the_page_of_errors_is_fresh() -> None:
    fresh = write_table()
    assert (DOCS / "errors.md").read_text(encoding="utf-8") == fresh, "python -m web.problems > docs/errors.md"
