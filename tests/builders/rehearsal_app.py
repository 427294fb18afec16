"""An app that does as it is told, behind a proxy: the part that a phone plays. Run by the capture tools.

`python rehearsal_app.py PROXY_PORT SOCKS_PORT AUTHORITY`: reads calls from standard input, one JSON object per line,
`{"how", "host", "method", "path", "body", "headers", "times"}`, and prints `{"host", "how", "status"}` for each. `how`:
http1, http2, socket, socks, clear, pinned_before (does not trust the authority), pinned_after (looks at its pin later).
"""

import asyncio
import json
import socket
import ssl
import struct
import sys
from typing import Any

import h2.config
import h2.connection
import h2.events
import wsproto
import wsproto.events

Call = dict[str, Any]
Stream = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class App:
    """One app, one proxy."""

    def __init__(self, proxy: int, socks: int, authority: str) -> None:
        self.proxy, self.socks, self.authority = proxy, socks, authority

    async def play(self, call: Call) -> str:
        """Make one call and say how it went."""
        try:
            return await getattr(self, call["how"])(call)
        except (OSError, ssl.SSLError, asyncio.IncompleteReadError) as error:
            return type(error).__name__

    async def http1(self, call: Call) -> str:
        """Each call over a connection of its own."""
        return await self._ask(await self._tunnel(call["host"], ["http/1.1"]), call)

    async def socks_call(self, call: Call) -> str:
        """The same by way of SOCKS5."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.socks)
        name = call["host"].encode()
        writer.write(b"\x05\x01\x00")
        await reader.readexactly(2)
        writer.write(b"\x05\x01\x00\x03" + bytes([len(name)]) + name + struct.pack(">H", 443))
        await reader.readexactly(10)
        return await self._ask(await self._secure((reader, writer), call["host"], ["http/1.1"]), call)

    async def clear(self, call: Call) -> str:
        """Without any encryption."""
        stream = await asyncio.open_connection("127.0.0.1", self.proxy)
        return await self._ask(stream, call, f"http://{call['host']}")

    async def pinned_before(self, call: Call) -> str:
        """Trusts nobody that the proxy could be."""
        await asyncio.get_running_loop().run_in_executor(None, self._refuse, call["host"])
        return "trusted"

    def _refuse(self, host: str) -> None:
        with socket.create_connection(("127.0.0.1", self.proxy)) as plain:
            plain.sendall(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
            plain.recv(1 << 10)
            ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).wrap_socket(plain, server_hostname=host)

    async def pinned_after(self, call: Call) -> str:
        """Accepts the handshake, looks at the key, leaves."""
        _, writer = await self._tunnel(call["host"], ["h2"])
        writer.close()
        await writer.wait_closed()
        return "left"

    async def http2(self, call: Call) -> str:
        """All calls over one connection."""
        reader, writer = await self._tunnel(call["host"], ["h2"])
        talk = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        talk.initiate_connection()
        last = "none"
        for _ in range(call.get("times", 1)):
            stream = talk.get_next_available_stream_id()
            head = {
                ":method": call.get("method", "POST"),
                ":scheme": "https",
                ":authority": call["host"],
                ":path": call["path"],
            }
            body = call.get("body", "").encode()
            talk.send_headers(stream, [*head.items(), *call.get("headers", {}).items()], end_stream=not body)
            if body:
                talk.send_data(stream, body, end_stream=True)
            writer.write(talk.data_to_send())
            last = await self._heard(talk, stream, reader, writer)
        writer.close()
        return last

    @staticmethod
    async def _heard(talk: Any, stream: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
        status = "none"
        while data := await reader.read(1 << 16):
            for event in talk.receive_data(data):
                if isinstance(event, h2.events.ResponseReceived):
                    status = dict(event.headers)[":status"]
                elif isinstance(event, h2.events.DataReceived):
                    talk.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                elif isinstance(event, h2.events.StreamEnded) and event.stream_id == stream:
                    writer.write(talk.data_to_send())
                    return status
            writer.write(talk.data_to_send())
        return "closed"

    async def socket(self, call: Call) -> str:
        """One message each way over a WebSocket."""
        reader, writer = await self._tunnel(call["host"], ["http/1.1"])
        talk = wsproto.WSConnection(wsproto.ConnectionType.CLIENT)
        writer.write(talk.send(wsproto.events.Request(host=call["host"], target=call["path"])))
        while data := await reader.read(1 << 16):
            talk.receive_data(data)
            for event in talk.events():
                if isinstance(event, wsproto.events.AcceptConnection):
                    writer.write(talk.send(wsproto.events.TextMessage(data=call["body"])))
                elif isinstance(event, wsproto.events.TextMessage):
                    writer.write(talk.send(wsproto.events.CloseConnection(code=1000)))
                elif isinstance(event, wsproto.events.CloseConnection):
                    writer.close()
                    return "closed well"
        return "closed"

    async def _tunnel(self, host: str, offers: list[str]) -> Stream:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.proxy)
        writer.write(f"CONNECT {host}:443 HTTP/1.1\r\nHost: {host}:443\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        return await self._secure((reader, writer), host, offers)

    async def _secure(self, stream: Stream, host: str, offers: list[str]) -> Stream:
        context = ssl.create_default_context(cafile=self.authority)
        context.set_alpn_protocols(offers)
        await stream[1].start_tls(context, server_hostname=host)
        return stream

    @staticmethod
    async def _ask(stream: Stream, call: Call, origin: str = "") -> str:
        reader, writer = stream
        body = call.get("body", "").encode()
        rows = {"Host": call["host"], "Content-Length": str(len(body)), **call.get("headers", {})}
        head = "".join(f"{name}: {value}\r\n" for name, value in rows.items())
        writer.write(f"{call.get('method', 'POST')} {origin}{call['path']} HTTP/1.1\r\n{head}\r\n".encode() + body)
        answer = await reader.readuntil(b"\r\n\r\n")
        size = next((line for line in answer.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0")
        await reader.readexactly(int(size.partition(b":")[2]))
        writer.close()
        return answer.split(b" ")[1].decode()


async def main(proxy: str, socks: str, authority: str) -> None:
    """Make the calls in their order."""
    app = App(int(proxy), int(socks), authority)
    for line in sys.stdin:
        call = json.loads(line)
        how = "socks_call" if call["how"] == "socks" else call["how"]
        status = await asyncio.wait_for(app.play(call | {"how": how}), 20 + call.get("times", 1))
        sys.stdout.write(json.dumps({"host": call["host"], "how": call["how"], "status": status}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
