"""A recorder that tests direct: what comes in sight, what is written, how it ends, what happens meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from analyzers.bench.access import Access, dig_tunnel
from analyzers.bench.authority import Shown, open_authority, show_authority
from analyzers.bench.frames import FrameWriter
from analyzers.bench.run import CAPTURE, BenchError, RunEnd
from analyzers.bench.watching import Sight
from catalog.bench.recorder import Command, Commission, Watchers


@dataclass
class FakeRecorder:
    """Records at once whatever it was told to."""

    sights: Sequence[Sight] = (Sight(host="api.souffle.example", address="192.0.2.7"),)
    written: bytes = b"what the bench saw"
    code: str = "stopped"
    refusal: BenchError | None = None
    meanwhile: Callable[[], object] | None = None
    is_rehearsal: bool = False
    stated: Mapping[str, Any] = field(default_factory=dict)
    heard: list[Command] = field(default_factory=list)

    def show_authority(self) -> Shown:
        """A certificate like the real one's, of a key that nobody keeps."""
        with TemporaryDirectory() as folder:
            return show_authority(open_authority(Path(folder) / "authority", datetime(2026, 9, 1, tzinfo=UTC)))

    def record(self, commission: Commission, watchers: Watchers) -> RunEnd:
        """Begin, see, be asked once, end."""
        self.stated = commission.statement
        if self.refusal:
            raise self.refusal
        is_tunnel = commission.access is Access.WIREGUARD
        ports = {"wireguard": 40003} if is_tunnel else {"regular": 40001, "socks5": 40002}
        watchers.began(ports, dig_tunnel().configure("192.0.2.1", 40003) if is_tunnel else None)
        commission.folder.mkdir(parents=True)
        path = commission.folder / CAPTURE
        with path.open("wb", buffering=0) as sink:
            frames = FrameWriter(sink.fileno(), commission.key)
            for line in self.written.splitlines(keepends=True):
                frames.add(line)
        if self.meanwhile:
            self.meanwhile()
        watchers.saw(self.sights)
        self.heard += watchers.asked()
        return RunEnd(self.code, path if self.written else None, 12.0, 1.5, 80)
