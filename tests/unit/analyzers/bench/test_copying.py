"""The copy is written from numbers alone; real packages are copied in the integration tests."""

from pathlib import Path

import pytest

from analyzers.bench import copying
from analyzers.bench.copying import make_copy
from analyzers.bench.signing import load_key
from analyzers.formats.archive import open_archive
from analyzers.formats.signing import Claims, verify_package
from analyzers.sandbox.copies import CopyRefused, Kept, Plan


def _made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, plan: Plan, source: bytes) -> Path:
    package, target = tmp_path / "a.apk", tmp_path / "b.apk"
    package.write_bytes(source)
    monkeypatch.setattr(copying, "plan_copy", lambda _: plan)
    make_copy(package, target, load_key(tmp_path / "key.pem"))
    return target


def test_members_are_copied_aligned_and_signed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = (Kept(b"lib/x86/a.so", 0, 907060870, 5, 5, 2), Kept("é.txt".encode(), 0, 907060870, 5, 5, 2))
    target = _made(tmp_path, monkeypatch, Plan({"res/a.xml": b"new"}, kept), b"..hello")

    archive = open_archive(target.read_bytes())

    assert archive.deviations == ()
    assert [(entry.name, archive.read(entry, 99)) for entry in archive.entries] == [
        ("lib/x86/a.so", b"hello"),
        ("é.txt", b"hello"),
        ("res/a.xml", b"new"),
    ]
    assert [entry.data % step for entry, step in zip(archive.entries, (16384, 4, 4), strict=True)] == [0, 0, 0]
    assert verify_package(archive, Claims(24, 36)).verified


def test_a_package_cut_meanwhile_leaves_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CopyRefused, match="truncated"):
        _made(tmp_path, monkeypatch, Plan({}, (Kept(b"a", 0, 0, 9, 9, 0),)), b"short")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.apk", "key.pem"]


def test_a_package_past_the_archives_form_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CopyRefused, match="too-large"):
        _made(tmp_path, monkeypatch, Plan({}, (Kept(b"a", 0, 0, (1 << 32) - 1, 9, 0),)), b"")
