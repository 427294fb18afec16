"""Every SDK that the knowledge describes is recognised by its own marks, and by no neighbour's."""

import pytest

from analyzers.contract import Detection
from analyzers.knowledge.book import Sdk
from analyzers.sdk_classes.detect import detect
from tests.builders.evidence import APK_SHA256, a_component, a_key, a_package, apk_evidence
from tests.builders.knowledge import shipped_knowledge

BOOK = shipped_knowledge()
NAMED = ("string", "unknown")  # said to be named, never to be there
PREFIXES = [(sdk, prefix) for sdk in BOOK.sdks for prefix in sdk.prefixes]


def states(detection: Detection) -> dict[object, tuple[object, object]]:
    return {row.attributes["sdk"]: (row.attributes["tier"], row.attributes["state"]) for row in detection.findings}


def look(*classes: str, **changes: object) -> dict[object, tuple[object, object]]:
    packages = [a_package(*name.rpartition(".")[::2]) for name in classes]
    return states(detect(APK_SHA256, apk_evidence(*packages, **changes), BOOK))


def a_class_of(prefix: str) -> str:
    """Name a class under a prefix; a prefix that ends in a class name is one already."""
    last = prefix.rpartition(".")[2]
    return prefix if last[:1].isupper() and "." in prefix else f"{prefix}.Sample"


def test_every_prefix_finds_its_own_sdk() -> None:
    for sdk, prefix in PREFIXES:
        assert sdk.id in look(a_class_of(prefix)), prefix


def test_a_word_longer_than_a_prefix_is_another_word() -> None:
    for sdk, prefix in PREFIXES:
        # The longer word may be another prefix of the same SDK, or lie under a shorter one.
        if not any(f"{prefix}x".startswith(f"{other}.") or f"{prefix}x" == other for other in sdk.prefixes):
            assert sdk.id not in look(f"{prefix}x.Sample"), prefix
            assert sdk.id not in look(f"x{prefix}.Sample"), prefix
            assert look(f"org.shaded.{prefix}.Sample").get(sdk.id, NAMED) == NAMED, prefix


def test_every_manifest_key_wires_its_sdk_and_only_with_a_class() -> None:
    for sdk in BOOK.sdks:
        for key in sdk.metadata if sdk.prefixes else ():
            assert look(a_class_of(sdk.prefixes[0]), metaData=[a_key(key, "x")])[sdk.id][0] == "wired", key
            assert look(metaData=[a_key(key, "x")])[sdk.id] == ("string", "unknown"), key


def test_every_switch_turns_its_sdk_off_and_only_with_its_value() -> None:
    truths = {"true": True, "false": False}
    for sdk in BOOK.sdks:
        for switch in sdk.switches:
            code, value = a_class_of(sdk.prefixes[0]), truths.get(switch.off, switch.off)
            found = look(code, metaData=[a_key(switch.key, value)])[sdk.id][1]
            assert (found == "switched_off") == (switch.only is None), switch.key
            others = (not value, switch.off, int(value)) if isinstance(value, bool) else ("other",)
            for said in others:  # the contrary, and what the SDK would not read
                assert look(code, metaData=[a_key(switch.key, said)])[sdk.id][1] != "switched_off", switch.key


def wired_services() -> list[Sdk]:
    return [sdk for sdk in BOOK.sdks if sdk.prefixes]


def test_a_service_of_its_own_wires_every_sdk() -> None:
    for sdk in wired_services():
        code = a_class_of(sdk.prefixes[0])
        assert look(code, components=[a_component("service", code)])[sdk.id] == ("wired", "active"), sdk.id


@pytest.mark.parametrize("sdk", [sdk for sdk in BOOK.sdks if sdk.needs_wiring], ids=lambda sdk: sdk.id)
def test_an_sdk_that_needs_wiring_and_has_none_is_dormant(sdk: Sdk) -> None:
    assert look(a_class_of(sdk.prefixes[0]))[sdk.id] == ("defined", "dormant")


def test_forty_sdks_at_once_are_each_told_apart() -> None:
    chosen = [sdk for sdk in BOOK.sdks if len(sdk.prefixes) == 1][:40]
    found = look(*(a_class_of(sdk.prefixes[0]) for sdk in chosen))
    assert set(found) == {sdk.id for sdk in chosen}


def test_renamed_classes_leave_no_mark_and_lower_coverage() -> None:
    renamed = apk_evidence(*(a_package(f"a.{letter}", *"abcdefghij") for letter in "abcdef"))
    detection = detect(APK_SHA256, renamed, BOOK)
    assert detection.findings == ()
    assert detection.coverage[0].extent == "partial"
