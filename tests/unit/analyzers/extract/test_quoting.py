"""A quote has its page, its sentence and its bytes; a sentence taken back says nothing."""

import pytest

from analyzers.extract.quoting import EXCERPT, MAX_READ, quote
from analyzers.extract.sayings import load_sayings
from analyzers.formats.prose import Page, read_plain

TABLE = load_sayings()
SAID = "Vos données de santé sont hébergées en France."


def _ids(text: str) -> set[str]:
    return {one["saying"] for one in quote(read_plain(text.encode()), TABLE, are_lines_whole=False)["quotes"]}


def test_a_quote_has_its_page_its_sentence_and_its_bytes() -> None:
    data = f"Bonjour.\n{SAID}\nFin.\n".encode()
    said = quote(read_plain(data), TABLE, are_lines_whole=False)
    (one,) = said["quotes"]

    assert (one["saying"], one["excerpt"], one["page"], one["taken"]) == ("place-eea", SAID, None, [])
    assert data[one["offset"] : one["offset"] + one["length"]].decode() == f"{SAID}\n"
    assert (said["table"], said["is_cut"], said["ends"], said["nature"]) == (TABLE.digest, False, None, None)


def test_a_long_sentence_is_quoted_around_what_it_says() -> None:
    text = f"Sachez {'bien ' * 100}que vos données de santé sont hébergées en France {'et ' * 100}voilà."
    (one,) = quote([Page(text)], TABLE, are_lines_whole=False)["quotes"]

    assert "hébergées en France" in one["excerpt"]
    assert len(one["excerpt"]) <= EXCERPT + 4
    assert one["excerpt"].startswith("… ")
    assert one["excerpt"].endswith(" …")


@pytest.mark.parametrize(
    "text",
    [
        "Vos données de santé ne sont pas hébergées en France.",
        "Vos données de santé pourraient être hébergées en France.",
        "Vos données de santé sont-elles hébergées en France ?",
        "Par exemple, vos données de santé sont hébergées en France.",
        "Aucune donnée n'est transférée hors de l'Union européenne, sauf pour le support.",
        "Nous ne vendons pas vos données, hormis à nos partenaires.",
    ],
)
def test_a_sentence_that_is_denied_imagined_asked_or_excepted_says_nothing(text: str) -> None:
    assert not _ids(text) & {"place-eea", "transfers-no", "sale-no"}


def test_a_denial_in_another_clause_takes_nothing_back() -> None:
    assert "place-eea" in _ids("Nous ne faisons pas de publicité, et vos données sont hébergées en France.")


def test_a_certificate_names_the_day_on_which_it_ends() -> None:
    text = (
        "Certificat\nHébergeur de données de santé (HDS)\n\nDélivré le 2 janvier 2025.\n"
        "Valable du 2 janvier 2025 au 1er janvier 2028."
    )
    said = quote([Page(text)], TABLE, are_lines_whole=False)

    assert said["nature"] == "hds"
    assert said["ends"]["taken"] == ["1er janvier 2028"]


def test_the_title_that_comes_first_tells_what_a_document_is() -> None:
    text = "Note de qualification\nVoir aussi l'analyse d'impact sur la protection des données."

    assert quote([Page(text)], TABLE, are_lines_whole=False)["nature"] == "qualification"


def test_only_so_much_is_looked_at_and_it_says_so() -> None:
    said = quote([Page("a\n\n" * (MAX_READ // 3)), Page(SAID)], TABLE, are_lines_whole=False)

    assert (said["is_cut"], said["quotes"]) == (True, [])


def test_a_day_is_the_one_that_ends_what_is_said() -> None:
    said = "Les tests ont été réalisés du 3 au 14 mars 2026 et présentés le 1er avril 2026."
    text = f"Synthèse du test d'intrusion\n\n{said}"
    (one,) = quote([Page(text)], TABLE, are_lines_whole=False)["quotes"]

    assert one["taken"] == ["14 mars 2026"]
