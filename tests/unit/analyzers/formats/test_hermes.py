"""The string table of a bundle is read in full, or the bundle is refused by name."""

import struct
from pathlib import Path

import pytest

from analyzers.formats.errors import FormatError
from analyzers.formats.hermes import read_strings, read_version
from tests.builders.bundles import write_hermes

_TEXTS = ("https://a.example/x", "RNSentry", "é", "x" * 300)
_DATA = write_hermes(_TEXTS)
_COMPILED = sorted((Path(__file__).resolve().parents[4] / "fixtures" / "hermes").glob("*.hbc"))


def test_every_string_is_given_with_its_place() -> None:
    rows = list(read_strings(_DATA))

    assert [text.decode("latin-1") for _, text in rows] == list(_TEXTS)
    assert all(_DATA[at : at + 1] == text[:1] for at, text in rows)


def test_the_version_is_told() -> None:
    assert (read_version(_DATA), read_version(b"var a=1"), read_version(b"")) == (94, None, None)


@pytest.mark.parametrize("path", _COMPILED, ids=lambda path: path.stem)
def test_what_each_published_compiler_wrote_is_read(path: Path) -> None:
    data = path.read_bytes()
    texts = {text.decode("latin-1") for _, text in read_strings(data)}

    assert f"v{read_version(data)}" == path.stem
    assert {
        "https://api.fictif.example/2/collect?what=",
        "@segment/analytics-react-native",
        "node_modules/@sentry/react-native/dist/js/index.js",
    } <= texts
    assert any(text.startswith("https://long.fictif.example/abc") and len(text) > 255 for text in texts)
    assert any("https://télé.fictif.example/é" in text for text in texts)


def test_all_compilers_are_there() -> None:
    assert [path.stem for path in _COMPILED] == ["v74", "v76", "v84", "v85", "v89", "v94", "v96", "v98", "v99"]


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (write_hermes(_TEXTS, version=97), "unknown-hermes-version"),
        (write_hermes(_TEXTS, version=9_999), "unknown-hermes-version"),
        (_DATA[:-1], "truncated-hermes"),
        (_DATA[:40], "not-hermes"),
        (_DATA[:52] + struct.pack("<I", 1 << 30) + _DATA[56:], "lying-hermes-count"),
        (_DATA[:128] + struct.pack("<I", 0x7FFFFE) + _DATA[132:], "lying-hermes-string"),
    ],
)
def test_a_bundle_that_lies_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(FormatError, match=why):
        list(read_strings(data))
