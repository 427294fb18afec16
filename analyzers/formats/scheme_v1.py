"""JAR signing (scheme v1): a block over the signature file, that file over the manifest, the manifest over entries."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from operator import attrgetter

from analyzers.formats.algorithms import NOUGAT, Answer, verify_with
from analyzers.formats.archive import KEPT, Archive
from analyzers.formats.certificate import Certificate
from analyzers.formats.directory import Entry
from analyzers.formats.errors import FormatError
from analyzers.formats.jar_algorithms import accepted
from analyzers.formats.jar_digests import Levels, digest_of, digests_to_check
from analyzers.formats.jar_manifest import Columns, Section, read_columns, read_sections
from analyzers.formats.pkcs7 import SignedData, SignerInfo, read_signed_data

MAX_TEXT_FILE = 64 << 20
MAX_BLOCK, MAX_SIGNERS = 8 << 20, 10
MAX_DIGESTED = 4 << 30  # bytes of entries digested in all; beyond it nothing is decided

_FOLDER = b"META-INF/"
_MANIFEST = _FOLDER + b"MANIFEST.MF"
_BLOCKS = (b".RSA", b".DSA", b".EC")
_CONTENT_TYPE, _MESSAGE_DIGEST = "1.2.840.113549.1.9.3", "1.2.840.113549.1.9.4"
_SET_TAG = b"\x31"
_KITKAT = 19
_SCHEME_IDS = frozenset({2, 3, 31})
UNDECIDED = "UNDECIDED"
_MISSING_ENTRY = "JAR_SIG_MISSING_ZIP_ENTRY_REFERENCED_IN_MANIFEST"


@dataclass(slots=True)
class JarSigner:
    """One signature file with its block."""

    name: str
    block: Entry
    file: Entry
    body: bytes = b""
    certificate: Certificate | None = None
    signed: frozenset[str] = frozenset()
    ignored: bool = False


@dataclass(slots=True)
class JarResult:
    """What the scheme says: signers that cover the package, and issues in the order they were met."""

    signers: list[JarSigner] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)

    @property
    def verified(self) -> bool:
        """Whether every entry is covered and every signer holds."""
        return not self.issues and bool(self.signers)


def is_present(archive: Archive) -> bool:
    """Whether the package carries JAR signatures at all: a manifest, and a signature file with its block."""
    return _MANIFEST in archive.by_name and bool(find_signers(archive))


def find_signers(archive: Archive) -> list[JarSigner]:
    """Blocks that have a signature file of the same name. A block alone signs nothing."""
    inside = [entry for entry in archive.entries if entry.raw_name.startswith(_FOLDER)]
    files = {entry.raw_name: entry for entry in inside if entry.raw_name.endswith(b".SF")}
    found: list[JarSigner] = []
    for entry in inside if files else ():
        stem, dot, _ = entry.raw_name.rpartition(b".")
        if entry.raw_name.endswith(_BLOCKS) and dot and stem + b".SF" in files:
            found.append(JarSigner(entry.name, entry, files[stem + b".SF"]))
    return found


def peek_certificate(archive: Archive, signer: JarSigner) -> Certificate | None:
    """The certificate a block names first, for people to see, whether or not anything holds."""
    try:
        data = read_signed_data(archive.read(signer.block, MAX_BLOCK))
        return data.certificate_of(data.signers[0]) if data.signers else None
    except FormatError:
        return None


def check_jar(archive: Archive, levels: Levels, found: frozenset[int]) -> JarResult:
    """Verify the JAR signatures for every platform of `levels`. `found`: schemes of the signing block."""
    result = JarResult(find_signers(archive))
    try:
        result.issues += _Check(archive, levels, found, result).run()
    except FormatError as refusal:
        result.issues.append("MALFORMED_APK" if refusal.code != "too-much-to-digest" else UNDECIDED)
    return result


class _Check:
    """The steps in the platform's order; the first that finds something ends the check."""

    def __init__(self, archive: Archive, levels: Levels, found: frozenset[int], result: JarResult) -> None:
        self.archive, self.levels, self.found, self.result = archive, levels, found, result
        self.manifest = b""
        self.columns: Columns | None = None  # the manifest, where all its sections are of one form
        self.sections: dict[str, Section] = {}
        self.main: Section | None = None

    def run(self) -> list[str]:
        names = [entry.raw_name for entry in self.archive.entries]
        if len(set(names)) != len(names):
            return ["JAR_SIG_DUPLICATE_ZIP_ENTRY"]
        for step in (self.read_manifest, self.count, self.blocks, self.files, self.entries):
            issues = step()
            if issues:
                return issues
        return []

    def read_manifest(self) -> list[str]:
        rows = self.archive.by_name.get(_MANIFEST)
        if not rows:
            return ["JAR_SIG_NO_MANIFEST"]
        self.manifest = self.read(rows[0], MAX_TEXT_FILE)
        present = {entry.raw_name.decode("utf-8", "replace") for entry in self.archive.entries}
        columns = read_columns(self.manifest)
        if columns is not None:  # each name once: all that can be wrong is that an entry is missing
            self.columns, self.main = columns, columns.main
            return [] if present.issuperset(columns.values) else [_MISSING_ENTRY]
        sections = read_sections(self.manifest)
        self.main = sections[0] if sections else None
        issues: list[str] = []
        for section in sections[1:]:
            name = section.name
            if name is None:
                issues.append("JAR_SIG_UNNNAMED_MANIFEST_SECTION")  # spelt so by the platform's verifier
                continue
            if name in self.sections:
                issues.append("JAR_SIG_DUPLICATE_MANIFEST_SECTION")
            elif name not in present:
                issues.append(_MISSING_ENTRY)
            self.sections[name] = section
        return _once(issues)

    def read(self, entry: Entry, ceiling: int) -> bytes:
        """The content of an entry that the platform would open."""
        if entry.is_disputed:
            raise FormatError("local-header-differs", entry.header)
        return self.archive.read(entry, ceiling)

    def count(self) -> list[str]:
        if not self.result.signers:
            return ["JAR_SIG_NO_SIGNATURES"]
        return ["JAR_SIG_MAX_SIGNATURES_EXCEEDED"] if len(self.result.signers) > MAX_SIGNERS else []

    def blocks(self) -> list[str]:
        return _once([issue for signer in self.result.signers for issue in self.block(signer)])

    def block(self, signer: JarSigner) -> list[str]:
        body = self.read(signer.block, MAX_BLOCK)
        signer.body = self.read(signer.file, MAX_TEXT_FILE)
        try:
            data = read_signed_data(body)
        except FormatError:
            return ["JAR_SIG_PARSE_EXCEPTION"]
        if not data.signers:
            return ["JAR_SIG_NO_SIGNERS"]
        for info in data.signers[:1] if self.levels.low < NOUGAT else data.signers:
            certificate, issue = _Statement(data, info, signer.body, self.levels).check()
            if issue:
                return [issue]
            signer.certificate = signer.certificate or certificate
        return [] if signer.certificate else ["JAR_SIG_DID_NOT_VERIFY"]

    def files(self) -> list[str]:
        issues = _once([issue for signer in self.result.signers for issue in self.file(signer)])
        if not issues:
            self.result.signers = [signer for signer in self.result.signers if not signer.ignored]
            if not self.result.signers:
                return ["JAR_SIG_NO_SIGNATURES"]
        return issues

    def file(self, signer: JarSigner) -> list[str]:
        columns = read_columns(signer.body)
        sections = read_sections(signer.body) if columns is None else [columns.main]
        if not sections or sections[0].get("Signature-Version") is None:
            return self.ignore(signer)
        main = sections[0]
        if stripped := self.stripped(main):
            return stripped
        signtool = "signtool" in (main.get("Created-By") or "")
        whole = self.covers(main, "-Digest" if signtool else "-Digest-Manifest", self.manifest)
        issues: list[str] = []
        if not signtool and self.main is not None:
            own = self.manifest[self.main.start : self.main.start + self.main.size]
            if self.covers(main, "-Digest-Manifest-Main-Attributes", own) is False:
                issues.append("JAR_SIG_MANIFEST_MAIN_SECTION_DIGEST_DID_NOT_VERIFY")
        if columns is not None and whole is True and not issues:
            signer.signed = frozenset(columns.values)
            return []
        sections = read_sections(signer.body) if columns is not None else sections
        names: set[str] = set()
        for section in sections[1:] if not issues else ():
            name = section.name
            if name is None or name in names:
                return self.ignore(signer)
            names.add(name)
            if whole is not True:
                issues += self.section(section, name, signer, signtool=signtool)
        signer.signed = frozenset(names)
        return [] if signer.ignored else _once(issues)

    def ignore(self, signer: JarSigner) -> list[str]:
        signer.ignored = True
        return []

    def section(self, section: Section, name: str, signer: JarSigner, *, signtool: bool) -> list[str]:
        if self.columns is not None and not self.sections:  # where each begins is asked for seldom
            self.sections = {str(one.name): one for one in read_sections(self.manifest)[1:]}
        held = self.sections.get(name)
        if held is None:
            return self.ignore(signer)
        body = self.manifest[held.start : held.start + held.size]
        if signtool and body.endswith(b"\n\n"):
            body = body[:-1]
        answer = self.covers(section, "-Digest", body)
        if answer is None:
            return ["JAR_SIG_NO_ZIP_ENTRY_DIGEST_IN_SIG_FILE"]
        return [] if answer else ["JAR_SIG_MANIFEST_SECTION_DIGEST_DID_NOT_VERIFY"]

    def stripped(self, main: Section) -> list[str]:
        """A signature file may say that the package was signed by newer schemes: then they must be there."""
        if self.levels.high < NOUGAT:
            return []
        stated = main.get("X-Android-APK-Signed") or ""
        wanted = {int(word) for word in (part.strip() for part in stated.split(",")) if word.isdecimal()}
        return ["JAR_SIG_MISSING_APK_SIG_REFERENCED"] if (wanted & _SCHEME_IDS) - self.found else []

    def covers(self, section: Section, suffix: str, body: bytes) -> bool | None:
        """Whether the digests of a section hold for some bytes; None where it states none that counts."""
        stated = digests_to_check(section.attributes, suffix, self.levels)
        return all(digest_of(name, body) == value for name, value in stated) if stated else None

    def entries(self) -> list[str]:
        """Every entry outside META-INF must be covered, by the same signers, with digests that hold."""
        first: list[JarSigner] | None = None
        issues: list[str] = []
        spent = 0
        for entry in sorted(self.archive.entries, key=attrgetter("header")):
            if entry.raw_name.startswith(_FOLDER) or entry.raw_name.endswith(b"/"):
                continue
            name = entry.raw_name.decode("utf-8", "replace")
            signers = [signer for signer in self.result.signers if name in signer.signed]
            first = first or signers or None
            issue = self.entry(entry, name, signers, first)
            spent += entry.size
            if spent > MAX_DIGESTED:
                raise FormatError("too-much-to-digest", entry.header)
            if issue:
                issues.append(issue)
        if first is None:
            issues.append("JAR_SIG_NO_SIGNED_ZIP_ENTRIES")
        else:
            self.result.signers = first
        return _once(issues)

    def entry(self, entry: Entry, name: str, signers: list[JarSigner], first: list[JarSigner] | None) -> str | None:
        section = self.section_of(name)
        if section is None:
            return "JAR_SIG_NO_ZIP_ENTRY_DIGEST_IN_MANIFEST"
        if not signers:
            return "JAR_SIG_ZIP_ENTRY_NOT_SIGNED"
        if signers != first:
            return "JAR_SIG_ZIP_ENTRY_SIGNERS_MISMATCH"
        stated = digests_to_check(section, "-Digest", self.levels)
        if not stated:
            return "JAR_SIG_NO_ZIP_ENTRY_DIGEST_IN_MANIFEST"
        if entry.is_disputed:
            raise FormatError("local-header-differs", entry.header)
        if entry.size <= KEPT:  # at once: it may have been unpacked before
            body = self.archive.read(entry, KEPT)
            holds = self.known_to_hold(entry, stated) or all(digest_of(kind, body) == value for kind, value in stated)
            return None if holds else "JAR_SIG_ZIP_ENTRY_DIGEST_DID_NOT_VERIFY"
        machines = [hashlib.new(kind) for kind, _ in stated]
        for piece in self.archive.chunks(entry, MAX_DIGESTED):
            for machine in machines:
                machine.update(piece)
        holds = all(machine.digest() == value for machine, (_, value) in zip(machines, stated, strict=True))
        return None if holds else "JAR_SIG_ZIP_ENTRY_DIGEST_DID_NOT_VERIFY"

    def section_of(self, name: str) -> Mapping[str, str] | None:
        if self.columns is None:
            return section.attributes if (section := self.sections.get(name)) else None
        value = self.columns.values.get(name)
        return None if value is None else {self.columns.key: value}

    def known_to_hold(self, entry: Entry, stated: list[tuple[str, bytes]]) -> bool:
        """Whether all that is stated is the digest that was taken when the code was read."""
        known = self.archive.digests.get(entry.index)
        return known is not None and stated == [("sha256", known)]


class _Statement:
    """One signer's statement about a signature file."""

    def __init__(self, data: SignedData, info: SignerInfo, body: bytes, levels: Levels) -> None:
        self.data, self.info, self.body, self.levels = data, info, body, levels

    def check(self) -> tuple[Certificate | None, str | None]:
        """The certificate if the statement holds; an issue if it must end everything; neither if it just fails."""
        pair = accepted(self.info.digest_oid, self.info.signature_oid, self.levels.low)
        if pair is None:
            return None, "JAR_SIG_UNSUPPORTED_SIG_ALG"
        digest, kind, signing_digest = pair
        certificate = self.data.certificate_of(self.info)
        if certificate is None or certificate.unknown_critical or certificate.may_sign is False:
            return None, "JAR_SIG_VERIFY_EXCEPTION"
        signed = self.body
        if self.info.attributes is not None:
            if self.levels.low < _KITKAT:
                return None, "JAR_SIG_VERIFY_EXCEPTION"
            try:
                holds = self.attributes_hold(digest)
            except (FormatError, IndexError):
                return None, "JAR_SIG_PARSE_EXCEPTION"
            if holds is not True:
                return None, None if holds is False else "JAR_SIG_VERIFY_EXCEPTION"
            signed = _SET_TAG + self.info.attributes[1:]
        answer = verify_with(certificate.public_key(), kind, signing_digest, self.info.signature, signed)
        issues = {
            Answer.MALFORMED: "JAR_SIG_VERIFY_EXCEPTION",
            Answer.WRONG_KEY: "JAR_SIG_VERIFY_EXCEPTION",
            Answer.UNDECIDED: UNDECIDED,
        }
        return certificate if answer is Answer.HOLDS else None, issues.get(answer)

    def attributes_hold(self, digest: str) -> bool | None:
        """Whether the signed attributes speak of this file; None where they lack what they must have."""
        kind = self.info.attribute(_CONTENT_TYPE)
        if self.levels.high >= NOUGAT:
            if kind is None:
                return None
            if len(kind) != 1:
                raise FormatError("several-values")
            if kind[0].oid() != self.data.content_oid:
                return False
        stated = self.info.attribute(_MESSAGE_DIGEST)
        if stated is None:
            return None
        if len(stated) != 1:
            raise FormatError("several-values")
        return stated[0].content == digest_of(digest, self.body)


def _once(issues: list[str]) -> list[str]:
    """Each issue once, in order."""
    return list(dict.fromkeys(issues))
