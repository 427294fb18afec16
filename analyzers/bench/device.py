"""A phone or an emulator, driven by the real `adb`: install, launch, proxy, certificate, exercise, leave.

Every act has a time limit, and every failure a code and a sentence that says what to do. What the device answers is
never parsed: it is compared with a word, or shown. Proven here against a scripted device only, never on hardware.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from criteria.findings import Text

_TRIES = 4
_SAID = 4096  # bytes of an answer that are kept
_PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")
_ADVERTISING_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_ADVERTISING_FILE = "/data/data/com.google.android.gms/shared_prefs/adid_settings.xml"

_REFUSALS = {
    "no-adb": Text(
        "Le programme adb est introuvable : `make capture` l'installe.",
        "adb was not found: `make capture` installs it.",
    ),
    "no-device": Text(
        "Aucun appareil ne répond : branchez-le, autorisez le débogage, puis recommencez.",
        "No device answers: connect it, allow debugging, then try again.",
    ),
    "not-allowed": Text(
        "L'appareil refuse : acceptez la clé de débogage sur son écran.",
        "The device refuses: accept the debugging key on its screen.",
    ),
    "not-installed": Text("L'appareil refuse d'installer ce paquet.", "The device refuses to install this package."),
    "not-launched": Text("L'application ne démarre pas.", "The app does not start."),
    "not-rooted": Text(
        "L'appareil n'est pas débridé : prenez un autre chemin (copie signée de nouveau, version d'évaluation).",
        "The device is not rooted: take another route (a re-signed copy, an evaluation build).",
    ),
    "refused": Text("L'appareil a refusé cette commande.", "The device refused this command."),
    "time": Text("L'appareil n'a pas répondu à temps.", "The device did not answer in time."),
    "bad-name": Text("Ce nom de paquet n'en est pas un.", "This is no package name."),
}


class DeviceRefused(Exception):
    """The device did not do it. `code` is a kebab slug, `said` the beginning of what it answered."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said = code, said

    @property
    def sentence(self) -> Text:
        """What to do about it."""
        return _REFUSALS[self.code]


@dataclass(frozen=True, slots=True)
class Device:
    """One device under one `adb`. `server_port` keeps the bench's own adb server apart from a person's."""

    adb: Path
    serial: str
    server_port: int = 5137
    seconds: float = 60.0
    environment: dict[str, str] = field(default_factory=lambda: {"PATH": os.defpath, "HOME": "/tmp"})  # noqa: S108 - adb keeps its key there

    def wait(self) -> None:
        """Reach the device; over the network where the serial is an address."""
        for left in reversed(range(_TRIES)):
            try:
                self._run(["start-server"], whole=True)
                if ":" in self.serial:
                    self._run(["connect", self.serial], whole=True)
                break
            except DeviceRefused as refusal:
                # A server of adb that starts or stops at this instant resets who asks: asking again is the remedy.
                if "protocol fault" not in refusal.said or not left:
                    raise
        try:
            state = self._run(["get-state"], failing="no-device")
        except DeviceRefused as refusal:
            if "offline" not in refusal.said:
                raise
            self._run(["wait-for-device"], failing="no-device")  # it was met, and has not yet said who it is
            state = self._run(["get-state"], failing="no-device")
        if state != "device":
            raise DeviceRefused("not-allowed" if state == "unauthorized" else "no-device", state)

    def install(self, packages: Sequence[Path]) -> None:
        """Install one APK, or the parts of a set as one app, with every permission left for the person to grant."""
        verb = "install" if len(packages) == 1 else "install-multiple"
        said = self._run([verb, "-r", *map(str, packages)], failing="not-installed")
        if "Success" not in said:
            raise DeviceRefused("not-installed", said)

    def forget(self, package: str) -> None:
        """Remove what the app kept, so that it starts as on its first day."""
        self._shell("pm", "clear", _name(package))

    def launch(self, package: str) -> None:
        """Start the app as its icon would."""
        command = ("monkey", "-p", _name(package), "-c", "android.intent.category.LAUNCHER", "1")
        if "No activities found" in (said := self._shell(*command, failing="not-launched")):
            raise DeviceRefused("not-launched", said)

    def send_through(self, port: int) -> None:
        """Let the device's traffic pass by the bench at this port of our own machine."""
        self._run(["reverse", f"tcp:{port}", f"tcp:{port}"])
        self._shell("settings", "put", "global", "http_proxy", f"127.0.0.1:{port}")

    def send_directly(self) -> None:
        """Take the bench out of the way again."""
        self._shell("settings", "put", "global", "http_proxy", ":0")
        self._run(["reverse", "--remove-all"])

    def trust(self, script: str) -> None:
        """Add the bench's authority to the system's, on a rooted device or an emulator (`analyzers.bench.rooted`)."""
        said = self._run(["shell", "su", "0", "sh"], failing="not-rooted", given=script)
        if not said.endswith("trusted"):
            raise DeviceRefused("not-rooted", said)

    def read_advertising_id(self) -> str | None:
        """The identifier that the seeded person has on this device, where it can be read; none elsewhere."""
        try:
            said = self._shell("su", "0", "cat", _ADVERTISING_FILE)
        except DeviceRefused:
            return None
        found = _ADVERTISING_ID.search(said)
        return found.group() if found else None

    def exercise(self, package: str, seed: int, events: int) -> None:
        """Touch the app at random, the same way for the same seed; half a second between touches."""
        options = ("--pct-syskeys", "0", "--pct-appswitch", "0", "--ignore-security-exceptions", "--throttle", "500")
        self._shell("monkey", "-p", _name(package), "-s", str(seed), *options, str(events), seconds=30 + events)

    def leave(self) -> None:
        """Send the app to the background."""
        self._shell("input", "keyevent", "KEYCODE_HOME")

    def _shell(self, *words: str, failing: str = "refused", seconds: float | None = None) -> str:
        return self._run(["shell", *words], failing=failing, seconds=seconds)

    def _run(
        self,
        words: list[str],
        *,
        failing: str = "refused",
        given: str | None = None,
        seconds: float | None = None,
        whole: bool = False,
    ) -> str:
        chosen = [] if whole else ["-s", self.serial]
        command = [str(self.adb), "-P", str(self.server_port), *chosen, *words]
        try:
            ended = subprocess.run(  # noqa: S603 - our own program, words we wrote or checked
                command,
                input=(given or "").encode(),
                capture_output=True,
                env=self.environment,
                timeout=seconds or self.seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise DeviceRefused("time", words[0]) from error
        except OSError as error:
            raise DeviceRefused("no-adb", str(self.adb)) from error
        said = (ended.stdout + ended.stderr)[-_SAID:].decode("utf-8", "replace").strip()
        if "unauthorized" in said and ended.returncode:
            raise DeviceRefused("not-allowed", said)
        if ended.returncode:
            is_gone = "not found" in said or "no devices" in said or "offline" in said
            raise DeviceRefused("no-device" if is_gone else failing, said)
        return said


def find_adb(environment: Path) -> Path:
    """The `adb` of this machine, else the one that the capture tools' environment carries.

    Raises:
        DeviceRefused: there is none.
    """
    own = shutil.which("adb")
    carried = sorted(environment.glob("lib/python*/site-packages/adbutils/binaries/adb"))
    if own is None and not carried:
        raise DeviceRefused("no-adb")
    return Path(own) if own else carried[0]


def _name(package: str) -> str:
    """A package name goes into a shell of the device: nothing but a name may."""
    if not _PACKAGE.fullmatch(package):
        raise DeviceRefused("bad-name")
    return package
