"""Several messages in one body come apart, whoever framed them."""

import struct

import pytest

from analyzers.formats.framing import find_boundary, split_frames, split_lines, split_parts


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        (b'{"a":1}\n{"b":2}\n', [b'{"a":1}', b'{"b":2}']),
        (b")]}',\n[1]", [b"[1]"]),
        (b'42["event",{"a":1}]', [b'["event",{"a":1}]']),
        (b"for(;;);{}", [b"{}"]),
        (b'{"a":1}', None),
        (b"first\nsecond", None),
        (b'{"a":1}\nsecond', None),
    ],
)
def test_lines_of_documents_and_marks_before_one(data: bytes, rows: list[bytes] | None) -> None:
    assert split_lines(data) == rows


def test_frames_come_out_even_or_are_none() -> None:
    frame = b"\0" + struct.pack(">I", 3) + b"abc"
    assert split_frames(frame + b"\x01" + frame[1:]) == [b"abc", b"abc"]
    assert split_frames(frame[:-1]) is None
    assert split_frames(b"") is None
    assert split_frames(b"\x07" + frame[1:]) is None


def test_a_boundary_is_stated_or_seen() -> None:
    assert find_boundary(b"", "multipart/form-data; boundary=Ab1") == b"Ab1"
    assert find_boundary(b"--Ab1\r\nx\r\n--Ab1--\r\n", "multipart/form-data") == b"Ab1"
    assert find_boundary(b"--Ab1\r\nx", "multipart/form-data") is None
    assert find_boundary(b"--Ab1\r\nx\r\n--Ab1--\r\n", "text/plain") is None


@pytest.mark.parametrize("end", [b"\r\n", b"\n"])
def test_parts_come_with_the_names_of_field_and_file(end: bytes) -> None:
    head = b'Content-Disposition: form-data; name="a"; filename="me.png"'
    body = end.join(
        [b"--X", head, b"", b"abc", b"--X", b"Content-Transfer-Encoding: base64", b"", b"eA==", b"--X--", b""]
    )
    assert list(split_parts(body, b"X")) == [("a/file", b"me.png", ""), ("a", b"abc", ""), ("", b"eA==", "base64")]


def test_a_request_inside_a_part_tells_by_its_line_and_its_body() -> None:
    body = b"--X\r\n\r\nPOST /u?q=7 HTTP/1.1\r\nA: b\r\n\r\n{}\r\n--X--"
    assert list(split_parts(body, b"X")) == [("", b"/u?q=7", ""), ("", b"{}", "")]
