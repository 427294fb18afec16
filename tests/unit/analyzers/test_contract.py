"""What an instrument promises cannot be changed after the fact."""

from dataclasses import FrozenInstanceError

import pytest

from analyzers.contract import Detection, Extraction, ReadState, RunOutcome
from criteria.findings import Text


def test_an_outcome_and_a_detection_are_immutable() -> None:
    outcome = RunOutcome(ReadState.REFUSED, "not-an-apk", Text("Non.", "No."))
    for record, name in ((outcome, "code"), (Extraction(None, outcome), "evidence"), (Detection((), ()), "findings")):
        with pytest.raises(FrozenInstanceError):
            setattr(record, name, None)


def test_states_are_written_as_the_printed_document_says() -> None:
    assert [state.value for state in ReadState] == ["read", "partly_read", "refused", "limit"]
