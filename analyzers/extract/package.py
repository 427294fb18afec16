"""A lodged package to evidence: one APK, or the set of APKs into which a store splits an app, read as one."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from analyzers.contract import Extraction
from analyzers.extract.apk import AMBIGUOUS, MAX_LISTED, SCHEMA, extract_apk, is_elsewhere
from analyzers.extract.joining import Fact, join, place_in, undefined_in
from analyzers.extract.outcomes import outcome
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.directory import Entry
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.scheme_v4 import ENDING, holds, read_side_signature
from analyzers.formats.scheme_v4 import MAX_SIZE as MAX_SIDE

MAX_PART = 512 << 20
MAX_SET = 1 << 30
MAX_PARTS = 300
MAX_CARD = 1 << 20
_CARD = "manifest.json"  # what an XAPK says of itself
_NOT_READ = (".obb",)  # what the app downloads or brings beside its code


def extract_package(data: Buffer, *, min_sdk: int | None = None, max_sdk: int | None = None) -> Extraction:
    """Read one package or one set. Never raises on data."""
    single = extract_apk(data, min_sdk=min_sdk, max_sdk=max_sdk)
    if single.outcome.code != "unsupported-package":
        return single
    try:
        outer = open_archive(data)
        rows = [entry for entry in outer.entries if entry.name.endswith(".apk")]
        return _read_set(outer, rows, (min_sdk, max_sdk)) if rows else single
    except FormatError as refusal:
        named = refusal.code.startswith("set-") or refusal.code == "ambiguous-archive"
        return Extraction(None, outcome(refusal.code if named else "set-part-unreadable"))


def _read_set(outer: Archive, rows: list[Entry], levels: tuple[int | None, int | None]) -> Extraction:
    if any(row.code in AMBIGUOUS for row in outer.deviations):
        raise FormatError("ambiguous-archive")
    if len(rows) > MAX_PARTS or sum(entry.size for entry in rows) > MAX_SET:
        raise FormatError("set-too-large")
    parts = list(_parts(outer, rows, levels))
    base = next((facts for facts, row in parts if row["name"] is None), None)
    if base is None:
        raise FormatError("set-without-base")
    _agree(base, [facts for facts, _ in parts])
    whole = join(base, [facts for facts, _ in parts if facts is not base])
    whole["splits"] = [row for _, row in parts]
    _add_container(whole, outer)
    code, ceiling = _judge(whole, [facts for facts, _ in parts])
    whole["completeness"]["verdict_ceiling"] = ceiling
    digest = hashlib.sha256(outer.data).hexdigest()
    subject = {"kind": "apk", "sha256": digest, "size": len(outer.data)}
    return Extraction({"schema": SCHEMA, "subject": subject, "apk": whole}, outcome(code))


def _parts(outer: Archive, rows: list[Entry], levels: tuple[int | None, int | None]) -> Iterator[tuple[Fact, Fact]]:
    """Each part's facts, with its entries placed inside it, and its row; the shallowest path first."""
    for entry in sorted(rows, key=lambda row: (row.name.count("/"), row.name)):
        raw = outer.read(entry, MAX_PART)
        evidence = extract_apk(raw, min_sdk=levels[0], max_sdk=levels[1]).evidence
        if evidence is None or "packageName" not in evidence["apk"]:
            raise FormatError("set-part-unreadable", entry.header)
        facts: Fact = place_in(evidence["apk"], entry.name)
        yield (
            facts,
            {
                "file": entry.name,
                "sha256": hashlib.sha256(raw).hexdigest(),
                "size": len(raw),
                "name": facts["split"],
                "configForSplit": facts["configForSplit"],
                "isFeatureSplit": facts["isFeatureSplit"],
                "classes": facts["code"]["classes"],
                "v4": _side_signature(outer, entry, raw, facts),
            },
        )


def _side_signature(outer: Archive, part: Entry, raw: bytes, facts: Fact) -> bool | None:
    """Whether the signature beside a part is over that part, by its own signer; None where none lies there."""
    beside = outer.find(part.name + ENDING)
    if beside is None:
        return None
    try:
        found = read_side_signature(outer.read(beside, MAX_SIDE))
    except FormatError:
        return False
    return found.certificate.sha256 in _signers(facts) and holds(found, raw)


def _signers(facts: Fact) -> frozenset[str | None]:
    return frozenset(row["certificate_sha256"] for row in facts["signing"]["signers"])


def _agree(base: Fact, parts: list[Fact]) -> None:
    """The platform installs a set only when every part is of one app, one version, one signer. So do we read it."""
    for refusal, said in (
        ("set-of-several-apps", lambda facts: facts["packageName"]),
        ("set-of-several-versions", lambda facts: facts["versionCode"]),
        ("set-of-several-signers", _signers),
    ):
        if any(said(part) != said(base) for part in parts):
            raise FormatError(refusal)


def _add_container(whole: Fact, outer: Archive) -> None:
    """What the set itself is like: its oddities, what it says of itself, what lies beside the parts."""
    whole["archive"]["entries"] += len(outer.entries)
    rows = whole["archive"]["deviations"]
    rows += [{"code": row.code, "entry": row.entry, "offset": row.offset} for row in outer.deviations]
    unlike = [row["file"] for row in whole["splits"] if row["v4"] is False]
    rows += [{"code": "side-signature-differs", "entry": name + ENDING, "offset": None} for name in unlike]
    whole["signing"]["schemes"]["v4"] = all(row["v4"] for row in whole["splits"])
    whole["archive"]["unlisted"] += outer.deviation_count - len(outer.deviations)
    if (card := outer.find(_CARD)) is not None and _contradicts(outer, card, whole):
        rows.append({"code": "set-card-differs", "entry": _CARD, "offset": card.header})
    beside = [entry.name for entry in outer.entries if entry.name.endswith(_NOT_READ)]
    whole["completeness"]["entries_unread"] += [
        {"entry": name, "why": "expansion-file"} for name in beside[:MAX_LISTED]
    ]


def _contradicts(outer: Archive, card: Entry, whole: Fact) -> bool:
    """Whether the card names another app or version than the packages do. A card that cannot be read says nothing."""
    try:
        said: Any = json.loads(outer.read(card, MAX_CARD))  # a stranger's JSON: any shape
    except (FormatError, ValueError, RecursionError):
        return False
    if not isinstance(said, dict):
        return False
    pairs = ((said.get("package_name"), whole["packageName"]), (said.get("version_code"), whole["versionCode"]))
    return any(stated is not None and str(stated) != found for stated, found in pairs)


def _judge(whole: Fact, parts: list[Fact]) -> tuple[str, str | None]:
    """The outcome of the set: what stands in the way in any part stands in the way of the whole."""
    ceilings = {part["completeness"]["verdict_ceiling"] for part in parts}
    missing = undefined_in(whole)
    whole["completeness"]["components_undefined"] = missing[:MAX_LISTED]
    if "ambiguous-archive" in ceilings:
        return "ambiguous-archive-read", "ambiguous-archive"
    if "code-unread" in ceilings:
        return "code-unread", "code-unread"
    if is_elsewhere(whole, missing):
        return "code-elsewhere", "code-elsewhere"
    if whole["completeness"]["entries_unread"]:
        return "partly-read", None
    if whole["runtimes"] and whole["code"]["classes"]:
        return "other-code-unread", None
    return ("read", None) if whole["code"]["classes"] else ("no-code", "no-code")
