"""How often somebody may miss a password: counted in memory, under keyed digests, for a quarter of an hour."""

import secrets
import threading
from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import blake2b
from math import ceil

from catalog.errors import NotAllowed
from catalog.plumbing.clock import Clock

SPAN = timedelta(minutes=15)
ROWS_MAX = 20_000  # digests remembered; the oldest goes first
MINUTE = timedelta(minutes=1)


class SignInPaused(NotAllowed):
    """Too many wrong passwords for one address, or from one place: `minutes` says when to try again."""

    code = "sign-in-paused"


@dataclass(slots=True)
class _Row:
    count: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Attempts:
    """Counts tries that did not succeed. What it keeps names nobody, cannot be read back, and dies with the process."""

    clock: Clock
    _rows: OrderedDict[bytes, _Row] = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def take(self, tries: Iterable[tuple[str, int]]) -> None:
        """Count one try for each of these names, where none of them has had its most within the span.

        A try counts before it is known to fail: many at once are no way round.

        Raises:
            SignInPaused: one has.
        """
        now = self.clock.now()
        keys = [(self._digest(name), most) for name, most in tries]
        with self._lock:
            late = [row.until for key, most in keys if (row := self._find(key, now)) and row.count >= most]
            if late:
                raise SignInPaused(minutes=max(1, ceil((max(late) - now) / MINUTE)))
            for key, _ in keys:
                row = self._find(key, now)
                self._rows[key] = row or _Row(0, now + SPAN)
                self._rows[key].count += 1
            while len(self._rows) > ROWS_MAX:
                self._rows.popitem(last=False)

    def forgive(self, name: str, *, everything: bool) -> None:
        """Take back one try that succeeded, or every one of them."""
        with self._lock:
            key = self._digest(name)
            row = self._rows.get(key)
            if row is not None:
                row.count = 0 if everything else row.count - 1
                if row.count < 1:
                    del self._rows[key]

    def _find(self, key: bytes, now: datetime) -> _Row | None:
        row = self._rows.get(key)
        if row is not None and row.until <= now:
            del self._rows[key]
            return None
        return row

    def _digest(self, name: str) -> bytes:
        return blake2b(name.encode("utf-8", "surrogatepass"), key=self._secret, digest_size=16).digest()
