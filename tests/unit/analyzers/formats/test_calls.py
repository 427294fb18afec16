"""Calls of foreign classes are told with their place, and only those that really are instructions."""

import random
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzers.formats import calls as calls_module
from analyzers.formats.calls import Call, Calls, find_calls
from analyzers.formats.dex import method_places, read_dex
from tests.builders.dex import ClassSource, write_dex

OWN = ("fr/fictif/",)


def calls(data: bytes, own: tuple[str, ...] = OWN, ordinary: tuple[str, ...] = ()) -> Calls:
    return find_calls(data, read_dex(data), own, ordinary)


def test_own_classes_calls_are_told_with_caller_and_bytes() -> None:
    data = write_dex([ClassSource("fr.fictif.A", calls=("com.sdk.X",)), ClassSource("com.sdk.X", calls=("com.b.B",))])
    found = calls(data)

    (call,) = [row for row in found.rows.values() if row.target != "java/lang/Object"]
    assert (call.target, call.method, call.caller, found.complete) == ("com/sdk/X", "run", "fr/fictif/A", True)
    code, _, method, _ = struct.unpack_from("<BBHH", data, call.at)
    assert (code, method < 9) == (0x71, True)


def test_ordinary_classes_and_own_ones_are_passed_over() -> None:
    data = write_dex([ClassSource("fr.fictif.A", calls=("java.util.X", "fr.fictif.B"))])

    assert calls(data, ordinary=("java/",)).rows == {}
    assert calls(data, own=()).rows == {}


def test_bytes_that_only_look_like_a_call_are_none() -> None:
    """The number that a wide constant loads is no instruction, whatever its bytes."""
    data = write_dex([ClassSource("fr.fictif.A", calls=("com.sdk.X",))])
    at = calls(data, ordinary=("java/",)).rows["com/sdk/X"].at
    before = data[at : at + 6]
    constant = data[: at - 0] + b"\x18\x00" + before[:4] + data[at + 6 :]  # const-wide: ten bytes, these among them

    assert calls(constant, ordinary=("java/",)).rows == {}


@pytest.mark.parametrize(
    ("method", "works"),
    [
        ("init", True), ("getInstance", True), ("getInstanceWithId", True), ("<init>", True), ("logEvent", True),
        ("start", True), ("settle", True), ("issue", True), ("getName", False), ("setEnabled", False), ("stop", False),
        ("isEnabled", False), ("optOut", False), ("equals", False), ("disable", False), ("access$000", False),
    ],
)  # fmt: skip
def test_a_call_that_asks_sets_or_ends_is_quiet(method: str, *, works: bool) -> None:
    assert Call("com/sdk/X", method, "a", 0).is_loud is works


def test_making_a_failure_is_no_work() -> None:
    assert not Call("com/sdk/SdkException", "<init>", "a", 0).is_loud


def test_too_many_methods_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analyzers.formats.calls.MAX_METHODS", 3)
    data = write_dex([ClassSource(f"fr.fictif.A{n}", calls=("com.sdk.X",)) for n in range(5)])

    assert not calls(data).complete


def test_the_last_method_of_the_budget_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_dex([ClassSource(f"fr.fictif.A{n}", calls=(f"com.sdk.X{n}",)) for n in range(5)])
    (part,) = read_dex(data).parts
    methods = sum(1 for body in part.rows[1] for head in method_places(data, body) or () if head)

    for limit, read, complete in ((methods, 5, True), (methods - 1, 5, False), (methods - 2, 4, False)):
        monkeypatch.setattr(calls_module, "MAX_METHODS", limit)
        found = calls(data, ordinary=("java/",))
        assert (len(found.rows), found.complete) == (read, complete)


def test_too_many_classes_are_said_after_the_method_that_calls_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calls_module, "MAX_ROWS", 3)
    data = write_dex([ClassSource(f"fr.fictif.A{n}", calls=(f"com.sdk.X{n}", f"com.sdk.Y{n}")) for n in range(5)])
    found = calls(data, ordinary=("java/",))

    assert (len(found.rows), found.complete) == (4, False)


def test_a_method_full_of_what_looks_like_calls_is_walked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wide constant holds two of them, none begins there: a walk from the first byte for each would have no end."""
    data = write_dex([ClassSource("fr.fictif.A", calls=("com.sdk.X",))])
    at = calls(data, ordinary=("java/",)).rows["com/sdk/X"].at
    code = (b"\x18\x00" + (b"\x6e\x00" + data[at + 2 : at + 4]) * 2) * 600
    walked: list[int] = []

    def walk(code: bytes, at: int, place: int) -> int:
        end = plain(code, at, place)
        walked.append(end - at)
        return end

    plain = calls_module._walk
    monkeypatch.setattr(calls_module, "_walk", walk)
    reader = calls_module._Reader(data + code, read_dex(data).parts[0].paths, ((*OWN, "java/"), ()), Calls())
    reader.look([("fr/fictif/A", len(data), len(data + code))])

    assert (len(walked), reader.found.rows) == (1200, {})
    assert sum(walked) <= len(code)


def test_damaged_code_never_raises() -> None:
    data = write_dex([ClassSource(f"fr.fictif.C{n}", calls=("com.sdk.X", f"com.sdk.Y{n}")) for n in range(20)])
    tables, chance = read_dex(data), random.Random(7)  # noqa: S311 - repeatable damage, no secret
    for _ in range(300):
        hurt = bytearray(data)
        for _ in range(40):
            hurt[chance.randrange(0x70, len(hurt))] = chance.randrange(256)
        find_calls(bytes(hurt), tables, OWN, ())


def _plainly(code: bytes) -> set[int]:
    """The units at which instructions begin, one after the other; tables among them are passed over."""
    at, found = 0, set()
    while 2 * at < len(code):
        table = calls_module._PAYLOADS.get(int.from_bytes(code[2 * at : 2 * at + 2], "little"))
        if table is None:
            found.add(at)
        at += table(code, 2 * at) if table else calls_module._WIDTHS[code[2 * at]]
    return found


_TABLE = st.integers(0, 9).map(lambda rows: b"\x00\x03\x02\x00" + struct.pack("<I", rows) + b"\x6e\x00" * rows)
_UNIT = st.one_of(
    st.binary(min_size=2, max_size=2), st.sampled_from([b"\x00\x00", b"\x00\x01", b"\x00\x02", b"\x18\x00"])
)
_PIECES = st.one_of(_TABLE, _UNIT)


@given(st.lists(_PIECES, max_size=40).map(b"".join))
def test_an_instruction_begins_where_a_walk_one_by_one_comes_by(code: bytes) -> None:
    begins = _plainly(code)
    words = struct.unpack(f"<{len(code) // 2}H", code)
    asked = [unit for unit, word in enumerate(words) if word not in calls_module._PAYLOADS]  # a call is no table

    assert [calls_module._walk(code, 0, 2 * unit) == 2 * unit for unit in asked] == [unit in begins for unit in asked]
    at = 0
    for unit in asked:  # from where the walk before it ended, it is the same one
        at = calls_module._walk(code, at, 2 * unit)
        assert (at == 2 * unit) is (unit in begins)


def _called_plainly(data: bytes, own: tuple[str, ...], ordinary: tuple[str, ...], kept: tuple[str, ...]) -> list[Call]:
    """Every call of every method of own classes, in order, without any memory of the one before."""
    (part,) = read_dex(data).parts
    count, table = struct.unpack_from("<II", data, 0x58)
    (names,) = struct.unpack_from("<I", data, 0x3C)
    found = []
    for path, body in [(part.paths[kind], body) for kind, body in zip(*part.rows, strict=True)]:
        for head in filter(None, (method_places(data, body) or ()) if body and path.startswith(own) else ()):
            (size,) = struct.unpack_from("<I", data, head + 12)
            code = data[head + 16 : head + 16 + 2 * size]
            for unit in sorted(_plainly(code)):
                if code[2 * unit] not in calls_module._INVOKES or unit + 2 >= size:
                    continue
                (number,) = struct.unpack_from("<H", code, 2 * unit + 2)
                if number < count:
                    kind, _, name = struct.unpack_from("<HHI", data, table + 8 * number)
                    (at,) = struct.unpack_from("<I", data, names + 4 * name)
                    word = data[at + 1 : data.index(b"\0", at + 1)].decode()
                    target = part.paths[kind]
                    if target and (target.startswith(kept) or not target.startswith((*own, *ordinary))):
                        found.append(Call(target, word, path, head + 16 + 2 * unit))
    return found


_TARGETS = st.sampled_from(["com.sdk.X", "com.sdk.Y", "java.util.X", "java.web.W", "fr.fictif.B", "org.z.FailError"])


@given(st.lists(st.tuples(st.sampled_from(["fr.fictif.A", "fr.fictif.B", "com.sdk.X"]), st.lists(_TARGETS, max_size=6)),
                max_size=6, unique_by=lambda row: row[0]), st.integers(0, 1 << 30))  # fmt: skip
def test_the_call_that_is_told_is_the_first_loud_one_else_the_first(
    classes: list[tuple[str, list[str]]], seed: int
) -> None:
    data = bytearray(write_dex([ClassSource(name, calls=tuple(rows)) for name, rows in classes]))
    chance = random.Random(seed)  # noqa: S311 - repeatable
    count, table = struct.unpack_from("<II", data, 0x58)
    (strings,) = struct.unpack_from("<I", data, 0x38)
    for number in range(count):  # other words for methods, quiet ones among them
        struct.pack_into("<I", data, table + 8 * number + 4, chance.randrange(strings))
    kept = ("java/web/W",)
    told = _called_plainly(bytes(data), OWN, ("java/",), kept)
    loud = {call.target: call for call in reversed(told) if call.is_loud}
    first = {call.target: call for call in reversed(told)}

    for held in (1, 1 << 16):  # method by method, and all at once
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(calls_module, "MAX_HELD", held)
            assert find_calls(bytes(data), read_dex(bytes(data)), OWN, ("java/",), kept).rows == first | loud
