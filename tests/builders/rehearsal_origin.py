"""A server on this machine that stands for a dozen others: TLS, HTTP/1.1, HTTP/2, WebSocket. Run by the capture tools.

`python rehearsal_origin.py CERTIFICATE KEY`: prints its port, serves until its standard input ends. Every request is
answered by a short JSON document; a path that begins with /visit gives an identifier as servers do.
"""

import asyncio
import contextlib
import json
import ssl
import sys

import h2.config
import h2.connection
import h2.events
import wsproto
import wsproto.events

ANSWER = json.dumps({"status": "ok"}).encode()
VISIT = json.dumps({"visitor_id": "vis-4f81c2d09a7e6b35"}).encode()


def _answer(path: str) -> bytes:
    return VISIT if path.startswith("/visit") else ANSWER


async def _http2(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    talk = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, header_encoding="utf-8"))
    talk.initiate_connection()
    writer.write(talk.data_to_send())
    paths: dict[int, str] = {}
    while data := await reader.read(1 << 16):
        for event in talk.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                paths[event.stream_id] = dict(event.headers)[":path"]
            elif isinstance(event, h2.events.DataReceived):
                talk.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                body = _answer(paths.pop(event.stream_id))
                talk.send_headers(event.stream_id, [(":status", "200"), ("content-type", "application/json")])
                talk.send_data(event.stream_id, body, end_stream=True)
        writer.write(talk.data_to_send())
        await writer.drain()


async def _http1(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while head := await reader.readuntil(b"\r\n\r\n"):
        first, *rows = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (row.partition(":") for row in rows if row)}
        if headers.get("upgrade", "").lower() == "websocket":
            await _socket(head, reader, writer)
            return
        await reader.readexactly(int(headers.get("content-length", 0)))
        body = _answer(first.split(" ")[1])
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
        )
        await writer.drain()


async def _socket(head: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    talk = wsproto.WSConnection(wsproto.ConnectionType.SERVER)
    data = head
    while data:
        talk.receive_data(data)
        for event in talk.events():
            if isinstance(event, wsproto.events.Request):
                writer.write(talk.send(wsproto.events.AcceptConnection()))
            elif isinstance(event, wsproto.events.TextMessage):
                writer.write(talk.send(wsproto.events.TextMessage(data="seen")))
            elif isinstance(event, wsproto.events.CloseConnection):
                writer.write(talk.send(event.response()))
        await writer.drain()
        data = await reader.read(1 << 16)


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    secured = writer.get_extra_info("ssl_object")
    with contextlib.suppress(
        ConnectionError, asyncio.IncompleteReadError, ssl.SSLError, wsproto.utilities.ProtocolError
    ):
        is_two = secured is not None and secured.selected_alpn_protocol() == "h2"
        await (_http2 if is_two else _http1)(reader, writer)
    writer.close()


async def main(certificate: str, key: str) -> None:
    """Serve until standard input ends."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    context.set_alpn_protocols(["h2", "http/1.1"])
    server = await asyncio.start_server(_serve, "127.0.0.1", 0, ssl=context)
    clear = await asyncio.start_server(_serve, "127.0.0.1", 0)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]} {clear.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
