"""Tests of what happens after the decision."""

import pytest
import sqlalchemy as sa

from catalog.evaluations.model import AssessmentRow
from catalog.journal.queries import list_entries
from catalog.listings.queries import ListingUnknown
from catalog.publishers.service import FieldRefused, RoleRefused
from catalog.reviews.service import NotExamined
from catalog.submissions.service import SubmissionUnknown
from catalog.surveillance.model import Report
from tests.builders.instance import File, Instance, a_file


def count_assessments(file: File) -> int:
    with file.instance.services.database.read() as session:
        return session.scalar(sa.select(sa.func.count()).select_from(AssessmentRow)) or 0


def test_anyone_may_report_a_listed_app_without_a_name(instance: Instance) -> None:
    file = a_file(instance).listed()
    report_id = instance.services.surveillance.report("souffle-fictif", "  Elle montre de la publicité.\r\nSouvent. ")

    with instance.services.database.read() as session:
        row = session.get_one(Report, report_id)
    assert (row.app_id, row.text) == (file.app_id, "Elle montre de la publicité.\nSouvent.")
    (entry,) = list_entries(instance.services.database, report_id)
    assert (entry.actor_id, entry.facts) == ("anyone", {"app": file.app_id})


def test_a_report_says_something_about_something_listed(instance: Instance) -> None:
    a_file(instance).listed()
    report = instance.services.surveillance.report
    for text in ("", "x" * 4001, "\0"):
        with pytest.raises(FieldRefused):
            report("souffle-fictif", text)
    with pytest.raises(ListingUnknown):
        report("nothing", "Elle montre de la publicité.")


def test_judging_stored_facts_again_gives_the_same_verdicts_and_adds_nothing(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    again = instance.services.surveillance.reassess(instance.evaluator, file.id, "2026.0")

    assert again == file.assessed.assessment
    assert count_assessments(file) == 1


@pytest.mark.parametrize("edition", ["2031.9", "", "../2026.0"])
def test_an_edition_that_is_not_there_is_refused(instance: Instance, edition: str) -> None:
    file = a_file(instance).examined_with_capture()
    with pytest.raises(FieldRefused) as caught:
        instance.services.surveillance.reassess(instance.evaluator, file.id, edition)
    assert caught.value.facts["field"] == "edition"


def test_only_those_who_examine_or_decide_judge_again(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture()
    for who in ("publisher", "officer", "operator", "auditor"):
        with pytest.raises(RoleRefused):
            instance.services.surveillance.reassess(getattr(instance, who), file.id, "2026.0")
    assert instance.services.surveillance.reassess(instance.authority, file.id, "2026.0").verdicts


def test_what_was_not_examined_or_not_lodged_is_not_judged(instance: Instance) -> None:
    file = a_file(instance).completed()
    with pytest.raises(SubmissionUnknown):
        instance.services.surveillance.reassess(instance.evaluator, file.id, "2026.0")
    file.lodged()
    with pytest.raises(NotExamined):
        instance.services.surveillance.reassess(instance.evaluator, file.id, "2026.0")


def test_the_same_words_twice_are_one_report(instance: Instance) -> None:
    a_file(instance).listed()
    words = ("souffle-fictif", "L'application demande ma position sans raison.")
    report = instance.services.surveillance.report
    assert report(*words) == report(*words)
    assert report("souffle-fictif", "Autre chose, tout à fait différente.") != report(*words)
