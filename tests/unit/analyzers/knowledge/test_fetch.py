"""What is fetched is checked before it counts; what fails leaves no trace and says one sentence."""

import hashlib
import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest

from analyzers.knowledge.fetch import OK, PINS, REFUSED, is_present, main

MEMBER = b"0,4294967295,64500,Example\n"


def tarball(name: str = "package/asn.csv", content: bytes = MEMBER, kind: bytes = tarfile.REGTYPE) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w:gz") as archive:
        info = tarfile.TarInfo(name)
        info.size, info.type = (len(content) if kind == tarfile.REGTYPE else 0), kind
        info.linkname = "/etc/hostname" if kind == tarfile.SYMTYPE else ""
        archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


class Bench:
    """A folder, a list of one pin, and an npm client that gives one prepared file."""

    def __init__(self, place: Path, served: bytes, pinned: bytes | None = None) -> None:
        self.folder, self.pins, self.npm = place / "sets", place / "pins.json", place / "npm"
        (place / "served.tgz").write_bytes(served)
        self.pin: dict[str, Any] = {
            "name": "asn-ipv4",
            "package": "@someone/asn",
            "version": "1.0.0",
            "date": "2026-06-01",
            "sha256": hashlib.sha256(served if pinned is None else pinned).hexdigest(),
            "member": "asn.csv",
            "member_sha256": hashlib.sha256(MEMBER).hexdigest(),
            "size": len(MEMBER),
            "licence": "CC-BY-4.0",
            "attribution": "someone",
        }
        self.pins.write_text(json.dumps([self.pin]), "utf-8")
        self.serve(f'cp "{place}/served.tgz" "$4/one.tgz"; echo called >> "{place}/calls"')
        self.calls = place / "calls"

    def serve(self, script: str) -> None:
        self.npm.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        self.npm.chmod(0o755)

    def run(self) -> int:
        return main([str(self.folder), "--npm", str(self.npm), "--pins", str(self.pins)])


def test_a_pinned_member_is_put_in_place_with_its_card(tmp_path: Path) -> None:
    bench = Bench(tmp_path, tarball())
    assert bench.run() == OK
    assert sorted(path.name for path in bench.folder.iterdir()) == ["asn-ipv4.json", "asn.csv"]
    assert is_present(bench.folder, bench.pin)


def test_a_second_fetch_calls_nobody(tmp_path: Path) -> None:
    bench = Bench(tmp_path, tarball())
    assert (bench.run(), bench.run()) == (OK, OK)
    assert bench.calls.read_text("utf-8").count("called") == 1


def test_a_member_changed_on_disk_is_fetched_again(tmp_path: Path) -> None:
    bench = Bench(tmp_path, tarball())
    bench.run()
    (bench.folder / "asn.csv").write_bytes(MEMBER[::-1])
    assert bench.run() == OK
    assert (bench.folder / "asn.csv").read_bytes() == MEMBER


@pytest.mark.parametrize(
    "served",
    [
        tarball("package/other.csv"),
        tarball("../package/asn.csv"),
        tarball(kind=tarfile.SYMTYPE),
        tarball(kind=tarfile.DIRTYPE),
        tarball(content=MEMBER + b"more"),
        b"no archive at all",
    ],
    ids=["other-name", "traversal", "link", "folder", "longer", "no-archive"],
)
def test_a_tarball_without_the_very_member_leaves_no_trace(
    tmp_path: Path, served: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    bench = Bench(tmp_path, served)
    assert bench.run() == REFUSED
    assert not bench.folder.exists()
    assert capsys.readouterr().err.count("\n") == 1


def test_another_tarball_than_the_pinned_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(tmp_path, tarball(), pinned=b"another")
    assert bench.run() == REFUSED
    assert "SHA-256 differs" in capsys.readouterr().err


@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'touch "$4/a.tgz" "$4/b.tgz"'])
def test_a_client_that_brings_nothing_is_said(tmp_path: Path, script: str, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(tmp_path, tarball())
    bench.serve(script)
    assert bench.run() == REFUSED
    assert "could not be fetched" in capsys.readouterr().err
    assert not bench.folder.exists()


def test_without_a_client_one_sentence_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(tmp_path, tarball())
    assert main([str(bench.folder), "--npm", "no-such-client", "--pins", str(bench.pins)]) == REFUSED
    assert "no npm client" in capsys.readouterr().err
    assert not bench.folder.exists()


def test_an_earlier_set_survives_a_failed_fetch(tmp_path: Path) -> None:
    bench = Bench(tmp_path, tarball())
    bench.run()
    bench.pins.write_text(json.dumps([bench.pin | {"version": "2.0.0"}]), "utf-8")
    bench.serve("exit 1")
    assert bench.run() == REFUSED
    assert (bench.folder / "asn.csv").read_bytes() == MEMBER


def test_the_shipped_pins_name_what_the_service_reads() -> None:
    pins = json.loads(PINS.read_text("utf-8"))
    assert {pin["name"] for pin in pins} == {"dbip-country", "asn-ipv4", "asn-ipv6"}
    assert all(len(pin["sha256"]) == len(pin["member_sha256"]) == 64 for pin in pins)


def test_a_client_that_cannot_be_started_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bench = Bench(tmp_path, tarball())
    bench.npm.write_bytes(b"\x7fELF no program")
    assert bench.run() == REFUSED
    assert "could not be fetched" in capsys.readouterr().err


def test_two_members_of_one_package_are_fetched_in_one_call(tmp_path: Path) -> None:
    bench = Bench(tmp_path, tarball())
    bench.pins.write_text(json.dumps([bench.pin, bench.pin | {"name": "asn-again"}]), "utf-8")
    assert bench.run() == OK
    assert bench.calls.read_text("utf-8").count("called") == 1
    assert (bench.folder / "asn-again.json").is_file()
