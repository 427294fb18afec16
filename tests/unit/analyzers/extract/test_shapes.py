"""Evidence of another shape is caught, wherever it differs."""

from typing import Any

import pytest

from analyzers.extract.shapes import find_fault


def _document(**changes: Any) -> dict[str, Any]:
    subject = {"kind": "document", "sha256": "a" * 64, "size": 1}
    return {
        "schema": "sceau/document/2",
        "subject": subject,
        "document": {"format": "pdf", "recipients": None, "text": None},
    } | changes


def test_the_right_shape_has_no_fault() -> None:
    assert find_fault(_document(), "document") is None


@pytest.mark.parametrize(
    "changes",
    [
        {"document": {"format": 5, "recipients": None, "text": None}},
        {"document": {"format": None, "recipients": None, "text": None}},
        {"document": {}},
        {"document": {"format": "pdf", "recipients": None, "text": None, "more": 1}},
        {"document": []},
        {"document": {"format": "x" * 9000, "recipients": None, "text": None}},
        {"document": {"format": "\ud800", "recipients": None, "text": None}},
        {"subject": {"kind": "document", "sha256": "a", "size": True}},
        {"subject": {"kind": "document", "sha256": "a", "size": 1 << 60}},
        {"schema": 1},
    ],
)
def test_any_other_shape_has_one(changes: dict[str, Any]) -> None:
    assert find_fault(_document(**changes), "document") is not None
