"""A value is known as people and programs write it, and a part of one only where it is the whole of a value."""

import pytest

from analyzers.extract.spellings import day_of, list_spellings, mailbox, plain


def spelled(category: str, value: str) -> set[str]:
    return {one.text for one in list_spellings(category, value)}


def hashed(category: str, value: str) -> set[str]:
    return {one.text for one in list_spellings(category, value) if one.hashed}


@pytest.mark.parametrize(
    "value", ["+33639981234", "06 39 98 12 34", "06.39.98.12.34", "+33 (0)6 39 98 12 34", "0033639981234"]
)
def test_a_phone_number_is_the_same_however_it_was_typed(value: str) -> None:
    found = spelled("phoneNumber", value)
    assert {
        "+33639981234", "0033639981234", "33639981234", "0639981234", "639981234", "06 39 98 12 34", "06-39-98-12-34",
        "06\u202f39\u202f98\u202f12\u202f34", "+33 6 39 98 12 34", "+33.6.39.98.12.34", "+33 (0)6 39 98 12 34",
        "+33(0)639981234", "+33 639 981 234", "(+33) 639981234", "00 33 6 39 98 12 34",
    } <= found  # fmt: skip
    assert {"+33639981234", "33639981234", "0639981234"} <= hashed("phoneNumber", value)


def test_a_phone_number_of_another_country_keeps_its_country() -> None:
    assert {"0470123456", "0032470123456", "+32 470 123 456"} <= spelled("phoneNumber", "+32470123456")
    assert "+33470123456" not in spelled("phoneNumber", "+32470123456")


@pytest.mark.parametrize("value", ["1987-03-09", "09/03/1987", "09.03.1987"])
def test_a_day_is_known_in_any_order_and_as_seconds(value: str) -> None:
    assert {
        "1987-03-09", "09/03/1987", "9/3/1987", "03/09/1987", "09.03.1987", "19870309", "09031987", "1987/03/09",
        "9 mars 1987", "09 March 1987", "March 9, 1987", "Mar 9, 1987", "09/03/87", "1987-03-09T00:00",
        "1987-03-08T23:00", "542246400", "542246400000", "542242800",
    } <= spelled("dateOfBirth", value)  # fmt: skip
    assert {"19870309", "09031987", "1987-03-09"} <= hashed("dateOfBirth", value)


def test_what_names_no_day_has_none() -> None:
    assert [day_of(value) for value in ("1987-02-30", "31/02/1987", "1987-03-091", "hier")] == [None] * 4
    assert spelled("dateOfBirth", "1987-02-30") >= {"1987-02-30"}


@pytest.mark.parametrize("value", ["287037511600569", "2 87 03 75 116 005 69", "2870375116005"])
def test_a_health_number_is_known_with_its_key_and_without(value: str) -> None:
    assert {
        "287037511600569", "2870375116005", "2 87 03 75 116 005 69", "2 87 03 75 116 005", "2870375116005 69",
        "2-87-03-75-116-005-69", "287 03 75 116 005 69",
    } <= spelled("nationalHealthId", value)  # fmt: skip
    assert {"287037511600569", "2870375116005"} <= hashed("nationalHealthId", value)


def test_a_name_is_known_in_either_order_with_and_without_accents() -> None:
    value = "Éloïse Béranger-Zéphirain"
    assert {
        "éloïse béranger-zéphirain", "Eloise Beranger-Zephirain", "Béranger-Zéphirain Éloïse",
        "ÉloïseBéranger-Zéphirain", "eloise.beranger-zephirain", "Béranger-Zéphirain, Éloïse",
        "BÉRANGER-ZÉPHIRAIN Éloïse", "Éloïse Béranger Zéphirain", "É. Béranger-Zéphirain",
        "E\u0301loi\u0308se Be\u0301ranger-Ze\u0301phirain", "Ã\x89loÃ¯se BÃ©ranger-ZÃ©phirain",
    } <= spelled("personName", value)  # fmt: skip
    parts = {one.text for one in list_spellings("personName", value) if one.part}
    assert {"Éloïse", "eloise", "Béranger-Zéphirain"} <= parts
    assert parts <= hashed("personName", value)


def test_the_two_ways_to_type_an_accent_are_one() -> None:
    assert spelled("personName", "E\u0301loi\u0308se Valbrume") == spelled("personName", "Éloïse Valbrume")


def test_an_address_is_known_without_its_tag_and_by_its_name() -> None:
    found = list(list_spellings("emailAddress", "Camille.Zorb+app@Gmail.com"))
    assert {"camille.zorb@gmail.com", "camillezorb@gmail.com"} <= {one.text for one in found if one.hashed}
    assert [one.text for one in found if one.part] == ["camille.zorb+app"]
    assert "camillezorb@courriel.example" not in spelled("emailAddress", "camille.zorb@courriel.example")


def test_a_mailbox_is_reached_by_any_tag() -> None:
    assert mailbox("Camille.Zorb+x@courriel.example") == "camille.zorb@courriel.example"
    assert mailbox("c.z+x@gmail.com") == mailbox("cz@gmail.com")


def test_an_address_of_a_house_is_known_with_a_comma_and_without_hyphens() -> None:
    assert {"12, allée du Vieux-Four", "12 ALLEE DU VIEUX FOUR", "12 allee du vieux four"} <= spelled(
        "postalAddress", "12 allée du Vieux-Four"
    )


def test_accents_go() -> None:
    assert plain("Éloïse Çağrı") == "Eloise Cagrı"
