"""The signature block is taken apart; what is not one is refused."""

import pytest

from analyzers.formats.archive import open_archive
from analyzers.formats.errors import FormatError
from analyzers.formats.pkcs7 import read_signed_data
from tests.unit.analyzers.formats.signed import a_package, a_signer


def _block() -> bytes:
    archive = open_archive(a_package("v1"))
    entry = next(e for e in archive.entries if e.name.endswith((".RSA", ".EC", ".DSA")))
    return archive.read(entry, 1 << 20)


def test_the_signer_finds_its_certificate() -> None:
    data = read_signed_data(_block())
    found = data.certificate_of(data.signers[0])

    assert found is not None
    assert found.encoded == a_signer().certificate_der


@pytest.mark.parametrize("part", range(0, 64, 5))
def test_a_cut_block_is_refused(part: int) -> None:
    block = _block()
    with pytest.raises(FormatError):
        read_signed_data(block[: len(block) * part // 64])


def test_another_kind_of_content_is_refused() -> None:
    block = _block().replace(bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d010701"), 1)
    with pytest.raises(FormatError, match="not-signed-data"):
        read_signed_data(block)
