"""The vault: what is sealed opens whole with its key, and with nothing else."""

import io
from pathlib import Path

import pytest

from catalog.plumbing.vault import MAGIC, PIECE, Vault, VaultClosed


def sealed_by(vault: Vault, key: str, plain: bytes) -> bytes:
    stream, found = vault.seal(key, io.BytesIO(plain)), b""
    while piece := stream.read(70_000):
        found += piece
    return found


def opened_by(vault: Vault, key: str, sealed: bytes) -> bytes:
    sink = io.BytesIO()
    vault.open(key, io.BytesIO(sealed), sink)
    return sink.getvalue()


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE + 17])
def test_any_size_comes_back(tmp_path: Path, size: int) -> None:
    vault = Vault(tmp_path)
    key, plain = vault.make_key(), bytes(size % 251 for _ in range(size))
    sealed = sealed_by(vault, key, plain)

    assert opened_by(vault, key, sealed) == plain
    assert sealed.startswith(MAGIC)
    assert (tmp_path / "vault.key").stat().st_mode & 0o077 == 0


def test_nothing_cut_moved_or_changed_opens(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    key = vault.make_key()
    sealed = sealed_by(vault, key, b"a" * (PIECE + 5))
    head, step = len(MAGIC) + 7, PIECE + 16
    first, last = sealed[head : head + step], sealed[head + step :]
    for broken in (
        b"",
        sealed[:-1],
        sealed[: head + step],  # the last piece left out
        sealed[:head] + last + first,
        sealed[:-1] + bytes([sealed[-1] ^ 1]),
        sealed[:head],
        b"PK" + sealed,
    ):
        with pytest.raises(VaultClosed):
            opened_by(vault, key, broken)


def test_another_vault_or_another_key_opens_nothing(tmp_path: Path) -> None:
    vault, other = Vault(tmp_path / "a"), Vault(tmp_path / "b")
    key = vault.make_key()
    sealed = sealed_by(vault, key, b"secret")
    with pytest.raises(VaultClosed):
        opened_by(other, key, sealed)
    with pytest.raises(VaultClosed):
        opened_by(vault, vault.make_key(), sealed)
    with pytest.raises(VaultClosed):
        opened_by(vault, "no key", sealed)


def test_the_key_of_a_recording_is_found_again_and_is_its_own(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    key, other = vault.make_key(), vault.make_key()
    assert vault.derive(key, "cap_1") == Vault(tmp_path).derive(key, "cap_1")
    assert len({vault.derive(key, "cap_1"), vault.derive(key, "cap_2"), vault.derive(other, "cap_1")}) == 3
    assert len(vault.derive(key, "cap_1")) == 32


def test_a_short_text_opens_with_its_key_alone(tmp_path: Path) -> None:
    vault = Vault(tmp_path)
    key = vault.make_key()
    sealed = vault.seal_text(key, "clé")
    assert vault.open_text(key, sealed) == "clé"
    assert vault.seal_text(key, "clé") != sealed
    for wrong_key, wrong in ((vault.make_key(), sealed), (key, sealed[:-4] + "AAAA"), (key, "é"), (key, "")):
        with pytest.raises(VaultClosed):
            vault.open_text(wrong_key, wrong)
