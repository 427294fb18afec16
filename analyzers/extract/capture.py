"""One traffic capture to evidence: requests and connections without a personal value in clear."""

import hashlib
from typing import Any

from analyzers.contract import Extraction
from analyzers.extract.exchanges import Exchanges
from analyzers.extract.flow_rows import take_flow
from analyzers.extract.har_rows import read_statement, take_entry
from analyzers.extract.outcomes import outcome
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.flow import read_flows
from analyzers.formats.har import read_har
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
        facts = _har(data) if kind == "har" else _flows(data)
    except FormatError as refusal:
        return Extraction(None, outcome(_REFUSALS.get(refusal.code, refusal.code)))
    coverage = facts["coverage"]
    if (
        not facts["requests"]
        and not facts["connections"]
        and (coverage["unread"] or coverage["requests_total"] is None)
    ):
        return Extraction(None, outcome("broken-capture"))
    subject = {"kind": "capture", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    evidence = {"schema": SCHEMA, "subject": subject, "traffic": facts}
    return Extraction(evidence, outcome(_verdict(facts)))


def _verdict(facts: Fact) -> str:
    coverage = facts["coverage"]
    if coverage["unread"] or coverage["requests_total"] is None:
        return "capture-partly-read"
    return "read" if facts["requests"] or facts["connections"] else "empty-capture"


def _har(data: Buffer) -> Fact:
    found = Exchanges()
    har = read_har(data, lambda index, entry, offset, length: take_entry(found, index, entry, (offset, length)))
    capture = {"format": "har", "format_version": har.version, **read_statement(har, found)}
    return found.facts(capture, har.total, har.read, har.unread, har.unread_count)


def _flows(data: Buffer) -> Fact:
    found = Exchanges()
    file = read_flows(data, lambda flow: take_flow(found, flow))
    capture: Fact = {"format": "mitmproxy", "format_version": file.version, "tool": "mitmproxy", "tool_version": None}
    capture |= {"start": found.first, "end": found.last, "app": None, "apps": 0, "device": None}
    return found.facts(capture, file.total, file.read, file.unread, file.unread_count)
