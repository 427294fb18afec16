"""Addresses, names and bytes of connections, as the capture tool's process knows them."""

import contextlib
import ipaddress
import socket
import struct

from mitmproxy import connection, ctx, dns

# Where `struct tcp_info` of Linux keeps the bytes acknowledged to us and the bytes received by us.
_BYTES = struct.Struct("=120xQQ")


def is_address(host: str) -> bool:
    """Whether a host is written as an address."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def name_server(client: connection.Client, server: connection.Server) -> str | None:
    """The name under which a server was asked for: by the tunnel's request, else as the client names it."""
    asked: str | None = (server.address or (None, 0))[0]
    return asked if asked and not is_address(asked) else client.sni or asked


def reached_by(client: connection.Client, server: connection.Server, named: str) -> str | None:
    """The server that a connection leads to, where the request in it names another one; None where it does not."""
    reached = name_server(client, server)
    if reached is None or is_address(reached) or reached.lower().rstrip(".") == named.lower().rstrip("."):
        return None
    return reached


def resolve(asked: dns.Message, hosts: dict[str, str]) -> dns.Message:
    """Answer a question by the stand-in's own table: other names do not exist."""
    (question, *_others) = asked.questions
    if question.name not in hosts:
        return asked.fail(dns.response_codes.NXDOMAIN)
    place = ipaddress.ip_address(hosts[question.name])
    kind = dns.types.A if place.version == 4 else dns.types.AAAA  # noqa: PLR2004 - the versions of the protocol
    if question.type != kind:
        return asked.succeed([])
    record = dns.ResourceRecord(question.name, kind, dns.classes.IN, dns.ResourceRecord.DEFAULT_TTL, place.packed)
    return asked.succeed([record])


def bytes_of(client: connection.Client) -> tuple[int | None, int | None]:
    """Bytes that came from the client and went to it, as the kernel counted them; None where it does not say."""
    server = ctx.master.addons.get("proxyserver")
    handler = next((row for row in server.connections.values() if row.client.id == client.id), None)
    if handler is None:
        return None, None
    with contextlib.suppress(AttributeError, KeyError, OSError, struct.error):
        plug = handler.transports[client].writer.get_extra_info("socket")
        told = plug.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _BYTES.size)
        acknowledged, received = _BYTES.unpack(told)
        return received, acknowledged
    return None, None
