"""The shared words between instruments and rules: finding, coverage, pointer, source.

Both `analyzers` and `criteria` speak them; neither judges here. Everything is immutable and compares by value.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_write = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
Scalar = str | int | bool | None
Attribute = Scalar | tuple[str, ...]


class Source(StrEnum):
    """Who observed: it is part of what was observed."""

    BENCH = "bench"  # the authority ran the instrument on bytes it holds, or captured by itself
    PUBLISHER = "publisher"  # lodged by the applicant: can count against, never clear
    DECLARED = "declared"  # a statement or a document


class Extent(StrEnum):
    """How completely a run looked for a kind of finding."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    NONE = "none"


class ArtifactKind(StrEnum):
    """What a lodged file is."""

    APK = "apk"
    CAPTURE = "capture"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Text:
    """One sentence a person will read, in both languages, French first."""

    fr: str
    en: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the bytes are that a finding rests on.

    `artifact` is the SHA-256 (hex) of the lodged file. `path` names members inside it, outermost first
    (an archive entry; empty for the file itself). `offset` and `length` are bytes inside the innermost member,
    after decompression; both are None when the whole member is meant. `evidence` is a JSON pointer (RFC 6901)
    into the evidence document.
    """

    artifact: str
    path: tuple[str, ...] = ()
    offset: int | None = None
    length: int | None = None
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A fact about the app in the shared vocabulary, with its reasoning and the bytes behind it. No judgement."""

    kind: str
    attributes: Mapping[str, Attribute]
    reasoning: Text
    pointer: Pointer
    source: Source = Source.BENCH
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        at = self.pointer
        place = [at.artifact, at.path, at.offset, at.length, at.evidence]
        body = [self.kind, sorted(self.attributes.items()), self.source, place]
        digest = hashlib.sha256(_write(body).encode("utf-8", "surrogatepass")).hexdigest()
        object.__setattr__(self, "digest", digest)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Which kind of finding a run could have produced, where it looked, and how completely.

    `scope` names the place that had to be looked at: `apk` for the package's code and manifest, `traffic` for a
    capture as a whole, later `traffic:<phase>`. `reason` says what was read or what was missed.
    """

    kind: str
    scope: str
    extent: Extent
    reason: Text
    source: Source = Source.BENCH
