"""One traffic capture to evidence: requests, connections and what was told, without a personal value in clear."""

import json
from typing import Any

from analyzers.contract import Extraction
from analyzers.extract.aliases import note_alias
from analyzers.extract.exchanges import Exchanges
from analyzers.extract.flow_rows import take_flow
from analyzers.extract.handshakes import note_handshake
from analyzers.extract.har_rows import note_connection, note_refusals, read_statement, take_entry
from analyzers.extract.outcomes import outcome
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.flow import read_flows
from analyzers.formats.har import Har, read_har
from analyzers.formats.lines import read_lines
from analyzers.formats.pages import digest_of
from analyzers.formats.sniff import HEAD, sniff_capture

Fact = dict[str, Any]

SCHEMA = "sceau/traffic/1"
_REFUSALS = {"broken-json": "not-a-capture", "ambiguous-archive": "broken-capture", "broken-length": "broken-capture"}
_DOORS = {None: "not-a-capture", "unsupported": "unsupported-capture", "utf-16": "not-text-utf8"}


def extract_capture(data: Buffer) -> Extraction:
    """Read one capture. Never raises on data."""
    if len(data) == 0:
        return Extraction(None, outcome("empty-file"))
    kind = sniff_capture(bytes(data[:HEAD]))
    if kind in _DOORS:
        return Extraction(None, outcome(_DOORS[kind]))
    try:
        digest = digest_of(data)
        facts = _READERS[str(kind)](data, Exchanges(digest))
    except FormatError as refusal:
        return Extraction(None, outcome(_REFUSALS.get(refusal.code, refusal.code)))
    coverage = facts["coverage"]
    if (
        not facts["requests"]
        and not facts["connections"]
        and (coverage["unread"] or coverage["requests_total"] is None)
    ):
        return Extraction(None, outcome("broken-capture"))
    subject = {"kind": "capture", "sha256": digest, "size": len(data)}
    evidence = {"schema": SCHEMA, "subject": subject, "traffic": facts}
    return Extraction(evidence, outcome(_verdict(facts)))


def _verdict(facts: Fact) -> str:
    coverage = facts["coverage"]
    if coverage["unread"] or coverage["requests_total"] is None:
        return "capture-partly-read"
    return "read" if facts["requests"] or facts["connections"] else "empty-capture"


def _har(data: Buffer, found: Exchanges) -> Fact:
    har = read_har(
        data,
        lambda index, entry, offset, length: take_entry(found, index, entry, (offset, length)),
        lambda stated: found.told.state(stated.get("seeded")),
    )
    note_refusals(found, har)
    return _archived(found, har, "har")


def _lines(data: Buffer, found: Exchanges) -> Fact:
    har = read_lines(
        data,
        lambda index, entry, offset, length: take_entry(found, index, entry, (offset, length)),
        lambda connection, offset, length: note_connection(found, connection, (offset, length)),
        lambda stated: found.told.state(stated.get("seeded")),
        lambda row, offset, length: note_handshake(found, row, (offset, length)),
        lambda row, offset, length: note_alias(found, row, (offset, length)),
    )
    return _archived(found, har, "lines")


def _archived(found: Exchanges, har: Har, kind: str) -> Fact:
    capture = {"format": kind, "format_version": har.version, **read_statement(har, found)}
    return found.facts(capture, har.total, har.read, har.unread, har.unread_count)


def _flows(data: Buffer, found: Exchanges) -> Fact:
    file = read_flows(
        data,
        lambda flow: take_flow(found, flow),
        lambda comment: found.told.state(_stated_in(comment).get("seeded")),
    )
    stated = read_statement(Har(creator={"name": "mitmproxy"}, sceau=_stated_in(file.comment)), found)
    capture: Fact = {"format": "mitmproxy", "format_version": file.version, **stated}
    return found.facts(capture, file.total, file.read, file.unread, file.unread_count)


def _stated_in(comment: str | None) -> Fact:
    """A flow file has no place for a statement: our tools write it into the comment of its first flow."""
    try:
        document = json.loads(comment or "")
    except (ValueError, RecursionError):
        return {}
    stated = document.get("sceau") if isinstance(document, dict) else None
    return stated if isinstance(stated, dict) else {}


_READERS = {"har": _har, "flow": _flows, "lines": _lines}
