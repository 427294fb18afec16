"""A laboratory that tests direct: which app the pieces turn out to be, what is found in them, how each reading ends."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

from analyzers.contract import Detection, Evidence, Manifest, ReadState, RunOutcome
from analyzers.knowledge.book import Knowledge, PlatformLevel
from analyzers.knowledge.places import PlaceRules
from catalog.evaluations.laboratory import Reading
from criteria.findings import ArtifactKind, Attribute, Coverage, Extent, Finding, Pointer, Text

PACKAGE, VERSION_NAME, VERSION_CODE = "tld.example.souffle", "3.2.0", "320"
SEEN = Text("Vu par le faux laboratoire.", "Seen by the fake laboratory.")
READ = RunOutcome(ReadState.READ, "read", Text("La pièce a été lue.", "The piece was read."))
SCOPES = {ArtifactKind.APK: "apk", ArtifactKind.CAPTURE: "traffic"}
APK_KINDS = ("app.signed", "setting.declared", "platform.targeted", "permission.requested", "sdk.embedded")
KINDS = {
    ArtifactKind.APK: ("app.identified", "language.offered", *APK_KINDS),
    ArtifactKind.CAPTURE: ("host.contacted",),
}

_NOTHING = cast("Any", None)  # the fake detectors ask no question of place
_RULES = PlaceRules(frozenset({"FR"}), *[_NOTHING] * 9)
NO_KNOWLEDGE = Knowledge("fake", (), {}, {}, (), {}, PlatformLevel(36, "2026-01-01", "the test"), _RULES, (), _NOTHING)

Stated = tuple[str, Mapping[str, Attribute]]
CLEAN: Mapping[ArtifactKind, Sequence[Stated]] = {
    ArtifactKind.APK: (
        ("app.identified", {"package": PACKAGE, "version_name": VERSION_NAME, "version_code": VERSION_CODE}),
        ("app.signed", {"verified": True, "scheme": "v2", "certificate_sha256": "c" * 64}),
        ("platform.targeted", {"min_sdk": 26, "target_sdk": 36, "target_current": True}),
        ("setting.declared", {"name": "debuggable", "value": "false", "effective": True}),
        ("setting.declared", {"name": "uses_cleartext_traffic", "value": "false", "effective": True}),
        ("language.offered", {"locale": "fr"}),
    ),
    ArtifactKind.CAPTURE: (
        (
            "host.contacted",
            {
                "host": "api.souffle.example",
                "scheme": "https",
                "region": "eea",
                "country": "FR",
                "operator": "Hébergeur (FICTIF)",
                "parent_country": "FR",
                "owner": "Souffle (FICTIF)",
                "party": "first",
                "purposes": (),
                "requests": 3,
                "cleartext": False,
            },
        ),
    ),
}


@dataclass(frozen=True)
class FakeDetector:
    """States what it was told to, of every piece it is shown."""

    manifest: Manifest
    stated: Sequence[Stated]
    extent: Extent

    def detect(self, artifact: str, evidence: Evidence, _knowledge: Knowledge) -> Detection:
        """The findings directed by the test, then coverage of every kind."""
        scope = SCOPES[self.manifest.consumes]
        findings = tuple(
            Finding(kind, attributes, SEEN, Pointer(artifact, evidence=f"/{number}"))
            for number, (kind, attributes) in enumerate(self.stated)
        )
        coverage = tuple(Coverage(kind, scope, self.extent, SEEN) for kind in self.manifest.emits)
        assert evidence["subject"]["sha256"] == artifact
        return Detection(findings, coverage)


@dataclass
class FakeLaboratory:
    """A clean app by default. `stated` says what is found; `endings` how the reading of a digest ends."""

    stated: dict[ArtifactKind, Sequence[Stated]] = field(default_factory=lambda: dict(CLEAN))
    extents: dict[ArtifactKind, Extent] = field(default_factory=dict)
    package: str | None = PACKAGE
    captured: str = PACKAGE
    endings: dict[str, RunOutcome] = field(default_factory=dict)
    failures: list[Exception] = field(default_factory=list)  # raised by the next readings, one each
    meanwhile: Callable[[], object] | None = None  # what happens while a piece is being read
    read: list[str] = field(default_factory=list)

    def extract(self, kind: ArtifactKind, path: Path) -> Reading:
        """Read one piece, as directed."""
        digest = sha256(path.read_bytes()).hexdigest()
        self.read.append(digest)
        if self.meanwhile:
            self.meanwhile()
        if self.failures:
            raise self.failures.pop(0)
        outcome = self.endings.get(digest, READ)
        has_evidence = outcome.state in (ReadState.READ, ReadState.PARTLY_READ)
        evidence = self._evidence(kind, digest, path.stat().st_size) if has_evidence else None
        return Reading(outcome, evidence, "fake", {"milliseconds": 1})

    def excerpt(self, path: Path, member: str, start: int, stop: int) -> bytes:
        """The bytes of the piece itself: a fake member is the whole piece."""
        return path.read_bytes()[start:stop] if member else b""

    def _evidence(self, kind: ArtifactKind, digest: str, size: int) -> dict[str, Any]:
        subject = {"kind": kind.value, "sha256": digest, "size": size}
        if kind is ArtifactKind.APK:
            facts = {"packageName": self.package, "versionName": VERSION_NAME, "versionCode": VERSION_CODE}
            return {"schema": "sceau/apk/1", "subject": subject, "apk": facts}
        if kind is ArtifactKind.CAPTURE:
            app = {"packageName": self.captured, "versionName": VERSION_NAME, "versionCode": VERSION_CODE}
            return {"schema": "sceau/traffic/1", "subject": subject, "traffic": {"capture": {"app": app}}}
        return {"schema": "sceau/document/2", "subject": subject, "document": {"format": "pdf"}}

    def detectors(self, kind: ArtifactKind) -> Sequence[FakeDetector]:
        """One detector for packages, one for captures."""
        if kind not in KINDS:
            return ()
        card = Manifest(f"fake_{kind}", "1", kind, KINDS[kind], SEEN)
        return (FakeDetector(card, self.stated[kind], self.extents.get(kind, Extent.COMPLETE)),)

    def knowledge(self) -> Knowledge:
        """No knowledge: the fake detectors need none."""
        return NO_KNOWLEDGE
