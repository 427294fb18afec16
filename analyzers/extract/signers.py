"""The signers of a package as evidence: schemes, verdict with its issue codes, certificates, history of keys."""

from typing import Any

from analyzers.extract.values import printable
from analyzers.formats.archive import Archive
from analyzers.formats.certificate import Certificate, key_facts
from analyzers.formats.errors import FormatError
from analyzers.formats.scheme_v2 import NEWEST
from analyzers.formats.signing import Claims, SignedBy, verify_package
from analyzers.formats.signing_block import NAMES, STAMPS

Fact = dict[str, Any]

PREVIEW = 10_000  # a manifest that names a preview platform by a word: newer than every published level
MAX_BLOCKS = 200
STAMP_ENTRY = "stamp-cert-sha256"
_DIGEST = 32


def read_signers(archive: Archive, facts: Fact, min_sdk: int | None, max_sdk: int | None = None) -> Fact:
    """Who signed, and whether it holds for every platform from the manifest's level on .

    `min_sdk` and `max_sdk` replace the range where a question about other platforms is asked.
    """
    levels = facts.get("effective", {})
    stated = levels.get("minSdkVersion", 1) if min_sdk is None else min_sdk
    low = PREVIEW if stated is None else max(stated, 0)
    target = levels.get("targetSdkVersion")
    high = NEWEST if max_sdk is None else max_sdk
    verdict = verify_package(archive, Claims(low, target, facts.get("targetSandboxVersion"), high))
    return {
        "schemes": verdict.present | {"v4": False},  # it lies beside a package, never in it
        "verified": verdict.verified,
        "minSdkChecked": low,
        "signers": [_signer(row) for row in verdict.signers],
        "lineage": [{"certificate_sha256": row.sha256, "subject": printable(row.subject)} for row in verdict.lineage],
        "files": verdict.files[:MAX_BLOCKS],
        "blocks": [
            {"id": f"0x{number:08x}", "name": NAMES.get(number), "size": size}
            for number, size in verdict.blocks[:MAX_BLOCKS]
        ],
        "issues": verdict.issues,
        "sourceStamp": _stamp(archive, [number for number, _ in verdict.blocks]),
    }


def _stamp(archive: Archive, blocks: list[int]) -> Fact | None:
    """The stamp of the store or builder that the package came from: recognised and named, never verified."""
    entry, block = archive.find(STAMP_ENTRY), next((number for number in STAMPS if number in blocks), None)
    if entry is None and block is None:
        return None
    try:
        stated = archive.read(entry, _DIGEST) if entry else b""
    except FormatError:
        stated = b""
    return {
        "certificate_sha256": stated.hex() if len(stated) == _DIGEST else None,
        "block": NAMES[block] if block else None,
    }


def _signer(row: SignedBy) -> Fact:
    found = row.certificate
    facts: Fact = {"scheme": row.scheme, "certificate_sha256": found.sha256 if found else None}
    facts |= {"minSdkVersion": row.min_sdk, "maxSdkVersion": row.max_sdk}
    return facts | _certificate(found)


def _certificate(found: Certificate | None) -> Fact:
    names = ("subject", "issuer", "notBefore", "notAfter", "keyAlgorithm", "keySize", "signatureAlgorithm")
    if found is None:
        return dict.fromkeys(names)
    kind, size = key_facts(found.public_key())
    values = (
        printable(found.subject),
        printable(found.issuer),
        found.not_before,
        found.not_after,
        kind,
        size,
        found.signature_oid,
    )
    return dict(zip(names, values, strict=True))
