"""House rule 2: every route is guarded, and every guard names who may enter."""

import importlib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path

import pytest

from catalog.assembly import assemble
from catalog.journal.actor import Role
from catalog.plumbing.settings import Settings

ANYONE = "anyone"  # said aloud: a page for everybody is declared as one
_ROLES = {ANYONE, *Role}


def find_problems(endpoints: Iterable[str], guards: Mapping[str, Collection[str]]) -> list[str]:
    """Routes without a guard, guards without a role or with one that does not exist, guards of no route."""
    endpoints = set(endpoints)
    problems = [f"{name}: no guard" for name in sorted(endpoints - set(guards))]
    problems += [f"{name}: guards no route" for name in sorted(set(guards) - endpoints)]
    for name, roles in sorted(guards.items()):
        if not roles:
            problems.append(f"{name}: names no role")
        problems += [f"{name}: no such role: {role}" for role in sorted(set(roles) - _ROLES)]
        if ANYONE in roles and len(set(roles)) > 1:
            problems.append(f"{name}: for anyone and for some at once")
    return problems


def test_every_route_is_guarded_by_name(tmp_path: Path) -> None:
    app = importlib.import_module("web.app").create_app(assemble(Settings(state=tmp_path)))
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}

    assert len(endpoints) > 10
    assert find_problems(endpoints, app.extensions["guards"]) == []


@pytest.mark.parametrize(
    ("guards", "problem"),
    [
        ({}, "api.listings: no guard"),
        ({"api.listings": ()}, "api.listings: names no role"),
        ({"api.listings": ("king",)}, "api.listings: no such role: king"),
        ({"api.listings": (ANYONE, "officer")}, "api.listings: for anyone and for some at once"),
        ({"api.listings": (ANYONE,), "api.gone": ("officer",)}, "api.gone: guards no route"),
    ],
)
def test_a_door_left_open_is_found(guards: Mapping[str, Collection[str]], problem: str) -> None:
    assert find_problems(["api.listings"], guards) == [problem]
