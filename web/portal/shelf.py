"""The public counter's reads: every card, kept in memory until the catalogue changes; seals by number or version."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import current_app

from catalog.certificates.lifecycle import IN_SEARCH
from catalog.certificates.queries import get_by_number
from catalog.certificates.service import CertificateUnknown
from catalog.listings.queries import get_change_number, list_page
from catalog.plumbing.signing import SignatureRefused, digest_of, verify
from web.instance import get_services

PAGE = 500
NUMBER = re.compile(r"SC-\d{4}-\d{6}", re.IGNORECASE)
KEPT = "sceau.shelf"

Card = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seal:
    """A signed certificate as the public may check it."""

    document: Mapping[str, Any]
    token: str
    state: str
    reason: str
    since: str
    is_genuine: bool


def list_cards() -> Sequence[Card]:
    """Return every card ever published, in order; read again only when the catalogue changed."""
    database = get_services().database
    number = get_change_number(database)
    kept = current_app.extensions.get(KEPT)
    if kept is None or kept[0] != number:
        cards: list[Card] = []
        after = 0
        while page := list_page(database, after=after, size=PAGE, everything=True):
            cards += [row.card for row in page]
            after = page[-1].position
        kept = current_app.extensions[KEPT] = (number, tuple(cards))
    found: Sequence[Card] = kept[1]
    return found


def is_in_search(card: Card) -> bool:
    """Whether search may show this card; its own page stays in any case."""
    return card["state"]["state"] in IN_SEARCH


def get_seal(number: str) -> Seal:
    """Return the certificate of this number with the state it is in, its signature checked now.

    Raises:
        CertificateUnknown: there is none.
    """
    services = get_services()
    with services.database.read() as session:
        standing = get_by_number(session, number.strip())
        document = standing.certificate.document
        return Seal(
            document,
            standing.signature.token,
            standing.state.value,
            standing.change.reason,
            standing.change.at.date().isoformat(),
            _is_genuine(standing.signature.token, document, services.signer.public_keys()),
        )


def _is_genuine(token: str, document: Mapping[str, Any], keys: list[dict[str, Any]]) -> bool:
    try:
        signed = verify(token, keys, accept_demo=True)
    except SignatureRefused:
        return False
    return digest_of(signed) == digest_of(document)


def find_seals(asked: str) -> list[Seal]:
    """Return the certificates that a number, a package, a version or a file digest names."""
    if found := NUMBER.search(asked):
        try:
            return [get_seal(found.group().upper())]
        except CertificateUnknown:
            return []
    words = asked.casefold().split()
    numbers = [card["certificate"]["number"] for card in list_cards() if _names(card, words)]
    return [get_seal(number) for number in numbers]


def _names(card: Card, words: Sequence[str]) -> bool:
    """Whether every word is the package, a version or the digest of a card's build, or part of the app's name."""
    build = card["grade"]["build"]
    exact = {str(build[key]).casefold() for key in ("package", "version_name", "version_code", "apk_sha256")}
    names = card["app"]["name"].casefold().split()
    return bool(words) and all(word in exact or word in names for word in words)
