"""Signed packages for the tests of this folder, and the ways to break them."""

from functools import cache
from pathlib import Path

from tests.builders.apk import ApkSource, build_apk
from tests.builders.dex import ClassSource
from tests.builders.signing import Signer, load_signer

_KEY = Path(__file__).parents[4] / "fixtures" / "keys" / "FICTIF-test-only.pem"


@cache
def a_signer(name: str = "Atelier Brindille") -> Signer:
    """An invented publisher's key."""
    return load_signer(_KEY.read_bytes(), name)


@cache
def a_package(*schemes: str, min_sdk: int = 26, target_sdk: int = 36) -> bytes:
    """A small package signed under these schemes; unsigned without any."""
    source = ApkSource(
        "fr.fictif.signe",
        min_sdk=min_sdk,
        target_sdk=target_sdk,
        dex=((ClassSource("fr.fictif.signe.A"),),),
        schemes=schemes,
    )
    return build_apk(source, a_signer() if schemes else None)


def flipped(data: bytes, at: int) -> bytes:
    """The same bytes but for one bit."""
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)
