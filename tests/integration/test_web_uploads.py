"""An upload in several goes against a real server: killed in the middle, it goes on; a gibibyte takes little memory."""

import hashlib
import socket
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.builders.instance import PASSWORD
from tests.builders.running import SERVER, Answer, Running, a_running_instance

MEBIBYTE, GIBIBYTE = 1 << 20, 1 << 30
STEP = 8 * MEBIBYTE
RESIDENT_MAX = 200 * MEBIBYTE
pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with a_running_instance(tmp_path_factory.mktemp("state")) as one:
        yield one


class Sender:
    """A publisher's program with one file to send."""

    def __init__(self, running: Running, size: int) -> None:
        self.running, self.size = running, size
        person = {"email": "publisher@sceau.example", "password": PASSWORD}
        self.token = running.call("POST", "/api/v1/sessions", document=person).json["token"]
        words = {"purpose_fr": "Voir.", "purpose_en": "See.", "contact": "a@b.example"}
        app = running.call("POST", "/api/v1/apps", self.token, {"name": f"App of {size}", **words}).json["id"]
        self.file = running.call("POST", "/api/v1/submissions", self.token, {"app": app}).json["id"]
        self.path = f"/api/v1/submissions/{self.file}/uploads"

    def piece(self, start: int, length: int) -> bytes:
        """The bytes of the file at this place: a block that changes with each mebibyte."""
        first, last = start // MEBIBYTE, (start + length - 1) // MEBIBYTE
        blocks = b"".join(Random(number).randbytes(MEBIBYTE) for number in range(first, last + 1))  # noqa: S311 - invented bytes
        return blocks[start - first * MEBIBYTE :][:length]

    def begin(self) -> dict[str, Any]:
        """Announce the file, or find it again."""
        body = {"kind": "apk", "filename": "a.apk", "size": self.size, "mark": "one"}
        found: dict[str, Any] = self.running.call("POST", self.path, self.token, body).json
        return found

    def send(self, upload: dict[str, Any]) -> Answer:
        """Send the next bytes."""
        at = upload["offset"]
        content = self.piece(at, min(STEP, self.size - at))
        return self.running.call(
            "PATCH", f"{self.path}/{upload['id']}", self.token, content=content, Upload_Offset=str(at)
        )

    def break_off(self, upload: dict[str, Any]) -> None:
        """Begin to send the next bytes, and let the server die under them."""
        host, port = self.running.origin.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as line:
            head = (
                f"PATCH {self.path}/{upload['id']} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {self.token}\r\n"
                f"Upload-Offset: {upload['offset']}\r\nContent-Length: {STEP}\r\n\r\n"
            )
            line.sendall(head.encode() + self.piece(upload["offset"], STEP // 2))
            self.running.kill(SERVER)


def _lodged(sender: Sender) -> list[dict[str, Any]]:
    answer = sender.running.call("GET", f"/api/v1/submissions/{sender.file}", sender.token)
    pieces: list[dict[str, Any]] = answer.json["artifacts"]
    return pieces


def test_a_server_killed_in_the_middle_loses_nothing_that_it_acknowledged(running: Running) -> None:
    sender = Sender(running, 3 * STEP + 12_345)
    upload = sender.send(sender.begin()).json
    sender.break_off(upload)
    running.start(SERVER)
    again = sender.begin()
    assert (again["id"], again["offset"]) == (upload["id"], STEP)
    while again["artifact"] is None:
        again = sender.send(again).json
    [piece] = _lodged(sender)
    assert piece["sha256"] == hashlib.sha256(sender.piece(0, sender.size)).hexdigest()
    assert not list((running.state / "blobs" / "partial").iterdir())


def test_what_a_killed_server_half_received_is_swept_at_its_next_start(running: Running) -> None:
    left = running.state / "blobs" / "partial" / "upl_nobodys"
    left.parent.mkdir(parents=True, exist_ok=True)
    left.write_bytes(b"x")
    running.kill(SERVER)
    running.start(SERVER)
    assert not left.exists()


@pytest.mark.prove
def test_a_gibibyte_goes_through_with_cuts_and_little_memory(running: Running) -> None:
    sender = Sender(running, GIBIBYTE)
    upload, peak, cuts = sender.begin(), 0, 0
    while upload["artifact"] is None:
        if upload["offset"] in (20 * STEP, 90 * STEP) and cuts < 2:
            cuts += 1
            sender.break_off(upload)
            running.start(SERVER)
            upload = sender.begin()
        upload = sender.send(upload).json
        peak = max(peak, _resident(running.programs[SERVER].pid))
    [piece] = _lodged(sender)
    assert (piece["size"], cuts) == (GIBIBYTE, 2)
    digest = hashlib.sha256()
    for start in range(0, GIBIBYTE, STEP):
        digest.update(sender.piece(start, STEP))
    assert piece["sha256"] == digest.hexdigest()
    assert peak < RESIDENT_MAX
    print(f"1 GiB in 128 goes, 2 kills: peak resident {peak / MEBIBYTE:.0f} MiB")  # noqa: T201 - a figure for docs/proofs.md


def _resident(process: int) -> int:
    status = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM"))) * 1024
