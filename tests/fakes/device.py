"""A scripted device that speaks the debugging bridge's own protocol over TCP, so that the real `adb` can drive it.

It keeps what it was asked and what it was sent, and answers by a script; it runs nothing.
"""

import re
import socket
import struct
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

_HEAD = struct.Struct("<4sIIIII")
_VERSION, _MOST = 0x01000001, 1 << 18
_BANNER = b"device::ro.product.name=scripted;ro.product.model=Scripted;ro.product.device=scripted;features=shell_v2,cmd"
_SIZE = re.compile(rb"'-S' '(\d+)'|-S (\d+)")
_STDIN, _STDOUT, _EXIT, _CLOSE_STDIN = 0, 1, 3, 4
Script = Callable[[str, bytes], tuple[str, int]]  # command and what was typed -> what is said, exit code


@dataclass
class _Stream:
    theirs: int
    service: str
    sent: bytearray = field(default_factory=bytearray)
    wanted: int | None = None  # bytes of a package that will come


class ScriptedDevice:
    """Listens on a free port of this machine until it is closed."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[str] = []
        self.installed: list[bytes] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.serial = f"127.0.0.1:{self._listener.getsockname()[1]}"
        self._lines: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Go away, as a device whose cable is pulled."""
        for line in [self._listener, *self._lines]:
            line.close()

    def _accept(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
            except OSError:
                return
            self._lines.append(line)
            threading.Thread(target=_Talk(self, line).run, daemon=True).start()


class _Talk:
    """One connection of one adb server."""

    def __init__(self, device: ScriptedDevice, line: socket.socket) -> None:
        self.device, self.line = device, line
        self.streams: dict[int, _Stream] = {}
        self.waiting: dict[int, list[bytes]] = {}

    def run(self) -> None:
        try:
            while head := self._read(_HEAD.size):
                command, first, second, length, _, _ = _HEAD.unpack(head)
                self._hear(command, first, second, self._read(length))
        except OSError:
            return

    def _read(self, length: int) -> bytes:
        found = bytearray()
        while len(found) < length:
            piece = self.line.recv(length - len(found))
            if not piece:
                return b""
            found += piece
        return bytes(found)

    def _send(self, command: bytes, first: int, second: int, body: bytes = b"") -> None:
        magic = int.from_bytes(command, "little") ^ 0xFFFFFFFF
        self.line.sendall(_HEAD.pack(command, first, second, len(body), sum(body) & 0xFFFFFFFF, magic) + body)

    def _hear(self, command: bytes, first: int, second: int, body: bytes) -> None:
        if command == b"CNXN":
            self._send(b"CNXN", _VERSION, _MOST, _BANNER)
        elif command == b"OPEN":
            self._open(first, body.rstrip(b"\0"))
        elif command == b"WRTE":
            self._send(b"OKAY", second, first)
            if second in self.streams:
                self._take(second, body)
        elif command == b"OKAY":
            self._go_on(second)
        elif command == b"CLSE":
            self.streams.pop(second, None)

    def _open(self, theirs: int, service: bytes) -> None:
        own = theirs + 1000
        self._send(b"OKAY", own, theirs)
        stream = self.streams[own] = _Stream(theirs, service.decode())
        if service.startswith(b"exec:cmd package"):
            self.device.asked.append(service.decode())
            size = _SIZE.search(service)
            stream.wanted = int(size[1] or size[2]) if size else None
            if stream.wanted is None or (b"install-write" not in service and b"'install'" not in service):
                said = b"Success: created install session [7]" if b"install-create" in service else b"Success"
                self._say(own, [said + b"\n"])
        elif service.startswith(b"reverse:"):
            self.device.asked.append(service.decode())
            self._say(own, [b"OKAY"] if b"forward" not in service else [b"OKAYOKAY"])
        elif service.startswith(b"shell,v2") and not service.endswith(b":sh") and b"su 0 sh" not in service:
            self._conclude(own, b"")

    def _take(self, own: int, body: bytes) -> None:
        stream = self.streams[own]
        stream.sent += body
        if stream.wanted is not None:
            if len(stream.sent) >= stream.wanted:
                self.device.installed.append(bytes(stream.sent))
                self._say(own, [b"Success\n"])
            return
        given, at = b"", 0
        while at + 5 <= len(stream.sent):
            kind, length = stream.sent[at], int.from_bytes(stream.sent[at + 1 : at + 5], "little")
            if kind == _CLOSE_STDIN:
                self._conclude(own, given)
                return
            given += stream.sent[at + 5 : at + 5 + length] if kind == _STDIN else b""
            at += 5 + length

    def _conclude(self, own: int, given: bytes) -> None:
        command = self.streams[own].service.split(":", 1)[1]
        self.device.asked.append(command)
        said, code = self.device.script(command, given)
        body = said.encode()
        out = bytes([_STDOUT]) + len(body).to_bytes(4, "little") + body if body else b""
        self._say(own, [out + bytes([_EXIT, 1, 0, 0, 0, code])])

    def _say(self, own: int, pieces: list[bytes]) -> None:
        self.waiting[own] = [*pieces, b""]
        self._go_on(own)

    def _go_on(self, own: int) -> None:
        """The next piece, once the last one was taken; after the last the stream is closed."""
        if own not in self.streams or not self.waiting.get(own):
            return
        piece = self.waiting[own].pop(0)
        if piece:
            self._send(b"WRTE", own, self.streams[own].theirs, piece)
        else:
            self._send(b"CLSE", own, self.streams.pop(own).theirs)
