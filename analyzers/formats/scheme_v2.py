"""APK Signature Schemes v2, v3 and v3.1: every signer verified, every failure under the verifier's own name."""

import struct
from dataclasses import dataclass, field

from analyzers.formats.algorithms import BY_NUMBER, Answer, to_check, verify
from analyzers.formats.certificate import Certificate, read_certificate, same_key
from analyzers.formats.errors import FormatError
from analyzers.formats.lineage import LineageError, read_lineage
from analyzers.formats.signing_block import ContentDigests, prefixed, prefixed_all

MAX_SIGNERS = 10
_STRIPPING = 0xBEEFF00D
_PROOF_OF_ROTATION = 0x3BA06F8C
_ROTATION_MIN_SDK = 0x559F8B02
_ROTATION_PREVIEW = 0xC2A6B3BA
TIRAMISU = 33
_KNOWN_SCHEMES = frozenset({2, 3, 31})

NEWEST = 0x7FFFFFFF  # no upper bound: every platform to come
UNDECIDED = "UNDECIDED"  # ours: the library at hand cannot check this algorithm or key


@dataclass(slots=True)
class Signer:
    """One signer of a block, as far as it could be read."""

    certificates: list[Certificate] = field(default_factory=list)
    digests: list[tuple[int, bytes]] = field(default_factory=list)
    checked: list[int] = field(default_factory=list)  # algorithms whose signature holds
    min_sdk: int | None = None
    max_sdk: int | None = None
    lineage: list[Certificate] = field(default_factory=list)
    for_preview: bool = False  # speaks for a platform under development, which still bears the last level


@dataclass(slots=True)
class SchemeResult:
    """What one scheme says: its signers, and the issues in the order they were met."""

    scheme: str
    signers: list[Signer] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        """Whether every signer holds."""
        return not self.issues and bool(self.signers)


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of a scheme: from which level on, beside which other schemes, with which rotation level."""

    scheme: str  # v2, v3 or v3.1
    min_sdk: int
    max_sdk: int = NEWEST
    found: frozenset[int] = frozenset()
    rotation: int | None = None

    @property
    def word(self) -> str:
        """How issue codes begin."""
        return "V2" if self.scheme == "v2" else "V3"


def check_scheme(block: bytes, digests: ContentDigests, asked: Question) -> SchemeResult:
    """Verify one block against the package it stands in."""
    result = SchemeResult(asked.scheme)
    word = asked.word
    try:
        signers = prefixed_all(prefixed(block, 0)[0])
    except FormatError:
        result.issues.append(f"{word}_SIG_MALFORMED_SIGNERS")
        return result
    if not signers:
        result.issues.append(f"{word}_SIG_NO_SIGNERS")
    if len(signers) > MAX_SIGNERS:
        result.issues.append(f"{word}_SIG_MAX_SIGNATURES_EXCEEDED")
        return result
    for body in signers:
        signer = Signer()
        result.signers.append(signer)
        try:
            result.issues += _SignerCheck(asked, signer).run(body)
        except (FormatError, struct.error):
            result.issues.append(f"{word}_SIG_MALFORMED_SIGNER")
            return result
    if not result.issues:
        result.issues += _integrity(result, digests, word)
    if not result.issues and asked.scheme != "v2":
        result.issues += _ranges(result, asked)
    return result


class _SignerCheck:
    """One signer's block, read in the order in which the platform stops at the first thing wrong."""

    def __init__(self, asked: Question, signer: Signer) -> None:
        self.asked, self.signer, self.word = asked, signer, asked.word
        self.modern = asked.scheme != "v2"

    def run(self, body: bytes) -> list[str]:
        signed, at = prefixed(body, 0)
        if self.modern:
            self.signer.min_sdk, self.signer.max_sdk = struct.unpack_from("<ii", body, at)
            at += 8
        signatures, at = prefixed(body, at)
        key, _ = prefixed(body, at)
        self.peek(signed)
        issues: list[str] = []
        if self.modern and not 0 <= (self.signer.min_sdk or 0) <= (self.signer.max_sdk or 0):
            issues.append("V3_SIG_INVALID_SDK_VERSIONS")
        offered, found = self.signatures(signatures)
        if found is None:
            found = self.check(offered, signed, key)
        if found is None:
            found = self.signed_data(signed, key, [number for number, _ in offered])
        return issues + found

    def peek(self, signed: bytes) -> None:
        """The certificates, for people to see, even where nothing below holds."""
        try:
            _, at = prefixed(signed, 0)
            self.signer.certificates = [read_certificate(c) for c in prefixed_all(prefixed(signed, at)[0])]
        except FormatError:
            self.signer.certificates = []

    def signatures(self, body: bytes) -> tuple[list[tuple[int, bytes]], list[str] | None]:
        offered: list[tuple[int, bytes]] = []
        try:
            offered += [(struct.unpack_from("<I", row)[0], prefixed(row, 4)[0]) for row in prefixed_all(body)]
        except (FormatError, struct.error):
            return offered, [f"{self.word}_SIG_MALFORMED_SIGNATURE"]
        return offered, None if offered else [f"{self.word}_SIG_NO_SIGNATURES"]

    def check(self, offered: list[tuple[int, bytes]], signed: bytes, key: bytes) -> list[str] | None:
        known = [number for number, _ in offered if number in BY_NUMBER]
        first = max(self.signer.min_sdk or 0, 0) if self.modern else self.asked.min_sdk
        picked = to_check(known, first)
        if picked is None:
            return [f"{self.word}_SIG_NO_SUPPORTED_SIGNATURES"]
        by_number = dict(reversed(offered))
        for number in picked:
            answer = verify(key, BY_NUMBER[number], by_number[number], signed)
            if answer is not Answer.HOLDS:
                return [self.failure(answer)]
            self.signer.checked.append(number)
        return None

    def failure(self, answer: Answer) -> str:
        names = {
            Answer.FAILS: f"{self.word}_SIG_DID_NOT_VERIFY",
            Answer.MALFORMED: f"{self.word}_SIG_VERIFY_EXCEPTION",
            Answer.WRONG_KEY: f"{self.word}_SIG_MALFORMED_PUBLIC_KEY",
        }
        return names.get(answer, UNDECIDED)

    def signed_data(self, signed: bytes, key: bytes, offered: list[int]) -> list[str]:
        digests, at = prefixed(signed, 0)
        certificates, at = prefixed(signed, at)
        issues: list[str] = []
        if self.modern:
            low, high = struct.unpack_from("<ii", signed, at)
            at += 8
            if low != self.signer.min_sdk:
                issues.append("V3_MIN_SDK_VERSION_MISMATCH_BETWEEN_SIGNER_AND_SIGNED_DATA_RECORD")
            if high != self.signer.max_sdk:
                issues.append("V3_MAX_SDK_VERSION_MISMATCH_BETWEEN_SIGNER_AND_SIGNED_DATA_RECORD")
        attributes, _ = prefixed(signed, at)
        stop = self.certificates(certificates, key) or self.digests(digests, offered)
        return issues + ([stop] if stop else self.attributes(attributes))

    def certificates(self, body: bytes, key: bytes) -> str | None:
        try:
            rows = [read_certificate(c) for c in prefixed_all(body)]
        except FormatError:
            return f"{self.word}_SIG_MALFORMED_CERTIFICATE"
        self.signer.certificates = rows
        if not rows:
            return f"{self.word}_SIG_NO_CERTIFICATES"
        if not same_key(rows[0].spki, key):
            return f"{self.word}_SIG_PUBLIC_KEY_MISMATCH_BETWEEN_CERTIFICATE_AND_SIGNATURES_RECORD"
        return None

    def digests(self, body: bytes, offered: list[int]) -> str | None:
        try:
            rows = [(struct.unpack_from("<I", row)[0], prefixed(row, 4)[0]) for row in prefixed_all(body)]
        except (FormatError, struct.error):
            return f"{self.word}_SIG_MALFORMED_DIGEST"
        self.signer.digests = rows
        if [number for number, _ in rows] != offered:
            return f"{self.word}_SIG_SIG_ALG_MISMATCH_BETWEEN_SIGNATURES_AND_DIGESTS_RECORDS"
        return None

    def attributes(self, body: bytes) -> list[str]:
        issues: list[str] = []
        try:
            for row in prefixed_all(body):
                (number,) = struct.unpack_from("<I", row)
                issues += self.attribute(number, row[4:])
        except (FormatError, struct.error):
            issues.append(f"{self.word}_SIG_MALFORMED_ADDITIONAL_ATTRIBUTE")
        return issues

    def attribute(self, number: int, value: bytes) -> list[str]:
        if not self.modern:
            if number == _STRIPPING:
                (scheme,) = struct.unpack_from("<I", value)
                if scheme in _KNOWN_SCHEMES and scheme not in self.asked.found:
                    return ["V2_SIG_MISSING_APK_SIG_REFERENCED"]
            return []
        if number == _PROOF_OF_ROTATION:
            return self.rotation(value)
        if number == _ROTATION_PREVIEW:
            self.signer.for_preview = True
        if number == _ROTATION_MIN_SDK and self.asked.max_sdk >= TIRAMISU:
            (stated,) = struct.unpack_from("<i", value)
            if self.asked.rotation is None:
                return ["V31_BLOCK_MISSING"]
            if stated != self.asked.rotation:
                return ["V31_ROTATION_MIN_SDK_MISMATCH"]
        return []

    def rotation(self, value: bytes) -> list[str]:
        try:
            lineage = read_lineage(value)
        except LineageError as refusal:
            return [refusal.issue]
        self.signer.lineage = lineage
        own = self.signer.certificates[0].encoded
        return [] if lineage and lineage[-1].encoded == own else ["V3_SIG_POR_CERT_MISMATCH"]


def _integrity(result: SchemeResult, digests: ContentDigests, word: str) -> list[str]:
    """The stated digests against the bytes of the package, for every kind that some signature vouches for."""
    vouched = {BY_NUMBER[number].content for signer in result.signers for number in signer.checked}
    rows = [row for signer in result.signers for row in signer.digests if row[0] in BY_NUMBER]
    wrong = [n for n, stated in rows if BY_NUMBER[n].content in vouched and digests.get(BY_NUMBER[n].content) != stated]
    return [f"{word}_SIG_APK_DIGEST_DID_NOT_VERIFY"] if wrong else []


def _ranges(result: SchemeResult, asked: Question) -> list[str]:
    """Signers of v3 share out the platform levels: no hole, no overlap, and history only grows."""
    rows = sorted(result.signers, key=lambda signer: signer.max_sdk or 0)
    issues: list[str] = []
    longest: list[bytes] = []
    for before, after in zip([None, *rows], rows, strict=False):
        if before is not None and not _follows(before, after):
            issues.append("V3_INCONSISTENT_SDK_VERSIONS")
            break
        history = [certificate.encoded for certificate in after.lineage]
        if history:
            if len(history) < len(longest) or history[: len(longest)] != longest:
                issues.append("V3_INCONSISTENT_LINEAGES")
                break
            longest = history
    # A v3.1 block may start at any level: the v3 block beside it speaks for those below.
    first = asked.min_sdk if asked.scheme == "v3" else NEWEST
    last = asked.rotation - 1 if asked.rotation is not None else asked.max_sdk
    if (rows[0].min_sdk or 0) > first or (rows[-1].max_sdk or 0) < last:
        issues.append("V3_MISSING_SDK_VERSIONS")
    return issues


def _follows(before: Signer, after: Signer) -> bool:
    reached, start = before.max_sdk or 0, after.min_sdk or 0
    return start == reached + 1 or (start == reached and after.for_preview)
