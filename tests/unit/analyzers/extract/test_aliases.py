"""A chain of names is kept step by step; what names nothing else is none."""

from typing import Any

import pytest

from analyzers.extract.aliases import MAX_ALIASES, note_alias
from analyzers.extract.capture import extract_capture
from analyzers.extract.exchanges import Exchanges
from analyzers.extract.shapes import find_fault


def noted(row: dict[str, Any]) -> list[dict[str, Any]]:
    found = Exchanges()
    note_alias(found, row, (7, 20))
    return found.aliases


def test_a_chain_is_kept_with_its_source_and_its_bytes() -> None:
    assert noted(
        {"host": "Stats.A.example.", "names": ["b.example", "Stats.a.example", "C.example."], "by": "answer"}
    ) == [{"host": "stats.a.example", "names": ["b.example", "c.example"], "by": "answer", "offset": 7, "length": 20}]


@pytest.mark.parametrize(
    "row",
    [{}, {"host": "a.example"}, {"host": "a.example", "names": ["a.example"]}, {"host": 3, "names": ["b.example"]},
     {"host": "a.example", "names": "b.example"}, {"host": "a b", "names": ["b.example"]},
     {"host": "a.example", "names": [3, "not a name"]}],
)  # fmt: skip
def test_what_names_nothing_else_is_no_chain(row: dict[str, Any]) -> None:
    assert noted(row) == []


def test_there_is_an_end_to_them_and_a_typed_value_is_hidden() -> None:
    found = Exchanges()
    found.told.state([{"category": "personName", "value": "Zorbelline"}])
    for number in range(MAX_ALIASES + 3):
        note_alias(found, {"host": f"zorbelline.a{number}.example", "names": ["b.example"]}, (0, 1))
    assert len(found.aliases) == MAX_ALIASES
    assert found.aliases[0]["host"] == "\u2026.a0.example"


def test_a_line_of_our_own_tool_becomes_evidence() -> None:
    lines = (
        b'{"sceau":"capture/1"}',
        b'{"entry":{"request":{"method":"GET","url":"https://stats.a.example/"},"response":{"status":200}}}',
        b'{"alias":{"host":"stats.a.example","names":["a.eulerian.net"],"by":"resolver"}}',
        b'{"end":1,"why":"stopped"}',
    )
    extraction = extract_capture(b"\n".join(lines) + b"\n")
    assert extraction.evidence is not None
    assert find_fault(dict(extraction.evidence), "traffic") is None
    (row,) = extraction.evidence["traffic"]["aliases"]
    assert (row["names"], row["by"], extraction.outcome.code) == (["a.eulerian.net"], "resolver", "read")
