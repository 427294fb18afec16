"""A phone behind a WireGuard tunnel, from user space: the handshake, the packets, just enough of IP, UDP and TCP.

Written from WireGuard's own paper and independent of the bench's side of it. It serves loopback, where nothing is lost
and nothing changes places: it sends again nothing and keeps one segment under way.
"""

import base64
import configparser
import hashlib
import hmac
import secrets
import socket
import ssl
import struct
from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

from catalog.plumbing.clock import SystemClock

_CONSTRUCTION = b"Noise_IKpsk2_25519_ChaChaPoly_BLAKE2s"
_IDENTIFIER = b"WireGuard v1 zx2c4 Jason@zx2c4.com"
_TAI_OFFSET = 0x400000000000000A
_DATA = 4
_UDP, _TCP = 17, 6
_FIN, _SYN, _RST, _PUSH, _ACK = 1, 2, 4, 8, 16
_SEGMENT = 1200


def _hash(*parts: bytes) -> bytes:
    return hashlib.blake2s(b"".join(parts)).digest()


def _mac(key: bytes, data: bytes) -> bytes:
    return hashlib.blake2s(data, key=key, digest_size=16).digest()


def _spread(key: bytes, data: bytes, count: int) -> list[bytes]:
    def keyed(secret: bytes, text: bytes) -> bytes:
        return hmac.new(secret, text, hashlib.blake2s).digest()

    base, last, found = keyed(key, data), b"", list[bytes]()
    for number in range(1, count + 1):
        last = keyed(base, last + bytes([number]))
        found.append(last)
    return found


def _nonce(counter: int) -> bytes:
    return bytes(4) + counter.to_bytes(8, "little")


def _sum(data: bytes) -> int:
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack(f">{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


class Phone:
    """One device with one tunnel, configured by the text that the bench shows."""

    def __init__(self, configuration: str, seconds: float = 10.0) -> None:
        told = configparser.ConfigParser()
        told.read_string(configuration)
        self.static = X25519PrivateKey.from_private_bytes(base64.b64decode(told["Interface"]["PrivateKey"]))
        self.peer = base64.b64decode(told["Peer"]["PublicKey"])
        self.address = told["Interface"]["Address"].partition("/")[0]
        self.names = told["Interface"]["DNS"]
        host, _, port = told["Peer"]["Endpoint"].rpartition(":")
        self.plug = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.plug.settimeout(seconds)
        self.plug.connect((host, int(port)))
        self.next_port, self.sent = 40_000 + secrets.randbelow(9_000), 0

    def __enter__(self) -> Self:
        self._shake_hands()
        return self

    def __exit__(self, *_: object) -> None:
        self.plug.close()

    def _shake_hands(self) -> None:
        ephemeral, number = X25519PrivateKey.generate(), secrets.token_bytes(4)
        peer, public = X25519PublicKey.from_public_bytes(self.peer), ephemeral.public_key().public_bytes_raw()
        chain = _hash(_CONSTRUCTION)
        told = _hash(_hash(_hash(chain, _IDENTIFIER), self.peer), public)
        (chain,) = _spread(chain, public, 1)
        chain, key = _spread(chain, ephemeral.exchange(peer), 2)
        static = ChaCha20Poly1305(key).encrypt(bytes(12), self.static.public_key().public_bytes_raw(), told)
        told = _hash(told, static)
        chain, key = _spread(chain, self.static.exchange(peer), 2)
        now = SystemClock().now().timestamp()
        moment = struct.pack(">QI", _TAI_OFFSET + int(now), int(now % 1 * 1e9))
        stamp = ChaCha20Poly1305(key).encrypt(bytes(12), moment, told)
        told = _hash(told, stamp)
        opening = struct.pack("<I", 1) + number + public + static + stamp
        opening += _mac(_hash(b"mac1----", self.peer), opening)
        self.plug.send(opening + bytes(16))

        answer = self.plug.recv(2048)
        assert struct.unpack("<I", answer[:4]) == (2,)
        assert answer[8:12] == number
        theirs = answer[12:44]
        other = X25519PublicKey.from_public_bytes(theirs)
        told = _hash(told, theirs)
        (chain,) = _spread(chain, theirs, 1)
        (chain,) = _spread(chain, ephemeral.exchange(other), 1)
        (chain,) = _spread(chain, self.static.exchange(other), 1)
        chain, mixed, key = _spread(chain, bytes(32), 3)  # no shared secret
        ChaCha20Poly1305(key).decrypt(bytes(12), answer[44:60], _hash(told, mixed))
        self.receiver = answer[4:8]
        sending, receiving = _spread(chain, b"", 2)
        self.sending, self.receiving = ChaCha20Poly1305(sending), ChaCha20Poly1305(receiving)

    def send(self, packet: bytes) -> None:
        """Send one packet through the tunnel."""
        packet += bytes(-len(packet) % 16)
        sealed = self.sending.encrypt(_nonce(self.sent), packet, None)
        self.plug.send(struct.pack("<I", _DATA) + self.receiver + self.sent.to_bytes(8, "little") + sealed)
        self.sent += 1

    def receive(self) -> bytes:
        """Wait for one packet from the tunnel."""
        while True:
            message = self.plug.recv(4096)
            if message[0] == 4 and (
                plain := self.receiving.decrypt(message[8:16].rjust(12, b"\0"), message[16:], None)
            ):
                return plain[: int.from_bytes(plain[2:4], "big")]

    def wrap(self, protocol: int, to: str, payload: bytes) -> bytes:
        """Put a datagram or segment, whose sum stands at its place, into a packet."""
        head = struct.pack(
            ">BBHHHBBH4s4s", 0x45, 0, 20 + len(payload), 0, 0x4000, 64, protocol, 0,
            socket.inet_aton(self.address), socket.inet_aton(to),
        )  # fmt: skip
        return head[:10] + _sum(head).to_bytes(2, "big") + head[12:] + payload

    def checked(self, protocol: int, to: str, payload: bytes, place: int) -> bytes:
        """Fill in the sum of a datagram or segment."""
        false = socket.inet_aton(self.address) + socket.inet_aton(to) + struct.pack(">BBH", 0, protocol, len(payload))
        return payload[:place] + _sum(false + payload).to_bytes(2, "big") + payload[place + 2 :]

    def take_port(self) -> int:
        """A port that this phone has not used yet."""
        self.next_port += 1
        return self.next_port

    def ask_name(self, name: str) -> str | None:
        """Ask the tunnel's own resolver for an address."""
        port = self.take_port()
        labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
        asked = struct.pack(">HHHHHH", 7, 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack(">HH", 1, 1)
        datagram = struct.pack(">HHHH", port, 53, 8 + len(asked), 0) + asked
        self.send(self.wrap(_UDP, self.names, self.checked(_UDP, self.names, datagram, 6)))
        while True:
            packet = self.receive()
            if packet[9] == _UDP and packet[22:24] == port.to_bytes(2, "big"):
                answer = packet[28:]
                return socket.inet_ntoa(answer[-4:]) if int.from_bytes(answer[6:8], "big") else None

    def connect(self, to: str, port: int) -> "Line":
        """Open a connection through the tunnel."""
        line = Line(self, to, port, self.take_port())
        line.open()
        return line

    def ask(self, host: str, path: str, authority: str, *, to: str | None = None, body: bytes = b"") -> str:
        """Ask a name, then a secured server; return the status, or how it failed."""
        address = to or self.ask_name(host)
        if address is None:
            return "no such name"
        line = self.connect(address, 443)
        try:
            return line.ask_securely(host, path, authority, body)
        except (ssl.SSLError, ConnectionError) as error:
            return type(error).__name__
        finally:
            line.close()

    def ask_in_clear(self, host: str, path: str) -> str:
        """Ask a server without any encryption."""
        line = self.connect(self.ask_name(host) or "", 80)
        line.write(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        status = line.read().split(b" ")[1].decode()
        line.close()
        return status


@dataclass
class Line:
    """One TCP connection."""

    phone: Phone
    to: str
    port: int
    own: int
    sent: int = field(default_factory=lambda: secrets.randbelow(1 << 31))
    received: int = 0
    is_over: bool = False

    def _segment(self, flags: int, data: bytes = b"") -> None:
        head = struct.pack(
            ">HHIIBBHHH", self.own, self.port, self.sent, self.received, 0x50, flags, 0xFFFF, 0, 0
        )  # fmt: skip
        segment = self.phone.checked(_TCP, self.to, head + data, 16)
        self.phone.send(self.phone.wrap(_TCP, self.to, segment))
        self.sent = (self.sent + len(data) + bool(flags & (_SYN | _FIN))) & 0xFFFFFFFF

    def _hear(self) -> tuple[int, int, bytes]:
        while True:
            packet = self.phone.receive()
            if packet[9] != _TCP or packet[20:24] != struct.pack(">HH", self.port, self.own):
                continue
            sequence, _ack, offset, flags = struct.unpack(">IIBB", packet[24:34])
            return sequence, flags, packet[20 + (offset >> 4) * 4 :]

    def open(self) -> None:
        """Three segments."""
        self._segment(_SYN)
        sequence, flags, _ = self._hear()
        if not flags & _SYN:
            raise ConnectionRefusedError
        self.received = (sequence + 1) & 0xFFFFFFFF
        self._segment(_ACK)

    def write(self, data: bytes) -> None:
        """Send bytes."""
        for at in range(0, len(data), _SEGMENT):
            self._segment(_ACK | _PUSH, data[at : at + _SEGMENT])

    def read(self) -> bytes:
        """Wait for bytes; none at the end."""
        while not self.is_over:
            sequence, flags, data = self._hear()
            if flags & _RST:
                raise ConnectionResetError
            if sequence != self.received:
                continue
            self.received = (self.received + len(data) + bool(flags & _FIN)) & 0xFFFFFFFF
            self.is_over = bool(flags & _FIN)
            if data or self.is_over:
                self._segment(_ACK)
            if data:
                return data
        return b""

    def close(self) -> None:
        """Say that no more comes."""
        self._segment(_FIN | _ACK)

    def secure(self, host: str, authority: str) -> tuple[ssl.SSLObject, ssl.MemoryBIO, ssl.MemoryBIO]:
        """The handshake of TLS."""
        context = ssl.create_default_context(cafile=authority)
        inner, outer = ssl.MemoryBIO(), ssl.MemoryBIO()
        secured = context.wrap_bio(inner, outer, server_hostname=host)
        while True:
            try:
                secured.do_handshake()
            except ssl.SSLWantReadError:
                self.write(outer.read())
                inner.write(self.read())
                continue
            finally:
                self.write(outer.read())  # an alert too
            return secured, inner, outer

    def ask_securely(self, host: str, path: str, authority: str, body: bytes) -> str:
        """One request over TLS."""
        secured, inner, outer = self.secure(host, authority)
        head = f"POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        secured.write(head.encode() + body)
        self.write(outer.read())
        while True:
            try:
                return secured.read(1 << 14).split(b" ")[1].decode()
            except ssl.SSLWantReadError:
                if not (data := self.read()):
                    raise ConnectionResetError from None
                inner.write(data)
