"""The vault: files sealed under a key of their own, each key wrapped by the instance's. A key gone is data gone."""

import base64
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from catalog.errors import Unavailable

MAGIC = b"SCEAU-SEALED-1\n"
PIECE = 1 << 20  # of plain text, sealed one by one: any size passes in little memory
_PREFIX, _TAG, _NONCE = 7, 16, 12
_FOR_KEYS, _FOR_TEXTS, _FOR_RUNS = b"sceau key", b"sceau text", b"sceau run "


class Plain(Protocol):
    """A stream that gives so many bytes, fewer only at its end."""

    def read(self, size: int, /) -> bytes:
        """Return the next bytes."""
        ...


class VaultClosed(Unavailable):
    """The vault's own key is missing or is another one, or a sealed file is damaged."""

    code = "vault-closed"


class Vault:
    """Seals and opens. Its own key is a file that its owner alone may read; it is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "vault.key"

    def make_key(self) -> str:
        """Make a key and return it wrapped: without the vault it opens nothing."""
        nonce = secrets.token_bytes(_NONCE)
        wrapped = AESGCM(self._own()).encrypt(nonce, AESGCM.generate_key(256), _FOR_KEYS)
        return base64.b64encode(nonce + wrapped).decode("ascii")

    def seal(self, wrapped: str, source: Plain) -> "Sealing":
        """Return a stream that reads as the sealed form of `source`."""
        return Sealing(self._unwrap(wrapped), source)

    def open(self, wrapped: str, sealed: BinaryIO, sink: BinaryIO) -> None:
        """Write the plain form of `sealed` to `sink`.

        Raises:
            VaultClosed: the key does not open it, or a byte of it was changed, or it was cut.
        """
        key = AESGCM(self._unwrap(wrapped))
        if sealed.read(len(MAGIC)) != MAGIC:
            raise VaultClosed("not sealed here")
        prefix = sealed.read(_PREFIX)
        number, piece = 0, sealed.read(PIECE + _TAG)
        while True:
            after = sealed.read(PIECE + _TAG)
            try:
                sink.write(key.decrypt(_nonce(prefix, number, is_last=not after), piece, None))
            except (InvalidTag, ValueError) as error:
                raise VaultClosed("damaged") from error
            if not after:
                return
            number, piece = number + 1, after

    def derive(self, wrapped: str, name: str) -> bytes:
        """Return the key of one recording: it can be found again as long as the key it comes from, and no longer."""
        spread = HKDF(hashes.SHA256(), length=32, salt=None, info=_FOR_RUNS + name.encode())
        return spread.derive(self._unwrap(wrapped))

    def seal_text(self, wrapped: str, text: str) -> str:
        """Seal a short text."""
        nonce = secrets.token_bytes(_NONCE)
        sealed = AESGCM(self._unwrap(wrapped)).encrypt(nonce, text.encode(), _FOR_TEXTS)
        return base64.b64encode(nonce + sealed).decode("ascii")

    def open_text(self, wrapped: str, sealed: str) -> str:
        """Open a short text.

        Raises:
            VaultClosed: the key does not open it.
        """
        try:
            data = base64.b64decode(sealed, validate=True)
            return AESGCM(self._unwrap(wrapped)).decrypt(data[:_NONCE], data[_NONCE:], _FOR_TEXTS).decode()
        except (InvalidTag, ValueError) as error:
            raise VaultClosed("damaged") from error

    def _unwrap(self, wrapped: str) -> bytes:
        try:
            data = base64.b64decode(wrapped, validate=True)
            return AESGCM(self._own()).decrypt(data[:_NONCE], data[_NONCE:], _FOR_KEYS)
        except (InvalidTag, ValueError) as error:
            raise VaultClosed("another vault's key") from error

    def _own(self) -> bytes:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            return self._read()
        with os.fdopen(descriptor, "wb") as sink:
            sink.write(AESGCM.generate_key(256))
            sink.flush()
            os.fsync(sink.fileno())
        return self._read()

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError as error:
            raise VaultClosed(error.strerror or "") from error


class Sealing:
    """The sealed form of a stream, made as it is read."""

    def __init__(self, key: bytes, source: Plain) -> None:
        self._pieces = _seal(AESGCM(key), source)
        self._held = b""

    def read(self, size: int, /) -> bytes:
        """Return at most `size` bytes, none at the end."""
        if not self._held:
            self._held = next(self._pieces, b"")
        piece, self._held = self._held[:size], self._held[size:]
        return piece


def _seal(key: AESGCM, source: Plain) -> Iterator[bytes]:
    prefix = secrets.token_bytes(_PREFIX)
    yield MAGIC + prefix
    number, piece = 0, source.read(PIECE)
    while True:
        after = source.read(PIECE)
        yield key.encrypt(_nonce(prefix, number, is_last=not after), piece, None)
        if not after:
            return
        number, piece = number + 1, after


def _nonce(prefix: bytes, number: int, *, is_last: bool) -> bytes:
    """A piece moved, left out, or taken for the last one does not open (the STREAM construction)."""
    return prefix + number.to_bytes(4, "big") + bytes([is_last])
