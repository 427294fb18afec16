"""Publishing an edition."""

from datetime import date

import pytest

from criteria.publishing import publish
from criteria.strict import EditionError

DRAFT = '# Why.\nid: "2030.1"\nin_force_on: 2030-03-01\ncriteria: []\ndigest: "sha256:0"\n'
DAY = date(2030, 2, 1)
TWO = ("a@sceau.example", "b@sceau.example")


def _publish(text: str = DRAFT, day: date = DAY, people: tuple[str, ...] = TWO) -> str:
    return publish(text, "2030.1.yaml", day, people, lambda dated: f"sha256:{dated.count('published_on')}")


def test_a_draft_receives_its_day_and_its_digest_and_nothing_else_moves() -> None:
    assert _publish() == (
        '# Why.\nid: "2030.1"\npublished_on: 2030-02-01\nin_force_on: 2030-03-01\ncriteria: []\ndigest: "sha256:1"\n'
    )


def test_an_edition_may_come_into_force_the_day_it_is_published() -> None:
    assert "published_on: 2030-03-01\n" in _publish(day=date(2030, 3, 1))


@pytest.mark.parametrize("people", [(), TWO[:1], (TWO[0], TWO[0]), (TWO[0], " A@sceau.example")])
def test_one_person_is_not_enough(people: tuple[str, ...]) -> None:
    with pytest.raises(EditionError, match=r"^2030\.1\.yaml: two different people must publish an edition\.$"):
        _publish(people=people)


def test_a_published_edition_never_changes() -> None:
    with pytest.raises(EditionError, match=r"^2030\.1\.yaml: published_on is already set: a published edition never"):
        _publish(_publish())


def test_an_edition_is_not_published_after_it_came_into_force() -> None:
    with pytest.raises(EditionError, match=r"in_force_on is 2030-03-01, before the day of publication 2030-03-02\.$"):
        _publish(day=date(2030, 3, 2))


@pytest.mark.parametrize("line", ["in_force_on: 2030-03-01\n", 'digest: "sha256:0"\n'])
def test_a_file_without_its_lines_is_refused(line: str) -> None:
    with pytest.raises(EditionError, match=r"in_force_on and digest must stand each on a line of its own\.$"):
        _publish(DRAFT.replace(line, ""))
