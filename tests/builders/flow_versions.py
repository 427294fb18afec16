"""One flow as each version of mitmproxy since 0.11 wrote it: the present one, taken back step by step."""

from collections.abc import Callable, Iterator
from typing import Any

from tests.builders.capture import CaptureSource
from tests.builders.flow import VERSION, flow_state
from tests.builders.tnetstring import write_tnetstring

State = dict[str, Any]
Version = int | tuple[int, int, int]
_CONNECTIONS = ("client_conn", "server_conn")
_SERVER_ADDRESSES = ("address", "source_address", "ip_address")
ID = "00000000-0000-4000-8000-00000000000a"


def _both(state: State) -> Iterator[State]:
    yield from (state[name] for name in _CONNECTIONS)


def _messages(state: State) -> Iterator[State]:
    yield from (state[name] for name in ("request", "response") if isinstance(state.get(name), dict))


def _rename(holder: State, old: str, new: str) -> None:
    if old in holder:
        holder[new] = holder.pop(old)


def _drop(holder: State, *names: str) -> None:
    for name in names:
        holder.pop(name, None)


def _to_19(state: State) -> None:
    for connection in _both(state):
        connection["state"] = 3


def _to_18(state: State) -> None:
    client, server = state["client_conn"], state["server_conn"]
    _rename(client, "peername", "address")
    client["tls_extensions"] = None
    _rename(server, "peername", "ip_address")
    _rename(server, "sockname", "source_address")
    server["via2"] = server["via"]
    for connection in (client, server):
        connection["tls_established"] = connection["tls"]
        _rename(connection, "cipher", "cipher_name")
        _drop(connection, "transport_protocol")


def _to_17(state: State) -> None:
    _drop(state["client_conn"], "proxy_mode")


def _to_16(state: State) -> None:
    state["mode"] = "regular"


def _to_15(state: State) -> None:
    _drop(state, "timestamp_created")


def _to_14(state: State) -> None:
    if state.get("websocket"):
        state["websocket"] |= {"messages": [row[:5] for row in state["websocket"]["messages"]]}


def _to_13(state: State) -> None:
    _drop(state, "comment")


def _to_12(state: State) -> None:
    state["marked"] = False


def _to_11(state: State) -> None:
    socket = state.pop("websocket", None)
    if socket:  # a flow of its own, beside the handshake
        _drop(state, "request", "response")
        state |= {"type": "websocket", "metadata": {"websocket_handshake": ID}, "messages": socket["messages"]}
        state |= {"close_sender": "client", "close_code": 1000, "close_message": "", "close_reason": ""}
        state |= {"client_key": "k", "client_protocol": "", "client_extensions": "", "server_accept": "a"}
        state |= {"server_protocol": "", "server_extensions": ""}


def _to_10(state: State) -> None:
    for connection in _both(state):
        connection["sni"] = connection["sni"].encode() if connection["sni"] else None
        _rename(connection, "alpn", "alpn_proto_negotiated")


def _to_9(state: State) -> None:
    state["client_conn"]["clientcert"] = None
    state["server_conn"]["cert"] = None
    _drop(state["client_conn"], "sockname")
    for connection in _both(state):
        _drop(connection, "state", "error", "tls", "alpn_offers", "cipher_list", "certificate_list", "via2")


def _to_8(state: State) -> None:
    _drop(state, "is_replay")
    for message in _messages(state):
        message["is_replay"] = False
    if "request" in state:
        state["request"]["first_line_format"] = "relative"
        _drop(state["request"], "authority")


def _to_7(state: State) -> None:
    for message in _messages(state):
        _drop(message, "trailers")


def _to_6(state: State) -> None:
    _drop(state["client_conn"], "tls_extensions")


def _to_5(state: State) -> None:
    for connection in _both(state):
        _rename(connection, "tls_established", "ssl_established")
        _rename(connection, "timestamp_tls_setup", "timestamp_ssl_setup")


def _to_4(state: State) -> None:
    for connection in _both(state):
        _drop(connection, "id")


def _to_300(_: State) -> None:
    """Only the number changed."""


def _to_200(state: State) -> None:
    _drop(state["client_conn"], "mitmcert")
    _drop(state["server_conn"], "tls_version")


def _to_100(state: State) -> None:
    for connection in _both(state):
        for name in _SERVER_ADDRESSES:
            if connection.get(name):
                connection[name] = {"address": connection[name], "use_ipv6": False}


def _to_018(state: State) -> None:
    _drop(state["client_conn"], "sni", "alpn_proto_negotiated", "cipher_name", "tls_version")
    _drop(state["server_conn"], "alpn_proto_negotiated")
    _drop(state, "mode", "metadata")


def _to_017(state: State) -> None:
    _rename(state["server_conn"], "ip_address", "peer_address")
    _drop(state, "marked")


def _to_016(state: State) -> None:
    _drop(state["server_conn"], "peer_address")


def _to_015(state: State) -> None:
    for message in _messages(state):
        _rename(message, "content", "body")
    _rename(state["response"], "reason", "msg")
    state["request"]["form_out"] = "relative"


def _to_013(state: State) -> None:
    for message in _messages(state):
        _rename(message, "body", "content")
        message.pop("http_version")
        message["httpversion"] = [1, 1]
    _rename(state["request"], "first_line_format", "form_in")
    _rename(state["response"], "status_code", "code")
    _drop(state["server_conn"], "via")
    state["server_conn"]["state"] = []


_BACK: tuple[tuple[Version, Callable[[State], None]], ...] = (
    (20, _to_300), (19, _to_19), (18, _to_18), (17, _to_17), (16, _to_16), (15, _to_15), (14, _to_14), (13, _to_13),
    (12, _to_12), (11, _to_11), (10, _to_10), (9, _to_9), (8, _to_8), (7, _to_7), (6, _to_6), (5, _to_5), (4, _to_4),
    ((3, 0, 0), _to_300), ((2, 0, 0), _to_200), ((1, 0, 0), _to_100), ((0, 19, 0), _to_300), ((0, 18, 3), _to_018),
    ((0, 17, 1), _to_017), ((0, 16, 2), _to_016), ((0, 15, 0), _to_015), ((0, 14, 0), _to_300), ((0, 13, 1), _to_013),
    ((0, 12, 1), _to_300), ((0, 11, 3), _to_300),
)  # fmt: skip
VERSIONS: tuple[Version, ...] = (VERSION, *(version for version, _ in _BACK))
KINDS: dict[str, State] = {
    "tcp": {"type": "tcp", "messages": [[True, b"asked", 1.0], [False, b"told", 2.0]]},
    "udp": {"type": "udp", "messages": [[True, b"asked", 1.0]]},
    "dns": {
        "type": "dns",
        "request": {
            "timestamp": 1.0, "id": 1, "query": True, "op_code": 0, "authoritative_answer": False, "truncation": False,
            "recursion_desired": True, "recursion_available": False, "reserved": 0, "response_code": 0,
            "questions": [{"name": "api.fictif.example", "type": 1, "class_": 1}], "answers": [], "authorities": [],
            "additionals": [],
        },
        "response": None,
    },
}  # fmt: skip


def take_back(state: State, version: Version) -> State:
    """A state of the present version as an older one wrote it."""
    for older, step in _BACK[: VERSIONS.index(version)]:
        step(state)
        state["version"] = older
    return _in_bytes(state) if isinstance(version, tuple) and version < (0, 18) else state


def _in_bytes(value: Any) -> Any:
    """As Python 2 wrote it: every text as bytes."""
    if isinstance(value, dict):
        return {key.encode(): _in_bytes(member) for key, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [_in_bytes(member) for member in value]
    return value.encode() if isinstance(value, str) else value


def write_version(source: CaptureSource, version: Version) -> bytes:
    """The exchanges as this version kept them."""
    states = (flow_state(source, number) for number in range(len(source.exchanges)))
    return b"".join(write_tnetstring(take_back({**state}, version)) for state in states)


def write_kind(source: CaptureSource, kind: str, version: Version) -> bytes:
    """The connection of the first exchange as one that carried something else: `tcp`, `udp`, `dns`."""
    state = {
        name: row for name, row in flow_state(source, 0).items() if name not in ("request", "response", "websocket")
    }
    state |= KINDS[kind]
    if kind != "tcp":
        state = {**state, **{name: {**state[name], "transport_protocol": "udp"} for name in _CONNECTIONS}}
    return write_tnetstring(take_back(state, version))


def write_socket(source: CaptureSource, version: Version, sent: bytes) -> bytes:
    """A socket that sent one message and received one; before 12 a flow of its own behind its handshake."""
    rows = [[1, True, sent, 1.0, False, False], [1, False, b"told", 2.0, False, False]]
    socket = {"messages": rows, "closed_by_client": True, "close_code": 1000, "close_reason": "", "timestamp_end": 3.0}
    whole = take_back({**flow_state(source, 0), "websocket": socket}, version)
    if whole["type"] != "websocket":
        return write_tnetstring(whole)
    handshake = take_back(flow_state(source, 0), version) | {"id": ID, "metadata": {"websocket": True}}
    return write_tnetstring(handshake) + write_tnetstring(whole)
