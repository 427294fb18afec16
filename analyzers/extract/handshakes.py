"""How connections were secured, as our own capture tool states it: each field is checked, anything else is dropped."""

import re
from typing import Any

from analyzers.extract.exchanges import Exchanges, count, word
from analyzers.extract.urls import clean_address, clean_host
from analyzers.extract.values import printable

VERSIONS = ("SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3", "QUICv1")  # weakest first; QUIC holds TLS 1.3
MAX_HANDSHAKES, MAX_ISSUER = 4_096, 200
_HEX = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}(Z|\+00:00)")


def note_handshake(found: Exchanges, row: dict[str, Any], place: tuple[int, int]) -> None:
    """Add what one handshake settled; one that names no host, or is one too many, is counted as not listed."""
    host = _text(row.get("host"), clean_host) or _text(row.get("sni"), clean_host)
    address = _text(row.get("peer_ip"), clean_address)
    if (host or address) is None or len(found.handshakes) >= MAX_HANDSHAKES:
        found.unlisted["handshakes"] += 1
        return
    offered = row.get("offered")
    sha256, until, issuer = row.get("certificate_sha256"), row.get("not_after"), row.get("issuer")
    found.handshakes.append(
        {
            "host": host or address,
            "port": count(row.get("port")),
            "peer_ip": address,
            "sni": _text(row.get("sni"), clean_host),
            "phase": count(row.get("phase")),
            "offered": [version for version in VERSIONS if isinstance(offered, list) and version in offered],
            "app_version": _version(row.get("app")),
            "server_version": _version(row.get("server")),
            "cipher": word(row.get("cipher")),
            "app_cipher": word(row.get("app_cipher")),
            "alpn": word(row.get("alpn")),
            "certificate_valid": row["verified"] if isinstance(row.get("verified"), bool) else None,
            "certificate_sha256": sha256 if isinstance(sha256, str) and _HEX.fullmatch(sha256) else None,
            "issuer": _printed(issuer) if isinstance(issuer, str) and issuer else None,
            "not_after": until if isinstance(until, str) and _DATE.fullmatch(until) else None,
            "refused": row.get("refused") is True,
            "offset": place[0],
            "length": place[1],
        }
    )


def _printed(value: str) -> str:
    return printable("".join(sign for sign in value[:MAX_ISSUER] if sign.isprintable()))


def _version(value: object) -> str | None:
    return value if isinstance(value, str) and value in VERSIONS else None


def _text(value: object, clean: Any) -> str | None:
    cleaned: str | None = clean(value) if isinstance(value, str) else None
    return cleaned
