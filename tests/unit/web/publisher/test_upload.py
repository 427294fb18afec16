"""A file read as it flows."""

import io

import pytest
from werkzeug.exceptions import BadRequest

from web.publisher.upload import Upload, open_upload

HEAD = 'multipart/form-data; boundary="edge"'


def form(*parts: tuple[str, str | None, bytes]) -> bytes:
    lines = []
    for name, filename, content in parts:
        extra = f'; filename="{filename}"' if filename is not None else ""
        lines.append(f'--edge\r\nContent-Disposition: form-data; name="{name}"{extra}\r\n\r\n'.encode() + content)
    return b"\r\n".join([*lines, b"--edge--\r\n"])


def read_all(upload: Upload) -> bytes:
    pieces = []
    while piece := upload.read(1000):
        pieces.append(piece)
    return b"".join(pieces)


def test_fields_come_first_then_the_bytes() -> None:
    body = bytes(range(256)) * 3000
    sent = form(("kind", None, b"apk"), ("kind", None, b"b"), ("file", "a b.apk", body), ("late", None, b"x"))
    upload = open_upload(HEAD, io.BytesIO(sent))
    assert (upload.fields.getlist("kind"), upload.filename) == (["apk", "b"], "a b.apk")
    assert read_all(upload) == body


def test_an_empty_file_is_an_empty_stream() -> None:
    assert read_all(open_upload(HEAD, io.BytesIO(form(("file", "", b""))))) == b""


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{}"),
        ("multipart/form-data", b""),
        (HEAD, b""),
        (HEAD, b"nothing of the kind"),
        (HEAD, form(("kind", None, b"apk"))),
        (HEAD, form(("kind", None, b"x" * 20_000), ("file", "a", b"b"))),
    ],
)
def test_what_is_no_such_form_is_refused(content_type: str, body: bytes) -> None:
    with pytest.raises(BadRequest):
        open_upload(content_type, io.BytesIO(body))


def test_a_form_cut_short_is_refused_while_it_is_read() -> None:
    upload = open_upload(HEAD, io.BytesIO(form(("file", "a", b"x" * 500_000))[:300_000]))
    with pytest.raises(BadRequest):
        read_all(upload)
