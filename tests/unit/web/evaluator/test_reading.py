"""What is read of one file."""

from pathlib import Path

import pytest

from catalog.reviews.service import NotExamined
from catalog.submissions.service import SubmissionUnknown
from criteria.model import Outcome
from tests.builders.instance import a_file, an_instance
from web.evaluator.reading import neighbours, read_explanation, read_file


def test_a_draft_has_no_examination(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance)
    read = read_file(instance.services, instance.publisher, file.id)
    assert (read.examination, read.step.who) == (None, "publisher")
    with pytest.raises(SubmissionUnknown):
        read_file(instance.services, instance.rival, file.id)
    with pytest.raises(NotExamined):
        read_explanation(instance.services, instance.publisher, file.id, "TRK-01")


def test_what_waits_for_a_person_is_said(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance).examined_with_capture()
    examination = read_file(instance.services, instance.evaluator, file.id).examination
    assert examination is not None
    waiting = {line.proposed.criterion for line in examination.lines if line.awaits == "ruling"}
    assert "GOV-02" in waiting
    file.rule("GOV-02", Outcome.CONFORMING)
    file.rule("TRK-01", Outcome.NONCONFORMING)
    examination = read_file(instance.services, instance.evaluator, file.id).examination
    assert examination is not None
    awaits = {line.proposed.criterion: line.awaits for line in examination.lines}
    assert (awaits["GOV-02"], awaits["TRK-01"]) == ("", "countersignature")


def test_criteria_have_neighbours(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    file = a_file(instance).examined_with_capture()
    read, explanation = read_explanation(instance.services, instance.evaluator, file.id, "GOV-02")
    assert read.examination is not None
    assert neighbours(read.examination, "GOV-01") == (None, "GOV-02")
    assert neighbours(read.examination, "VIE-05")[1] is None
    assert explanation.criterion.id == "GOV-02"
