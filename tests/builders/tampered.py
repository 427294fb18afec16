"""Packages changed after they were signed: whatever else is read in them, none may be called verified."""

import struct
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from tests.builders.apk import ApkSource, build_apk, entries_of
from tests.builders.archive import Entry, write_sections
from tests.builders.dex import ClassSource, write_dex
from tests.builders.jar_signing import sign_v1
from tests.builders.signing import V2_BLOCK, V3_BLOCK, Signer, sign

_SOURCE = ApkSource(
    "fr.fictif.signe",
    min_sdk=28,
    target_sdk=29,  # from 30 on, the platform refuses the oldest scheme alone
    dex=((ClassSource("fr.fictif.signe.Accueil", extends="android.app.Activity"),),),
    files={"assets/texte.txt": b"FICTIF " * 50},
)


@dataclass(frozen=True, slots=True)
class TamperedPackage:
    """One change, and the package it was made on."""

    id: str
    make: Callable[[Signer], bytes]


def a_signed_apk(signer: Signer, *schemes: str, min_sdk: int = 28) -> bytes:
    """The package before anybody touched it."""
    return build_apk(replace(_SOURCE, schemes=schemes, min_sdk=min_sdk), signer)


def _directory(raw: bytes) -> int:
    place: int = struct.unpack_from("<I", raw, len(raw) - 6)[0]
    return place


def _flip(raw: bytes, place: int) -> bytes:
    changed = bytearray(raw)
    changed[place] ^= 1
    return bytes(changed)


def _without_block(raw: bytes) -> bytes:
    """The signing block cut out, as someone does who wants an older scheme to be believed."""
    directory = _directory(raw)
    size = struct.unpack_from("<Q", raw, directory - 24)[0] + 8
    end = raw[-22:-6] + struct.pack("<I", directory - size) + raw[-2:]
    return raw[: directory - size] + raw[directory:-22] + end


def _renamed_block(raw: bytes, block: int) -> bytes:
    """One scheme's block under a number that nobody knows."""
    return raw.replace(struct.pack("<I", block), struct.pack("<I", 0x0F1C71F0), 1)


def _v1(min_sdk: int, signer: Signer, change: Callable[[tuple[Entry, ...]], tuple[Entry, ...]]) -> bytes:
    """A package of the oldest scheme whose entries were changed after it was signed."""
    entries = entries_of(replace(_SOURCE, min_sdk=min_sdk))
    signed = entries + sign_v1(entries, signer, ("v1",))
    return b"".join(write_sections(change(signed)))


def _with_more_code(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return (*entries, Entry("classes2.dex", write_dex([ClassSource("fr.fictif.signe.Ajout")])))


def _with_other_text(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(replace(one, data=b"AUTRE") if one.name.startswith("assets/") else one for one in entries)


def _without_signature(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(one for one in entries if not one.name.endswith(".RSA"))


def _with_other_statement(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    return tuple(replace(one, data=one.data + b"\r\n") if one.name.endswith(".SF") else one for one in entries)


def _flipped(where: str, schemes: tuple[str, ...], signer: Signer) -> bytes:
    raw = a_signed_apk(signer, *schemes, min_sdk=24)  # phones of that level look at the older block
    directory = _directory(raw)
    block = directory - struct.unpack_from("<Q", raw, directory - 24)[0] - 8
    # 12 bytes into the block's first pair stand the lengths; the certificate and the signature follow.
    places = {"content": 100, "directory": directory + 12, "end": len(raw) - 12, "block": block + 100}
    return _flip(raw, places[where])


def _resigned_by_another_key(signer: Signer) -> bytes:
    """The publisher's certificate, the block of somebody else's content."""
    ours, theirs = (write_sections(entries_of(replace(_SOURCE, version_code=number))) for number in (1, 2))
    whole = sign(theirs, signer, ("v2",), 28)
    directory = _directory(whole)
    block = whole[len(theirs.contents) : directory]
    end = ours.end[:16] + struct.pack("<I", len(ours.contents) + len(block)) + ours.end[20:]
    return ours.contents + block + ours.directory + end


def _packages() -> list[TamperedPackage]:
    found = [
        TamperedPackage(f"{'+'.join(schemes)}-{where}-byte-flipped", partial(_flipped, where, schemes))
        for schemes in (("v2",), ("v3",), ("v2", "v3"))
        for where in ("content", "directory", "end", "block")
    ]
    changes = {
        "code-added": _with_more_code,
        "text-changed": _with_other_text,
        "signature-removed": _without_signature,
        "statement-changed": _with_other_statement,
    }
    for name, change in changes.items():
        found.append(TamperedPackage(f"v1-{name}", partial(_tampered_v1, change)))
    found.append(TamperedPackage("v1+v2-block-stripped", lambda key: _without_block(a_signed_apk(key, "v1", "v2"))))
    for schemes, block in ((("v2", "v3"), V3_BLOCK), (("v1", "v2"), V2_BLOCK)):
        name = f"{'+'.join(schemes)}-newest-block-renamed"
        found.append(TamperedPackage(name, partial(_renamed, schemes, block)))
    found.append(TamperedPackage("v2-block-of-another-content", _resigned_by_another_key))
    found.append(TamperedPackage("unsigned", lambda _: build_apk(_SOURCE, None)))
    return found


def _tampered_v1(change: Callable[[tuple[Entry, ...]], tuple[Entry, ...]], signer: Signer) -> bytes:
    return _v1(21, signer, change)


def _renamed(schemes: tuple[str, ...], block: int, signer: Signer) -> bytes:
    return _renamed_block(a_signed_apk(signer, *schemes), block)


TAMPERED: tuple[TamperedPackage, ...] = tuple(_packages())
