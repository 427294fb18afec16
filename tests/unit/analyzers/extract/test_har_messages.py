"""What was sent and received is found wherever a producer puts it."""

import base64

from analyzers.extract.har_messages import read_message
from analyzers.formats.parts import Message, Part


def message(request: object = None, response: object = None, entry: object = None) -> Message:
    return read_message("https://a.example/b?c=d", request or {}, response or {}, entry or {})  # type: ignore[arg-type] - a stranger's JSON


def sent(request: object = None, entry: object = None) -> list[tuple[str, str, bytes]]:
    return [(part.place, part.name, part.data) for part in message(request, None, entry).sent]


def test_headers_may_be_objects_pairs_or_a_map() -> None:
    for headers in ([{"name": "X-A", "value": "1"}], [["X-A", "1"]], {"X-A": "1"}):
        assert ("header", "x-a", b"1") in sent({"headers": headers})
    assert sent({"headers": [5, {"name": 1}]}) == sent()


def test_cookies_are_taken_once_from_the_header_or_from_their_list() -> None:
    listed = {"cookies": [{"name": "a", "value": "1"}, 4]}
    assert ("cookie", "a", b"1") in sent(listed)
    both = listed | {"headers": [{"name": "Cookie", "value": "a=1"}]}
    assert sent(both).count(("cookie", "a", b"1")) == 1


def test_a_posted_body_is_text_or_pairs() -> None:
    posted = {"postData": {"mimeType": "text/plain", "text": "bonjour"}}
    assert sent(posted)[-1] == ("body", "", b"bonjour")
    assert message(posted).sent[-1].media == "text/plain"
    assert sent({"postData": {"params": [{"name": "n", "value": "v"}, 3]}})[-1] == ("body", "n", b"v")


def test_binary_bodies_come_as_base64_or_one_character_per_byte() -> None:
    coded = {"text": base64.b64encode(b"\0\1").decode(), "encoding": "base64"}
    assert message(None, {"content": coded}).received[-1].data == b"\0\1"
    assert sent({"postData": {"text": "\x1f\x8b\x08\xff"}})[-1][2] == b"\x1f\x8b\x08\xff"
    assert sent({"postData": {"text": "\x1fé€"}})[-1][2] == "\x1fé€".encode()


def test_what_is_said_to_be_base64_and_is_none_stays_as_it_is() -> None:
    assert message(None, {"content": {"text": "é", "encoding": "base64"}}).received[-1].data == "é".encode()


def test_a_kept_body_is_no_longer_packed() -> None:
    told = {"headers": [["Content-Encoding", "gzip"]], "content": {"text": "clair"}}
    assert message(None, told).received[-1].packing == ""


def test_socket_messages_go_either_way() -> None:
    rows = [{"type": "send", "data": "a"}, {"type": "receive", "data": "Yg==", "opcode": 2}, {"data": 4}]
    both = message(None, None, {"_webSocketMessages": rows})
    assert (both.sent[-1].data, both.received[-1].data) == (b"a", b"b")


def test_a_socket_message_that_came_in_pieces_is_one() -> None:
    rows = [{"type": "send", "opcode": 1, "data": "cam"}, {"type": "send", "opcode": 0, "data": "ille"}]
    assert [
        part.data for part in message(None, None, {"_webSocketMessages": rows}).sent if part.place == "websocket"
    ] == [b"camille"]


def test_a_query_kept_apart_and_the_name_of_a_file_are_told() -> None:
    asked = {"queryString": [{"name": "m", "value": "camille"}, 5]}
    assert read_message("https://a.example/", asked, {}, {}).sent == (Part("query", "m", b"camille"),)
    assert ("query", "m", b"camille") not in sent(asked)  # the address has its own query
    assert sent({"postData": {"params": [{"name": "f", "fileName": "camille.png"}]}})[-1] == (
        "body",
        "f/file",
        b"camille.png",
    )


def test_a_body_that_was_sent_and_not_kept_is_counted() -> None:
    for posted in ({}, {"postData": {"mimeType": "text/plain"}}, {"postData": {"params": []}}):
        (part,) = [part for part in message({"bodySize": 512, **posted}).sent if part.place == "body"]
        assert (part.data, part.size) == (b"", 512)
    assert [part.place for part in message({"bodySize": -1}).sent] == ["path", "query"]


def test_a_socket_of_which_nobody_kept_the_messages_is_not_understood() -> None:
    (part,) = [part for part in read_message("wss://a.example", {}, {}, {}).sent if part.place == "websocket"]
    assert (part.data, part.size) == (b"", 1)
    assert read_message("wss://a.example", {}, {}, {"_webSocketMessages": []}).sent == ()
