"""Anyone comments a draft; a person lets it through; nothing said is overwritten."""

from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa

from catalog.consultations.model import Comment, CommentId
from catalog.consultations.queries import list_comments, list_panels, list_shown
from catalog.consultations.service import CommentUnknown, ConsultationClosed, PanelVoice
from catalog.publishers.service import FieldRefused, RoleRefused
from tests.builders.instance import Instance

DRAFT = "2026.2"


def test_comment_waits_until_a_person_shows_it(instance: Instance) -> None:
    verbs, database = instance.services.consultations, instance.services.database
    comment = verbs.comment(DRAFT, "  Précisez « tiers ».  ", criterion="TRK-06", author="Collectif (FICTIF)")
    assert list_shown(database, DRAFT, "TRK-06") == []
    verbs.show(instance.officer, comment, "Dans le sujet.")
    (shown,) = list_shown(database, DRAFT, "TRK-06")
    assert (shown.comment.text, shown.comment.author) == ("Précisez « tiers ».", "Collectif (FICTIF)")
    assert list_shown(database, DRAFT, None) == []


def test_last_word_of_a_moderator_counts_and_the_comment_is_kept(instance: Instance) -> None:
    verbs, database = instance.services.consultations, instance.services.database
    comment = verbs.comment(DRAFT, "Trop long.")
    verbs.show(instance.officer, comment, "Dans le sujet.")
    verbs.withhold(instance.authority, comment, "Cite une personne.")
    assert list_shown(database, DRAFT, None) == []
    (kept,) = list_comments(database, instance.officer)
    assert kept.moderation is not None
    assert kept.moderation.grounds == "Cite une personne."


def test_answer_is_shown_with_its_comment(instance: Instance) -> None:
    verbs, database = instance.services.consultations, instance.services.database
    comment = verbs.comment(DRAFT, "Pourquoi ?")
    verbs.show(instance.officer, comment, "Dans le sujet.")
    verbs.answer(instance.evaluator, comment, "Parce que la loi le demande.")
    (shown,) = list_shown(database, DRAFT, None)
    assert [row.text for row in shown.answers] == ["Parce que la loi le demande."]


def test_same_words_twice_are_one_comment(instance: Instance) -> None:
    verbs = instance.services.consultations
    assert verbs.comment(DRAFT, "Bien.") == verbs.comment(DRAFT, " Bien. ")
    assert verbs.comment(DRAFT, "Bien.") != verbs.comment(DRAFT, "Bien.", criterion="TRK-06")


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"edition_id": "2026.1", "text": "Trop tard."}, ConsultationClosed),
        ({"edition_id": "1999.1", "text": "Quoi ?"}, FieldRefused),
        ({"edition_id": DRAFT, "text": "Quoi ?", "criterion": "ZZZ-99"}, FieldRefused),
        ({"edition_id": DRAFT, "text": "   "}, FieldRefused),
        ({"edition_id": DRAFT, "text": "x" * 4001}, FieldRefused),
        ({"edition_id": DRAFT, "text": "Ment\u202eeur"}, FieldRefused),
        ({"edition_id": DRAFT, "text": "Bien.", "author": "x" * 121}, FieldRefused),
    ],
)
def test_what_cannot_be_taken_is_refused_and_nothing_is_kept(
    instance: Instance, given: dict[str, Any], refusal: type[Exception]
) -> None:
    instance.clock.advance(days=280)  # 2026.1 is published
    with pytest.raises(refusal):
        instance.services.consultations.comment(**given)
    with instance.services.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Comment)) == 0


def test_only_the_authority_s_people_moderate_and_answer(instance: Instance) -> None:
    verbs = instance.services.consultations
    comment = verbs.comment(DRAFT, "Bien.")
    for actor in (instance.publisher, instance.evaluator, instance.auditor, instance.operator):
        with pytest.raises(RoleRefused):
            verbs.show(actor, comment, "Motif.")
    for actor in (instance.publisher, instance.auditor):
        with pytest.raises(RoleRefused):
            verbs.answer(actor, comment, "Non.")
    with pytest.raises(CommentUnknown):
        verbs.show(instance.officer, CommentId("com_none"), "Motif.")
    with pytest.raises(FieldRefused):
        verbs.withhold(instance.officer, comment, " ")


def test_panel_s_opinion_is_recorded_in_its_own_words(instance: Instance) -> None:
    verbs = instance.services.consultations
    verbs.record_panel(instance.officer, DRAFT, date(2026, 3, 1), 24, PanelVoice.RESERVED, "Oui, mais plus clair.")
    (row,) = list_panels(instance.services.database, DRAFT)
    assert (row.members, row.opinion, row.text) == (24, "reserved", "Oui, mais plus clair.")


@pytest.mark.parametrize(
    ("day", "members", "edition"),
    [(date(2027, 1, 1), 24, DRAFT), (date(2026, 3, 1), 0, DRAFT), (date(2026, 3, 1), 9, "9")],
)
def test_panel_that_cannot_have_met_is_refused(instance: Instance, day: date, members: int, edition: str) -> None:
    verbs = instance.services.consultations
    with pytest.raises(FieldRefused):
        verbs.record_panel(instance.officer, edition, day, members, PanelVoice.FAVOURABLE, "Oui.")
    with pytest.raises(RoleRefused):
        verbs.record_panel(instance.evaluator, DRAFT, date(2026, 3, 1), 9, PanelVoice.FAVOURABLE, "Oui.")
