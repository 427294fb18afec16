"""The present result beside the certificate, and each publisher's own list of what remains to be done."""

from datetime import date

import pytest

from catalog.certificates.queries import find_latest
from catalog.publishers.service import RoleRefused
from catalog.surveillance.present import Present, list_concerns, list_present
from criteria.model import Outcome
from tests.builders.instance import File, Instance, a_file

BEFORE, AFTER = date(2026, 11, 21), date(2026, 11, 22)  # 2026.1 is published on the second day


def _present(file: File, day: date) -> tuple[Present, ...]:
    with file.instance.services.database.read() as session:
        standing = find_latest(session, file.app_id)
        assert standing is not None
        return list_present(session, standing.certificate, day)


def test_facts_are_judged_under_the_later_edition_once_it_is_published_and_the_certificate_stays(
    instance: Instance,
) -> None:
    file = a_file(instance).listed()
    assert _present(file, BEFORE) == ()
    (present,) = _present(file, AFTER)
    assert (present.cited.id, present.edition.id) == ("2026.0", "2026.1")
    assert len(present.effective.verdicts) == len(present.edition.criteria)
    assert file.assessed.row.edition_id == "2026.0"


def test_ruling_lasts_where_both_editions_pin_the_same_version_and_only_there(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled().opined()
    file.decide()
    file.examined()
    ruled = {one.criterion for one in file.assessed.assessment.verdicts if one.needs_ruling}
    (present,) = _present(file, AFTER)
    refs = {one.id: one.ref for one in present.cited.criteria}
    lasting = {one.criterion for one in present.effective.verdicts if one.ruled}
    assert lasting == {one.id for one in present.edition.criteria if one.id in ruled and refs.get(one.id) == one.ref}
    assert lasting


def test_new_questions_are_asked_in_advance(instance: Instance) -> None:
    (present,) = _present(a_file(instance).listed(), AFTER)
    assert "certificates_held" in present.asked
    assert "purpose" not in present.asked


def test_list_names_open_files_certificates_and_tasks(instance: Instance) -> None:
    listed = a_file(instance).listed()
    draft = a_file(instance)
    first, second = list_concerns(instance.services.database, instance.publisher, AFTER)
    assert (first.app.id, first.file, first.missing) == (listed.app_id, None, ())
    assert first.certificate is not None
    tasks = first.present[0].tasks
    assert all(one.verdict.outcome not in (Outcome.CONFORMING, Outcome.NOT_APPLICABLE) for one in tasks)
    assert any(one.is_publishers for one in tasks)
    assert (second.file.id if second.file else None) == draft.id
    assert "apk" in second.missing


def test_list_is_one_s_own_and_nobody_else_s(instance: Instance) -> None:
    a_file(instance).listed()
    assert list_concerns(instance.services.database, instance.rival, AFTER) == ()
    with pytest.raises(RoleRefused):
        list_concerns(instance.services.database, instance.evaluator, AFTER)


def test_ended_certificate_asks_for_nothing_more(instance: Instance) -> None:
    file = a_file(instance).listed()
    services = instance.services
    with services.database.read() as session:
        standing = find_latest(session, file.app_id)
    assert standing is not None
    about = standing.certificate.id
    services.decisions.decide_on_certificate(instance.authority, file.id, about, "withdraw", "Service arrêté.")
    file.examined()
    (concern,) = list_concerns(services.database, instance.publisher, AFTER)
    assert (concern.certificate, concern.present) == (None, ())
