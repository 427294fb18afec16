"""Tests of the chain."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from catalog.journal.chain import GENESIS, Link, digest_of, find_break

START = datetime(2026, 3, 2, 9, tzinfo=UTC)


def a_chain(length: int) -> list[tuple[Link, str]]:
    entries: list[tuple[Link, str]] = []
    previous = GENESIS
    for number in range(1, length + 1):
        at = START + timedelta(seconds=number)
        link = Link(number, at, "acc_1", "officer", "submission.admitted", "sub_1", {"edition": "2026.0"}, previous)
        previous = digest_of(link)
        entries.append((link, previous))
    return entries


def test_a_whole_chain_holds() -> None:
    assert find_break(a_chain(5)) is None
    assert find_break([]) is None


@pytest.mark.parametrize(
    "change",
    [
        {"number": 9},
        {"at": START},
        {"actor_id": "acc_2"},
        {"role": None},
        {"event": "submission.refused"},
        {"subject_id": "sub_2"},
        {"facts": {}},
        {"previous": GENESIS[:-1] + "1"},
    ],
)
def test_a_changed_word_breaks_the_chain_there(change: dict[str, object]) -> None:
    entries = a_chain(5)
    link, digest = entries[2]
    entries[2] = (replace(link, **change), digest)  # type: ignore[arg-type] -- each test names real fields

    assert find_break(entries) == 3


def test_an_entry_that_is_digested_again_breaks_the_next_one() -> None:
    entries = a_chain(5)
    changed = replace(entries[2][0], actor_id="acc_2")
    entries[2] = (changed, digest_of(changed))

    assert find_break(entries) == 4


def test_a_removed_or_moved_entry_is_seen() -> None:
    entries = a_chain(5)

    assert find_break(entries[1:]) == 1
    assert find_break(entries[:2] + entries[3:]) == 3
    assert find_break([entries[0], entries[2], entries[1], *entries[3:]]) == 2


def test_a_journal_cut_short_is_seen_with_a_head_kept_elsewhere() -> None:
    entries = a_chain(5)
    head = (5, entries[4][1])

    assert find_break(entries[:3]) is None
    assert find_break(entries[:3], head) == 4
    assert find_break([], head) == 1


def test_a_head_noted_earlier_still_holds_when_the_journal_has_grown() -> None:
    entries = a_chain(5)

    assert find_break(entries, (3, entries[2][1])) is None
    assert find_break(entries, (0, GENESIS)) is None


def test_a_journal_written_again_is_seen_with_a_head_noted_earlier() -> None:
    assert find_break(a_chain(5), (3, "f" * 64)) == 3
