"""A message is taken apart into the places where something can be told."""

from analyzers.formats.parts import MAX_BODY, Part, body_part, header_parts, stated_size, url_parts


def test_an_address_tells_by_its_path_and_its_query() -> None:
    assert url_parts("https://a.example/patients/7?x=1#y") == [
        Part("path", "", b"patients/7"),
        Part("query", "", b"x=1", "form"),
        Part("fragment", "", b"y", "form"),
    ]
    assert url_parts("https://a.example") == []


def test_headers_of_transport_tell_nothing_and_cookies_are_taken_one_by_one() -> None:
    found = header_parts(
        [("Host", b"a.example"), ("X-User", b"7"), ("Cookie", b"a=1; b=2"), ("Set-Cookie", b"c=3; Path=/")]
    )
    assert [(part.place, part.name, part.data) for part in found] == [
        ("header", "x-user", b"7"),
        ("cookie", "a", b"1"),
        ("cookie", "b", b"2"),
        ("cookie", "c", b"3"),
    ]


def test_a_body_carries_what_its_headers_say_and_is_read_up_to_a_limit() -> None:
    (part,) = body_part(b"x" * (MAX_BODY + 1), [("Content-Type", b"Application/JSON"), ("content-encoding", b"gzip")])
    assert (part.media, part.packing, len(part.data), part.size) == ("application/json", "gzip", MAX_BODY, MAX_BODY + 1)
    assert body_part(b"", []) == []


def test_headers_say_how_long_a_body_is() -> None:
    assert stated_size([("Content-Length", b"12")]) == 12
    assert stated_size([("Transfer-Encoding", b"chunked")]) == 1
    assert stated_size([("content-length", b"-1"), ("x", b"y")]) is None
    assert stated_size([("content-length", b"9" * 13)]) is None
