"""A recorded session, told once: which app, on which device, and every request in order; `har` and `flow` write it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

Plain = Mapping[str, Any]  # a description as read from YAML


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what answered it. No status means that no answer came."""

    after: float
    method: str
    url: str
    address: str | None
    status: int | None = 200
    type: str = "application/json"
    sent: str = ""
    body: str = "{}"
    headers: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.url)
        return parts.port or (443 if parts.scheme == "https" else 80)

    @property
    def is_encrypted(self) -> bool:
        return urlsplit(self.url).scheme == "https"

    @property
    def target(self) -> str:
        """Path and query, as they stand in the request line."""
        parts = urlsplit(self.url)
        return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


@dataclass(frozen=True, slots=True)
class CapturedApp:
    """The app that the capture says it watched."""

    package: str
    name: str
    version_name: str
    version_code: str
    md5: str | None = None
    sha256: str | None = None


@dataclass(frozen=True, slots=True)
class CaptureSource:
    """One session."""

    started: datetime
    exchanges: tuple[Exchange, ...]
    tool: tuple[str, str] = ("mitmproxy har_dump", "0.1")
    app: CapturedApp | None = None
    device: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""
    records_failures: bool = False  # whether the tool states that it keeps refused connections

    def at(self, seconds: float) -> datetime:
        return self.started + timedelta(seconds=seconds)

    @property
    def ended(self) -> datetime:
        return self.at(max((exchange.after for exchange in self.exchanges), default=0) + 5)


def stamp(moment: datetime) -> str:
    """RFC 3339 with milliseconds, in universal time."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def capture_from(plain: Plain, app: CapturedApp | None) -> CaptureSource:
    """The description as written in `fixtures/sources/captures/*.yaml`."""
    requests: Sequence[Plain] = plain["requests"]
    tool = plain.get("tool", {"name": "mitmproxy har_dump", "version": "0.1"})
    return CaptureSource(
        started=datetime.fromisoformat(plain["started"]),
        exchanges=tuple(Exchange(**request) for request in requests),
        tool=(tool["name"], tool["version"]),
        app=app,
        device=plain.get("device", {}),
        comment=plain.get("comment", ""),
        records_failures=plain.get("records_failures", False),
    )
