"""Of a capture the structure and the servers are shown, with every byte in its place, and nothing that was typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.evaluations.masking import mask_capture


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (
            b'{"method":"POST","url":"https://api.x.example/u/camille?mail=c%40x.fr"}',
            b'{"method":"POST","url":"https://api.x.example/x/xxxxxxx?xxxx=x%99x.xx"}',
        ),
        (b'"value":"Canarizole 1987-04-23"', b'"value":"xxxxxxxxxx 9999-99-99"'),
        (b'"http://camille:secret@x.example/"', b'"http://xxxxxxx:xxxxxx@x.xxxxxxx/"'),
        (b"https://cami", b"https://xxxx"),
        ("Zéphyrine".encode(), b"xxxxxxxxxx"),
        (b"4:path,9:/glycemie;", b"9:path,9:/xxxxxxxx;"),
    ],
)
def test_what_was_typed_is_replaced_byte_for_byte(content: bytes, shown: bytes) -> None:
    assert mask_capture(content) == shown


@given(st.binary(max_size=200))
def test_every_byte_keeps_its_place(content: bytes) -> None:
    assert len(mask_capture(content)) == len(content)
