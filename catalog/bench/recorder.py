"""The recorder: the port through which the bench records, and the real one over mitmdump."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from analyzers.bench.access import Access
from analyzers.bench.authority import Shown, open_authority, show_authority
from analyzers.bench.phases import Phase
from analyzers.bench.run import Recording, RunEnd, RunLimits, RunOrder, StandIn
from analyzers.bench.watching import Sight
from catalog.plumbing.clock import Clock

LOOK = 0.25  # seconds between two looks at what people marked
Command = tuple[str, str]  # what and name, as in BenchMark


@dataclass(frozen=True, slots=True)
class Watchers:
    """Who is told while it records: of ports and tunnel, of what came in sight; and who is asked what was marked."""

    began: Callable[[Mapping[str, int], str | None], None]
    saw: Callable[[Sequence[Sight]], None]
    asked: Callable[[], Sequence[Command]]


@dataclass(frozen=True, slots=True)
class Commission:
    """What is to be recorded: where, what it says of itself, under which key, and how the device reaches the bench."""

    folder: Path
    statement: Mapping[str, Any]
    key: bytes = field(repr=False)
    access: Access = Access.PROXY


class Recorder(Protocol):
    """Records one capture and returns when it has ended, whatever ended it."""

    @property
    def is_rehearsal(self) -> bool:
        """Whether names lead to a stand-in: what is recorded proves nothing about a real app."""
        ...

    def show_authority(self) -> Shown:
        """Return the certificate that a device of the bench is to trust; made when first asked for."""
        ...

    def record(self, commission: Commission, watchers: Watchers) -> RunEnd:
        """Record into the commission's folder, sealed under its key.

        Raises:
            BenchError: it could not begin.
        """
        ...


@dataclass(frozen=True, slots=True)
class LiveRecorder:
    """mitmdump in an environment and a process group of its own."""

    clock: Clock
    tool: Path
    authority: Path
    host: str
    limits: RunLimits
    stand_in: StandIn | None = None
    reach: str = ""
    tunnel_port: int = 0

    @property
    def is_rehearsal(self) -> bool:
        """Whether names lead to a stand-in."""
        return self.stand_in is not None

    def show_authority(self) -> Shown:
        """Return the certificate of this instance's authority."""
        return show_authority(open_authority(self.authority, self.clock.now()))

    def record(self, commission: Commission, watchers: Watchers) -> RunEnd:
        """Record, passing on what is marked, until it is stopped or meets a limit."""
        order = RunOrder(
            commission.folder,
            self.tool,
            self.authority,
            commission.statement,
            commission.key,
            limits=self.limits,
            access=commission.access,
            host=self.host,
            reach=self.reach,
            tunnel_port=self.tunnel_port,
            stand_in=self.stand_in,
        )
        open_authority(self.authority, self.clock.now())
        with Recording(order) as recording:
            watchers.began(recording.ports, recording.tunnel)
            while not recording.is_over:
                if sights := recording.watch(LOOK):
                    watchers.saw(sights)
                for what, name in watchers.asked():
                    _pass_on(recording, what, name)
            end = recording.finish()
            if sights := recording.watch(0):
                watchers.saw(sights)
            return end


def load_stand_in(file: str) -> StandIn | None:
    """Load where names lead in a rehearsal: `{"port", "clear_port", "hosts": {name: address}, "certificate"}`."""
    if not file:
        return None
    stated = json.loads(Path(file).read_text(encoding="utf-8"))
    return StandIn(stated["port"], stated["clear_port"], stated["hosts"], Path(stated["certificate"]))


def _pass_on(recording: Recording, what: str, name: str) -> None:
    if what == "phase":
        recording.mark(Phase(name))
    elif what == "journey":
        recording.note_journey(name)
    else:
        recording.stop()
