"""The card of the endpoint detector."""

from analyzers.contract import Manifest
from criteria.findings import ArtifactKind, Text

MANIFEST = Manifest(
    name="endpoints",
    version="1.0.0",
    consumes=ArtifactKind.APK,
    emits=("endpoint.named",),
    description=Text(
        fr="Dit à quels serveurs le paquet peut s'adresser : leurs noms dans le code, les ressources et les "
        "bibliothèques, à qui ils sont, et quel composant les emploie.",
        en="Says which servers the package can address: their names in code, resources and libraries, whose they are, "
        "and which component uses them.",
    ),
)
