"""Libraries are listed with digest and name; their addresses are kept."""

import hashlib

from analyzers.extract.native import read_native
from analyzers.formats.archive import open_archive
from analyzers.formats.mentions import Mentions
from tests.builders.archive import Entry, write_archive
from tests.builders.bundles import write_dart
from tests.builders.elf import write_elf

_BODY = write_elf(b"https://native.fictif.example/x\0")


def test_a_library_is_listed_however_it_is_packed() -> None:
    for stored in (True, False):
        mentions = Mentions()
        archive = open_archive(
            write_archive([Entry("lib/arm64-v8a/liba.so", _BODY, stored=stored), Entry("lib/x", b"")])
        )
        rows, unread = read_native(archive, mentions)

        assert [(row["file"], row["abi"], row["sha256"]) for row in rows] == [
            ("lib/arm64-v8a/liba.so", "arm64-v8a", hashlib.sha256(_BODY).hexdigest())
        ]
        assert (rows[0]["needed"], rows[0]["soname"], unread) == ([], None, [])
        assert set(mentions.urls) == {b"https://native.fictif.example/x"}


def test_what_is_no_library_is_listed_all_the_same() -> None:
    rows, _ = read_native(open_archive(write_archive([Entry("lib/x86/libb.so", b"text")])), Mentions())

    assert (rows[0]["size"], rows[0]["build_id"]) == (4, None)


def test_addresses_of_a_compiled_flutter_app_end_where_their_length_says() -> None:
    mentions = Mentions()
    body = write_dart("https://dart.fictif.example/a", "api.fictif.dev", "package:a/a.dart")
    read_native(open_archive(write_archive([Entry("lib/arm64-v8a/libapp.so", body)])), mentions)

    assert set(mentions.urls) == {b"https://dart.fictif.example/a"}
    assert set(mentions.hosts) == {b"api.fictif.dev"}


def test_a_loader_of_code_that_a_library_names_is_kept() -> None:
    mentions = Mentions()
    body = write_elf(b"dalvik/system/InMemoryDexClassLoader\0")
    read_native(open_archive(write_archive([Entry("lib/x86/liba.so", body)])), mentions)

    place = mentions.names[b"dalvik.system.InMemoryDexClassLoader"]
    assert place == ("lib/x86/liba.so", body.index(b"dalvik/"), 36)
