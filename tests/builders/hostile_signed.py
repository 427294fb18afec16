"""Signed packages whose signature lies: changed afterwards, stripped, oversized, made of nothing. None is verified."""

import struct
from functools import cache, partial

from fixtures.build import KEY
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import NO_MANIFEST, READ, a_row
from tests.builders.signing import Signer, load_signer
from tests.builders.tampered import TAMPERED, TamperedPackage, a_signed_apk

_MAGIC = b"APK Sig Block 42"


@cache
def a_signer() -> Signer:
    """The invented publisher of every signed bad file."""
    return load_signer(KEY.read_bytes(), "Atelier Brindille")


@cache
def _a_package_of_v2() -> bytes:
    return a_signed_apk(a_signer(), "v2")


def _made(item: TamperedPackage) -> bytes:
    return item.make(a_signer())


def with_block(pairs: bytes, *, size: int | None = None, second: int | None = None, magic: bytes = _MAGIC) -> bytes:
    """A signed package whose signing block is replaced by these pairs, and its two sizes by lies."""
    raw = _a_package_of_v2()
    directory: int = struct.unpack_from("<I", raw, len(raw) - 6)[0]
    start = directory - struct.unpack_from("<Q", raw, directory - 24)[0] - 8
    true = len(pairs) + 24
    block = struct.pack("<Q", true if size is None else size) + pairs
    block += struct.pack("<Q", true if second is None else second) + magic
    end = raw[-22:-6] + struct.pack("<I", start + len(block)) + raw[-2:]
    return raw[:start] + block + raw[directory:-22] + end


def _pair(number: int, value: bytes, size: int | None = None) -> bytes:
    return struct.pack("<QI", len(value) + 4 if size is None else size, number) + value


def _sized(*parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack("<I", len(body)) + body


_V2, _V3, _V31 = 0x7109871A, 0xF05368C0, 0x1B93AD61


def _blocks() -> list[HostileInput]:
    empty_signer = _sized(_sized(_sized(), _sized(), _sized()))
    hollow = _sized(_sized(_sized(_sized(), _sized(), _sized()), _sized(), _sized()))
    made = {
        "size-max": partial(with_block, b"", size=0xFFFFFFFFFFFFFFFF),
        "size-zero": partial(with_block, b"", size=0),
        "sizes-disagree": partial(with_block, _pair(_V2, b""), second=4096),
        "second-size-max": partial(with_block, b"", second=0xFFFFFFFFFFFFFFFF),
        "magic-other": partial(with_block, b"", magic=b"APK Sig Block 43"),
        "no-pair": partial(with_block, b""),
        "pair-size-max": partial(with_block, _pair(_V2, b"", 0xFFFFFFFFFFFFFFFF)),
        "pair-size-zero": partial(with_block, _pair(_V2, b"", 0)),
        "pair-cut": partial(with_block, b"\0" * 5),
        "pairs-2000": partial(with_block, _pair(0x71777777, b"") * 2_000),
        "pairs-100000": partial(with_block, _pair(0x71777777, b"") * 100_000),
        "v2-empty": partial(with_block, _pair(_V2, b"")),
        "v2-length-max": partial(with_block, _pair(_V2, b"\xff\xff\xff\xff")),
        "v2-no-signer": partial(with_block, _pair(_V2, _sized())),
        "v2-signer-empty": partial(with_block, _pair(_V2, empty_signer)),
        "v2-signer-hollow": partial(with_block, _pair(_V2, hollow)),
        "v2-signers-100": partial(
            with_block, _pair(_V2, _sized(*(_sized(_sized(), _sized(), _sized()) for _ in range(100))))
        ),
        "v2-nested-lengths": partial(with_block, _pair(_V2, _sized(_sized(_sized(_sized(_sized(_sized(b"F" * 99)))))))),
        "v2-twice": partial(with_block, _pair(_V2, empty_signer) * 2),
        "v3-empty": partial(with_block, _pair(_V3, b"")),
        "v3-no-signer": partial(with_block, _pair(_V3, _sized())),
        "v3-signer-empty": partial(with_block, _pair(_V3, empty_signer)),
        "v31-alone": partial(with_block, _pair(_V31, empty_signer)),
        "stamp-alone": partial(with_block, _pair(0x6DFF800D, empty_signer)),
        "padding-alone": partial(with_block, _pair(0x42726577, bytes(4000))),
        "zeros-one-mebibyte": partial(with_block, _pair(_V2, bytes(1 << 20))),
    }
    return [
        a_row("s01" if name.startswith("v") else "z17", f"block-{name}", make, *READ, named=_ISSUES.get(name, _NONE))
        for name, make in made.items()
    ]


# What the platform's verifier says. A block it cannot find is none: then only the oldest scheme could hold.
_NONE = "JAR_SIG_NO_MANIFEST"
_ISSUES = {
    "zeros-one-mebibyte": "V2_SIG_NO_SIGNERS",
    "v2-empty": "V2_SIG_MALFORMED_SIGNERS",
    "v2-length-max": "V2_SIG_MALFORMED_SIGNERS",
    "v2-no-signer": "V2_SIG_NO_SIGNERS",
    "v2-signer-empty": "V2_SIG_NO_SIGNATURES",
    "v2-signer-hollow": "V2_SIG_NO_SIGNATURES",
    "v2-signers-100": "V2_SIG_MAX_SIGNATURES_EXCEEDED",
    "v2-nested-lengths": "V2_SIG_MALFORMED_SIGNER",
    "v2-twice": "V2_SIG_NO_SIGNATURES",
    "v3-empty": "V3_SIG_MALFORMED_SIGNERS",
    "v3-no-signer": "V3_SIG_NO_SIGNERS",
    "v3-signer-empty": "V3_SIG_MALFORMED_SIGNER",
    "v31-alone": "V3_SIG_MALFORMED_SIGNER",
}
_TAMPERED = {
    "v2-content-byte-flipped": "V2_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "v3-content-byte-flipped": "V3_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "v2+v3-content-byte-flipped": "V3_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "v2-directory-byte-flipped": "V2_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "v3-directory-byte-flipped": "V3_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "v2+v3-directory-byte-flipped": "V3_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "v2-block-byte-flipped": "V2_SIG_DID_NOT_VERIFY",
    "v3-block-byte-flipped": "V3_SIG_DID_NOT_VERIFY",
    "v2+v3-block-byte-flipped": "V2_SIG_DID_NOT_VERIFY",
    "v1-code-added": "JAR_SIG_NO_ZIP_ENTRY_DIGEST_IN_MANIFEST",
    "v1-text-changed": "JAR_SIG_ZIP_ENTRY_DIGEST_DID_NOT_VERIFY",
    "v1-signature-removed": "JAR_SIG_NO_SIGNATURES",
    "v1-statement-changed": "JAR_SIG_DID_NOT_VERIFY",
    "v1+v2-block-stripped": "JAR_SIG_MISSING_APK_SIG_REFERENCED",
    "v2+v3-newest-block-renamed": "V2_SIG_MISSING_APK_SIG_REFERENCED",
    "v1+v2-newest-block-renamed": "JAR_SIG_MISSING_APK_SIG_REFERENCED",
    "v2-block-of-another-content": "V2_SIG_APK_DIGEST_DID_NOT_VERIFY",
    "unsigned": _NONE,
}


def _tampered(item: TamperedPackage) -> HostileInput:
    end = READ
    if "content" in item.id and "flipped" in item.id:
        end = NO_MANIFEST  # the byte lies in the compressed manifest
    elif "-end-" in item.id:
        end = ("refused", "truncated")
    return a_row("s01", item.id, partial(_made, item), *end, named=_TAMPERED.get(item.id, ""))


SIGNED: tuple[HostileInput, ...] = (*map(_tampered, TAMPERED), *_blocks())
