"""The bad inputs are what they claim to be: each is named once, made afresh the same, and bad in one way only."""

import hashlib
import io
import json
import zipfile
import zlib

import pytest
from androguard.core.dex import DEX  # type: ignore[import-untyped] # publishes no types

from tests.builders import hostile_apk, hostile_capture
from tests.builders.hostile import HostileInput
from tests.builders.hostile_dex import GOOD_DEX, endless_string_dex, lying_dexes
from tests.builders.hostile_rows import ROWS

_ALL = ROWS
_LIGHT = [item for item in _ALL if not item.heavy]


def test_every_input_has_a_name_of_its_own() -> None:
    assert len({item.id for item in _ALL}) == len(_ALL)


def test_every_input_says_how_its_reading_may_end() -> None:
    assert [item.id for item in _ALL if not item.states or not item.codes] == []


def test_of_the_plainest_only_a_package_without_code_may_be_read_whole() -> None:
    found = {item.id for item in hostile_apk.PACKAGES if "read" in item.states}

    assert found == {"apk-code-absent", "apk-code-of-zero-classes"}


@pytest.mark.parametrize("item", _LIGHT, ids=lambda item: item.id)
def test_an_input_is_the_same_each_time_and_not_a_good_file(item: HostileInput) -> None:
    raw = item.make()

    assert item.make() == raw
    assert len(raw) < 32 << 20
    assert raw not in (hostile_apk.a_good_apk(), hostile_capture.a_good_har(), hostile_capture.a_good_flow_file())


def test_garbage_has_the_size_of_a_large_capture() -> None:
    (spaces,) = (item for item in _ALL if item.id == "capture-garbage-spaces")

    assert 36_000_000 < len(spaces.make()) <= hostile_capture.GARBAGE_SIZE


def test_the_files_they_are_made_from_are_good() -> None:
    package = zipfile.ZipFile(io.BytesIO(hostile_apk.a_good_apk()))

    assert package.testzip() is None
    assert [str(item.get_name()) for item in DEX(package.read("classes.dex")).get_classes()] == [
        "Lfr/fictif/hostile/Accueil;"
    ]
    assert len(json.loads(hostile_capture.a_good_har())["log"]["entries"]) == 4


def test_a_bomb_is_small_and_unpacks_to_what_it_says() -> None:
    raw = hostile_apk.bomb("assets/zeros", 8)

    assert len(raw) < 32_000
    assert zipfile.ZipFile(io.BytesIO(raw)).read("assets/zeros") == bytes(8 << 20)


def test_a_lying_code_file_has_correct_sums() -> None:
    for name, raw in {**lying_dexes(), "endless": endless_string_dex()}.items():
        if name not in {"magic", "truncated"}:
            assert raw[12:32] == hashlib.sha1(raw[32:]).digest(), name  # noqa: S324 the format's own sum
            assert int.from_bytes(raw[8:12], "little") == zlib.adler32(raw[12:]), name
        assert raw != GOOD_DEX


def test_the_endless_string_has_no_end_in_177_bytes() -> None:
    raw = endless_string_dex()

    assert len(raw) == 177
    assert b"\0" not in raw[int.from_bytes(raw[112:116], "little") + 1 :]
