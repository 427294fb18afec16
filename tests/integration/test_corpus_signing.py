"""Real signatures: the verdict of the platform's own verifier tests, at the levels they check."""

from typing import Any

import pytest

from analyzers.extract.apk import extract_apk
from tests.integration.corpus import BOUNDED_ABOVE, apk_rows, read

pytestmark = [pytest.mark.corpus, pytest.mark.integration]


def _cases() -> list[tuple[str, dict[str, Any]]]:
    found = []
    for name, row in apk_rows():
        stated = row["expected"].get("apk_verifier", [])
        found += [(name, case) for case in (stated if isinstance(stated, list) else [stated])]
    return found


_CASES = _cases()


def _signing(data: bytes, min_sdk: int | None, max_sdk: int | None) -> dict[str, Any]:
    evidence = extract_apk(data, min_sdk=min_sdk, max_sdk=max_sdk).evidence
    assert evidence is not None
    signing: dict[str, Any] = evidence["apk"]["signing"]
    return signing


@pytest.mark.parametrize(("name", "case"), _CASES, ids=[f"{n}@{c['min_sdk']}" for n, c in _CASES])
def test_the_verdict_is_the_platforms(name: str, case: dict[str, Any]) -> None:
    level = case["min_sdk"]
    signing = _signing(read(name), level, BOUNDED_ABOVE.get((name.rpartition("__")[2], level)))

    assert signing["verified"] is case["verified"]
    if not case["verified"] and case["issue"].isupper():
        assert case["issue"] in signing["issues"]
