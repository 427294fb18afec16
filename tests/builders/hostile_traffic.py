"""Bad archives in a good frame: JSON that two readers read otherwise, odd values in every field, odd addresses."""

import json
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from criteria.findings import ArtifactKind
from tests.builders.hostile import NOT_CLEAN, PARTLY, REFUSED, HostileInput
from tests.builders.hostile_capture import a_good_har

READ = frozenset({"read"})
EITHER = frozenset({"read", "partly_read"})
PARTLY_READ = ("capture-partly-read",)
BROKEN = ("broken-capture", "capture-partly-read")
_GOOD = json.loads(a_good_har())["log"]["entries"][0]


def a_row(
    name: str, make: Callable[[], bytes], states: frozenset[str], codes: Iterable[str], *, row: str, heavy: bool = False
) -> HostileInput:
    return HostileInput(f"capture-{name}", ArtifactKind.CAPTURE, make, states, frozenset(codes), heavy, row)


def an_archive(*entries: object, **log: object) -> bytes:
    """An archive of these entries after a good one, which has to be read whatever follows."""
    return json.dumps({"log": {"version": "1.2", **log, "entries": [_GOOD, *entries]}}).encode()


def an_entry(path: str, value: object) -> dict[str, Any]:
    """A good entry with one value put at a place such as `request.url`."""
    entry: dict[str, Any] = json.loads(json.dumps(_GOOD))
    at = entry
    *above, last = path.split(".")
    for key in above:
        at = at.setdefault(key, {})
    at[last] = value
    return entry


def _texts_in_entry(entry: str) -> dict[str, Any]:
    return {
        "digits": '{"time": ' + "1" * 1_000_000 + "}",
        "nan": '{"time": NaN}',
        "infinity": '{"time": Infinity}',
        "minus-infinity": '{"time": -Infinity}',
        "twice": '{"request": {"url": "https://a.example/"}, "request": {"url": "https://b.example/"}}',
        "twice-inside": entry.replace('"url":', '"url": "https://b.example/", "url":', 1),
        "twice-by-escape": entry.replace('"url":', '"ur\\u006c": "https://b.example/", "url":', 1),
        "twice-hidden-by-quotes": entry.replace(
            '"url":', '"x": "\\u0022\\u0022", "url": "https://b.example/", "url":', 1
        ),
        "octal": '{"time": 0777}',
        "hexadecimal": '{"time": 0x1f}',
        "single-quotes": "{'request': 1}",
        "bare-key": "{request: 1}",
        "comment": '{"request": 1 /* FICTIF */}',
        "comma": '{"request": 1,}',
        "control-character": '{"request": "a\nb"}',
        "unknown-escape": '{"request": "\\x41"}',
        "half-escape": '{"request": "\\u00"}',
        "no-colon": '{"request" 1}',
        "text-instead": '"FICTIF"',
        "null-instead": "null",
        "number-instead": "1e9999",
    }


def _texts_whole(good: bytes, two: bytes) -> dict[str, Any]:
    return {
        "two-boms": (b"\xef\xbb\xbf\xef\xbb\xbf" + good, REFUSED, ("not-a-capture",)),
        "utf-16-unmarked": (good.decode().encode("utf-16-le"), REFUSED, ("not-text-utf8",)),
        "utf-32": (good.decode().encode("utf-32"), REFUSED, ("not-text-utf8",)),
        "latin-1": (
            good.replace(b"a.hostile", b"\xe9.hostile").replace(b"hostile", b"h\xf4stile"),
            REFUSED,
            ("not-text-utf8",),
        ),
        "overlong": (good.replace(b"1.2", b"\xc0\xb1.2", 1), REFUSED, ("not-text-utf8",)),
        "surrogate-bytes": (good.replace(b"1.2", b"\xed\xa0\x80", 1), REFUSED, ("not-text-utf8",)),
        "cut-character": (good + b"\xf0\x9f", REFUSED, ("not-text-utf8",)),
        "nul-behind": (good + b"\0", PARTLY, PARTLY_READ),
        "second-document": (good + good, PARTLY, PARTLY_READ),
        "two-logs": (two, REFUSED, ("broken-capture",)),
        "two-apps": (
            good.replace(
                b'"version"', b'"_tweasel": {"apps": [{"id": "a.b"}]}, "_tweasel": {"apps": []}, "version"', 1
            ),
            NOT_CLEAN,
            BROKEN,
        ),
        "two-lists": (good.replace(b'"entries"', b'"entries": [], "entries"', 1), NOT_CLEAN, BROKEN),
        "log-is-a-list": (b'{"log": [{"entries": []}]}', REFUSED, ("not-a-capture",)),
        "entries-is-an-object": (b'{"log": {"entries": {"0": {}}}}', REFUSED, ("not-a-capture",)),
        "entries-of-lists": (b'{"log": {"entries": [[], [], []]}}', REFUSED, ("broken-capture",)),
        "list-of-logs": (b"[" + good + b"]", REFUSED, ("not-a-capture",)),
    }


def _texts() -> list[HostileInput]:
    """h04: what a strict reader and a lenient one read differently."""
    good = a_good_har()
    entry = json.dumps(_GOOD)
    in_entry = _texts_in_entry(entry)
    rows = [
        a_row(f"entry-{name}", partial(_spliced, text), NOT_CLEAN, PARTLY_READ, row="h04")
        for name, text in in_entry.items()
    ]
    two = b'{"log": %s, "log": %s}' % (good[good.index(b"{", 1) : good.rindex(b"}")], b'{"entries": []}')
    whole = _texts_whole(good, two)
    return rows + [
        a_row(f"text-{name}", partial(bytes, raw), states, codes, row="h04")
        for name, (raw, states, codes) in whole.items()
    ]


def _spliced(text: str) -> bytes:
    return an_archive("SPLICE").replace(b'"SPLICE"', text.encode(), 1)


def _fields_odd() -> dict[str, Any]:
    return {
        "request.headers": [
            5,
            "x",
            {"a": 1},
            [5],
            [["a"]],
            [{"name": 5, "value": []}],
            [{"name": "Cookie"}],
            {"X": "y"},
        ],
        "request.cookies": ["x", [5], [{"name": None, "value": 1}]],
        "request.method": [None, 5, "G" * 1_000_000, "GET\r\nX: y", ""],
        "request.httpVersion": [[], "HTTP/" + "9" * 100_000],
        "request.postData": [
            [],
            5,
            {"text": 5},
            {"params": "x"},
            {"params": [5, {"value": 5}]},
            {"mimeType": 7, "text": "a"},
        ],
        "request.bodySize": [-5, "12", 1e300, True, 2**80],
        "response": [None, [], 5, {"content": 7}, {"content": {"text": [], "size": -1}}, {"headers": 5}],
        "response.status": ["200", -1, True, 1e300, 10**40, 99999, None],
        "serverIPAddress": [
            5,
            "FICTIF",
            "fe80::1%eth0",
            "[2001:db8::1]:443",
            "999.1.1.1",
            "127.1",
            "0x7f.1",
            "a" * 100_000,
        ],
        "startedDateTime": [
            5,
            "",
            "0000-00-00T00:00:00Z",
            "9999-12-31T23:59:59+14:00",
            "2026-13-45T99:99:99Z",
            "2026-01-01T24:00:60Z",
            "2026-01-01",
            "-2026-01-01T00:00:00Z",
            "1" * 100_000,
        ],
        "time": ["x", None, -1],
        "_webSocketMessages": [5, [5], [{"data": 5}], [{"data": "%%%", "opcode": 2, "type": "send"}]],
        "_error": [{}, 5, "e" * 1_000_000],
        "_phase": [-1, "x", 2**70, 1.5],
    }


def _fields() -> list[HostileInput]:
    """h05 and h06: a value of another type, size or time in each field: the request is read, the value is unknown."""
    odd = _fields_odd()
    return [
        a_row(
            f"field-{path}-{number:02}",
            partial(an_archive, an_entry(path, value)),
            EITHER,
            ("read", "capture-partly-read"),
            row="h05" if path != "startedDateTime" else "h06",
        )
        for path, values in odd.items()
        for number, value in enumerate(values)
    ]


def _addresses_hostless() -> dict[str, Any]:
    return {
        "no-scheme": "FICTIF",
        "empty": "",
        "no-host": "https:///x",
        "only-scheme": "https://",
        "space": "https://a b/",
        "newline": "https://a.example\r\nHost: b.example/",
        "nul": "https://a\0.example/",
        "control": "https://\x1b[2J/",
        "port-zero": "https://a.example:0/",
        "port-large": "https://a.example:65536/",
        "port-word": "https://a.example:x/",
        "port-negative": "https://a.example:-1/",
        "port-digits": "https://a.example:" + "9" * 40 + "/",
        "label-long": "https://" + "a" * 64 + ".example/",
        "name-long": "https://" + "a." * 200 + "example/",
        "dots": "https://a..example/",
        "percent-host": "https://a%2eexample/",
        "v6-broken": "https://[::1/",
        "v6-word": "https://[fictif]/",
        "too-long": "https://a.example/" + "a" * (1 << 20),
        "idn-broken": "https://\u2028.example/",
        "quote": 'https://a".example/',
        "number-scheme": "1https://a.example/",
    }


def _addresses_hosted() -> dict[str, Any]:
    return {
        "userinfo": "https://camille:motdepasse@a.example/",
        "two-ats": "https://bank.example@evil@a.example/",
        "punycode": "https://xn--80ak6aa92e.example/",
        "homograph": "https://\u0430pple.example/",
        "upper": "HTTPS://A.EXAMPLE/",
        "v6": "https://[2001:db8::1]:8443/",
        "v6-zone": "https://[fe80::1%25eth0]/",
        "decimal": "https://2130706433/",
        "long": "https://a.example/" + "a" * (1 << 19),
        "fragment": "https://a.example/#@b.example",
        "traversal": "https://a.example/../../etc/passwd",
        "javascript": "javascript:alert(1)",
        "file": "file:///etc/passwd",
        "data": "data:text/html,FICTIF",
        "blob": "blob:https://a.example/1",
        "backslash": "https://a.example\\@b.example/",
        "query-bomb": "https://a.example/?" + "a=b&" * 200_000,
        "surrogate": "https://a.example/\ud800",
        "escapes": "https://a.example/" + "%25" * 1000 + "41",
    }


def _addresses() -> list[HostileInput]:
    """h08: addresses that name no host, several, or one that looks like another. None is ever looked up."""
    hostless = _addresses_hostless()
    hosted = _addresses_hosted()
    rows = [
        a_row(f"url-{name}", partial(an_archive, an_entry("request.url", url)), PARTLY, PARTLY_READ, row="h08")
        for name, url in hostless.items()
    ]
    return rows + [
        a_row(f"url-{name}", partial(an_archive, an_entry("request.url", url)), READ, ("read",), row="h08")
        for name, url in hosted.items()
    ]


TRAFFIC: tuple[HostileInput, ...] = (*_texts(), *_fields(), *_addresses())
