"""A set of APKs is read as one app, or refused by name; a single package is read as ever."""

import json
from dataclasses import replace
from typing import Any

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.extract.package import extract_package
from analyzers.extract.shapes import find_fault
from fixtures.build import KEY
from tests.builders.apk import ApkSource, Component, build_apk
from tests.builders.archive import Entry, write_archive
from tests.builders.dex import ClassSource
from tests.builders.side_signing import sign_v4
from tests.builders.signing import load_signer
from tests.unit.analyzers.extract.packages import a_source

_OURS, _THEIRS = (load_signer(KEY.read_bytes(), name) for name in ("Atelier Brindille", "Quelqu'un d'autre"))
_BASE = a_source(label={"": "FICTIF"})
_FEATURE = a_source(
    split="carnet",
    components=(Component("service", ".Carnet"),),
    permissions=(("android.permission.CAMERA", None),),
    dex=((ClassSource("fr.fictif.app.Carnet"), ClassSource("com.other.Sdk")),),
)
_ABI = a_source(split="config.arm64_v8a", components=(), dex=(), native={"lib/arm64-v8a/liba.so": "FICTIF"})


def _set(*parts: tuple[str, ApkSource], beside: tuple[Entry, ...] = (), signer: Any = _OURS) -> bytes:
    rows = [Entry(name, build_apk(source, signer), stored=True) for name, source in parts]
    return write_archive([*rows, *beside])


_WHOLE = _set(("base.apk", _BASE), ("split_carnet.apk", _FEATURE), ("split_config.arm64_v8a.apk", _ABI))


def _facts(raw: bytes) -> dict[str, Any]:
    evidence = extract_package(raw).evidence
    assert evidence is not None
    assert find_fault(dict(evidence), "apk") is None
    facts: dict[str, Any] = evidence["apk"]
    return facts


def test_a_set_is_read_as_one_app() -> None:
    facts = _facts(_WHOLE)

    assert extract_package(_WHOLE).outcome.code == "read"
    assert (facts["packageName"], facts["versionCode"], facts["split"]) == ("fr.fictif.app", "1", None)
    assert facts["label"] == {"default": "FICTIF"}
    assert [row["name"] for row in facts["splits"]] == [None, "carnet", "config.arm64_v8a"]
    assert {row["name"] for row in facts["components"]} == {"fr.fictif.app.Accueil", "fr.fictif.app.Carnet"}
    assert [row["name"] for row in facts["permissions"]] == ["android.permission.CAMERA"]
    assert facts["minSdkVersion"] == 26
    assert facts["signing"]["verified"] is True


def test_a_side_signature_counts_where_every_part_has_one_of_its_own() -> None:
    parts = {"base.apk": build_apk(_BASE, _OURS), "split_carnet.apk": build_apk(_FEATURE, _OURS)}
    rows = [Entry(name, raw, stored=True) for name, raw in parts.items()]
    sides = [Entry(f"{name}.idsig", sign_v4(raw, _OURS)) for name, raw in parts.items()]
    swapped = [replace(side, data=other.data) for side, other in zip(sides, reversed(sides), strict=True)]
    strange = [replace(side, data=sign_v4(raw, _THEIRS)) for side, raw in zip(sides, parts.values(), strict=True)]

    def said(*beside: Entry) -> tuple[bool, list[bool | None], list[str]]:
        facts = _facts(write_archive([*rows, *beside]))
        odd = [row["entry"] for row in facts["archive"]["deviations"] if row["code"] == "side-signature-differs"]
        assert facts["signing"]["verified"] is True
        return facts["signing"]["schemes"]["v4"], [row["v4"] for row in facts["splits"]], odd

    assert said(*sides) == (True, [True, True], [])
    assert said(sides[0]) == (False, [True, None], [])
    assert said() == (False, [None, None], [])
    for wrong in (swapped, strange, [replace(side, data=b"x") for side in sides]):
        assert said(*wrong) == (False, [False, False], ["base.apk.idsig", "split_carnet.apk.idsig"])


def test_the_code_of_all_parts_is_one_code() -> None:
    facts = _facts(_WHOLE)
    rows = {row["name"]: row for row in facts["code"]["packages"]}

    assert facts["code"]["classes"] == facts["completeness"]["dex_classes_read"] == 3
    assert rows["fr.fictif.app"]["classes"] == ["Accueil", "Carnet"]
    assert (rows["com.other"]["count"], rows["com.other"]["referenced"]) == (1, 0)
    assert facts["completeness"]["components_undefined"] == []


def test_every_place_says_in_which_part_it_lies() -> None:
    facts = _facts(_WHOLE)

    assert [row["entry"] for row in facts["code"]["dex"]] == ["base.apk!/classes.dex", "split_carnet.apk!/classes.dex"]
    assert facts["at"]["entry"] == "base.apk!/AndroidManifest.xml"
    assert facts["native"][0]["file"] == "split_config.arm64_v8a.apk!/lib/arm64-v8a/liba.so"


def test_code_that_lies_in_a_part_that_was_not_lodged_is_elsewhere() -> None:
    lone = replace(_FEATURE, dex=(), split="carnet")
    raw = _set(("base.apk", replace(_BASE, dex=_FEATURE.dex)), ("split_carnet.apk", lone))

    assert extract_package(raw).outcome.code == "code-elsewhere"


def test_an_expansion_file_is_said_to_be_unread() -> None:
    raw = _set(("base.apk", _BASE), beside=(Entry("Android/obb/fr.fictif.app/main.1.fr.fictif.app.obb", b"x"),))

    assert extract_package(raw).outcome.code == "partly-read"
    assert _facts(raw)["completeness"]["entries_unread"][0]["why"] == "expansion-file"


@pytest.mark.parametrize(
    ("card", "named"),
    [
        ({"package_name": "fr.fictif.app", "version_code": "1"}, False),
        ({"package_name": "fr.fictif.autre"}, True),
        ({"version_code": 2}, True),
        ({"package_name": None}, False),
        ([1], False),
    ],
)
def test_a_card_that_names_another_app_is_a_deviation(card: object, named: bool) -> None:  # noqa: FBT001 - a table
    raw = _set(("fr.fictif.app.apk", _BASE), beside=(Entry("manifest.json", json.dumps(card).encode()),))
    codes = [row["code"] for row in _facts(raw)["archive"]["deviations"]]

    assert ("set-card-differs" in codes) is named


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (_set(("a.apk", _FEATURE)), "set-without-base"),
        (_set(("base.apk", _BASE), ("b.apk", replace(_FEATURE, package="fr.fictif.autre"))), "set-of-several-apps"),
        (_set(("base.apk", _BASE), ("b.apk", replace(_FEATURE, version_code=2))), "set-of-several-versions"),
        (write_archive([Entry("base.apk", b"FICTIF")]), "set-part-unreadable"),
        (
            write_archive([Entry("base.apk", build_apk(_BASE, _OURS)), Entry("b.apk", build_apk(_FEATURE, _THEIRS))]),
            "set-of-several-signers",
        ),
        (
            write_archive([Entry("base.apk", build_apk(_BASE, _OURS)), Entry("b.apk", build_apk(_FEATURE, None))]),
            "set-of-several-signers",
        ),
        (write_archive([Entry("base.apk", build_apk(_BASE, _OURS))] * 2), "ambiguous-archive"),
        (write_archive([Entry("a.apk", b"", size=900 << 20), Entry("b.apk", b"", size=900 << 20)]), "set-too-large"),
    ],
)
def test_a_set_that_is_no_single_app_is_refused_by_name(raw: bytes, code: str) -> None:
    extraction = extract_package(raw)

    assert (extraction.outcome.code, extraction.evidence) == (code, None)


def test_a_part_that_was_changed_unverifies_the_whole() -> None:
    part = bytearray(build_apk(_FEATURE, _OURS))
    part[part.index(b"PK\1\2") + 12] ^= 1  # a date in the directory: read as before, signed no more
    raw = write_archive([Entry("base.apk", build_apk(_BASE, _OURS)), Entry("b.apk", bytes(part))])

    assert _facts(raw)["signing"]["verified"] is False


def test_a_single_package_is_read_as_ever() -> None:
    raw = build_apk(_BASE, _OURS)

    assert extract_package(raw) == extract_apk(raw)
    assert _facts(raw)["splits"] == []
