"""What counts among the digests that a JAR signature states depends on the platforms it is read for."""

import hashlib

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.jar_digests import Levels, digest_of, digests_to_check


def _section(**attributes: str) -> dict[str, str]:
    return {name.replace("_", "-").lower(): value for name, value in attributes.items()}


def test_old_platforms_look_at_one_digest_and_new_ones_at_the_strongest() -> None:
    both = _section(SHA1_Digest="YQ==", SHA_256_Digest="Yg==")

    assert digests_to_check(both, "-Digest", Levels(17, 17)) == [("sha1", b"a")]
    assert digests_to_check(both, "-Digest", Levels(18, 99)) == [("sha256", b"b")]
    assert digests_to_check(both, "-Digest", Levels(17, 99)) == [("sha1", b"a"), ("sha256", b"b")]
    assert digests_to_check(_section(SHA_256_Digest="Yg=="), "-Digest", Levels(17, 99)) == []


def test_a_digest_that_is_no_base64_is_refused_by_name() -> None:
    with pytest.raises(FormatError, match="broken-base64"):
        digests_to_check(_section(SHA1_Digest="?"), "-Digest", Levels(18, 99))


def test_a_digest_is_taken_by_the_name_of_the_tables() -> None:
    assert digest_of("sha256", b"a") == hashlib.sha256(b"a").digest()
