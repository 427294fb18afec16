"""The child's answer is believed only where it is one our own code gives."""

import json
from typing import Any

import pytest

from analyzers.contract import ReadState
from analyzers.sandbox.answer import AnswerError, read_answer
from criteria.findings import ArtifactKind

_SUBJECT = {"kind": "document", "sha256": "a" * 64, "size": 5}
_EVIDENCE: dict[str, Any] = {
    "schema": "sceau/document/2",
    "subject": _SUBJECT,
    "document": {"format": "pdf", "recipients": None, "text": None},
}


def _read(answer: object) -> ReadState:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
    return read_answer(body, ArtifactKind.DOCUMENT, 5, "a" * 64).outcome.state


def test_an_honest_answer_is_taken_with_our_own_sentence() -> None:
    assert _read({"evidence": _EVIDENCE, "code": "read"}) is ReadState.READ
    assert _read({"evidence": None, "code": "empty-file"}) is ReadState.REFUSED


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\xff",
        b"[" * 100_000,
        [],
        {},
        {"evidence": _EVIDENCE},
        {"evidence": _EVIDENCE, "code": "read", "more": 1},
        {"evidence": _EVIDENCE, "code": "invented"},
        {"evidence": None, "code": "read"},
        {"evidence": _EVIDENCE, "code": "empty-file"},
        {"evidence": 5, "code": "read"},
        {"evidence": _EVIDENCE | {"subject": _SUBJECT | {"sha256": "b" * 64}}, "code": "read"},
        {"evidence": _EVIDENCE | {"subject": _SUBJECT | {"size": 6}}, "code": "read"},
        {"evidence": _EVIDENCE | {"document": {"format": 5}}, "code": "read"},
        b'{"evidence":{"schema":NaN},"code":"read"}',
        b'{"evidence":{"schema":1e999},"code":"read"}',
        b'{"evidence":null,"code":"time","code":"empty-file"}',
        b'{"evidence":null,"code":"empty-file"}{}',
        b'{"evidence":null,"code":["empty-file"]}',
        b'{"evidence":null,"code":{"empty-file":1}}',
        b'\xef\xbb\xbf{"evidence":null,"code":"empty-file"}',
        '{"evidence":null,"code":"empty-file"}'.encode("utf-16"),
        json.dumps({"evidence": _EVIDENCE, "code": "read"}).replace('"pdf"', '"pdf","format":"png"').encode(),
        json.dumps({"evidence": _EVIDENCE, "code": "read"}).replace('"size": 5', '"size": 5.0').encode(),
        json.dumps({"evidence": _EVIDENCE, "code": "read"}).replace('"size": 5', '"size": true').encode(),
        json.dumps({"evidence": _EVIDENCE, "code": "read"}).replace('"size": 5', '"size": ' + "5" * 5000).encode(),
    ],
)
def test_any_other_answer_is_set_aside(answer: object) -> None:
    with pytest.raises(AnswerError):
        _read(answer)
