"""The signer: Ed25519 keys in the state folder, JSON Web Signatures over canonical JSON."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import rfc8785
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from joserfc.registry import HeaderParameter

from catalog.errors import Unavailable

ALGORITHM = "Ed25519"
TYPE = "sceau-certificate+jws"
DEMO = "sceau-demo"  # listed in `crit`: a verifier that does not know it must refuse the signature (RFC 7515, 4.1.11)


class SignerUnavailable(Unavailable):
    """No usable signing key."""

    code = "signer-unavailable"


class SignatureRefused(Exception):
    """The signature does not hold, or is a demonstration's; the message says which."""


class Signer(Protocol):
    """Signs documents. The key never leaves it."""

    @property
    def key_id(self) -> str:
        """Name of the key in use."""
        ...

    def sign(self, document: Mapping[str, Any]) -> str:
        """Return the compact JWS of the canonical form of `document`."""
        ...

    def public_keys(self) -> list[dict[str, Any]]:
        """Return the public keys as JWK."""
        ...


def canonical(document: Any) -> bytes:
    """Return the RFC 8785 form of `document`: same content, same bytes."""
    return rfc8785.dumps(document)


def digest_of(document: Any) -> str:
    """Return the SHA-256 (hex) of the canonical form of `document`."""
    return sha256(canonical(document)).hexdigest()


def _registry() -> jws.JWSRegistry:
    return jws.JWSRegistry(
        header_registry={DEMO: HeaderParameter("Marks a demonstration's signature", "bool")}, algorithms=[ALGORITHM]
    )


@dataclass(frozen=True, slots=True)
class FileSigner:
    """A key kept in a file readable by its owner alone; `is_demo` keys sign for nobody."""

    key: OKPKey
    is_demo: bool

    @property
    def key_id(self) -> str:
        """Name of the key: a prefix of its thumbprint, marked when it is a demonstration's."""
        return ("demo-" if self.is_demo else "") + self.key.thumbprint()[:16]

    def sign(self, document: Mapping[str, Any]) -> str:
        """Return the compact JWS of the canonical form of `document`."""
        header: dict[str, Any] = {"alg": ALGORITHM, "kid": self.key_id, "typ": TYPE}
        if self.is_demo:
            header |= {"crit": [DEMO], DEMO: True}
        return jws.serialize_compact(header, canonical(document), self.key, registry=_registry())

    def public_keys(self) -> list[dict[str, Any]]:
        """Return the public key as a JWK."""
        return [{**self.key.as_dict(private=False), "kid": self.key_id, "use": "sig", "demo": self.is_demo}]


def make_key(folder: Path, *, demo: bool) -> FileSigner:
    """Write a new key into `folder` unless one is there, and return its signer."""
    path = folder / ("demo.jwk" if demo else "signing.jwk")
    if not path.exists():
        folder.mkdir(parents=True, exist_ok=True)
        key = OKPKey.generate_key("Ed25519")
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as sink:
            json.dump(key.as_dict(private=True), sink)
            sink.flush()
            os.fsync(sink.fileno())
    return load_key(folder)


def load_key(folder: Path) -> FileSigner:
    """Load the instance's key.

    Raises:
        SignerUnavailable: there is none, or it cannot be read.
    """
    for name, demo in (("signing.jwk", False), ("demo.jwk", True)):
        path = folder / name
        if path.exists():
            try:
                return FileSigner(OKPKey.import_key(json.loads(path.read_text(encoding="ascii"))), demo)
            except (ValueError, JoseError, OSError) as error:
                raise SignerUnavailable(f"{name}: {error}") from error
    raise SignerUnavailable("no signing key: run `sceau init`")


class KeyFolder:
    """The instance's signer, looked up when it is first needed: a state without a key can still be read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    @property
    def key_id(self) -> str:
        """Name of the key in use."""
        return load_key(self.folder).key_id

    def sign(self, document: Mapping[str, Any]) -> str:
        """Return the compact JWS of the canonical form of `document`."""
        return load_key(self.folder).sign(document)

    def public_keys(self) -> list[dict[str, Any]]:
        """Return the public keys as JWK."""
        return load_key(self.folder).public_keys()


def verify(token: str, keys: list[dict[str, Any]], *, accept_demo: bool = False) -> dict[str, Any]:
    """Return the document that `token` signs, if one of `keys` signed it.

    Raises:
        SignatureRefused: unknown key, broken signature, or a demonstration's signature while none is accepted.
    """
    try:
        header = jws.extract_compact(token.encode()).headers()
        known = next((key for key in keys if key.get("kid") == header.get("kid")), None)
        if known is None:
            raise SignatureRefused("signed by an unknown key")
        if header.get("typ") != TYPE:
            raise SignatureRefused("what is signed is not a certificate")
        if (header.get(DEMO) or known.get("demo")) and not accept_demo:
            raise SignatureRefused("signed by a demonstration instance: it certifies nothing")
        parts = {name: known[name] for name in ("kty", "crv", "x")}
        signed = jws.deserialize_compact(token, OKPKey.import_key(parts), registry=_registry())
        document = json.loads(signed.payload)
        is_canonical = isinstance(document, dict) and canonical(document) == signed.payload
    except (JoseError, ValueError, KeyError, TypeError) as error:  # a header of odd types is a TypeError to the library
        raise SignatureRefused(f"the signature does not hold: {error}") from error
    if not is_canonical:
        raise SignatureRefused("the signed text is not in canonical form")
    return dict(document)
