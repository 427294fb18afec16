"""House rule 2: every route says who may enter, by role or aloud by everybody, and nobody changes anything unnamed."""

from collections.abc import Collection, Mapping
from pathlib import Path

import pytest
from flask import Flask

from catalog.assembly import assemble
from catalog.journal.actor import Role
from catalog.plumbing.settings import Settings
from web import auth
from web.app import create_app

_READS = {"GET", "HEAD", "OPTIONS"}
# What a visitor without an account may do besides reading: become known, report that something is wrong, or comment a
# draft edition, which a person of the authority reads before anybody else does.
_OPEN_ACTS = ("/sessions", "/accounts", "/publishers", "/reports", "/sign-in", "/enrol", "/comments")


def find_problems(routes: Mapping[str, Collection[str] | None]) -> list[str]:
    """Doors without a declaration (None), with an unknown role, or open (no role) to an act that is not a reading."""
    problems = []
    for name, roles in sorted(routes.items()):
        method, _, path = name.partition(" ")
        if roles is None:
            problems.append(f"{name}: no guard")
            continue
        problems += [f"{name}: no such role: {role}" for role in sorted(set(roles) - set(Role))]
        if not roles and method not in _READS and not path.endswith(_OPEN_ACTS):
            problems.append(f"{name}: anybody may change something")
    return problems


def declared(app: Flask) -> dict[str, Collection[str] | None]:
    """Every route and method of the application with the roles it names (none: declared for everybody)."""
    return {
        f"{method} {rule.rule}": None if rights is None else rights.roles
        for rule, method, rights in auth.list_routes(app)
    }


@pytest.fixture
def app(tmp_path: Path) -> Flask:
    return create_app(assemble(Settings(state=tmp_path)))


def test_every_route_is_guarded_by_name(app: Flask) -> None:
    routes = declared(app)

    assert len(routes) > 10
    assert find_problems(routes) == []


@pytest.mark.parametrize(
    ("name", "roles", "problem"),
    [
        ("GET /api/v1/listings", None, "no guard"),
        ("GET /api/v1/listings", ("king",), "no such role: king"),
        ("POST /api/v1/decisions", (), "anybody may change something"),
        ("DELETE /api/v1/listings/<id>", (), "anybody may change something"),
    ],
)
def test_a_door_left_open_is_found(name: str, roles: Collection[str] | None, problem: str) -> None:
    assert find_problems({name: roles, "GET /": ()}) == [f"{name}: {problem}"]


def test_a_view_that_says_nothing_is_found_in_a_real_application(app: Flask) -> None:
    app.add_url_rule("/planted", endpoint="planted", view_func=lambda: "open")

    assert "GET /planted: no guard" in find_problems(declared(app))
    with pytest.raises(auth.UndeclaredViewError, match="/planted"):
        auth.refuse_undeclared(app)
