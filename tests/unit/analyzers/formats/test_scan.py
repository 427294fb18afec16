"""A mark is found wherever it stands, by either way of looking, across the windows in which a file is looked at."""

import mmap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats import scan
from analyzers.formats.scan import Mark, Marks

_WAYS = pytest.mark.parametrize("fast", [scan.FAST, None], ids=["fast", "plain"])


def _places(monkeypatch: pytest.MonkeyPatch, fast: object, data: bytes, first: int, last: int) -> list[int]:
    monkeypatch.setattr(scan, "FAST", fast)
    return list(Mark(b"://").places(data, first, last))


@_WAYS
def test_a_mark_is_found_between_the_bounds_only(monkeypatch: pytest.MonkeyPatch, fast: object) -> None:
    data = b"://a://b://"

    assert _places(monkeypatch, fast, data, 0, len(data)) == [0, 4, 8]
    assert _places(monkeypatch, fast, data, 1, len(data) - 1) == [4]
    assert _places(monkeypatch, fast, data, 4, 6) == []


@given(st.lists(st.sampled_from([b":", b"/", b"://", b"xyz"]), max_size=40), st.integers(1, 9))
def test_both_ways_find_the_same_in_windows_of_any_size(pieces: list[bytes], window: int) -> None:
    data = b"".join(pieces)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scan, "WINDOW", window)
        found = [_places(patch, way, data, 0, len(data)) for way in (scan.FAST, None)]

    assert found[0] == found[1]
    assert all(data[at : at + 3] == b"://" for at in found[0])
    assert len(found[0]) == data.count(b"://")


@_WAYS
def test_a_mapped_file_is_searched_where_it_lies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fast: object) -> None:
    path = tmp_path / "mapped"
    path.write_bytes(b"x" * 70_000 + b"://")
    with path.open("rb") as source, mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as data:
        monkeypatch.setattr(scan, "FAST", fast)

        assert list(Mark(b"://").places(data, 0, len(data))) == [70_000]


@given(
    st.lists(st.sampled_from([b"a", b"b", b"ab", b"\x80"]), max_size=60),
    st.integers(0, 9),
    st.integers(0, 80),
    st.integers(1, 9),
)
def test_many_marks_are_found_also_inside_another(pieces: list[bytes], first: int, last: int, window: int) -> None:
    data, marks = b"".join(pieces), [b"ab", b"b", b"bab", b"\x80a"]
    found = []
    for way in (scan.FAST, None):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(scan, "FAST", way)
            patch.setattr(scan, "WINDOW", window)
            found.append(sorted(Marks(marks).find(data, first, last)))

    inside = range(first, min(last, len(data)))
    assert found[0] == found[1] == sorted((m, at) for m in marks for at in inside if data[at:last].startswith(m))
