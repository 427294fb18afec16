"""What readers spend on a capture: for the whole evidence, or to parse and look for test values alone."""

import gc
import json
import time

from analyzers.extract.capture import extract_capture
from analyzers.extract.disguises import list_disguises
from analyzers.extract.known import KnownValues
from analyzers.formats.entries import Document
from analyzers.formats.har import read_har
from tests.benchmarks.traffic_flows import SEEDS


def spent_on(data: bytes) -> tuple[float, int]:
    """CPU seconds of reading and searching one capture, and how many requests it has."""
    gc.collect()
    gc.disable()  # as in the child that reads one file and ends
    before = time.process_time()
    evidence = extract_capture(data).evidence
    took = time.process_time() - before
    gc.enable()
    assert evidence is not None
    return took, evidence["traffic"]["coverage"]["requests_read"]


def sent_by(entry: Document) -> bytes:
    """What a request sent, as it stands in the archive: address, headers, body."""
    request = entry["request"]
    headers = request.get("headers")
    written = headers if isinstance(headers, bytes) else json.dumps(headers).encode()
    posted = request.get("postData")
    text = posted.get("text") if posted else None
    return b"\n".join((request["url"].encode(), written, text.encode() if text else b""))


def spent_on_values(data: bytes) -> float:
    """CPU seconds of parsing an archive and looking for every form of every test value in what each request sent."""
    known = KnownValues(form for row in SEEDS for form in list_disguises(row["category"], row["value"]))
    met = 0

    def take(_: int, entry: Document, __: int, ___: int) -> None:
        nonlocal met
        met += len(known.standing(sent_by(entry)))

    gc.collect()
    gc.disable()
    before = time.process_time()
    read_har(data, take)
    took = time.process_time() - before
    gc.enable()
    assert met or b"_sceau" not in data[:4096]
    return took
