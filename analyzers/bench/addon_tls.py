"""How connections were secured, as the capture tool sees it from both sides: the app's offer, the server's answer.

The tool stands between the two, so each side agrees with the tool and not with the other. The app's side says what the
app takes, the server's what the server takes; what the two would agree on is for the reader to say.
"""

from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from mitmproxy import connection, tls

MOST = 4_096  # rows of one recording
_VERSIONS = {0x0301: "TLSv1", 0x0302: "TLSv1.1", 0x0303: "TLSv1.2", 0x0304: "TLSv1.3"}
_SUPPORTED = 43  # the extension in which a client lists its versions


class Handshakes:
    """Rows on handshakes, each told once in a phase."""

    def __init__(self) -> None:
        self.offers: dict[str, list[str]] = {}
        self.told: set[tuple[Any, ...]] = set()

    def heard(self, data: tls.ClientHelloData) -> None:
        """Keep which versions a client offers, best first."""
        self.offers[data.context.client.id] = _offered(data.client_hello)

    def forget(self, client: connection.Client) -> None:
        """A client left."""
        self.offers.pop(client.id, None)

    def tell(self, facts: dict[str, Any], data: tls.TlsData, *, refused: bool) -> dict[str, Any] | None:
        """What one handshake of a client settled; nothing where it was told already."""
        client, server = data.context.client, data.context.server
        row = {name: facts[name] for name in ("host", "port", "sni", "peer_ip", "phase")}
        row |= {"offered": self.offers.get(client.id, []), "app": client.tls_version if not refused else None}
        row |= {"app_cipher": client.cipher if not refused else None, "refused": refused, **_server(server)}
        key = tuple(str(value) for value in row.values())
        if key in self.told:
            return None
        if len(self.told) >= MOST:
            return {}  # names no host: the reader counts it as not listed
        self.told.add(key)
        return row


def _server(server: connection.Server) -> dict[str, Any]:
    secured = bool(server.timestamp_tls_setup)
    said = (server.error or "").lower()
    doubted = "certificate verify" in said
    row: dict[str, Any] = {"server": server.tls_version if secured else None, "cipher": server.cipher, "alpn": None}
    row |= {"verified": True if secured else False if doubted else None}
    row |= {"issuer": None, "not_after": None, "certificate_sha256": None}
    if secured and server.alpn:
        row["alpn"] = server.alpn.decode("ascii", "replace")
    if server.certificate_list:
        pem = server.certificate_list[0].to_pem()
        shown = x509.load_pem_x509_certificate(pem)
        row |= {"issuer": _issuer(shown), "not_after": shown.not_valid_after_utc.isoformat()}
        row["certificate_sha256"] = shown.fingerprint(hashes.SHA256()).hex()
    return row


def _issuer(certificate: x509.Certificate) -> str | None:
    for kind in (x509.NameOID.ORGANIZATION_NAME, x509.NameOID.COMMON_NAME):
        for attribute in certificate.issuer.get_attributes_for_oid(kind):
            return str(attribute.value)[:200]
    return None


def _offered(hello: tls.ClientHello) -> list[str]:
    for kind, body in hello.extensions:
        if kind == _SUPPORTED:
            numbers = [int.from_bytes(body[at : at + 2], "big") for at in range(1, len(body) - 1, 2)]
            return sorted({_VERSIONS[number] for number in numbers if number in _VERSIONS}, reverse=True)
    return []
