"""Certificates are read leniently, and compared by their bytes."""

import hashlib

import pytest

from analyzers.formats import der
from analyzers.formats.certificate import key_facts, load_key, read_certificate, same_key, same_name, shown_name
from analyzers.formats.errors import FormatError
from tests.unit.analyzers.formats.signed import a_signer


def test_a_certificate_names_its_holder_key_and_dates() -> None:
    encoded = a_signer().certificate_der
    found = read_certificate(encoded)

    assert found.subject == "C=FR, O=Atelier Brindille (FICTIF), CN=FICTIF - test only"
    assert (found.not_before, found.not_after) == ("2020-01-01T00:00:00Z", "2050-01-01T00:00:00Z")
    assert found.sha256 == hashlib.sha256(encoded).hexdigest()
    assert found.spki == a_signer().public_der
    assert key_facts(found.public_key()) == ("RSA", a_signer().key.key_size)
    assert (found.may_sign, found.unknown_critical) == (None, False)


@pytest.mark.parametrize("part", [0, 1, 9, 40, 200])
def test_a_cut_certificate_is_refused(part: int) -> None:
    with pytest.raises(FormatError):
        read_certificate(a_signer().certificate_der[:part])


def test_names_are_the_same_whatever_string_type_they_use() -> None:
    utf8 = bytes.fromhex("300d310b3009060355040613024652")
    printable = bytes.fromhex("300d310b300906035504060c026672")

    assert same_name(utf8, printable)
    assert not same_name(utf8, bytes.fromhex("300d310b3009060355040613024445"))
    assert not same_name(b"", utf8)
    assert not same_name(b"\x30\x01", b"\x30\x02")


def test_a_comma_in_a_name_cannot_pretend_to_be_another_part() -> None:
    assert shown_name(bytes.fromhex("3011310f300d060355040a0c06612c4f3d6278"[:38])) == "O=a\\,O=bx"[: len("O=a\\,O=bx")]


def _without_sign(spki: bytes) -> bytes:
    """The key as faulty tools write it: without the zero byte before a modulus that starts with a one bit."""
    start = spki.index(b"\x02\x82\x01\x01\x00")
    cut = bytearray(spki[:start] + b"\x02\x82\x01\x00" + spki[start + 5 :])
    for at in (2, 21, 26):  # the lengths around it: of all, of the bits, of the two numbers
        cut[at : at + 2] = (int.from_bytes(cut[at : at + 2], "big") - 1).to_bytes(2, "big")
    return bytes(cut)


def test_a_key_written_as_a_negative_number_is_the_key_that_was_meant() -> None:
    spki = a_signer().public_der
    odd = _without_sign(spki)
    key = load_key(odd)

    assert odd != spki
    assert same_key(odd, spki)
    assert key is not None
    assert key.public_numbers() == a_signer().key.public_key().public_numbers()
    assert not same_key(spki, spki[:-1] + b"\x03")
    assert not same_key(b"", spki)


def test_nothing_else_about_a_key_is_mended() -> None:
    spki = a_signer().public_der
    for at in (0, 4, 18, 23, 24, 28):  # tags, the algorithm, the count of unused bits
        for start in (spki, _without_sign(spki)):
            changed = bytearray(start)
            changed[at] ^= 1

            assert not same_key(bytes(changed), spki), at
            assert load_key(bytes(changed)) is None, at


@pytest.mark.parametrize("change", [(b"20200101000000Z", b"20201301000000Z"), (b"20200101000000Z", b"20200101006000Z")])
def test_a_certificate_of_a_time_that_is_none_is_refused(change: tuple[bytes, bytes]) -> None:
    encoded = _generalized(a_signer().certificate_der)

    assert read_certificate(encoded).not_before == "2020-01-01T00:00:00Z"
    with pytest.raises(FormatError, match="broken-certificate"):
        read_certificate(encoded.replace(*change))


def test_a_certificate_whose_parts_are_of_another_kind_is_refused() -> None:
    encoded = a_signer().certificate_der
    at = encoded.index(b"\x30\x20\x17\x0d")  # its validity
    for tag in (0x31, 0x8A):
        with pytest.raises(FormatError, match="broken-certificate"):
            read_certificate(encoded[:at] + bytes([tag]) + encoded[at + 1 :])
    with pytest.raises(FormatError):
        read_certificate(encoded[: at + 2] + b"\x13" + encoded[at + 3 :])


def _generalized(encoded: bytes) -> bytes:
    """The certificate with its first date written in full."""
    outer = der.read_node(encoded).children()
    fields = outer[0].children()
    times = [der.write_node(der.GENERALIZED_TIME, b"20200101000000Z"), fields[4].children()[1].encoded]
    inner = [field.encoded for field in fields]
    inner[4] = der.write_node(der.SEQUENCE, b"".join(times))
    body = der.write_node(der.SEQUENCE, b"".join(inner)) + b"".join(node.encoded for node in outer[1:])
    return der.write_node(der.SEQUENCE, body)


def test_an_unknown_key_decides_nothing() -> None:
    assert load_key(b"\x30\x00") is None
    assert key_facts(None) == (None, None)
