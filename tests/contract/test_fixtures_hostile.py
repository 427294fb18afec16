"""Every bad input ends as it must: by name, never by an exception, never as a clean reading."""

import pytest

from analyzers.contract import Extraction
from analyzers.extract.apk import extract_apk
from analyzers.extract.capture import extract_capture
from analyzers.extract.outcomes import outcome_codes
from criteria.findings import ArtifactKind
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import PACKAGES
from tests.builders.hostile_capture import CAPTURES

_ALL = PACKAGES + CAPTURES


def _extract(item: HostileInput) -> Extraction:
    return (extract_apk if item.kind is ArtifactKind.APK else extract_capture)(item.make())


@pytest.mark.parametrize("item", _ALL, ids=lambda item: item.id)
def test_a_bad_input_ends_by_name(item: HostileInput) -> None:
    ended = _extract(item)

    assert ended.outcome.state in item.states
    assert ended.outcome.code in item.codes
    assert (ended.evidence is None) == (ended.outcome.state not in {"read", "partly_read"})


def test_only_codes_that_exist_are_expected() -> None:
    assert {code for item in _ALL for code in item.codes} - set(outcome_codes()) == set()
