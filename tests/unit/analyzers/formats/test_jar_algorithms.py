"""A pair of algorithms counts only where every platform from the asked one on accepts it."""

import pytest

from analyzers.formats.jar_algorithms import accepted

_SHA1, _SHA256, _MD5 = "1.3.14.3.2.26", "2.16.840.1.101.3.4.2.1", "1.2.840.113549.2.5"
_RSA, _SHA256_RSA, _EC = "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11", "1.2.840.10045.2.1"


@pytest.mark.parametrize(
    ("digest", "signature", "level", "answer"),
    [
        (_SHA1, _RSA, 1, ("sha1", "RSA", "sha1")),
        (_SHA256, _RSA, 17, None),
        (_SHA256, _RSA, 18, ("sha256", "RSA", "sha256")),
        (_SHA1, _EC, 17, None),
        (_SHA1, _SHA256_RSA, 21, None),
        (_MD5, _RSA, 0, ("md5", "RSA", "md5")),
        ("1.2.3", _RSA, 30, None),
        (_SHA1, "1.2.3", 30, None),
    ],
)
def test_pairs_are_accepted_from_their_level_on(
    digest: str, signature: str, level: int, answer: tuple[str, str, str] | None
) -> None:
    assert accepted(digest, signature, level) == answer
