"""Tests of the rows a card is made of."""

import pytest

from catalog.certificates.queries import find_latest
from catalog.listings.card import Facts
from catalog.listings.facts import gather
from catalog.reviews.lifecycle import OpinionKind
from catalog.submissions.model import App
from criteria.findings import ArtifactKind, Source
from criteria.model import Outcome
from tests.builders.instance import File, Instance, a_file


def gathered(file: File) -> Facts:
    with file.instance.services.database.read() as session:
        standing = find_latest(session, file.app_id)
        assert standing is not None
        return gather(session, session.get_one(App, file.app_id), standing, {"id": "lst", "slug": "x", "url": "y"})


def test_everything_comes_from_the_examination_that_was_decided_on(instance: Instance) -> None:
    file = a_file(instance).listed()
    facts = gathered(file)

    assert facts.certificate["number"] == "SC-2026-000001"
    assert facts.state == {"state": "active", "since": "2026-03-02", "reason": ""}
    assert {finding.kind for finding in facts.findings} >= {"app.signed", "host.contacted"}
    assert [verdict.criterion for verdict in facts.verdicts] == sorted(one.id for one in facts.edition.criteria)
    assert set(facts.sandbox_tiers) == {"fake"}


def test_the_verdicts_shown_are_those_that_were_certified(instance: Instance) -> None:
    facts = gathered(a_file(instance).listed())
    certified = {row["criterion"]: row["outcome"] for row in facts.certificate["verdicts"]}

    assert {verdict.criterion: verdict.outcome.value for verdict in facts.verdicts} == certified


@pytest.mark.parametrize(
    ("captured", "state"), [("tld.example.souffle", "read"), ("tld.sample.app", "capture.foreign")]
)
def test_a_capture_of_another_app_is_shown_set_aside(instance: Instance, captured: str, state: str) -> None:
    instance.laboratory.captured = captured
    file = a_file(instance).completed()
    file.add(ArtifactKind.CAPTURE, b"the publisher's capture")
    file.lodged().admitted().examined()
    open_ones = [one.criterion for one in file.assessed.assessment.verdicts if one.outcome is Outcome.UNDETERMINED]
    file.opined(OpinionKind.WITH_RESERVATIONS, dict.fromkeys(open_ones, "Sous trois mois.")).decide()
    file.examined()
    (capture,) = gathered(file).captures

    assert (capture.source, capture.state) == (Source.PUBLISHER, state)
    assert ("tld.sample.app" in capture.message.fr) is (state == "capture.foreign")
