"""Tests of the reads of publishers' files."""

import pytest

from catalog.submissions.model import AppId, SubmissionId
from catalog.submissions.queries import (
    count_submissions,
    describe_submission,
    get_app,
    get_submission,
    list_apps,
    list_submissions,
)
from catalog.submissions.service import AppUnknown, SubmissionUnknown
from tests.builders.instance import Instance, a_file, an_app

STAFF = ("officer", "evaluator", "authority", "operator", "auditor")


def test_a_publisher_sees_its_own_apps_and_the_authority_all(instance: Instance) -> None:
    mine, theirs = an_app(instance), an_app(instance, "Autre", instance.rival)
    database = instance.services.database

    assert [app.id for app in list_apps(database, instance.publisher)] == [mine]
    assert get_app(database, instance.publisher, mine).id == mine
    for unseen in (theirs, AppId("app_none")):
        with pytest.raises(AppUnknown):
            get_app(database, instance.publisher, unseen)
    for name in STAFF:
        assert [app.id for app in list_apps(database, getattr(instance, name))] == [mine, theirs]
        assert get_app(database, getattr(instance, name), theirs).id == theirs


def test_a_draft_is_its_publishers_alone(instance: Instance) -> None:
    file, database = a_file(instance).completed(), instance.services.database

    assert [row.id for row in list_submissions(database, instance.publisher)] == [file.id]
    assert list_submissions(database, instance.rival) == []
    for name in ("rival", *STAFF):
        assert file.id not in [row.id for row in list_submissions(database, getattr(instance, name))]
        with pytest.raises(SubmissionUnknown):
            get_submission(database, getattr(instance, name), file.id)


def test_what_was_lodged_is_seen_by_the_authority_and_no_rival(instance: Instance) -> None:
    file, database = a_file(instance).completed().lodged(), instance.services.database

    for name in STAFF:
        assert get_submission(database, getattr(instance, name), file.id).id == file.id
    for actor, submission_id in ((instance.rival, file.id), (instance.officer, SubmissionId("sub_none"))):
        with pytest.raises(SubmissionUnknown):
            get_submission(database, actor, submission_id)
        with pytest.raises(SubmissionUnknown):
            describe_submission(database, actor, submission_id)


def test_a_draft_says_what_is_missing_and_a_lodged_file_no_longer_asks(instance: Instance) -> None:
    file, database = a_file(instance), instance.services.database
    assert describe_submission(database, instance.publisher, file.id)["missing"][0] == "apk"

    told = describe_submission(database, instance.publisher, file.completed().id)
    assert (told["state"], told["version"], told["missing"]) == ("draft", file.version, [])
    assert told["answers"]["purpose"]["value"] == "Noter son souffle chaque jour."
    assert [piece["kind"] for piece in told["artifacts"]].count("apk") == 1
    assert told["lodged_at"] is None
    told = describe_submission(database, instance.officer, file.lodged().id)
    assert (told["state"], told["missing"]) == ("lodged", [])
    assert told["lodged_at"] is not None


def test_lodged_files_are_counted_by_state(instance: Instance) -> None:
    a_file(instance, an_app(instance, "Un")).completed()
    a_file(instance, an_app(instance, "Deux")).completed().lodged()
    a_file(instance, an_app(instance, "Trois")).completed().lodged()

    assert count_submissions(instance.services.database) == {"lodged": 2}
