"""What everybody sees of a draft, and what waits for a moderator."""

import pytest

from catalog.consultations.queries import list_comments, list_panels
from catalog.publishers.service import RoleRefused
from tests.builders.instance import Instance


def test_comments_that_wait_come_first(instance: Instance) -> None:
    verbs = instance.services.consultations
    first, second = verbs.comment("2026.2", "Un."), verbs.comment("2026.2", "Deux.")
    verbs.withhold(instance.officer, first, "Hors sujet.")
    read = list_comments(instance.services.database, instance.auditor)
    assert [one.comment.id for one in read] == [second, first]
    assert [one.is_shown for one in read] == [False, False]


def test_publisher_does_not_read_what_waits(instance: Instance) -> None:
    with pytest.raises(RoleRefused):
        list_comments(instance.services.database, instance.publisher)


def test_edition_that_no_panel_read_has_no_opinion(instance: Instance) -> None:
    assert list(list_panels(instance.services.database, "2026.2")) == []
