"""The first look's answer is taken only in its own form."""

import json
from pathlib import Path
from typing import Any

import pytest

from analyzers.sandbox.limits import Limits
from analyzers.sandbox.listening import Ended, Runner
from analyzers.sandbox.looks import LookRefused, take_look

FIXTURES = Path(__file__).resolve().parents[4] / "fixtures" / "apks"
ANSWER = {
    "sha256": "a" * 64, "packageName": "fr.a", "versionCode": "1", "versionName": None, "label": {"default": "A"},
    "permissions": ["p"], "libraries": [], "signer": None, "classes": {"com.a": [2, 0]}, "unread": [],
}  # fmt: skip


def _saying(answer: Any, exit_code: int = 0, limit: str | None = None) -> Runner:
    body = answer if isinstance(answer, bytes) else json.dumps(answer).encode()

    def run(words: list[str], _source: int, _limits: Limits) -> Ended:
        assert (words[0], words[-1]) == ("glance", "com.a,com.b")
        return Ended(body, exit_code, limit, 1)

    return run


def _look(runner: Runner, tier: str = "B") -> Any:
    return take_look(FIXTURES / "sosie-1.0.0.apk", ["com.a", "com.b"], runner, tier)


def test_an_answer_in_its_own_form_is_taken() -> None:
    assert _look(_saying(ANSWER)) == ANSWER


@pytest.mark.parametrize(
    "change",
    [
        {"sha256": "A" * 64}, {"signer": "x"}, {"packageName": 1}, {"label": {"fr": 1}}, {"label": []},
        {"permissions": [1]}, {"libraries": None}, {"classes": {"com.other": [1, 0]}}, {"classes": {"com.a": [1]}},
        {"classes": {"com.a": [True, 0]}}, {"classes": {"com.a": [-1, 0]}}, {"unread": [{}]}, {"more": 1},
        {"refused": "<b>"}, {"versionName": "x" * 70_000},
    ],
)  # fmt: skip
def test_any_other_is_believed_in_nothing(change: dict[str, Any]) -> None:
    with pytest.raises(LookRefused, match="untrusted-answer"):
        _look(_saying(ANSWER | change))


@pytest.mark.parametrize(
    ("runner", "code"),
    [
        (_saying(b"{"), "untrusted-answer"),
        (_saying([]), "untrusted-answer"),
        (_saying({"refused": "no-end-record"}), "no-end-record"),
        (_saying(ANSWER, 1), "crashed"),
        (_saying(ANSWER, 0, "time"), "time"),
    ],
)
def test_what_came_to_no_good_end_is_refused_by_name(runner: Runner, code: str) -> None:
    with pytest.raises(LookRefused, match=code):
        _look(runner)


def test_nothing_is_read_without_a_jail() -> None:
    with pytest.raises(LookRefused, match="no-sandbox"):
        _look(_saying(ANSWER), "none")


def test_in_the_jail_it_counts_the_classes_of_a_real_package() -> None:
    seen = take_look(FIXTURES / "pas-a-pas-5.4.1.apk", ["com.google", "com.absent"])

    assert seen["packageName"]
    assert set(seen["classes"]) <= {"com.google"}
