"""Versions, tags and digests in headers."""

import base64

import pytest
from flask import Flask

from web.api.conditions import NO_VERSION, DigestRefused, VersionMissing, answer, read_digest, read_version

APP = Flask("bare")


@pytest.mark.parametrize(
    ("given", "version"),
    [
        ('"3"', 3),
        ("3", 3),
        (' "12" ', 12),
        ('W/"3"', NO_VERSION),
        ('"x"', NO_VERSION),
        ("-1", NO_VERSION),
        ("٣", NO_VERSION),
    ],
)
def test_a_version_is_read_and_anything_else_is_stale(given: str, version: int) -> None:
    with APP.test_request_context("/", environ_overrides={"HTTP_IF_MATCH": given}):
        assert read_version() == version


@pytest.mark.parametrize("given", ["", " ", "*"])
def test_no_version_is_asked_for(given: str) -> None:
    with APP.test_request_context("/", headers={"If-Match": given}), pytest.raises(VersionMissing):
        read_version()


def test_a_digest_is_read_among_others() -> None:
    digest = base64.b64encode(bytes(range(32))).decode()
    with APP.test_request_context("/", headers={"Content-Digest": f"sha-512=:AA==:, sha-256=:{digest}:"}):
        assert read_digest() == bytes(range(32)).hex()
    with APP.test_request_context("/"):
        assert read_digest() is None


@pytest.mark.parametrize(
    "given", ["", "sha-256=abc", "md5=:AA==:", "sha-256=:" + "=" * 44 + ":", "sha-256=:" + "A" * 44 + ":"]
)
def test_a_digest_that_cannot_be_read_is_refused(given: str) -> None:
    with APP.test_request_context("/", headers={"Content-Digest": given}), pytest.raises(DigestRefused):
        read_digest()


def test_an_unchanged_answer_is_not_sent_again() -> None:
    with APP.test_request_context("/"):
        first = answer({"name": "é"}, "tag")
    assert (first.status_code, first.headers["ETag"], first.data) == (200, '"tag"', '{"name": "é"}'.encode())
    with APP.test_request_context("/", headers={"If-None-Match": '"other", "tag"'}):
        again = answer({"name": "é"}, "tag")
    assert again.status_code == 304
    with APP.test_request_context("/", method="POST", headers={"If-None-Match": '"tag"'}):
        assert answer({}, "tag", 201).status_code == 201
