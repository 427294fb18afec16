"""Names that stand for other names, as the device is answered and as the bench's own resolver says: each told once."""

import asyncio
import socket
from collections.abc import Callable
from typing import Any

from mitmproxy import dns

from analyzers.bench.addon_wire import is_address

MOST_NAMES = 4_000
MOST_STEPS = 16

Tell = Callable[[dict[str, Any]], None]


class Names:
    """What is known of aliases, and who is told of each."""

    def __init__(self, tell: Tell) -> None:
        self.tell = tell
        self.told: set[tuple[str, ...]] = set()
        self.asked: set[str] = set()
        self.tasks: set[asyncio.Task[None]] = set()

    def answered(self, message: dns.Message | None) -> None:
        """Take an answer that the device got."""
        if message is None:
            return
        stands = {
            record.name.rstrip(".").lower(): str(record.domain_name).rstrip(".").lower()
            for record in message.answers
            if record.type == dns.types.CNAME
        }
        for question in message.questions:
            chain = [question.name.rstrip(".").lower()]
            while chain[-1] in stands and len(chain) < MOST_STEPS and stands[chain[-1]] not in chain:
                chain.append(stands[chain[-1]])
            self._note(chain, "answer")

    def look_up(self, host: str) -> None:
        """Ask our own resolver for a name, once, beside what is going on; what it does not answer stays unknown."""
        if host in self.asked or is_address(host) or len(self.asked) >= MOST_NAMES:
            return
        self.asked.add(host)
        task = asyncio.get_running_loop().create_task(self._ask(host))
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    async def _ask(self, host: str) -> None:
        try:
            found = await asyncio.get_running_loop().getaddrinfo(
                host, None, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME
            )
        except (OSError, UnicodeError):
            return
        last = next((name for _, _, _, name, _ in found if name), host)
        self._note([host.rstrip(".").lower(), last.rstrip(".").lower()], "resolver")

    def _note(self, chain: list[str], by: str) -> None:
        chain = list(dict.fromkeys(chain))
        if len(chain) > 1 and tuple(chain) not in self.told and len(self.told) < MOST_NAMES:
            self.told.add(tuple(chain))
            self.tell({"host": chain[0], "names": chain[1:], "by": by})
