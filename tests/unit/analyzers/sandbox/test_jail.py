"""The jail's order is part of its promise."""

import pytest

from analyzers.sandbox import jail


@pytest.mark.parametrize(
    ("tier", "steps"), [(jail.TIER_B, ["prctl"] * 3 + ["files", "calls"]), (jail.TIER_C, ["prctl"] * 3 + ["calls"])]
)
def test_privileges_go_first_then_files_then_calls(
    monkeypatch: pytest.MonkeyPatch, tier: str, steps: list[str]
) -> None:
    done: list[str] = []

    class Libc:
        def prctl(self, *_: int) -> int:
            done.append("prctl")
            return 0

    monkeypatch.setattr(jail.ctypes, "CDLL", lambda *_, **__: Libc())
    monkeypatch.setattr(jail.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(jail, "landlock_version", lambda: 1)
    monkeypatch.setattr(jail, "give_up_files", lambda _: done.append("files"))
    monkeypatch.setattr(jail, "give_up_calls", lambda: done.append("calls"))

    jail.lock_down(tier)

    assert done == steps


def test_a_step_that_fails_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    class Libc:
        def prctl(self, *_: int) -> int:
            return -1

    monkeypatch.setattr(jail.ctypes, "CDLL", lambda *_, **__: Libc())
    monkeypatch.setattr(jail.os, "geteuid", lambda: 1000)
    with pytest.raises(OSError, match=r"Errno"):
        jail.lock_down(jail.TIER_B)


def test_the_user_is_dropped_before_anything_else(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[object] = []

    class Libc:
        def prctl(self, *_: int) -> int:
            done.append("prctl")
            return 0

    monkeypatch.setattr(jail.ctypes, "CDLL", lambda *_, **__: Libc())
    monkeypatch.setattr(jail.os, "geteuid", lambda: 0)
    monkeypatch.setattr(jail.os, "setgroups", done.append)
    monkeypatch.setattr(jail.os, "setresgid", lambda *ids: done.append(ids))
    monkeypatch.setattr(jail.os, "setresuid", lambda *ids: done.append(ids))
    monkeypatch.setattr(jail, "give_up_calls", lambda: done.append("calls"))

    jail.lock_down(jail.TIER_C)

    assert done[:4] == [[], (jail.NOBODY,) * 3, (jail.NOBODY,) * 3, "prctl"]
