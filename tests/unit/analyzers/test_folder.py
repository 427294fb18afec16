"""A folder of APKs becomes one file, always the same."""

import zipfile
from pathlib import Path

from analyzers.folder import gather, is_set


def test_the_apks_of_a_folder_become_one_file_in_the_order_of_their_names(tmp_path: Path) -> None:
    for name in ("split_b.apk", "base.apk", "notes.txt", "base.apk.idsig"):
        (tmp_path / name).write_bytes(name.encode())
    first, second = gather(tmp_path, tmp_path / "1"), gather(tmp_path, tmp_path / "2")

    assert zipfile.ZipFile(first).namelist() == ["base.apk", "base.apk.idsig", "split_b.apk"]
    assert zipfile.ZipFile(first).read("base.apk") == b"base.apk"
    assert first.read_bytes() == second.read_bytes()


def test_a_folder_without_an_app_gives_an_empty_archive(tmp_path: Path) -> None:
    assert zipfile.ZipFile(gather(tmp_path, tmp_path / "set")).namelist() == []


def test_only_a_base_with_its_splits_is_one_app(tmp_path: Path) -> None:
    (tmp_path / "base.apk").touch()
    (tmp_path / "split_config.fr.apk").touch()
    assert is_set(tmp_path)

    (tmp_path / "another.apk").touch()
    assert not is_set(tmp_path)
