"""JAR signatures cover every entry, or the package is refused under the platform's own name for it."""

import re
from dataclasses import replace

import pytest

from analyzers.formats.archive import MAX_DEVIATIONS, open_archive
from analyzers.formats.jar_digests import Levels
from analyzers.formats.scheme_v1 import JarResult, check_jar, find_signers, is_present
from tests.builders.archive import Entry, write_archive
from tests.builders.jar_signing import sign_v1
from tests.unit.analyzers.formats.signed import a_package, a_signer

_LEVELS = Levels(24, 0x7FFFFFFF)
_FILES = [Entry("a.txt", b"un"), Entry("b.txt", b"deux")]
_SIGNED = list(sign_v1(_FILES, a_signer(), ("v1",)))


def _check(entries: list[Entry], found: frozenset[int] = frozenset()) -> JarResult:
    return check_jar(open_archive(write_archive([*_FILES, *entries])), _LEVELS, found)


def _changed(ending: str, change: tuple[bytes, bytes]) -> list[Entry]:
    return [Entry(e.name, re.sub(*change, e.data, count=1)) if e.name.endswith(ending) else e for e in _SIGNED]


def test_an_honest_signature_holds() -> None:
    result = _check(_SIGNED)

    assert (result.verified, result.issues) == (True, [])
    assert result.signers[0].certificate is not None


@pytest.mark.parametrize(
    ("entries", "issue"),
    [
        ([], "JAR_SIG_NO_MANIFEST"),
        ([e for e in _SIGNED if not e.name.endswith(".SF")], "JAR_SIG_NO_SIGNATURES"),
        ([*_SIGNED, Entry("c.txt", b"new")], "JAR_SIG_NO_ZIP_ENTRY_DIGEST_IN_MANIFEST"),
        ([*_SIGNED, Entry("a.txt", b"twice")], "JAR_SIG_DUPLICATE_ZIP_ENTRY"),
        (_changed(".SF", (b"Signature-Version", b"Signature-Versiom")), "JAR_SIG_DID_NOT_VERIFY"),
        (
            _changed("MANIFEST.MF", (rb"Name: b.txt", b"Name: d.txt")),
            "JAR_SIG_MISSING_ZIP_ENTRY_REFERENCED_IN_MANIFEST",
        ),
        (_changed("MANIFEST.MF", (rb"Name: b.txt", b"Nane: b.txt")), "JAR_SIG_UNNNAMED_MANIFEST_SECTION"),
        (_changed("MANIFEST.MF", (rb"Name: b.txt", b"Name: a.txt")), "JAR_SIG_DUPLICATE_MANIFEST_SECTION"),
        (_changed(".RSA", (b"^.", b"\x31")), "JAR_SIG_PARSE_EXCEPTION"),
    ],
)
def test_each_break_has_the_verifiers_name(entries: list[Entry], issue: str) -> None:
    assert _check(entries).issues == [issue]


def test_a_changed_entry_does_not_match_its_digest() -> None:
    entries = [Entry("a.txt", b"UN"), Entry("b.txt", b"deux"), *_SIGNED]

    assert check_jar(open_archive(write_archive(entries)), _LEVELS, frozenset()).issues == [
        "JAR_SIG_ZIP_ENTRY_DIGEST_DID_NOT_VERIFY"
    ]


def test_an_entry_whose_headers_disagree_is_not_read_as_signed() -> None:
    entries = [Entry("a.txt", b"un", local_name="z.txt"), Entry("b.txt", b"deux"), *_SIGNED]

    assert check_jar(open_archive(write_archive(entries)), _LEVELS, frozenset()).issues == ["MALFORMED_APK"]


@pytest.mark.parametrize("ending", [".MF", ".SF", ".RSA"])
def test_a_signature_file_whose_headers_disagree_is_not_read(ending: str) -> None:
    entries = [replace(e, local_name="z" * len(e.name)) if e.name.endswith(ending) else e for e in _SIGNED]
    archive = open_archive(write_archive([*_FILES, *entries]))

    assert check_jar(archive, _LEVELS, frozenset()).issues == ["MALFORMED_APK"]


def test_two_hundred_oddities_do_not_hide_the_one_that_counts() -> None:
    odd = [Entry(f"META-INF/o{n}", b"", local_name=f"p{n}") for n in range(MAX_DEVIATIONS)]
    entries = [*odd, Entry("a.txt", b"un", local_name="z.txt"), Entry("b.txt", b"deux"), *_SIGNED]

    assert check_jar(open_archive(write_archive(entries)), _LEVELS, frozenset()).issues == ["MALFORMED_APK"]


def test_a_signature_that_announces_a_newer_scheme_misses_it_when_stripped() -> None:
    entries = list(sign_v1(_FILES, a_signer(), ("v1", "v2")))

    assert _check(entries).issues == ["JAR_SIG_MISSING_APK_SIG_REFERENCED"]
    assert _check(entries, frozenset({2})).issues == []


def test_a_block_without_its_file_signs_nothing() -> None:
    archive = open_archive(write_archive([*_FILES, *(e for e in _SIGNED if not e.name.endswith(".SF"))]))

    assert (find_signers(archive), is_present(archive)) == ([], False)
    assert is_present(open_archive(a_package("v1")))
