"""The card of the payload detector."""

from analyzers.contract import Manifest
from criteria.findings import ArtifactKind, Text

MANIFEST = Manifest(
    name="traffic_payloads",
    version="1.1.0",
    consumes=ArtifactKind.CAPTURE,
    emits=("data.transmitted", "capture.measured"),
    description=Text(
        fr="Dit quelles sortes de données l'application a envoyées, à quels serveurs, sous quelle forme, et comment "
        "elles ont été reconnues.",
        en="Says which kinds of data the app sent, to which servers, in which form, and how they were recognised.",
    ),
)
