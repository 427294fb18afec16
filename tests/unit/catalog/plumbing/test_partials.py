"""Bytes that are still arriving."""

import io
from pathlib import Path

import pytest

from catalog.plumbing.partials import PartialStore, UploadBusy
from catalog.plumbing.storage import StorageFull, TooLarge

NAME = "upl_1"


class Cut(io.BytesIO):
    """A line that breaks after its first bytes."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Give what is left once, then break."""
        if piece := super().read(size):
            return piece
        raise ConnectionResetError


@pytest.fixture
def store(tmp_path: Path) -> PartialStore:
    return PartialStore(tmp_path)


def content(store: PartialStore, size: int) -> bytes:
    with store.open(NAME, size) as stream:
        return b"".join(iter(lambda: stream.read(3), b""))


def test_bytes_follow_one_another(store: PartialStore) -> None:
    with store.hold(NAME):
        assert store.append(NAME, 0, io.BytesIO(b"abcd"), limit=9) == 4
        assert store.append(NAME, 4, io.BytesIO(b"efg"), limit=9) == 7
    assert content(store, 7) == b"abcdefg"
    assert content(store, 5) == b"abcde"


def test_a_line_that_breaks_keeps_what_came(store: PartialStore) -> None:
    with store.hold(NAME):
        assert store.append(NAME, 0, Cut(b"abc"), limit=9) == 3


def test_what_an_unfinished_write_left_is_written_over(store: PartialStore) -> None:
    with store.hold(NAME):
        store.append(NAME, 0, io.BytesIO(b"abcdef"), limit=9)
        assert store.append(NAME, 2, io.BytesIO(b"X"), limit=9) == 3
    assert content(store, 9) == b"abX"


def test_more_than_announced_is_refused(store: PartialStore) -> None:
    with store.hold(NAME), pytest.raises(TooLarge):
        store.append(NAME, 0, io.BytesIO(b"abcd"), limit=3)


def test_one_writer_at_a_time(store: PartialStore) -> None:
    with store.hold(NAME):
        with pytest.raises(UploadBusy), PartialStore(store.root.parent).hold(NAME):
            pass
        with store.hold("upl_2"):
            pass
    with store.hold(NAME):
        pass


def test_it_says_what_it_has_and_forgets_when_told(store: PartialStore) -> None:
    assert store.list_names() == []
    assert store.has(NAME, 0)
    assert not store.has(NAME, 1)
    with store.hold(NAME):
        store.append(NAME, 0, io.BytesIO(b"ab"), limit=9)
    assert (store.has(NAME, 2), store.has(NAME, 3), store.list_names()) == (True, False, [NAME])
    store.drop(NAME)
    store.drop(NAME)
    assert store.list_names() == []


def test_a_disk_that_refuses_is_said(store: PartialStore) -> None:
    with pytest.raises(StorageFull):
        store.append(NAME, 0, io.BytesIO(b"never held: no file"), limit=99)


@pytest.mark.parametrize("name", ["", "../x", "upl_../x", "upl_X", "upl_1/2", "a" * 99])
def test_a_name_never_becomes_another_path(store: PartialStore, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        store.drop(name)
