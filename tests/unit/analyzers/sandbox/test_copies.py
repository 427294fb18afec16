"""The child's word on a package is taken only in its own form."""

import json
from pathlib import Path
from typing import Any

import pytest

from analyzers.sandbox.copies import CopyRefused, plan_copy, take_inventory
from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Ended, Runner

DIGEST = "a" * 64
INVENTORY = {
    "members": {"classes.dex": DIGEST},
    "manifest": DIGEST,
    "config": None,
    "config_rows": DIGEST,
    "trusting_table": DIGEST,
    "trusts_user": False,
    "made_path": "res/xml/a.xml",
}
PLAN = {"changed": {"res/a.xml": "AAA="}, "kept": [["61", 0, 1, 2, 2, 3]]}


def _saying(answer: Any, exit_code: int = 0, limit: str | None = None) -> Runner:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def run(_words: list[str], _source: int, _limits: Limits) -> Ended:
        return Ended(body, exit_code, limit, 1)

    return run


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "a.apk"
    path.write_bytes(bytes(5))
    return path


def test_an_answer_in_its_own_form_is_taken(package: Path) -> None:
    plan = plan_copy(package, _saying(PLAN))

    assert plan.changed == {"res/a.xml": b"\0\0"}
    assert (plan.kept[0].raw_name, plan.kept[0].place) == (b"a", 3)
    assert take_inventory(package, _saying(INVENTORY)) == INVENTORY


@pytest.mark.parametrize(
    "answer",
    [
        b"not json",
        [],
        {},
        {**PLAN, "more": 1},
        {**PLAN, "changed": {"../a": "AAA="}},
        {**PLAN, "changed": {"/a": "AAA="}},
        {**PLAN, "changed": {"a": "no base64"}},
        {**PLAN, "changed": {"a": 1}},
        {**PLAN, "kept": [["61", 0, 1, 2, 2, 4]]},  # beyond the file
        {**PLAN, "kept": [["61", 0, 1, 2, 2, True]]},
        {**PLAN, "kept": [["61", 0, 1, 2, 2, -1]]},
        {**PLAN, "kept": [["6", 0, 1, 2, 2, 0]]},
        {**PLAN, "kept": [[0]]},
        {"refused": "NO SLUG"},
    ],
)
def test_a_plan_of_another_form_is_refused(package: Path, answer: Any) -> None:
    with pytest.raises(CopyRefused) as refused:
        plan_copy(package, _saying(answer))
    assert refused.value.code == "untrusted-answer"


@pytest.mark.parametrize(
    "change",
    [
        {"members": {"a": "short"}},
        {"members": {"../a": DIGEST}},
        {"members": []},
        {"manifest": None},
        {"config": 3},
        {"trusting_table": "x"},
        {"trusts_user": 1},
        {"more": 1},
    ],
)
def test_an_inventory_of_another_form_is_refused(package: Path, change: dict[str, Any]) -> None:
    with pytest.raises(CopyRefused, match="untrusted-answer"):
        take_inventory(package, _saying({**INVENTORY, **change}))


def test_every_other_end_has_its_name(package: Path) -> None:
    for runner, code in (
        (_saying({"refused": "no-app-resources"}), "no-app-resources"),
        (_saying(PLAN, 78), "crashed"),
        (_saying(PLAN, 0, "time"), "time"),
    ):
        with pytest.raises(CopyRefused, match=code):
            plan_copy(package, runner)
