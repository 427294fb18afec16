"""The authority goes where the platform looks for it, under the name it computes."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography import x509

from analyzers.bench.authority import open_authority
from analyzers.bench.rooted import name_subject, write_script


def test_the_script_is_sound_and_carries_the_certificate(tmp_path: Path) -> None:
    authority = open_authority(tmp_path / "authority", datetime(2026, 11, 27, tzinfo=UTC)).read_bytes()

    script = write_script(authority)

    assert subprocess.run(["sh", "-n"], input=script.encode(), check=False).returncode == 0
    assert f"name={name_subject(x509.load_pem_x509_certificate(authority).subject.public_bytes())}.0" in script
    assert script.rstrip().endswith("echo trusted")


def _named(values: tuple[tuple[int, str], ...]) -> bytes:
    """A subject of short printable strings, as the authorities of long ago wrote theirs."""
    rows = b""
    for kind, value in values:
        pair = b"\x06\x03\x55\x04" + bytes([kind]) + b"\x13" + bytes([len(value)]) + value.encode()
        rows += b"\x31" + bytes([len(pair) + 2]) + b"\x30" + bytes([len(pair)]) + pair
    return b"\x30" + bytes([len(rows)]) + rows


def test_the_name_is_the_one_that_openssl_gives() -> None:
    # `openssl x509 -subject_hash_old` says 6187b673 of ISRG Root X1, and Android ships it as 6187b673.0.
    subject = _named(((6, "US"), (10, "Internet Security Research Group"), (3, "ISRG Root X1")))

    assert name_subject(subject) == "6187b673"


def test_what_is_no_certificate_is_refused() -> None:
    with pytest.raises(ValueError, match=r"PEM|certificate"):
        write_script(b"nothing")
