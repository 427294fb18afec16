"""Code of .NET and Unity gives names and addresses with their bytes; what is not read says why."""

import pytest

from analyzers.extract import managed
from analyzers.extract.managed import Bundle, read_managed
from analyzers.formats.archive import open_archive
from analyzers.formats.mentions import Mentions
from tests.builders.archive import Entry, write_archive
from tests.builders.managed import pack_assembly, write_assembly, write_metadata, write_store

_URL, _HOST = "https://o1.ingest.sentry.io/api", "api.mixpanel.com"
_SENTRY = write_assembly("Sentry.dll", {"Sentry.Android": ["A"]}, (_URL, _HOST, "io.sentry.dsn"))
_OTHER = write_assembly("App.dll", {"Fictif": ["Main"]})
_METADATA = write_metadata(("Assembly-CSharp.dll", "Firebase.Analytics"), (_URL, _HOST))


def read(*entries: tuple[str, bytes]) -> tuple[list[Bundle], Mentions]:
    mentions = Mentions()
    archive = open_archive(write_archive([Entry(name, body) for name, body in entries]))
    return read_managed(archive, mentions), mentions


@pytest.mark.parametrize(
    ("name", "body", "place"),
    [
        ("assemblies/Sentry.dll", _SENTRY, "assemblies/"),
        ("assemblies/arm64-v8a/Sentry.dll", pack_assembly(_SENTRY), "assemblies/"),
        ("assemblies/assemblies.blob", write_store([pack_assembly(_SENTRY)]), None),
        ("assemblies/assemblies.arm64_v8a.blob", write_store([_SENTRY]), None),
        ("lib/arm64-v8a/libassemblies.arm64-v8a.blob.so", b"\x7fELF" + write_store([_SENTRY], 2), None),
        ("lib/arm64-v8a/libassembly-store.so", b"\x7fELF" + write_store([_SENTRY], 3), None),
        ("lib/arm64-v8a/lib_Sentry.dll.so", b"\x7fELF" + pack_assembly(_SENTRY), "lib/arm64-v8a/"),
    ],
)
def test_assemblies_are_read_in_every_form(name: str, body: bytes, place: str | None) -> None:
    (bundle,), mentions = read((name, body))

    assert (bundle.kind, bundle.place, bundle.why) == ("xamarin", place or name, None)
    assert bundle.names == {"Sentry.dll", "Sentry.Android"}
    assert (set(mentions.urls), set(mentions.hosts), set(mentions.names)) == (
        {_URL.encode()}, {_HOST.encode()}, {b"io.sentry.dsn"}
    )  # fmt: skip
    shown, at, length = mentions.urls[_URL.encode()]
    assert shown in (name, f"{name}!/Sentry.dll")
    assert _SENTRY[at : at + length].decode("utf-16-le") == _URL


def test_unitys_metadata_and_assemblies_are_read() -> None:
    metadata = "assets/bin/Data/Managed/Metadata/global-metadata.dat"
    (first, second), mentions = read((metadata, _METADATA), ("assets/bin/Data/Managed/App.dll", _OTHER))

    assert (first.kind, first.version, first.names) == ("unity", "29", {"Assembly-CSharp.dll", "Firebase.Analytics"})
    assert (second.kind, second.place, second.names) == ("unity", "assets/bin/Data/Managed/", {"App.dll", "Fictif"})
    shown, at, length = mentions.urls[_URL.encode()]
    assert (shown, _METADATA[at : at + length].decode()) == (metadata, _URL)


@pytest.mark.parametrize(
    ("name", "body", "why"),
    [
        ("assemblies/A.dll", b"MZ", "truncated-assembly"),
        ("assemblies/A.dll", b"encrypted bytes", "unknown-assembly-form"),
        ("assemblies/assemblies.blob", b"\0" * 40, "no-assemblies"),
        ("assets/bin/Data/Managed/Metadata/global-metadata.dat", b"\x11" * 400, "unknown-metadata"),
        (
            "assets/bin/Data/Managed/Metadata/global-metadata.dat",
            write_metadata((), (), 140),
            "unknown-metadata-version",
        ),
    ],
)
def test_what_is_not_read_says_why(name: str, body: bytes, why: str) -> None:
    assert [bundle.why for bundle in read((name, body))[0]] == [why]


def test_one_unread_assembly_leaves_the_bundle_unread_and_the_others_read() -> None:
    (bundle,), _ = read(("assemblies/A.dll", b"x"), ("assemblies/Sentry.dll", _SENTRY))

    assert (bundle.why, "Sentry.dll" in bundle.names) == ("unknown-assembly-form", True)


def test_a_copy_for_another_processor_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(managed, "MAX_ASSEMBLIES", 1)
    bundles, _ = read(("assemblies/a/S.dll", _SENTRY), ("assemblies/b/S.dll", _SENTRY))
    assert bundles[0].why is None
    bundles, _ = read(("assemblies/a/S.dll", pack_assembly(_SENTRY)), ("assemblies/b/O.dll", pack_assembly(_OTHER)))
    assert bundles[0].why == "too-large"
