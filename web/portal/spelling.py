"""Words as people type them: without accents or capitals, and with the slips that leave them recognisable. Pure."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
SHORTEST_WITH_SLIP = 4
SHORTEST_WITH_TWO = 8
LITTLE_FR = (
    "a au aux avec ce d de des du elle en et il je l la le les ma mes mon ou par pour sa sans ses son sur tu un une"
)
LITTLE_EN = "an and app application for health her his i in is it my of on or sante the to with without you"
STOP = frozenset(f"{LITTLE_FR} {LITTLE_EN}".split())


def fold(text: str) -> str:
    """Return `text` without accents, capitals or ligatures."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe"))
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()


def split_words(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return WORD.findall(fold(text))


def keep_meaningful(words: list[str]) -> list[str]:
    """Leave out the little words, unless nothing else is there."""
    return [word for word in words if word not in STOP] or words


def allowed_slips(word: str) -> int:
    """How many typing slips a word of this length survives."""
    return (len(word) >= SHORTEST_WITH_SLIP) + (len(word) >= SHORTEST_WITH_TWO)


def count_slips(typed: str, word: str, limit: int) -> int:
    """Count the slips between two words: a letter more, less, other, or two swapped; past `limit`, `limit` + 1."""
    if abs(len(typed) - len(word)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(word) + 1))
    for at, sign in enumerate(typed, start=1):
        older, before, row = before, row, [at]
        for to, other in enumerate(word, start=1):
            cost = min(before[to] + 1, row[to - 1] + 1, before[to - 1] + (sign != other))
            if older and to > 1 and sign == word[to - 2] and typed[at - 2] == other:
                cost = min(cost, older[to - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def resembles(typed: str, word: str) -> bool:
    """Whether `typed` may be meant for `word`: the same, its beginning, or a slip away from it."""
    if word == typed or (len(typed) >= SHORTEST_WITH_SLIP - 1 and word.startswith(typed)):
        return True
    limit = allowed_slips(typed)
    return limit > 0 and count_slips(typed, word, limit) <= limit
