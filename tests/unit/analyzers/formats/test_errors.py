"""A refusal says what and where."""

from analyzers.formats.errors import FormatError


def test_a_refusal_carries_its_code_and_place() -> None:
    refusal = FormatError("truncated-dex", 12)

    assert (refusal.code, refusal.offset) == ("truncated-dex", 12)
    assert str(refusal) == "truncated-dex at byte 12"
    assert str(FormatError("empty-file")) == "empty-file"
