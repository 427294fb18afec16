"""Values that show what they are are recognised by their form and, where there is one, by their key."""

import pytest

from analyzers.extract.patterns import Positions, find_patterns, has_luhn_key, has_nir_key, is_telling, may_show


def kinds(name: str, value: str) -> list[str]:
    return [kind for kind, _ in find_patterns(name, value.encode())]


@pytest.mark.parametrize(
    ("name", "value", "kind"),
    [
        ("x", "camille@courriel.example", "emailAddress"),
        ("x", "appelez le +33 6 12 34 56 78 svp", "phoneNumber"),
        ("phone", "06 12 34 56 78", "phoneNumber"),
        ("x", "2 69 05 49 588 157 80", "nationalHealthId"),
        ("x", "269054958815780", "nationalHealthId"),
        ("rpps", "10003456786", "professionalId"),
        ("location", "48.8566,2.3522", "preciseLocation"),
    ],
)
def test_a_value_shows_what_it_is(name: str, value: str, kind: str) -> None:
    assert kinds(name, value) == [kind]


@pytest.mark.parametrize(
    "value", ["camille@courriel.example", "+33 6 12 34 56 78", "2 69 05 49 588 157 80", "180052A00400146"]
)
def test_what_shows_itself_is_never_denied_in_company(value: str) -> None:
    assert all(may_show(text.encode()) for text in (value, f"1\n{value}\n2", f"a\n{value}"))
    assert not may_show(b"1700000000123\n2026-09-01T10:00:00Z\nhome")


def test_some_names_tell_what_a_value_is() -> None:
    assert [is_telling(name) for name in ("phone", "rpps", "position", "x")] == [True, True, True, False]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("x", "logo@2x.png"),
        ("x", "06 12 34 56 78"),
        ("x", "269054958815781"),
        ("x", "269991958815780"),
        ("rpps", "10003456789"),
        ("x", "10003456786"),
        ("size", "48.8566,2.3522"),
        ("location", "148.8566,2.3522"),
    ],
)
def test_a_look_alike_is_nothing(name: str, value: str) -> None:
    assert kinds(name, value) == []


def test_keys_are_computed_and_corsica_counts() -> None:
    assert has_nir_key("2690549588157" + "80")
    body = "180052A004001"
    key = 97 - int(body.replace("2A", "19")) % 97
    assert has_nir_key(f"{body}{key:02}")
    assert not has_nir_key(f"{body}{(key + 1) % 97:02}")
    assert has_luhn_key("79927398713")
    assert not has_luhn_key("79927398710")


def test_a_position_is_two_numbers_of_one_object() -> None:
    positions = Positions()
    assert positions.take(("p", "lat"), b"48.8566") is None
    assert positions.take(("q", "lng"), b"2.3522") is None
    assert positions.take(("p", "lng"), b"2.3522") == ("preciseLocation", b"48.8566,2.3522")
    assert positions.take(("p", "lon"), b"900.25") is None
    assert positions.take((), b"x") is None
