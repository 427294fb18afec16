"""The states of a bench capture, and the routes by which an app came to trust the bench. Pure tables."""

from collections.abc import Mapping
from enum import StrEnum

from catalog.errors import Conflict


class CaptureState(StrEnum):
    """Where a bench capture stands (French terms in docs/glossary.md)."""

    ORDERED = "ordered"
    RECORDING = "recording"
    ENDED = "ended"  # with a piece in the file
    FAILED = "failed"  # with nothing: the code says why


class Route(StrEnum):
    """How the app came to trust the bench's authority."""

    SYSTEM_AUTHORITY = "system_authority"
    EVALUATION_BUILD = "evaluation_build"
    RESIGNED_COPY = "resigned_copy"
    NONE = "none"  # by hand, the app as it is distributed


class CaptureOver(Conflict):
    """This capture has ended: nothing can be marked in it any more."""

    code = "capture-over"


S = CaptureState
UNDER_WAY = frozenset({S.ORDERED, S.RECORDING})
TRANSITIONS: Mapping[str, tuple[frozenset[CaptureState], CaptureState]] = {
    "begin": (frozenset({S.ORDERED}), S.RECORDING),
    "end": (UNDER_WAY, S.ENDED),
    "fail": (UNDER_WAY, S.FAILED),
}


def advance(state: CaptureState, verb: str) -> CaptureState:
    """Return the state that `verb` leads to.

    Raises:
        CaptureOver: it has ended already.
    """
    sources, target = TRANSITIONS[verb]
    if state not in sources:
        raise CaptureOver(state=state)
    return target
