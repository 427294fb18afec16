"""What passed beside a capture, where its way of looking lets something pass: said as a gap by whoever looks."""

from collections.abc import Mapping
from typing import Any

from analyzers.evidence import section, text

PROXY = (
    "l'appareil passait par un mandataire, qu'une application peut ignorer : ce qui passe à côté (QUIC) n'a pas été vu",
    "the device used a proxy, which an app may ignore: nothing of what went beside it (QUIC among others) was seen",
)


def find_beside(traffic: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The gap, in French and English, of a capture that the app could walk around."""
    return (PROXY,) if text(section(traffic, "capture"), "access") == "proxy" else ()
