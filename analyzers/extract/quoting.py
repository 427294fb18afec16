"""What a document says of the questions, quoted: the saying, the page, the sentence and the bytes. Pure."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from analyzers.extract.sayings import TAKES, Nature, Saying, Table
from analyzers.extract.sentences import split_sentences
from analyzers.formats.prose import Page, fold

Fact = dict[str, Any]

MAX_READ = 300_000  # letters looked at: more than a hundred pages
MAX_QUOTES, MAX_TAKEN = 400, 8
TITLE = 400  # letters in which a document says what it is
EXCERPT = 280
# What takes a sentence back: it is denied, only imagined, or somebody else's.
_DENIAL = re.compile(
    r"\b(?:ne|non|pas|aucun|aucune|jamais|sans|ni|nul|nulle)\b|\bn'"
    r"|\b(?:not|no|never|neither|nor|without|cannot|isn't|doesn't|don't)\b"
)
_IMAGINED = re.compile(
    r"\b(?:pourr(?:a|ait|aient|ont|ions)|serait|seraient|devrait|devraient|envisage\w*|a l'etude|prevoit d\w*)\b"
    r"|\b(?:par exemple|exemple de|a l'avenir|prochainement|might|could|would|should|for instance|planned)\b"
    r"|\?\s*$|\[[a-z ]{3,40}\]"
)
_EXCEPTED = re.compile(r"\b(?:sauf|hormis|excepte\w*|a l'exception|hors cas|except|unless|other than|sous reserve)\b")
_EXPIRY = re.compile(r"valable|valide|validite|expir|echeance|date de fin|valid\b")


def quote(pages: Sequence[Page], table: Table, *, are_lines_whole: bool) -> Fact:
    """Return what the document is by its title, the day it ends where it says so, and what its sentences answer."""
    head = fold(next((page.text.strip()[:TITLE] for page in pages if page.text.strip()), ""))
    nature = _find_nature(head, table.natures)
    quotes: list[Fact] = []
    ends: Fact | None = None
    left, is_cut = MAX_READ, False
    for page in pages:
        text = page.text[:left]
        is_cut |= len(text) < len(page.text)
        left -= len(text)
        folded = fold(text).replace("\n", " ").replace("\t", " ")
        for start, stop in split_sentences(text, are_lines_whole=are_lines_whole):
            quotes += _read_sentence(page, folded, (start, stop), nature, table)
            ends = ends or _read_end(page, folded, (start, stop), nature)
    return {
        "table": table.digest,
        "nature": None if nature is None else nature.id,
        "ends": ends,
        "quotes": quotes[:MAX_QUOTES],
        "is_cut": is_cut or len(quotes) > MAX_QUOTES,
    }


def _find_nature(head: str, natures: Sequence[Nature]) -> Nature | None:
    """The nature whose title comes first: what comes later in the lines of a head is what the document speaks of."""
    plain = " ".join(head.split())
    found = [
        (match.start(), number, nature)
        for number, nature in enumerate(natures)
        for title in nature.titles
        if (match := title.search(plain)) is not None
    ]
    return min(found)[2] if found else None


def _read_sentence(
    page: Page, folded: str, span: tuple[int, int], nature: Nature | None, table: Table
) -> Iterator[Fact]:
    sentence = folded[slice(*span)]
    for saying in table.sayings:
        if saying.natures and (nature is None or nature.id not in saying.natures):
            continue
        found = next((match for one in saying.patterns if (match := one.search(sentence)) is not None), None)
        if found is None or _is_taken_back(sentence, found, saying):
            continue
        taken = _take(page.text[slice(*span)], sentence, found, saying.take)
        if saying.take is None or taken:
            yield _quote(page, span, found) | {"saying": saying.id, "taken": taken}


def _is_taken_back(sentence: str, found: re.Match[str], saying: Saying) -> bool:
    if any(one.search(sentence) for one in saying.unless) or _IMAGINED.search(sentence):
        return True
    if saying.denies:
        return _EXCEPTED.search(sentence) is not None
    clause = max(sentence.rfind(mark, 0, found.start()) for mark in (",", ":", "(", " mais ", " but "))
    return _DENIAL.search(sentence, max(clause, 0), found.end()) is not None


def _take(text: str, sentence: str, found: re.Match[str], take: str | None) -> list[str]:
    """What a sentence names from where it says so: as it is written; a day or a level, in small letters."""
    if take is None:
        return []
    source = sentence if take in ("date", "level") else text
    named = TAKES[take].finditer(source, found.start() if take != "level" else 0)
    kept = [next((group for group in one.groups() if group), one[0]) for one in named if _is_near(one, found, take)]
    return list(dict.fromkeys(kept))[:MAX_TAKEN]


def _is_near(named: re.Match[str], found: re.Match[str], take: str) -> bool:
    """Of several days the one that ends what was said: those further on are of something else."""
    return take != "date" or named.start() <= found.end()


def _quote(page: Page, span: tuple[int, int], found: re.Match[str]) -> Fact:
    start, stop = span
    middle = start + (found.start() + found.end()) // 2
    low = max(start, min(middle - EXCERPT // 2, stop - EXCERPT))
    high = min(stop, low + EXCERPT)
    offset, length = page.find_bytes(start, stop)
    excerpt = " ".join(page.text[low:high].split())
    marked = f"{'… ' if low > start else ''}{excerpt}{' …' if high < stop else ''}"
    return {"page": page.number, "member": page.member, "offset": offset, "length": length, "excerpt": marked}


def _read_end(page: Page, folded: str, span: tuple[int, int], nature: Nature | None) -> Fact | None:
    """The day on which a certificate ends: the last day that a sentence on its validity names."""
    if nature is None or nature.question is None:
        return None
    sentence = folded[slice(*span)]
    found = _EXPIRY.search(sentence)
    days = [match[0] for match in TAKES["date"].finditer(sentence, found.start())] if found else []
    return _quote(page, span, found) | {"taken": days[-1:]} if found and days else None
