"""What was built is taken for these very sources and this interpreter alone; nothing amiss ends by a trace."""

import json
import sys
from collections.abc import Iterator
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import Any

import pytest

from analyzers.sandbox.overlay import (
    STATEMENT,
    Compiled,
    Form,
    find_form,
    is_built,
    load_compiled,
    state_of,
)

_NAME = "analyzers.formats.never_imported"


@pytest.fixture
def tree(tmp_path: Path) -> Iterator[tuple[Path, Path]]:
    """A place in which one module was built, and the tree of its source."""
    place, root = tmp_path / "built", tmp_path / "tree"
    file, source = place / f"never_imported{EXTENSION_SUFFIXES[0]}", root / "analyzers" / "never_imported.py"
    for path, text in ((file, b"built"), (source, b"source")):
        path.parent.mkdir(parents=True)
        path.write_bytes(text)
    state = state_of({_NAME: source}, {_NAME: file}, place, root)
    (place / STATEMENT).write_text(json.dumps(state))
    finders = list(sys.meta_path)
    yield place, root
    sys.meta_path[:] = finders


def test_what_was_built_of_these_sources_is_found(tree: tuple[Path, Path]) -> None:
    place, root = tree

    assert (is_built(place), find_form(place, root)) == (True, Form.COMPILED)
    assert load_compiled(place, root) is Form.COMPILED
    (finder,) = (one for one in sys.meta_path if isinstance(one, Compiled))
    spec = finder.find_spec(_NAME)
    assert spec is not None
    assert spec.origin == str(place / f"never_imported{EXTENSION_SUFFIXES[0]}")
    assert finder.find_spec("analyzers.formats.har") is None


def test_where_nothing_was_built_the_sources_run(tmp_path: Path) -> None:
    assert (is_built(tmp_path), find_form(tmp_path), load_compiled(tmp_path)) == (False, Form.PLAIN, Form.PLAIN)


@pytest.mark.parametrize(
    "changed", ["tree/analyzers/never_imported.py", f"built/never_imported{EXTENSION_SUFFIXES[0]}"]
)
@pytest.mark.parametrize("gone", [True, False])
def test_a_source_or_a_file_that_is_another_is_stale(
    tree: tuple[Path, Path], tmp_path: Path, changed: str, *, gone: bool
) -> None:
    (tmp_path / changed).unlink() if gone else (tmp_path / changed).write_bytes(b"another")

    assert find_form(*tree) is Form.STALE
    assert load_compiled(*tree) is Form.STALE
    assert not any(isinstance(one, Compiled) for one in sys.meta_path)


@pytest.mark.parametrize(
    "change",
    [
        {"interpreter": ".cpython-399-other.so"},
        {"files": {}},
        {"files": []},
        {"sources": None},
        {"files": {_NAME: "x"}},
    ],
)
def test_a_statement_of_something_else_is_stale(tree: tuple[Path, Path], change: dict[str, Any]) -> None:
    path = tree[0] / STATEMENT
    path.write_text(json.dumps(json.loads(path.read_text()) | change))

    assert find_form(*tree) is Form.STALE


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "{}"])
def test_a_statement_that_is_none_is_stale(tree: tuple[Path, Path], text: str) -> None:
    (tree[0] / STATEMENT).write_text(text)

    assert find_form(*tree) is Form.STALE


def test_a_process_that_has_read_with_the_sources_goes_on_with_them(
    tree: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, _NAME, sys)

    assert load_compiled(*tree) is Form.PLAIN
    assert not any(isinstance(one, Compiled) for one in sys.meta_path)
