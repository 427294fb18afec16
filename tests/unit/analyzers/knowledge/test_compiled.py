"""What is kept is the very value of the file, under a name that changes with it."""

from pathlib import Path

import pytest

from analyzers.knowledge import compiled
from analyzers.knowledge.compiled import reader
from analyzers.knowledge.files import BrokenKnowledgeError, read_yaml
from analyzers.knowledge.load import DATA, load_knowledge


def _written(folder: Path, text: str) -> Path:
    path = folder / "words.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_second_reading_is_of_what_was_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = _written(tmp_path, "since: 2026-01-05\nwords: [é, 1, null, yes]\n")
    first = reader(tmp_path / "kept")(path)
    monkeypatch.setattr(compiled, "parse_yaml", lambda *_: pytest.fail("it was read from its source again"))

    assert reader(tmp_path / "kept")(path) == first == {"since": "2026-01-05", "words": ["é", 1, None, True]}


def test_another_content_is_read_anew_and_the_old_form_goes(tmp_path: Path) -> None:
    read = reader(tmp_path / "kept")
    read(_written(tmp_path, "a: 1"))

    assert read(_written(tmp_path, "a: 2")) == {"a": 2}
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.mark.parametrize("damage", [b"", b"[1]", b"{", b"\xff"])
def test_a_damaged_form_is_made_again(tmp_path: Path, damage: bytes) -> None:
    path = _written(tmp_path, "a: 1")
    read = reader(tmp_path / "kept")
    read(path)
    next((tmp_path / "kept").iterdir()).write_bytes(damage)

    assert read(path) == read(path) == {"a": 1}


def test_what_json_would_change_is_not_kept(tmp_path: Path) -> None:
    assert reader(tmp_path / "kept")(_written(tmp_path, "1: a")) == {1: "a"}
    assert not (tmp_path / "kept").exists()


def test_where_nothing_can_be_kept_the_file_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file, no folder")

    assert reader(tmp_path / "kept")(_written(tmp_path, "a: 1")) == {"a": 1}
    with pytest.raises(BrokenKnowledgeError):
        reader(None)(_written(tmp_path, "[]"))


def test_all_curated_files_are_kept_as_they_are(tmp_path: Path) -> None:
    whole = load_knowledge(None)

    assert load_knowledge(None, tmp_path).version == load_knowledge(None, tmp_path).version == whole.version
    assert load_knowledge(None, tmp_path).sdks == whole.sdks
    kept = {path.name.partition("-")[0] for path in tmp_path.iterdir()}
    assert all(reader(tmp_path)(DATA / name) == read_yaml(DATA / name) for name in kept)
    assert "sdks.yaml" in kept
