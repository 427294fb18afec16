"""The rights matrix, called: every route, method, role and ownership answers what its declaration promises."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from catalog.journal.actor import Role
from tests.builders.client import Caller, a_caller
from tests.builders.instance import a_file, an_instance
from web.auth import Rights, list_routes
from web.reference import make_app, write_rights
from web.rights import Cell, Promise, Whose, list_cells

PAGE = Path(__file__).parents[2] / "docs" / "rights.md"
REFUSALS = {
    "sign-in-needed": Promise.SIGN_IN,
    "role-refused": Promise.ROLE,
    "submission-unknown": Promise.ABSENT,
    "app-unknown": Promise.ABSENT,
}


@dataclass(frozen=True)
class World:
    """One instance with a lodged file, a draft and a listing."""

    caller: Caller
    values: dict[str, str]
    draft: str

    def call(self, rule: Rule, cell: Cell) -> TestResponse:
        """Call one case for real."""
        values = {name: self.values.get(name, "1") for name in rule.arguments}
        if cell.whose is Whose.DRAFT:
            values["submission_id"] = self.draft
        path = self.caller.client.application.url_map.bind("localhost").build(rule.endpoint, values, cell.method)
        door = self.caller.call if path.startswith("/api/") else self.caller.page
        who = None if cell.role is None else "rival" if cell.whose is Whose.ANOTHERS else cell.role.value
        self.caller.tokens.clear()  # some of these calls end the session
        return door(cell.method, path, who)


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    with TemporaryDirectory() as folder:
        instance = an_instance(Path(folder))
        file = a_file(instance).examined_with_capture()
        draft = a_file(instance)
        listed = a_file(instance).listed()
        values = {
            "submission_id": file.id,
            "app_id": file.app_id,
            "number": "SC-2026-000001",
            "name": listed.app_id,
            "edition_id": "2026.0",
            "criterion_id": "TRK-01",
            "criterion": "TRK-01",
            "filename": "none",
        }
        yield World(a_caller(instance), values, draft.id)
        instance.close()


def test_every_case_answers_what_its_declaration_promises(world: World) -> None:
    routes = list(list_routes(world.caller.client.application))
    rules = {(rule.rule, method): rule for rule, method, _ in routes}
    wrong = []
    for cell in list_cells(routes):
        response = world.call(rules[cell.route, cell.method], cell)
        met = REFUSALS.get(response.headers.get("Sceau-Problem", ""), Promise.PASSES)
        if met is not cell.promise or response.status_code >= 500:
            wrong.append((cell, response.status_code, response.headers.get("Sceau-Problem")))
    assert wrong == []


def test_no_view_is_undeclared() -> None:
    routes = list(list_routes(make_app()))
    assert [rule.rule for rule, _, rights in routes if rights is None] == []
    assert Counter(method for _, method, _ in routes)["POST"] > 20


def test_anothers_file_answers_byte_for_byte_like_one_that_does_not_exist(world: World) -> None:
    for path in ("submissions/{}", "submissions/{}/findings", "submissions/{}/evidence/" + "0" * 64, "apps/{}"):
        key = "app_id" if path.startswith("apps") else "submission_id"
        theirs = world.caller.get(path.format(world.values[key]), "rival")
        nobodys = world.caller.get(path.format("sub_nothing"), "rival")
        assert theirs.status_code == nobodys.status_code == 404
        assert theirs.data == nobodys.data
        assert dict(theirs.headers) == dict(nobodys.headers)


def test_a_role_without_declaration_never_passes() -> None:
    rights = Rights(frozenset({Role.OFFICER}))
    cells = list(list_cells([(Rule("/x", endpoint="x"), "POST", rights)]))
    assert [cell.role for cell in cells if cell.promise is Promise.PASSES] == [Role.OFFICER]


def test_the_page_of_rights_is_fresh() -> None:
    fresh = write_rights(make_app())
    assert PAGE.read_text(encoding="utf-8") == fresh, "python -m web.reference rights > docs/rights.md"
