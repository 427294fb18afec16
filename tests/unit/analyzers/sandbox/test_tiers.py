"""The tier is what the probes showed; an escape that worked means that nothing is analysed."""

from pathlib import Path

import pytest

from analyzers.sandbox import tiers


def _probe(
    monkeypatch: pytest.MonkeyPatch, version: int, answers: dict[str, dict[str, bool] | None]
) -> tiers.SandboxState:
    monkeypatch.setattr(tiers, "landlock_version", lambda: version)
    monkeypatch.setattr(tiers, "_try", answers.get)
    return tiers.probe_sandbox.__wrapped__()


@pytest.mark.parametrize(
    ("version", "answers", "tier"),
    [
        (7, {"B": {"fork": False}}, "B"),
        (0, {"B": {"fork": False}, "C": {"fork": False}}, "C"),
        (7, {"B": None, "C": {"fork": False}}, "C"),
        (7, {"B": {"fork": True}, "C": {"fork": False}}, "D"),
        (7, {}, "D"),
    ],
)
def test_the_strongest_tier_that_holds_is_taken(
    monkeypatch: pytest.MonkeyPatch, version: int, answers: dict[str, dict[str, bool] | None], tier: str
) -> None:
    assert _probe(monkeypatch, version, answers).tier == tier


def test_the_banner_says_what_the_tier_rests_on(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _probe(monkeypatch, 7, {"B": {"fork": False}}).words == "B (Landlock 7, seccomp, limits)"
    assert "nothing is analysed" in _probe(monkeypatch, 0, {}).words


def test_an_unreadable_memory_is_no_memory() -> None:
    assert tiers._remembered(Path("/nonexistent/nothing"), "boot") is None
