"""A recorder that tests direct: what comes in sight, what is written, how it ends, what happens meanwhile."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from analyzers.bench.run import CAPTURE, BenchError, RunEnd
from analyzers.bench.watching import Sight
from catalog.bench.recorder import Command, Watchers


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

    def record(self, folder: Path, statement: Mapping[str, Any], watchers: Watchers) -> RunEnd:
        """Begin, see, be asked once, end."""
        self.stated = statement
        if self.refusal:
            raise self.refusal
        watchers.began({"regular": 40001, "socks5": 40002})
        folder.mkdir(parents=True)
        (folder / CAPTURE).write_bytes(self.written)
        if self.meanwhile:
            self.meanwhile()
        watchers.saw(self.sights)
        self.heard += watchers.asked()
        return RunEnd(self.code, folder / CAPTURE if self.written else None, 12.0, 1.5, 80)
