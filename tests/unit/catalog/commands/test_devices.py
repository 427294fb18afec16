"""Verbs on a device: what is asked of it, and how a refusal is told."""

from pathlib import Path
from typing import Any

import pytest

from analyzers.bench.device import Device, DeviceRefused
from catalog.commands import devices
from tests.unit.catalog.commands.conftest import Run


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """What the verbs ask of adb, instead of asking it."""
    told: list[tuple[str, ...]] = []

    def run(_: Device, words: list[str], **options: Any) -> str:
        told.append(tuple(words))
        return "Success" if words[0].startswith("install") else "trusted" if options.get("given") else "device"

    monkeypatch.setattr(Device, "_run", run)
    monkeypatch.setattr(devices, "find_adb", lambda _: Path("/usr/bin/adb"))
    return told


def test_each_verb_asks_for_its_act(run: Run, asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    (tmp_path / "a.apk").touch()
    for words in (
        ("install", str(tmp_path / "a.apk")),
        ("launch", "a.b", "--fresh"),
        ("through", "8081"),
        ("through", "0"),
        ("exercise", "a.b", "--events", "3"),
    ):
        run("device", *words, "--serial", "emulator-5554")

    said = "\n".join(" ".join(words) for words in asked)
    for part in (
        "install -r",
        "pm clear a.b",
        "monkey -p a.b -c",
        "http_proxy 127.0.0.1:8081",
        "http_proxy :0",
        "KEYCODE_HOME",
    ):
        assert part in said
    assert run("device", "identify", "--serial", "x").output == "unknown\n"


def test_a_refusal_is_one_sentence(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Path) -> Path:
        raise DeviceRefused("no-adb")

    monkeypatch.setattr(devices, "find_adb", refuse)

    assert "adb est introuvable" in run("device", "identify", "--serial", "x", code=3).output
    assert "adb was not found" in run("device", "identify", "--serial", "x", "--lang", "en", code=3).output


def test_what_is_no_certificate_is_a_wrong_use(run: Run, asked: list[tuple[str, ...]], tmp_path: Path) -> None:
    (tmp_path / "a.pem").write_text("nothing")

    run("device", "trust", str(tmp_path / "a.pem"), "--serial", "x", code=2)

    assert all("su" not in words for words in asked)
