"""The bench's authority: made once, in the form that the proxy reads, readable by nobody else."""

from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from analyzers.bench.authority import CERTIFICATE, SECRET, open_authority, show_authority

START = datetime(2026, 11, 2, 9, tzinfo=UTC)


def test_made_once_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "bench" / "authority"
    first = open_authority(folder, START).read_bytes()

    assert open_authority(folder, START).read_bytes() == first
    assert sorted(path.name for path in folder.parent.iterdir()) == ["authority"]
    made = x509.load_pem_x509_certificate(first)
    assert made.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    assert (folder / SECRET).read_bytes().endswith(first)
    assert (folder / SECRET).stat().st_mode & 0o077 == 0


def test_who_comes_second_takes_the_first_one_and_leaves_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "authority"
    folder.mkdir()
    (folder / "taken").touch()  # another is just making it: the folder cannot be replaced
    open_authority(folder, START)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["authority"]
    assert not (folder / CERTIFICATE).exists()


def test_it_is_shown_as_phones_show_it(tmp_path: Path) -> None:
    path = open_authority(tmp_path / "authority", START)
    shown = show_authority(path)
    made = x509.load_der_x509_certificate(shown.der)
    assert shown.fingerprint == made.fingerprint(hashes.SHA256()).hex(":").upper()
    assert len(shown.fingerprint.split(":")) == 32
    assert (shown.pem, shown.valid_until) == (path.read_bytes(), made.not_valid_after_utc)
    assert b"PRIVATE" not in shown.pem
