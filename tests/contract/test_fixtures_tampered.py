"""No package that was changed after it was signed is called verified; the same ones untouched are."""

import pytest

from analyzers.extract.apk import extract_apk
from fixtures.build import KEY
from tests.builders.signing import load_signer
from tests.builders.tampered import TAMPERED, TamperedPackage, a_signed_apk

_SIGNER = load_signer(KEY.read_bytes(), "Atelier Brindille")


def _verified(raw: bytes) -> bool | None:
    """What is said of the signature; a file refused as a whole is said to be nothing, and not verified."""
    evidence = extract_apk(raw).evidence
    verdict: bool | None = evidence["apk"]["signing"]["verified"] if evidence else False
    return verdict


@pytest.mark.parametrize(
    ("schemes", "min_sdk"),
    [(("v1",), 21), (("v2",), 28), (("v3",), 28), (("v1", "v2"), 21), (("v2", "v3"), 24), (("v1", "v2", "v3"), 21)],
)
def test_an_untouched_package_is_verified(schemes: tuple[str, ...], min_sdk: int) -> None:
    assert _verified(a_signed_apk(_SIGNER, *schemes, min_sdk=min_sdk)) is True


@pytest.mark.parametrize("item", TAMPERED, ids=lambda item: item.id)
def test_a_changed_package_is_not_verified(item: TamperedPackage) -> None:
    assert _verified(item.make(_SIGNER)) is False


def test_each_change_is_a_change_of_its_own() -> None:
    made = [item.make(_SIGNER) for item in TAMPERED]

    assert len(set(made)) == len(made)
