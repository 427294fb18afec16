"""House rule 8: every error has a code of its own, its sentence for people, and its line in the documentation."""

import importlib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence

import pytest

from catalog.errors import CatalogError, Conflict, NotAllowed, NotFound, Rejected, Unavailable
from tests.house.project import ROOT, modules, shown

_FAMILIES = (Rejected, NotFound, NotAllowed, Conflict, Unavailable)


def _below(kind: type[CatalogError]) -> Iterator[type[CatalogError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _below(one)


def all_errors() -> list[type[CatalogError]]:
    """Every error of the service, once all its modules are loaded."""
    for path in modules(ROOT, "catalog", "web"):
        name = shown(ROOT, path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        if ".migrations" not in name:  # loaded by Alembic, by path
            importlib.import_module(name)
    ours = {kind for kind in _below(CatalogError) if kind.__module__.startswith(("catalog.", "web."))}  # none planted
    return sorted(ours - set(_FAMILIES), key=lambda kind: kind.__name__)


def find_problems(errors: Sequence[type[CatalogError]], mapped: Collection[str], page: str) -> list[str]:
    """Errors outside the families, codes used twice, without a sentence or without a line."""
    problems = []
    codes = Counter(error.code for error in errors)
    for error in errors:
        if not issubclass(error, _FAMILIES):
            problems.append(f"{error.__name__}: of no family")
        if "code" not in vars(error) or codes[error.code] > 1:
            problems.append(f"{error.__name__}: no code of its own")
        if error.code not in mapped:
            problems.append(f"{error.__name__}: no sentence for {error.code}")
        if f"`{error.code}`" not in page:
            problems.append(f"{error.__name__}: {error.code} is not documented")
    return problems


def test_every_error_has_its_code_its_sentence_and_its_line() -> None:
    mapped = importlib.import_module("web.refusals").REFUSALS
    errors = all_errors()
    assert len(errors) > 10
    assert find_problems(errors, mapped, (ROOT / "docs" / "errors.md").read_text(encoding="utf-8")) == []


def test_every_error_of_the_service_has_a_code_of_its_own() -> None:
    errors = all_errors()
    page = " ".join(f"`{error.code}`" for error in errors)

    assert find_problems(errors, {error.code for error in errors}, page) == []


@pytest.mark.parametrize(
    ("mapped", "page", "problem"),
    [
        ({"moon-fell"}, "", "MoonFell: moon-fell is not documented"),
        (set(), "`moon-fell`", "MoonFell: no sentence for moon-fell"),
    ],
)
def test_an_error_that_nobody_explains_is_found(mapped: set[str], page: str, problem: str) -> None:
    error = type("MoonFell", (Conflict,), {"code": "moon-fell"})

    assert find_problems([error], mapped, page) == [problem]


def test_an_error_without_its_own_code_is_found() -> None:
    first = type("First", (Conflict,), {"code": "same"})
    second = type("Second", (Rejected,), {"code": "same"})
    silent = type("Silent", (Conflict,), {})
    stray = type("Stray", (CatalogError,), {"code": "stray"})
    page, mapped = "`same` `conflict` `stray`", {"same", "conflict", "stray"}

    assert find_problems([first, second, silent, stray], mapped, page) == [
        "First: no code of its own",
        "Second: no code of its own",
        "Silent: no code of its own",
        "Stray: of no family",
    ]
