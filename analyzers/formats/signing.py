"""Is this package signed, by whom, and does it hold on every platform? The verdict of all schemes together."""

from dataclasses import dataclass, field

from analyzers.formats.algorithms import NOUGAT, PIE
from analyzers.formats.archive import Archive
from analyzers.formats.certificate import Certificate
from analyzers.formats.jar_digests import Levels
from analyzers.formats.scheme_v1 import JarResult, check_jar, find_signers, is_present, peek_certificate
from analyzers.formats.scheme_v2 import NEWEST, TIRAMISU, UNDECIDED, Question, SchemeResult, Signer, check_scheme
from analyzers.formats.signing_block import V2, V3, V31, ContentDigests, SigningBlock, find_signing_block

_OREO, _TARGET_WITH_V2 = 26, 30


@dataclass(frozen=True, slots=True)
class SignedBy:
    """One signer as shown: the scheme that counts, its certificate, the levels it speaks for."""

    scheme: str
    certificate: Certificate | None
    min_sdk: int | None = None
    max_sdk: int | None = None


@dataclass(slots=True)
class Verdict:
    """What verification gives. `verified` is None where something could not be decided: never a yes."""

    present: dict[str, bool]
    verified: bool | None = None
    signers: list[SignedBy] = field(default_factory=list)
    lineage: list[Certificate] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    blocks: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Claims:
    """What the manifest says that signing depends on."""

    min_sdk: int
    target_sdk: int | None
    sandbox: int | None = None
    max_sdk: int = NEWEST


def verify_package(archive: Archive, claims: Claims) -> Verdict:
    """Verify every scheme that some platform level from `claims.min_sdk` on would look at."""
    block = find_signing_block(archive)
    jar = find_signers(archive)
    numbers = {number for number, _ in block.pairs} if block else set()
    present = {"v1": is_present(archive), "v2": V2 in numbers, "v3": V3 in numbers, "v3_1": V31 in numbers}
    verdict = Verdict(present, files=[signer.name for signer in jar])
    verdict.blocks = [(number, len(value)) for number, value in block.pairs] if block else []
    check = _Check(archive, claims, block)
    check.run()
    _show(verdict, check)
    if archive.end.shift or any(d.code in ("trailing-bytes", "truncated-comment") for d in archive.deviations):
        check.issues.append("MALFORMED_APK")
    verdict.issues = list(dict.fromkeys(check.issues))
    verdict.verified = True if not verdict.issues else None if set(verdict.issues) == {UNDECIDED} else False
    if UNDECIDED in verdict.issues and verdict.verified is False:
        verdict.verified = None if verdict.issues[0] == UNDECIDED else False
    return verdict


class _Check:
    """The schemes in the platform's order, newest first; the first that fails ends the check."""

    def __init__(self, archive: Archive, claims: Claims, block: SigningBlock | None) -> None:
        self.archive, self.claims, self.block = archive, claims, block
        self.digests = ContentDigests(archive, block) if block else None
        self.results: dict[str, SchemeResult] = {}
        self.jar: JarResult | None = None
        self.issues: list[str] = []
        self.found: set[int] = set()

    def run(self) -> None:
        low, high = self.claims.min_sdk, self.claims.max_sdk
        if self.block and not self.block.is_whole:
            self.issues.append(UNDECIDED)
            return
        if high >= TIRAMISU:
            self.scheme("v3.1", V31, 31, Question("v3.1", max(low, TIRAMISU), high))
        if not self.issues and high >= PIE:
            self.version3(low, high)
        if not self.issues and high >= NOUGAT and (low < PIE or not self.found):
            self.scheme("v2", V2, 2, Question("v2", max(low, NOUGAT), high, frozenset(self.found)))
        if self.issues:
            return
        if (self.claims.sandbox or 0) > 1 and not self.found and high >= _OREO:
            self.issues.append("NO_SIG_FOR_TARGET_SANDBOX_VERSION")
        if low < NOUGAT or not self.found:
            self.jar = check_jar(self.archive, Levels(low, high), frozenset(self.found))
            self.issues += self.jar.issues
        if not self.issues:
            self.agree()
        target = self.claims.target_sdk if self.claims.target_sdk is not None else low
        if not self.issues and high >= target >= _TARGET_WITH_V2 and not any(r.verified for r in self.results.values()):
            self.issues.append("MIN_SIG_SCHEME_FOR_TARGET_SDK_NOT_MET")

    def scheme(self, name: str, number: int, scheme_id: int, asked: Question) -> None:
        value = self.block.value(number) if self.block else None
        if value is None or self.digests is None:
            return
        result = self.results[name] = check_scheme(value, self.digests, asked)
        self.found.add(scheme_id)
        self.issues += result.issues

    def version3(self, low: int, high: int) -> None:
        newer = self.results.get("v3.1")
        levels = [signer.min_sdk for signer in newer.signers if signer.min_sdk is not None] if newer else []
        self.scheme("v3", V3, 3, Question("v3", max(low, PIE), high, rotation=min(levels) if levels else None))
        if newer and "v3" not in self.results:
            self.issues.append("V31_BLOCK_FOUND_WITHOUT_V3_BLOCK")

    def agree(self) -> None:
        """Signers of different schemes must be the same, or the older ones the root of the newer one's history."""
        two, three = self.results.get("v2"), self.results.get("v3")
        old = [s.certificate.encoded for s in self.jar.signers if s.certificate] if self.jar else []
        if two and old:
            new = [signer.certificates[0].encoded for signer in two.signers]
            self.issues += ["V2_SIG_MISSING"] if set(old) - set(new) else []
            self.issues += ["JAR_SIG_MISSING"] if set(new) - set(old) else []
        past = old or ([signer.certificates[0].encoded for signer in two.signers] if two else [])
        if three and past:
            if len(past) != 1:
                self.issues.append("V3_SIG_MULTIPLE_PAST_SIGNERS")
            history = _history(three) or [three.signers[0].certificates[0]]
            if not _history(three) and len(three.signers) != 1:
                self.issues.append("V3_SIG_MULTIPLE_SIGNERS")
            if history[0].encoded != past[0]:
                self.issues.append("V3_SIG_PAST_SIGNERS_MISMATCH")


def _history(result: SchemeResult) -> list[Certificate]:
    """The longest proof of rotation among the signers."""
    return max((signer.lineage for signer in result.signers), key=len, default=[])


def _show(verdict: Verdict, check: _Check) -> None:
    """The signers of the strongest scheme that names any: the newest for rotated keys, all of them otherwise."""
    for name in ("v3.1", "v3", "v2"):
        result = check.results.get(name)
        rows = [signer for signer in result.signers if signer.certificates] if result else []
        if result is not None:
            verdict.lineage = verdict.lineage or _history(result)
        if rows and not verdict.signers:
            chosen = rows if name == "v2" else [max(rows, key=lambda signer: signer.min_sdk or 0)]
            verdict.signers = [_signed_by(name, signer) for signer in chosen]
    if not verdict.signers:
        jar = check.jar.signers if check.jar and check.jar.verified else find_signers(check.archive)
        verdict.signers = [
            SignedBy("v1", signer.certificate or peek_certificate(check.archive, signer)) for signer in jar
        ]


def _signed_by(name: str, signer: Signer) -> SignedBy:
    return SignedBy(name, signer.certificates[0], signer.min_sdk, signer.max_sdk)
