"""Tests of the publisher's verbs and the intake's."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from catalog.journal.queries import list_entries
from catalog.publishers.service import FieldRefused, RoleRefused
from catalog.submissions import service
from catalog.submissions.lifecycle import IllegalTransition
from catalog.submissions.model import App, AppId, Artifact, Declaration, SubmissionId
from catalog.submissions.questionnaire import AnswerRefused, NoEditionInForce
from catalog.submissions.service import (
    AlreadyLodged,
    AppUnknown,
    FileIncomplete,
    GroundsMissing,
    StaleVersion,
    SubmissionUnknown,
    find_apk,
    list_answers,
)
from criteria.findings import ArtifactKind
from criteria.load import load_edition
from tests.builders.instance import File, Instance, a_file, an_app, an_instance
from tests.fakes.clock import FakeClock

APK, CAPTURE, DOCUMENT = ArtifactKind.APK, ArtifactKind.CAPTURE, ArtifactKind.DOCUMENT
NOT_PUBLISHERS = ("officer", "evaluator", "authority", "operator", "auditor")
NOT_OFFICERS = ("publisher", "evaluator", "authority", "operator", "auditor")


def events(file: File) -> list[str]:
    return [entry.event for entry in list_entries(file.instance.services.database, file.id)]


def artifact(file: File, artifact_id: str) -> Artifact:
    with file.instance.services.database.read() as session:
        return session.get_one(Artifact, artifact_id)


def lodge(file: File) -> None:
    file.instance.services.submissions.lodge(file.instance.publisher, file.id, file.version)


def test_an_app_gets_its_own_address(instance: Instance) -> None:
    first, second = an_app(instance, "Été & Santé !"), an_app(instance, "ete sante")

    with instance.services.database.read() as session:
        slugs = [session.get_one(App, one).slug for one in (first, second)]
    assert slugs == ["ete-sante", "ete-sante-2"]


@pytest.mark.parametrize("name", ["健康", "!!!", "—"])
def test_a_name_without_a_latin_letter_still_has_an_address(instance: Instance, name: str) -> None:
    with instance.services.database.read() as session:
        assert session.get_one(App, an_app(instance, name)).slug == "app"


def test_an_app_of_a_demonstration_is_marked_as_invented(instance: Instance) -> None:
    with instance.services.database.read() as session:
        assert session.get_one(App, an_app(instance)).is_fictional


@pytest.mark.parametrize("who", NOT_PUBLISHERS)
def test_only_a_publisher_opens_apps_and_files(instance: Instance, who: str) -> None:
    with pytest.raises(RoleRefused):
        an_app(instance, actor=getattr(instance, who))
    with pytest.raises(RoleRefused):
        instance.services.submissions.create(getattr(instance, who), an_app(instance))


def test_a_field_that_cannot_be_taken_is_named(instance: Instance) -> None:
    with pytest.raises(FieldRefused) as caught:
        an_app(instance, "x" * 121)
    assert caught.value.facts == {"field": "name", "limit": 120}


def test_a_draft_is_opened_for_ones_own_app_only(instance: Instance) -> None:
    for app_id in (an_app(instance, actor=instance.rival), AppId("app_none")):
        with pytest.raises(AppUnknown):
            instance.services.submissions.create(instance.publisher, app_id)


def test_an_app_has_one_open_file_at_a_time(instance: Instance) -> None:
    file = a_file(instance)
    with pytest.raises(AlreadyLodged) as caught:
        a_file(instance, file.app_id)
    assert caught.value.facts == {"submission": file.id}

    instance.services.submissions.withdraw(instance.publisher, file.id, file.version)
    assert a_file(instance, file.app_id).row.state == "draft"


def test_before_any_edition_is_in_force_no_file_is_opened(tmp_path: Path) -> None:
    running = an_instance(tmp_path, clock=FakeClock(datetime(2025, 12, 1, tzinfo=UTC)))
    with pytest.raises(NoEditionInForce):
        a_file(running)
    running.close()


def test_a_newer_answer_stands_beside_the_older(instance: Instance) -> None:
    file = a_file(instance)
    submissions = instance.services.submissions
    submissions.declare(instance.publisher, file.id, {"purpose": "Un."}, file.version)
    submissions.declare(instance.publisher, file.id, {"purpose": "Deux."}, file.version)

    with instance.services.database.read() as session:
        assert session.scalar(sa.select(sa.func.count(Declaration.number))) == 2
        assert list_answers(session, file.id) == {"purpose": {"value": "Deux.", "documents": []}}


def test_an_answer_cites_documents_of_its_own_file_only(instance: Instance) -> None:
    other = a_file(instance, an_app(instance, "Autre")).completed()
    file = a_file(instance)
    foreign = instance.services.blobs.put(b"document for establishment").digest
    apk = artifact(file, file.add(APK, b"bytes")).digest
    declare = instance.services.submissions.declare

    for digest in (foreign, apk, "0" * 64):
        answers = {"establishment": {"value": "union", "documents": [digest]}}
        with pytest.raises(AnswerRefused):
            declare(instance.publisher, file.id, answers, file.version)
    assert other.row.state == "draft"
    file.add(DOCUMENT, b"document for establishment")
    declare(instance.publisher, file.id, {"establishment": {"value": "union", "documents": [foreign]}}, file.version)


def test_what_is_missing_is_listed_and_the_file_stays_a_draft(instance: Instance) -> None:
    file = a_file(instance)
    with pytest.raises(FileIncomplete) as caught:
        lodge(file)

    assert caught.value.facts["missing"][0] == "apk"  # type: ignore[index] -- a list
    assert "purpose" in caught.value.facts["missing"]  # type: ignore[operator] -- a list
    assert file.row.state == "draft"


def test_a_file_is_lodged_once_and_orders_what_follows(instance: Instance) -> None:
    file = a_file(instance).completed()
    seen = file.version
    instance.services.submissions.lodge(instance.publisher, file.id, seen)
    with pytest.raises(StaleVersion) as caught:
        instance.services.submissions.lodge(instance.publisher, file.id, seen)  # a double click

    assert caught.value.facts == {"version": file.version}
    assert (file.row.state, events(file).count("submission.lodged")) == ("lodged", 1)
    with pytest.raises(IllegalTransition):
        lodge(file)


def test_the_same_package_in_another_open_file_is_named_to_its_owner_only(instance: Instance) -> None:
    first = a_file(instance, an_app(instance, "Un")).completed(b"the same").lodged()
    second = a_file(instance, an_app(instance, "Deux")).completed(b"the same")
    with pytest.raises(AlreadyLodged) as caught:
        lodge(second)
    assert caught.value.facts == {"submission": first.id}

    instance.services.submissions.withdraw(instance.publisher, first.id, first.version)
    lodge(second)


def test_another_publishers_package_is_never_told_of(instance: Instance) -> None:
    a_file(instance, an_app(instance, "Un")).completed(b"the same").lodged()
    submissions, rival = instance.services.submissions, instance.rival
    file_id = submissions.create(rival, an_app(instance, "Deux", rival))
    submissions.lodge_artifact(rival, file_id, APK, "x", io.BytesIO(b"the same"))

    with pytest.raises(FileIncomplete) as caught:
        submissions.lodge(rival, file_id, 2)
    assert "apk" not in caught.value.facts["missing"]  # type: ignore[operator] -- a list


def test_an_officer_admits_and_the_edition_of_the_day_is_pinned(instance: Instance) -> None:
    file = a_file(instance).completed().lodged().admitted()

    assert (file.row.state, file.row.edition_id) == ("admissible", "2026.0")
    assert file.row.admitted_at is not None
    assert list_entries(instance.services.database, file.id)[-1].facts["edition"] == "2026.0"


@pytest.mark.parametrize("who", NOT_OFFICERS)
def test_nobody_else_admits_or_turns_back(instance: Instance, who: str) -> None:
    file, actor = a_file(instance).completed().lodged(), getattr(instance, who)
    with pytest.raises(RoleRefused):
        instance.services.submissions.admit(actor, file.id, file.version)
    with pytest.raises(RoleRefused):
        instance.services.submissions.turn_back(actor, file.id, "incomplete", "Il manque tout.", file.version)


def test_a_file_is_admitted_by_rule_where_the_authority_says_so(instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    instance.services.submissions.admit_by_rule(file.id)
    assert file.row.state == "lodged"

    instance.services.publishers.set_admission(instance.authority, "automatic")
    instance.services.submissions.admit_by_rule(file.id)
    instance.services.submissions.admit_by_rule(file.id)
    entries = [entry for entry in list_entries(instance.services.database, file.id) if "admitted" in entry.event]
    assert file.row.state == "admissible"
    assert [entry.actor_id for entry in entries] == ["service"]


def test_admitting_by_rule_a_file_that_is_not_there_does_nothing(instance: Instance) -> None:
    instance.services.submissions.admit_by_rule(SubmissionId("sub_none"))


@pytest.mark.parametrize(("verdict", "state"), [("incomplete", "incomplete"), ("inadmissible", "inadmissible")])
def test_a_file_is_turned_back_with_grounds(instance: Instance, verdict: Any, state: str) -> None:
    file = a_file(instance).completed().lodged()
    turn_back = instance.services.submissions.turn_back
    with pytest.raises(GroundsMissing):
        turn_back(instance.officer, file.id, verdict, "  ", file.version)
    assert file.row.state == "lodged"

    turn_back(instance.officer, file.id, verdict, "Le registre manque.", file.version)
    assert file.row.state == state
    assert list_entries(instance.services.database, file.id)[-1].facts == {"grounds": "Le registre manque."}


def test_an_incomplete_file_is_completed_and_lodged_again(instance: Instance) -> None:
    file = a_file(instance).completed().lodged()
    instance.services.submissions.turn_back(instance.officer, file.id, "incomplete", "Il manque tout.", file.version)
    file.add(APK, b"a better build")

    assert file.lodged().row.state == "lodged"
    with instance.services.database.read() as session:
        apk = find_apk(session, file.id)
    assert apk is not None
    assert apk.size == len(b"a better build")


@pytest.mark.parametrize(
    "advance",
    [
        lambda file: file,
        lambda file: file.completed().lodged(),
        lambda file: file.completed().lodged().admitted(),
        lambda file: file.examined_with_capture(),
        lambda file: file.examined_with_capture().ruled().opined(),
    ],
)
def test_a_publisher_withdraws_from_any_open_state(instance: Instance, advance: Callable[[File], File]) -> None:
    file = advance(a_file(instance))
    instance.services.submissions.withdraw(instance.publisher, file.id, file.version)

    assert file.row.state == "withdrawn"
    with pytest.raises(IllegalTransition):
        instance.services.submissions.withdraw(instance.publisher, file.id, file.version)


def test_a_decided_file_is_not_withdrawn(instance: Instance) -> None:
    file = a_file(instance).listed()
    with pytest.raises(IllegalTransition):
        instance.services.submissions.withdraw(instance.publisher, file.id, file.version)


VERBS: dict[str, Callable[[File, Any, int], Any]] = {
    "declare": lambda file, who, seen: file.instance.services.submissions.declare(who, file.id, {"purpose": "x"}, seen),
    "lodge": lambda file, who, seen: file.instance.services.submissions.lodge(who, file.id, seen),
    "withdraw": lambda file, who, seen: file.instance.services.submissions.withdraw(who, file.id, seen),
}


@pytest.mark.parametrize("verb", VERBS)
def test_a_stranger_is_told_that_there_is_no_such_file(instance: Instance, verb: str) -> None:
    file = a_file(instance).completed()
    with pytest.raises(SubmissionUnknown):
        VERBS[verb](file, instance.rival, file.version)
    with pytest.raises(RoleRefused):
        VERBS[verb](file, instance.officer, file.version)


@pytest.mark.parametrize("verb", VERBS)
def test_a_stale_page_changes_nothing(instance: Instance, verb: str) -> None:
    file = a_file(instance).completed()
    before = events(file)
    with pytest.raises(StaleVersion):
        VERBS[verb](file, instance.publisher, file.version - 1)
    assert events(file) == before


def test_the_authoritys_people_see_what_was_lodged_and_no_draft(instance: Instance) -> None:
    file = a_file(instance).completed()
    with pytest.raises(SubmissionUnknown):
        instance.services.submissions.admit(instance.officer, file.id, file.version)
    with pytest.raises(SubmissionUnknown):
        instance.services.submissions.admit(instance.officer, SubmissionId("sub_none"), 1)


@pytest.fixture
def newer_edition(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Let another edition, which asks one question more, come into force."""

    def come() -> None:
        current = load_edition("2026.0")
        asked = replace(current, id="2026.9", questions=(*current.questions, "new_question"))
        monkeypatch.setattr(service, "get_edition_in_force", lambda _day: asked)
        real = service.list_missing

        def list_missing(edition_id: str, answers: Any) -> list[str]:
            newly = ["new_question"] if edition_id == "2026.9" and "new_question" not in answers else []
            return real("2026.0", answers) + newly

        monkeypatch.setattr(service, "list_missing", list_missing)

    return come


def test_a_file_is_not_judged_by_an_edition_whose_questions_it_never_saw(
    instance: Instance, newer_edition: Callable[[], None]
) -> None:
    file = a_file(instance).completed().lodged()
    newer_edition()
    with pytest.raises(FileIncomplete) as caught:
        instance.services.submissions.admit(instance.officer, file.id, file.version)
    assert caught.value.facts == {"missing": ["new_question"]}
    instance.services.publishers.set_admission(instance.authority, "automatic")
    instance.services.submissions.admit_by_rule(file.id)
    assert (file.row.state, file.row.edition_id) == ("lodged", "2026.0")

    instance.services.submissions.turn_back(instance.officer, file.id, "incomplete", "Nouvelle édition.", file.version)
    assert file.row.edition_id == "2026.9"
