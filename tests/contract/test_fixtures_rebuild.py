"""The committed fixtures are exactly what their sources give, no file more, no file less, each with its line."""

from pathlib import Path

import pytest

from fixtures.build import HERE, build_all, main

_BUILT = build_all()


def _committed() -> set[str]:
    return {str(path.relative_to(HERE)) for folder in ("apks", "captures") for path in (HERE / folder).iterdir()}


@pytest.mark.parametrize("name", sorted(_BUILT))
def test_a_rebuilt_fixture_has_the_committed_bytes(name: str) -> None:
    assert (HERE / name).read_bytes() == _BUILT[name]


def test_nothing_is_committed_without_a_source() -> None:
    assert _committed() == set(_BUILT)


def test_every_fixture_has_its_line_in_the_readme() -> None:
    page = (HERE / "README.md").read_text(encoding="utf-8")

    assert [name for name in sorted(_BUILT) if f"| `{name}` |" not in page] == []


def test_the_script_writes_everything_into_the_folder_given(tmp_path: Path) -> None:
    said: list[str] = []

    assert main([str(tmp_path)], said.append) == 0
    assert {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*.*")} == set(_BUILT)
    assert len(said) == len(_BUILT)


def test_the_script_without_a_folder_says_how_to_call_it() -> None:
    said: list[str] = []

    assert main([], said.append) == 2
    assert said == ["usage: python -m fixtures.build FOLDER"]
