"""A list of recipients is read row by row; whatever is no such table is left alone."""

import pytest

from analyzers.extract.recipients import MAX_ROWS, MAX_SIZE, read_recipients

LIST = (
    "Destinataire;Pays;Données reçues;Finalité;Serveurs contactés\r\n"
    "OVHcloud;FR;données de santé, nom;hébergement;api.souffle.example|www.souffle.example\r\n"
    "\r\n"
    "Sentry;US;appareil;pannes;Sentry.io\r\n"
).encode()


def test_each_recipient_has_its_data_its_servers_and_its_line() -> None:
    found = read_recipients(LIST)
    assert found is not None
    first, second = found["rows"]
    assert (first["name"], first["country"], first["data"]) == ("OVHcloud", "FR", ["données de santé", "nom"])
    assert first["servers"] == ["api.souffle.example", "www.souffle.example"]
    assert second["servers"] == ["sentry.io"]
    assert LIST[second["offset"] :].startswith(b"Sentry;US")
    assert LIST[second["offset"] + second["length"] - 10 :].startswith(b"Sentry.io")
    assert found["unread"] == 0


@pytest.mark.parametrize(
    "data",
    [
        b"recipient,data\nOVH,health\n",
        b"\xef\xbb\xbfrecipient\tdata\nOVH\thealth\n",
        b"data;servers;recipient;colour\nhealth;a.example;OVH;blue",
    ],
)
def test_columns_are_known_by_their_names_in_any_order(data: bytes) -> None:
    found = read_recipients(data)
    assert found is not None
    assert (found["rows"][0]["name"], found["rows"][0]["data"]) == ("OVH", ["health"])


@pytest.mark.parametrize(
    "data",
    [
        b"Politique de confidentialite\n",
        b"recipient;country\nOVH;FR\n",
        b"\n",
        b";;;",
        b"\xff\xfe",
        b'recipient;"data\n',
    ],
)
def test_another_document_is_no_list(data: bytes) -> None:
    assert read_recipients(data) is None


@pytest.mark.parametrize("line", [b";health", b'"open;health', b"OVH;health;more", b"OVH\xff;health", b"a" * 5000])
def test_a_line_that_cannot_be_read_is_counted(line: bytes) -> None:
    found = read_recipients(b"recipient;data\n" + line + b"\nOVH;health\n")
    assert found is not None
    assert (len(found["rows"]), found["unread"]) == (1, 1)


def test_a_list_without_end_is_read_as_far_as_it_is_bounded() -> None:
    found = read_recipients(b"recipient;data\n" + b"OVH;health\n" * MAX_SIZE)
    assert found is not None
    assert len(found["rows"]) == MAX_ROWS
    assert found["unread"] > 0


def test_a_country_is_two_letters_or_not_known() -> None:
    found = read_recipients(b"recipient;data;country\nA;x;FR\nB;x;France\n")
    assert found is not None
    assert [row["country"] for row in found["rows"]] == ["FR", None]
