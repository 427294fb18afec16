"""A file is read in pieces, to the last byte, and what was given back can be read again."""

import hashlib
import mmap
import random

from analyzers.formats.pages import PIECE, Pages, digest_of, read_pieces


def test_pieces_make_the_whole_and_so_does_the_digest() -> None:
    data = random.Random(1).randbytes(2 * PIECE + 17)  # noqa: S311 - bytes, not secrets

    assert b"".join(piece for _, piece in read_pieces(data)) == data
    assert [at for at, _ in read_pieces(data)] == [0, PIECE, 2 * PIECE]
    assert digest_of(data) == hashlib.sha256(data).hexdigest()
    assert list(read_pieces(b"")) == []


def test_what_was_given_back_can_be_read_again() -> None:
    with mmap.mmap(-1, 20 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS) as memory:
        memory[:4] = b"here"
        pages = Pages(memory)
        pages.passed(1 << 20)
        assert memory[:4] == b"here"
        pages.passed(16 << 20)
        assert memory[:4] == b"\0\0\0\0"  # behind this map there is no file: it really was given back
