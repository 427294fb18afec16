"""The card of the traffic detector."""

from analyzers.contract import Manifest
from criteria.findings import ArtifactKind, Text

MANIFEST = Manifest(
    name="traffic_hosts",
    version="1.1.0",
    consumes=ArtifactKind.CAPTURE,
    emits=("host.contacted", "operator.equipped"),
    description=Text(
        fr="Dit quels serveurs l'application a contactés, dans quel pays, qui les exploite, à qui ils appartiennent et "
        "quelles lois étrangères atteignent ces sociétés.",
        en="Says which servers the app contacted, in which country, who runs them, whose they are and which foreign "
        "laws reach these companies.",
    ),
)
