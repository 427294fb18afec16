"""What is sent to a device is checked first; the real adb is driven in the integration tests."""

from pathlib import Path

import pytest

from analyzers.bench import device
from analyzers.bench.device import Device, DeviceRefused, find_adb


@pytest.mark.parametrize("name", ["", "app", "a.b;reboot", "a.b\n", "a b.c", "-a.b", "$(x).y"])
def test_only_a_package_name_goes_into_the_devices_shell(name: str) -> None:
    with pytest.raises(DeviceRefused, match="bad-name"):
        Device(Path("/nowhere/adb"), "serial").launch(name)


def test_the_machines_own_adb_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    carried = tmp_path / "lib" / "python3.11" / "site-packages" / "adbutils" / "binaries" / "adb"
    carried.parent.mkdir(parents=True)
    carried.touch()
    monkeypatch.setattr(device.shutil, "which", lambda _: None)

    assert find_adb(tmp_path) == carried
    with pytest.raises(DeviceRefused) as refused:
        find_adb(tmp_path / "nothing")
    assert refused.value.code == "no-adb"
    monkeypatch.setattr(device.shutil, "which", lambda _: "/usr/bin/adb")
    assert find_adb(tmp_path) == Path("/usr/bin/adb")


def test_every_refusal_says_what_to_do_in_both_languages() -> None:
    for code in (
        "no-adb",
        "no-device",
        "not-allowed",
        "not-installed",
        "not-launched",
        "not-rooted",
        "time",
        "bad-name",
    ):
        assert DeviceRefused(code).sentence.fr != DeviceRefused(code).sentence.en


def test_a_server_of_adb_that_is_just_starting_is_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def run(_: Device, words: list[str], **__: object) -> str:
        told.append(words[0])
        if words[0] == "connect" and told.count("connect") < 3:
            raise DeviceRefused("refused", "error: protocol fault (couldn't read status): Connection reset by peer")
        return "device"

    monkeypatch.setattr(Device, "_run", run)
    Device(Path("/usr/bin/adb"), "127.0.0.1:5555").wait()

    assert told == ["start-server", "connect"] * 3 + ["get-state"]


def test_a_server_of_adb_that_never_answers_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(_: Device, words: list[str], **__: object) -> str:
        raise DeviceRefused("refused", f"{words[0]}: protocol fault")

    monkeypatch.setattr(Device, "_run", run)
    with pytest.raises(DeviceRefused, match="protocol fault"):
        Device(Path("/usr/bin/adb"), "serial").wait()


def test_a_device_that_has_not_yet_said_who_it_is_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def run(_: Device, words: list[str], **__: object) -> str:
        told.append(words[0])
        if told.count("get-state") == 1 and words[0] == "get-state":
            raise DeviceRefused("no-device", "error: device offline")
        return "device"

    monkeypatch.setattr(Device, "_run", run)
    Device(Path("/usr/bin/adb"), "serial").wait()

    assert told == ["start-server", "get-state", "wait-for-device", "get-state"]
