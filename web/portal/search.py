"""Search in the reader's words: synonyms, typing slips, filters. In memory; nothing about a search is kept anywhere."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from web.portal.recipients import trace
from web.portal.spelling import fold, keep_meaningful, resembles, split_words
from web.portal.vocabulary import Need, load_needs

QUERY_MAX = 100  # longer is not a search
WORDS_MAX = 8
PLACES = {"europe": frozenset("BD"), "europe-own": frozenset("B")}

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader looks for."""

    words: str = ""
    need: str = ""
    tracker_free: bool = False
    place: str = ""
    state: str = ""
    price: str = ""


def search(cards: Iterable[Card], wish: Wish) -> list[Card]:
    """Return the cards that answer a wish, best first, then by name."""
    kept = [card for card in cards if _passes(card, wish)]
    typed = keep_meaningful(split_words(wish.words[:QUERY_MAX])[:WORDS_MAX])
    if not typed:
        return sorted(kept, key=_name)
    needs = find_needs(wish.words)
    known = frozenset().union(*(_words_of(card) | _name_words(card) for card in kept))
    meant = [frozenset(word for word in known if resembles(one, word)) for one in typed]  # each word compared once
    ranked = [(weigh(card, meant, needs), card) for card in kept]
    found = [(weight, card) for weight, card in ranked if weight > 0]
    return [card for weight, card in sorted(found, key=lambda pair: (-pair[0], _name(pair[1])))]


def find_needs(words: str) -> list[Need]:
    """Return the needs that someone's words speak of, typing slips included."""
    text = fold(words[:QUERY_MAX])
    typed = keep_meaningful(split_words(text)[:WORDS_MAX])
    found = []
    for need in load_needs():
        names = [*need.words, *split_words(need.name.fr), *split_words(need.name.en)]
        phrases = any(" " in name and name in text for name in need.words)
        if phrases or any(_means(one, name) for one in typed for name in keep_meaningful(names)):
            found.append(need)
    return found


def _means(typed: str, name: str) -> bool:
    return " " not in name and resembles(typed, name) and len(typed) >= min(3, len(name))


def weigh(card: Card, meant: Sequence[frozenset[str]], needs: Sequence[Need]) -> int:
    """Weigh a card against what each typed word may mean and the needs they speak of: name, then need, then text."""
    name, text = _name_words(card), _words_of(card)
    weight = sum(6 if words & name else 3 if words & text else 0 for words in meant)
    declared = set(card["app"].get("needs") or ())
    for need in needs:
        if need.id in declared:
            weight += 5
        elif any(word in text for word in need.words):
            weight += 4
    return weight


def _words_of(card: Card) -> frozenset[str]:
    app = card["app"]
    build = card["grade"]["build"]
    said = (app["purpose"]["fr"], app["purpose"]["en"], app["publisher"]["name"], build.get("package") or "")
    return frozenset().union(*(_split(text) for text in said))


def _name_words(card: Card) -> frozenset[str]:
    return _split(card["app"]["name"])


@lru_cache(maxsize=16_384)
def _split(text: str) -> frozenset[str]:
    """Split a card's text, once; what a reader types never comes here."""
    return frozenset(split_words(text))


def _name(card: Card) -> str:
    return fold(card["app"]["name"])


def _passes(card: Card, wish: Wish) -> bool:
    return (
        (not wish.need or wish.need in needs_of(card))
        and (not wish.tracker_free or is_tracker_free(card))
        and (wish.place not in PLACES or trace(card).sovereignty in PLACES[wish.place])
        and (not wish.state or card["state"]["state"] == wish.state)
        and (not wish.price or card["app"].get("price") == wish.price)
    )


def needs_of(card: Card) -> list[str]:
    """Return the needs an app serves: those its publisher chose, else those its own words speak of."""
    declared = card["app"].get("needs")
    if declared:
        return list(declared)
    text = _words_of(card) | _name_words(card)
    return [need.id for need in load_needs() if text & set(need.words)]


def is_tracker_free(card: Card) -> bool:
    """Whether both the code and the traffic were judged free of advertising and profiling; unknown is not free."""
    outcomes = {verdict["criterion"]: verdict["outcome"] for verdict in card["verdicts"]}
    return outcomes.get("TRK-01") == outcomes.get("TRK-02") == "conforming"
