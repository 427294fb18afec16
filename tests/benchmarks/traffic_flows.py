"""Flows for `make bench-traffic`: one session of an invented app, written in every format, as large as is asked for."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.builders.capture import CaptureSource, Exchange
from tests.builders.flow import flow_state
from tests.builders.har import write_har
from tests.builders.tnetstring import write_tnetstring

ADVERTISING_ID = "38400000-8cf0-11bd-b23e-10b96e40000d"
MAIL = "camille.exemple@courriel.example"
SEEDS = [
    {"category": "advertisingId", "value": ADVERTISING_ID},
    {"category": "emailAddress", "value": MAIL},
    {"category": "phoneNumber", "value": "+33612345678"},
    {"category": "personName", "value": "Camille Exemple"},
    {"category": "preciseLocation", "value": "48.85341,2.34880"},
]
_STARTED = datetime(2026, 9, 1, tzinfo=UTC)
_JSON = {"content-type": "application/json; charset=utf-8", "accept-encoding": "gzip"}
_ANSWER = json.dumps({"ok": True, "data": "x" * 900})


def session(count: int) -> CaptureSource:
    """So many requests: events to a tracker, a session by query, measures to the app's own server, pictures."""
    draw = random.Random(6)  # noqa: S311 - the same flows every time
    return CaptureSource(_STARTED, tuple(_exchange(number, draw) for number in range(count)))


def _exchange(number: int, draw: random.Random) -> Exchange:
    unique = draw.randbytes(16).hex()
    kind = number % 4
    if kind == 0:
        rows = [{"n": "screen_view", "t": 1_700_000_000 + number * 12 + at, "v": "home"} for at in range(12)]
        sent = json.dumps({"adid": ADVERTISING_ID, "email": MAIL, "lat": 48.85341, "lon": 2.3488, "events": rows})
        url = "https://collect.telemetry.example/v1/track"
        return Exchange(number / 10, "POST", url, "51.38.10.1", sent=sent, body=_ANSWER, headers=_JSON)
    if kind == 1:
        query = f"gps_adid={ADVERTISING_ID}&created_at=2026-09-01T00%3A00%3A{number % 60:02}&session_count={number}"
        url = f"https://app.adjust.com/session?{query}&os_name=android&language=fr&device_name=FICTIF+6&app_token={unique}"
        return Exchange(number / 10, "GET", url, "51.38.10.2", body=_ANSWER, headers={"accept-encoding": "gzip"})
    if kind == 2:
        sent = json.dumps({"glucose": draw.randint(60, 200), "at": f"2026-09-01T10:{number % 60:02}:00Z", "notes": ""})
        body = json.dumps({"id": unique, "items": [{"k": at, "v": round(draw.random(), 6)} for at in range(20)]})
        headers = {**_JSON, "authorization": f"Bearer {ADVERTISING_ID}", "cookie": "sid=abc123def456ghi; theme=dark"}
        url = f"https://api.carnet.example/v1/mesures/{number}"
        return Exchange(number / 10, "POST", url, "51.38.10.3", sent=sent, body=body, headers=headers)
    url = f"https://cdn.carnet.example/img/{number % 50}.webp"
    return Exchange(number / 10, "GET", url, "51.38.10.4", type="image/webp", body="R" * 1200)


def seeded_har(source: CaptureSource) -> bytes:
    """The session as an archive that states the values which were typed into the app."""
    log = json.loads(write_har(source))["log"]
    return json.dumps({"log": {"_sceau": {"seeded": SEEDS}, **log}}).encode()


def lines_of(har: bytes) -> bytes:
    """The same session as our add-on writes it."""
    log = json.loads(har)["log"]
    rows = [{"sceau": "capture/1", "seeded": SEEDS}, *({"entry": entry} for entry in log["entries"])]
    return b"".join(json.dumps(row).encode() + b"\n" for row in (*rows, {"end": len(log["entries"])}))


def flows_of(source: CaptureSource) -> bytes:
    """The same session as mitmproxy writes it: with the certificates, leaf and issuer, that each server showed."""
    out = bytearray()
    for number, exchange in enumerate(source.exchanges):
        state = flow_state(source, number)
        server = state["server_conn"]
        assert isinstance(server, dict)
        shown = list(_chain(exchange.host)) if exchange.is_encrypted else []
        out += write_tnetstring(state | {"server_conn": server | {"certificate_list": shown}})
    return bytes(out)


@cache
def _chain(host: str) -> tuple[bytes, bytes]:
    """What a server shows when a connection is secured: its certificate and its issuer's, as PEM."""
    return _certificate(host, "FICTIF Issuing CA"), _certificate("FICTIF Issuing CA", "FICTIF Root CA")


def _certificate(subject: str, issuer: str) -> bytes:
    key = ec.derive_private_key(6, ec.SECP256R1())
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in (subject, issuer)]
    made = x509.CertificateBuilder(issuer_name=names[1], subject_name=names[0], public_key=key.public_key())
    made = made.serial_number(6).not_valid_before(_STARTED).not_valid_after(_STARTED + timedelta(days=90))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(subject.replace(" ", "-"))]), critical=False)
    signed = made.sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


def from_archive(path: Path) -> CaptureSource:
    """The requests of a real archive, so that both sides read the same ones."""
    entries = json.loads(path.read_bytes().decode("utf-8-sig"))["log"]["entries"]
    rows = tuple(_real(number, entry) for number, entry in enumerate(entries))
    return CaptureSource(_STARTED, tuple(row for row in rows if row is not None))


def _real(number: int, entry: dict[str, Any]) -> Exchange | None:
    request, response = entry["request"], entry.get("response", {})
    if not request["url"].startswith("http"):
        return None
    headers = {row["name"]: row["value"] for row in request.get("headers", ()) if isinstance(row, dict)}
    sent, content = request.get("postData", {}).get("text") or "", response.get("content", {})
    return Exchange(
        number, request["method"], request["url"], entry.get("serverIPAddress"), response.get("status") or 200,
        sent=sent, body=content.get("text") or "", headers=headers,
    )  # fmt: skip


def grown(har: bytes, size: int) -> Iterator[bytes]:
    """An archive of `size` bytes of the same session, its addresses all different, piece by piece."""
    entries = json.loads(har)["log"]["entries"]
    yield b'{"log":{"version":"1.2","creator":{"name":"FICTIF","version":"1"},"entries":['
    written, number = 0, 0
    while written < size:
        entry = entries[number % len(entries)]
        url = entry["request"]["url"]
        changed = entry | {"request": entry["request"] | {"url": f"{url}{'&' if '?' in url else '?'}n={number}"}}
        # Answers grow with the archive, as those of a long session do: the number of entries has a limit of its own.
        content = {"size": 4 * 1200, "mimeType": "text/plain", "text": "R" * (4 * 1200)}
        changed["response"] = entry["response"] | {"content": content}
        piece = (b",\n" if number else b"\n") + json.dumps(changed).encode()
        written, number = written + len(piece), number + 1
        yield piece
    yield b"\n]}}\n"
