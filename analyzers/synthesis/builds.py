"""One build against the earlier ones of the same app: another file under the same version, another signer. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analyzers.contract import Detection, Evidence
from analyzers.evidence import covered, flag, point, rows, section, text
from criteria.findings import Coverage, Extent, Finding, Text

CONFLICTING, CHANGED = "build.conflicting", "signer.changed"
_SCOPE = "apk"


@dataclass(frozen=True, slots=True)
class Build:
    """An earlier build as it was read: `certificates` are those of its verified signers, none where not verified."""

    digest: str
    package: str
    version_code: str | None
    certificates: frozenset[str]


def compare_builds(evidence: Evidence, earlier: Sequence[Build]) -> Detection:
    """Compare with the earlier builds of the app, the newest last. What was not compared is never called the same."""
    apk, artifact = section(evidence, "apk"), text(section(evidence, "subject"), "sha256") or ""
    package, version = text(apk, "packageName"), text(apk, "versionCode")
    known = [build.digest for build in earlier]
    before = earlier[: known.index(artifact)] if artifact in known else earlier  # read again, it meets no later build
    others = [build for build in before if build.package == package]
    findings = [*_conflicting(apk, artifact, version, others), *_changed(apk, artifact, others)]
    is_known = package is not None and version is not None
    return Detection(tuple(findings), (_cover(CONFLICTING, is_complete=is_known), _cover_signers(apk, others)))


def _conflicting(apk: Evidence, artifact: str, version: str | None, others: Iterable[Build]) -> Iterable[Finding]:
    for build in others:
        if version is not None and build.version_code == version:
            reason = Text(
                f"Un autre fichier de cette application porte le même numéro de version ({version}) : ce ne sont pas "
                "les mêmes octets. Une version ne désigne plus un seul contenu.",
                f"Another file of this app bears the same version code ({version}): the bytes are not the same. "
                "One version no longer means one content.",
            )
            told = {"version_code": version, "other_sha256": build.digest}
            yield Finding(CONFLICTING, told, reason, point(artifact, "/apk/versionCode", apk.get("at")))


def _changed(apk: Evidence, artifact: str, others: Sequence[Build]) -> Iterable[Finding]:
    signed = [build for build in others if build.certificates]
    now = _certificates(apk)
    if not signed or not now or now == signed[-1].certificates:
        return
    before = signed[-1].certificates
    lineage = {text(row, "certificate_sha256") for _, row in rows(section(apk, "signing"), "lineage")}
    proven = flag(section(apk, "signing"), "verified") is True and before <= lineage
    how_fr = "l'ancienne clé a signé ce passage" if proven else "rien ne prouve que l'ancien signataire y a consenti"
    how_en = "the former key signed the change" if proven else "nothing proves that the former signer agreed"
    reason = Text(
        f"Cette version n'est pas signée par le même certificat que la précédente : {how_fr}.",
        f"This build is not signed by the same certificate as the one before: {how_en}.",
    )
    told: dict[str, str | bool] = {"before": min(before), "after": min(now), "proven": proven}
    yield Finding(CHANGED, told, reason, point(artifact, "/apk/signing/signers"))


def _certificates(apk: Evidence) -> frozenset[str]:
    found = (text(row, "certificate_sha256") for _, row in rows(section(apk, "signing"), "signers"))
    return frozenset(digest for digest in found if digest)


def _cover(kind: str, *, is_complete: bool) -> Coverage:
    if is_complete:
        return covered(
            kind,
            _SCOPE,
            Extent.COMPLETE,
            "Comparé à toutes les versions lues pour cette application.",
            "Compared with every build read for this app.",
        )
    return covered(
        kind,
        _SCOPE,
        Extent.NONE,
        "L'identité ou la signature n'est pas établie : rien n'a pu être comparé.",
        "Identity or signature is not established: nothing could be compared.",
    )


def _cover_signers(apk: Evidence, others: Sequence[Build]) -> Coverage:
    is_verified = flag(section(apk, "signing"), "verified") is True
    return _cover(CHANGED, is_complete=is_verified and all(build.certificates for build in others))
