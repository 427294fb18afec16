"""The real `adb` drives a scripted device: each act arrives as it should, each failure has its name."""

import os
import socket
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzers.bench.authority import open_authority
from analyzers.bench.device import Device, DeviceRefused, find_adb
from analyzers.bench.rooted import write_script
from tests.fakes.device import ScriptedDevice

pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]
ROOT = Path(__file__).parents[2]
IDENTIFIER = "3f2504e0-4f89-41d3-9a0c-0305e82c3301"
APK = ROOT / "fixtures" / "apks" / "sosie-1.0.0.apk"


def _script(command: str, given: bytes) -> tuple[str, int]:
    if "adid_settings" in command:
        return f'<string name="adid_key">{IDENTIFIER}</string>\n', 0
    if "su 0 sh" in command:
        return ("trusted\n", 0) if b"cacerts" in given else ("no script\n", 1)
    if "absent.app" in command:
        return "** No activities found to run, monkey aborted.\n", 0
    return "", 1 if "cleared.never" in command else 0


@pytest.fixture(scope="module")
def adb(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, int, dict[str, str]]]:
    program = find_adb(ROOT / ".venv-capture")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {"PATH": os.defpath, "HOME": str(tmp_path_factory.mktemp("home"))}
    yield program, port, environment
    subprocess.run([program, "-P", str(port), "kill-server"], env=environment, capture_output=True, check=False)


@pytest.fixture
def scripted() -> Iterator[ScriptedDevice]:
    device = ScriptedDevice(_script)
    yield device
    device.close()


@pytest.fixture
def device(adb: tuple[Path, int, dict[str, str]], scripted: ScriptedDevice) -> Device:
    program, port, environment = adb
    found = Device(program, scripted.serial, port, 20.0, environment)
    for left in (2, 1, 0):
        try:
            found.wait()
            break
        except DeviceRefused:  # this server of adb was started by the line above: only its last word counts
            if not left:
                raise
    return found


def test_an_app_is_installed_started_watched_and_left(device: Device, scripted: ScriptedDevice) -> None:
    device.install([APK])
    device.forget("fr.fictif.sosie")
    device.send_through(8081)
    device.launch("fr.fictif.sosie")
    device.exercise("fr.fictif.sosie", 42, 3)
    device.leave()
    device.send_directly()

    assert scripted.installed == [APK.read_bytes()]
    told = "\n".join(scripted.asked)
    for part in (
        "pm clear fr.fictif.sosie",
        "reverse:forward:tcp:8081;tcp:8081",
        "settings put global http_proxy 127.0.0.1:8081",
        "monkey -p fr.fictif.sosie -c android.intent.category.LAUNCHER 1",
        "monkey -p fr.fictif.sosie -s 42",
        "input keyevent KEYCODE_HOME",
        "settings put global http_proxy :0",
        "reverse:killforward-all",
    ):
        assert part in told


def test_the_parts_of_a_set_are_installed_as_one_app(device: Device, scripted: ScriptedDevice) -> None:
    device.install([APK, APK.with_name("respire-3.1.0.apk")])

    assert len(scripted.installed) == 2
    assert any("install-create" in one for one in scripted.asked)
    assert any("install-commit" in one for one in scripted.asked)


def test_a_rooted_device_trusts_and_tells_its_advertising_id(device: Device, tmp_path: Path) -> None:
    authority = open_authority(tmp_path / "authority", datetime(2026, 11, 27, tzinfo=UTC))

    device.trust(write_script(authority.read_bytes()))

    assert device.read_advertising_id() == IDENTIFIER


def test_each_failure_has_its_name(
    device: Device, scripted: ScriptedDevice, adb: tuple[Path, int, dict[str, str]]
) -> None:
    for act, code in (
        (lambda: device.launch("absent.app"), "not-launched"),
        (lambda: device.forget("cleared.never"), "refused"),
        (lambda: device.forget("a.b; rm -rf /"), "bad-name"),
        (lambda: device.trust("echo"), "not-rooted"),
        (lambda: device.install([ROOT / "README.md"]), "not-installed"),
        (lambda: Device(Path("/nowhere/adb"), "x").launch("a.b"), "no-adb"),
        (lambda: Device(adb[0], "gone", adb[1], 20.0, adb[2]).launch("a.b"), "no-device"),
    ):
        with pytest.raises(DeviceRefused) as refused:
            act()
        assert refused.value.code == code, refused.value
        assert refused.value.sentence.fr
        assert refused.value.sentence.en
    scripted.close()


def test_a_device_that_says_nothing_does_not_hang(adb: tuple[Path, int, dict[str, str]]) -> None:
    program, port, environment = adb
    with socket.create_server(("127.0.0.1", 0)) as silent:
        serial = f"127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(DeviceRefused) as refused:
            Device(program, serial, port, 2.0, environment).wait()
    assert refused.value.code in {"time", "no-device"}
