"""Whatever is done to the bytes of a package, reading it ends in a refusal by name or in well-shaped evidence."""

import json
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from analyzers.extract.apk import extract_apk
from analyzers.extract.shapes import find_fault
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import read_axml
from analyzers.formats.dex import read_dex
from analyzers.formats.errors import FormatError
from tests.builders.arsc import write_resource_table
from tests.builders.axml import Element, write_axml
from tests.builders.dex import ClassSource, write_dex
from tests.unit.analyzers.formats.signed import a_package

_PACKAGE = a_package("v1", "v2", "v3", min_sdk=21)
_DEX = write_dex((ClassSource("fr.fictif.A", calls=("com.sdk.B",)),))
_XML = write_axml(Element("manifest", {"package": "fr.fictif"}, (Element("application", {"android:label": "x"}),)))
_TABLE = write_resource_table("fr.fictif", {"a": {"": "1", "fr": "2"}}, {"x": "res/x.xml"}).data

_changes = st.lists(st.tuples(st.integers(0, 1 << 20), st.binary(min_size=1, max_size=4)), min_size=1, max_size=6)


def _changed(data: bytes, changes: list[tuple[int, bytes]]) -> bytes:
    found = bytearray(data)
    for place, piece in changes:
        at = place % len(found)
        found[at : at + len(piece)] = piece
    return bytes(found)


@given(_changes)
def test_a_changed_package_is_refused_or_gives_well_shaped_evidence(changes: list[tuple[int, bytes]]) -> None:
    evidence = extract_apk(_changed(_PACKAGE, changes)).evidence

    if evidence is not None:
        assert find_fault(dict(evidence), "apk") is None
        json.dumps(evidence, allow_nan=False).encode("ascii")


@given(_changes)
def test_a_changed_package_is_never_verified_unless_nothing_changed(changes: list[tuple[int, bytes]]) -> None:
    data = _changed(_PACKAGE, changes)
    evidence = extract_apk(data).evidence

    if evidence is not None and evidence["apk"]["signing"]["verified"]:
        # Only what no scheme covers may differ: nothing of the entries, the directory, the end record.
        block = _PACKAGE.index(b"APK Sig Block 42")
        start = block - int.from_bytes(_PACKAGE[block - 8 : block], "little") + 8
        assert data[:start] == _PACKAGE[:start]
        assert data[block + 16 :] == _PACKAGE[block + 16 :]


@given(st.binary(max_size=400))
def test_junk_is_never_a_package(data: bytes) -> None:
    extraction = extract_apk(data)

    assert extraction.evidence is None
    assert extraction.outcome.state == "refused"


def _ends(reader: Callable[[bytes], object], data: bytes) -> bool:
    """Whether reading ends in one of the two orderly ways; any other exception fails the test."""
    try:
        reader(data)
    except FormatError as refusal:
        return refusal.code == refusal.code.lower()
    return True


@given(_changes)
def test_changed_code_tables_and_documents_end_in_order(changes: list[tuple[int, bytes]]) -> None:
    assert _ends(read_dex, _changed(_DEX, changes))
    assert _ends(read_axml, _changed(_XML, changes))
    assert _ends(lambda data: ResourceTable(data).texts(0x7F010000), _changed(_TABLE, changes))


@given(st.integers(0, 1 << 20))
def test_cut_code_tables_and_documents_end_in_order(place: int) -> None:
    for reader, data in ((read_dex, _DEX), (read_axml, _XML), (ResourceTable, _TABLE)):
        assert _ends(reader, data[: place % len(data)])
