"""A copy is compared before it stands for a build; without one that stands, a capture by that route is not ordered."""

import io

import pytest

from analyzers.synthesis.copies import Comparison, Difference
from catalog.bench.copies import CopyImpossible, CopyMissing, CopyUnknown, list_copies
from catalog.bench.lifecycle import Route
from catalog.bench.model import BenchCopy, CopyId
from catalog.journal.queries import list_entries
from catalog.publishers.service import RoleRefused
from catalog.submissions.service import SubmissionUnknown
from tests.builders.instance import File, Instance, a_file, an_app

DIFFERENT = Comparison((Difference("classes.dex", "changed", allowed=False),), trusts_user=True)


def ready(instance: Instance) -> File:
    return a_file(instance).completed().lodged().admitted().examined()


def copies_of(instance: Instance, file: File) -> list[BenchCopy]:
    with instance.services.database.read() as session:
        return list(list_copies(session, file.id))


def test_a_copy_is_made_once_compared_and_told(instance: Instance) -> None:
    file = ready(instance)
    first = instance.services.copies.make(instance.evaluator, file.id)
    again = instance.services.copies.make(instance.officer, file.id)

    (copy,) = copies_of(instance, file)
    assert (first, again, instance.copier.made) == (copy.id, copy.id, 1)
    assert (copy.route, copy.stands_for, copy.trusts_bench) == ("resigned_copy", True, True)
    assert copy.differences == [{"member": "res/xml/sceau_trust.xml", "how": "trust", "allowed": True}]
    path = instance.services.copies.locate(instance.evaluator, file.id, first)
    assert path.read_bytes().startswith(b"copy of ")
    assert "copy.compared" in {entry.event for entry in list_entries(instance.services.database, file.id)}


def test_an_evaluation_build_that_differs_in_more_is_kept_and_does_not_stand(instance: Instance) -> None:
    file = ready(instance)
    instance.copier.comparison = DIFFERENT
    instance.services.copies.bring(instance.publisher, file.id, io.BytesIO(b"another build"))

    (copy,) = copies_of(instance, file)
    assert (copy.route, copy.stands_for) == ("evaluation_build", False)
    assert copy.differences[0]["member"] == "classes.dex"
    with pytest.raises(CopyMissing):
        file.benched(route=Route.EVALUATION_BUILD)


def test_a_route_needs_its_own_copy(instance: Instance) -> None:
    file = ready(instance)
    with pytest.raises(CopyMissing):
        file.benched(route=Route.RESIGNED_COPY)
    instance.services.copies.bring(instance.publisher, file.id, io.BytesIO(b"evaluation build"))
    with pytest.raises(CopyMissing):
        file.benched(route=Route.RESIGNED_COPY)

    assert file.benched(route=Route.EVALUATION_BUILD)


def test_what_cannot_be_read_is_refused_and_adds_nothing(instance: Instance) -> None:
    file = ready(instance)
    instance.copier.refusal = "deviating-archive"
    for act in (
        lambda: instance.services.copies.make(instance.evaluator, file.id),
        lambda: instance.services.copies.bring(instance.publisher, file.id, io.BytesIO(b"PK")),
    ):
        with pytest.raises(CopyImpossible) as refused:
            act()
        assert refused.value.facts["reason"] == "deviating-archive"
    assert copies_of(instance, file) == []


def test_without_a_package_there_is_nothing_to_copy(instance: Instance) -> None:
    draft = a_file(instance, an_app(instance, "Vide (FICTIF)"))

    with pytest.raises(CopyImpossible):
        instance.services.copies.bring(instance.publisher, draft.id, io.BytesIO(b"x"))


def test_others_neither_make_nor_bring_nor_fetch(instance: Instance) -> None:
    file = ready(instance)
    copies = instance.services.copies
    made = copies.make(instance.evaluator, file.id)
    with pytest.raises(RoleRefused):
        copies.make(instance.publisher, file.id)
    with pytest.raises(SubmissionUnknown):
        copies.bring(instance.rival, file.id, io.BytesIO(b"x"))
    with pytest.raises(RoleRefused):
        copies.locate(instance.publisher, file.id, made)
    with pytest.raises(CopyUnknown):
        copies.locate(instance.evaluator, file.id, CopyId("cop_none"))
    with pytest.raises(CopyUnknown):
        copies.locate(instance.evaluator, ready(instance).id, made)
