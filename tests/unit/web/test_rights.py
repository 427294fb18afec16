"""The matrix follows from the declarations."""

import pytest
from werkzeug.routing import Map, Rule

from catalog.journal.actor import Role
from web.auth import Rights
from web.rights import Promise, Whose, list_cases, list_cells, promise, write_table

EVERYBODY, OFFICERS = Rights(frozenset()), Rights(frozenset({Role.OFFICER, Role.PUBLISHER}))


def _rule(path: str) -> Rule:
    rule = Rule(path, endpoint="x", methods=["GET"])
    Map([rule])
    return rule


@pytest.mark.parametrize(
    ("rights", "role", "whose", "expected"),
    [
        (EVERYBODY, None, Whose.NOBODYS, Promise.PASSES),
        (EVERYBODY, Role.AUDITOR, Whose.DRAFT, Promise.PASSES),
        (OFFICERS, None, Whose.NOBODYS, Promise.SIGN_IN),
        (OFFICERS, Role.EVALUATOR, Whose.LODGED, Promise.ROLE),
        (OFFICERS, Role.OFFICER, Whose.LODGED, Promise.PASSES),
        (OFFICERS, Role.OFFICER, Whose.DRAFT, Promise.ABSENT),
        (OFFICERS, Role.PUBLISHER, Whose.OWN, Promise.PASSES),
        (OFFICERS, Role.PUBLISHER, Whose.ANOTHERS, Promise.ABSENT),
    ],
)
def test_a_declaration_promises(rights: Rights, role: Role | None, whose: Whose, expected: Promise) -> None:
    assert promise(rights, role, whose) is expected


def test_ownership_is_asked_only_where_an_address_names_something() -> None:
    assert list_cases(Role.PUBLISHER, []) == (Whose.NOBODYS,)
    assert list_cases(Role.PUBLISHER, ["app_id"]) == (Whose.OWN, Whose.ANOTHERS)
    assert list_cases(Role.OFFICER, ["app_id"]) == (Whose.LODGED,)
    assert list_cases(Role.OFFICER, ["submission_id"]) == (Whose.LODGED, Whose.DRAFT)


def test_every_role_and_nobody_has_a_case() -> None:
    cells = list(list_cells([(_rule("/files/<submission_id>"), "GET", OFFICERS), (_rule("/y"), "GET", None)]))
    assert {cell.role for cell in cells} == {None, *Role}
    assert len(cells) == 1 + 2 * len(Role)


def test_the_table_tells_both_answers_where_they_differ() -> None:
    table = write_table([(_rule("/files/<submission_id>"), "GET", OFFICERS)])
    assert "own yes, another's 404 | lodged yes, draft 404 | 403 | 403 | 403 | 403 |" in table
    assert "13 cases, 0 undeclared." in table
