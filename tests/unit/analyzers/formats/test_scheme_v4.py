"""A v4 signature holds over one package, by one key, or it does not hold."""

import struct

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.scheme_v4 import holds, page_root, read_side_signature
from tests.builders.side_signing import sign_v4
from tests.unit.analyzers.formats.signed import a_package, a_signer

_PACKAGE = a_package("v2")
_SIDE = sign_v4(_PACKAGE, a_signer())


@pytest.mark.parametrize("size", [1, 4096, 4097, 128 * 4096, 128 * 4096 + 1, 300 * 4096])
def test_a_signature_over_a_package_of_any_size_holds(size: int) -> None:
    package = (b"FICTIF " * (size // 7 + 1))[:size]
    found = read_side_signature(sign_v4(package, a_signer()))

    assert holds(found, package)
    assert found.certificate.encoded == a_signer().certificate_der


def test_it_holds_over_no_other_bytes() -> None:
    found = read_side_signature(_SIDE)

    assert holds(found, _PACKAGE)
    assert not holds(found, _PACKAGE + b"\0")
    assert not holds(found, _PACKAGE[:-1] + b"\x01")
    assert page_root(_PACKAGE, b"salt") != page_root(_PACKAGE, b"")


def test_no_byte_that_counts_can_be_changed() -> None:
    for at in range(0, len(_SIDE), 7):
        changed = bytearray(_SIDE)
        changed[at] ^= 1
        try:
            found = read_side_signature(bytes(changed))
        except FormatError:
            continue
        assert not holds(found, _PACKAGE), at


@pytest.mark.parametrize("size", [0, 3, 4, 8, 40, 200, len(_SIDE) - 1])
def test_a_cut_file_is_refused(size: int) -> None:
    with pytest.raises(FormatError):
        read_side_signature(_SIDE[:size])


def test_an_unknown_version_is_refused() -> None:
    with pytest.raises(FormatError, match="unknown-side-signature"):
        read_side_signature(struct.pack("<I", 3) + _SIDE[4:])
