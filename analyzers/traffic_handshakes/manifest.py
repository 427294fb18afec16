"""The card of the handshake detector."""

from analyzers.contract import Manifest
from criteria.findings import ArtifactKind, Text

MANIFEST = Manifest(
    name="traffic_handshakes",
    version="1.0.0",
    consumes=ArtifactKind.CAPTURE,
    emits=("tls.negotiated",),
    description=Text(
        fr="Dit comment chaque connexion a été chiffrée : version de TLS, suite, protocole, certificat et signataire.",
        en="Says how each connection was encrypted: version of TLS, suite, protocol, certificate and who signed it.",
    ),
)
