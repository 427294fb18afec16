"""Whatever is done to the journal's rows, the chain shows it, given a head that was noted elsewhere."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from catalog.journal.chain import GENESIS, Link, digest_of, find_break

START = datetime(2026, 3, 2, tzinfo=UTC)
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12)
FACTS = st.dictionaries(WORDS, st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | WORDS, max_size=3)
ACTS = st.tuples(WORDS, st.none() | WORDS, WORDS, WORDS, FACTS, st.integers(0, 10**9))
Chain = list[tuple[Link, str]]


@st.composite
def chains(draw: st.DrawFn, least: int = 1) -> Chain:
    """A journal as the service would have written it."""
    entries: Chain = []
    previous = GENESIS
    for number, act in enumerate(draw(st.lists(ACTS, min_size=least, max_size=12)), 1):
        actor, role, event, subject, facts, microseconds = act
        link = Link(number, START + timedelta(microseconds=microseconds), actor, role, event, subject, facts, previous)
        previous = digest_of(link)
        entries.append((link, previous))
    return entries


def head_of(chain: Chain) -> tuple[int, str]:
    return chain[-1][0].number, chain[-1][1]


@st.composite
def mutations(draw: st.DrawFn) -> tuple[Chain, Chain]:
    """A journal, and the same after one field of one entry became another."""
    chain = draw(chains())
    at = draw(st.integers(0, len(chain) - 1))
    link, digest = chain[at]
    others: dict[str, Any] = {
        "number": st.integers(0, 99),
        "at": st.integers(0, 10**9).map(lambda one: START + timedelta(microseconds=one)),
        "actor_id": WORDS,
        "role": st.none() | WORDS,
        "event": WORDS,
        "subject_id": WORDS,
        "facts": FACTS,
        "previous": st.text("0123456789abcdef", min_size=64, max_size=64),
    }
    name = draw(st.sampled_from([*others, "digest"]))
    if name == "digest":
        changed = (link, draw(st.text("0123456789abcdef", min_size=64, max_size=64).filter(lambda one: one != digest)))
    else:
        before = getattr(link, name)
        changed = (replace(link, **{name: draw(others[name].filter(lambda one: one != before))}), digest)
    return chain, [*chain[:at], changed, *chain[at + 1 :]]


@given(chains())
def test_a_journal_that_nobody_touched_holds(chain: Chain) -> None:
    assert find_break(chain) is None
    assert all(find_break(chain, (link.number, digest)) is None for link, digest in chain)


@given(mutations())
def test_any_change_of_any_field_is_seen(case: tuple[Chain, Chain]) -> None:
    chain, changed = case

    assert find_break(changed, head_of(chain)) is not None


@given(mutations())
def test_a_change_is_seen_even_when_all_that_follows_is_digested_again(case: tuple[Chain, Chain]) -> None:
    chain, changed = case
    forged: Chain = []
    previous = GENESIS
    for number, (link, _) in enumerate(changed, 1):
        link = replace(link, number=number, previous=previous)  # noqa: PLW2901 -- the forger's work
        previous = digest_of(link)
        forged.append((link, previous))

    assert forged == chain or find_break(forged, head_of(chain)) is not None


@given(chains(), st.data())
def test_any_removal_is_seen(chain: Chain, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(chain) - 1))

    assert find_break([*chain[:at], *chain[at + 1 :]], head_of(chain)) is not None


@given(chains(2), st.data())
def test_any_exchange_is_seen(chain: Chain, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(chain) - 2))
    second = data.draw(st.integers(first + 1, len(chain) - 1))
    swapped = list(chain)
    swapped[first], swapped[second] = swapped[second], swapped[first]

    assert find_break(swapped, head_of(chain)) is not None


@given(chains(), st.data())
def test_any_truncation_is_seen(chain: Chain, data: st.DataObject) -> None:
    kept = data.draw(st.integers(0, len(chain) - 1))

    assert find_break(chain[:kept], head_of(chain)) == kept + 1


@given(chains(), ACTS)
def test_what_was_noted_still_holds_after_honest_growth(chain: Chain, act: Any) -> None:
    actor, role, event, subject, facts, microseconds = act
    number, previous = head_of(chain)
    at = START + timedelta(microseconds=microseconds)
    link = Link(number + 1, at, actor, role, event, subject, facts, previous)

    assert find_break([*chain, (link, digest_of(link))], head_of(chain)) is None
