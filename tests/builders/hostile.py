"""Bad inputs that every suite shares: what it is, how to make it, and how its reading must end. Nothing is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from criteria.findings import ArtifactKind

# The acceptable ends of a reading, by name (`analyzers.contract.ReadState`).
REFUSED = frozenset({"refused"})
CUT_SHORT = frozenset({"refused", "limit"})
PARTLY = frozenset({"partly_read"})
NOT_CLEAN = frozenset({"refused", "limit", "partly_read"})  # anything but a whole reading


@dataclass(frozen=True, slots=True)
class HostileInput:
    """One bad file. `states` and `codes` are its only acceptable ends; `heavy` ones take a second or 32 MiB to make.

    `row` is its class in the threat tables; `named` is a deviation or an issue that the evidence must state.
    """

    id: str
    kind: ArtifactKind
    make: Callable[[], bytes]
    states: frozenset[str]
    codes: frozenset[str]
    heavy: bool = False
    row: str = ""
    named: str = ""


def cut(whole: bytes, part: int, parts: int = 64) -> bytes:
    """The beginning of a file whose transfer stopped."""
    return whole[: len(whole) * part // parts]
