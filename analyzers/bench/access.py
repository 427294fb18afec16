"""How a device reaches the bench: by a proxy that it is told of, or by a tunnel that takes whatever it sends."""

import base64
from dataclasses import dataclass, field
from enum import StrEnum

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

# Addresses inside the tunnel; the capture tool answers names asked at the second one.
DEVICE, NAMES = "10.0.0.1/32", "10.0.0.53"
# Both families: what went beside the tunnel would be missing, and nobody would know.
EVERYTHING = "0.0.0.0/0, ::/0"


class Access(StrEnum):
    """How the device's traffic comes to the bench."""

    PROXY = "proxy"  # HTTP proxy and SOCKS5: what the app sends there
    WIREGUARD = "wireguard"  # a tunnel: everything that the device sends


MODES: dict[Access, tuple[str, ...]] = {Access.PROXY: ("regular", "socks5"), Access.WIREGUARD: ("wireguard",)}


@dataclass(frozen=True, slots=True)
class Tunnel:
    """The keys of one recording's tunnel. They are made for it, held in memory, and gone when it ends."""

    server_key: str = field(repr=False)
    client_key: str = field(repr=False)

    def configure(self, host: str, port: int) -> str:
        """What the device types or scans, in WireGuard's own words."""
        endpoint = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        rows = ("[Interface]", f"PrivateKey = {self.client_key}", f"Address = {DEVICE}", f"DNS = {NAMES}")
        peer = ("[Peer]", f"PublicKey = {public_key(self.server_key)}", f"AllowedIPs = {EVERYTHING}")
        return "\n".join([*rows, "", *peer, f"Endpoint = {endpoint}", ""])


def dig_tunnel() -> Tunnel:
    """Make the two pairs of keys of one recording."""
    made = (base64.b64encode(X25519PrivateKey.generate().private_bytes_raw()).decode("ascii") for _ in range(2))
    return Tunnel(*made)


def public_key(secret: str) -> str:
    """The public half of a WireGuard key."""
    key = X25519PrivateKey.from_private_bytes(base64.b64decode(secret, validate=True))
    return base64.b64encode(key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode("ascii")
