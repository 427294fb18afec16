"""A capture belongs to a build by what it states, or by a person's word; a denial is never overruled."""

from typing import Any

import pytest

from analyzers.synthesis.attribution import attribute_capture
from tests.builders.evidence import APK_SHA256, apk_evidence, traffic_evidence

OURS = {
    "packageName": "fr.fictif.carnet",
    "versionName": "3.2.0",
    "versionCode": "320",
    "apk_sha256": None,
    "md5": None,
}


def attribute(app: dict[str, Any] | None, *, attested: bool = False) -> Any:
    return attribute_capture(apk_evidence(), traffic_evidence(app=app), attested)


@pytest.mark.parametrize("app", [OURS, OURS | {"versionName": None}, {"apk_sha256": APK_SHA256.upper()}])
def test_a_capture_that_names_this_build_belongs(app: dict[str, Any]) -> None:
    assert (attribute(app).state, attribute(app).finding) == ("belongs", None)


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"packageName": "tld.sample.app"}, "package"),
        ({"versionCode": "321"}, "version"),
        ({"versionName": "3.2.1"}, "version"),
        ({"apk_sha256": "0" * 64}, "apk"),
    ],
)
@pytest.mark.parametrize("attested", [True, False])
def test_a_capture_that_names_another_build_is_foreign_even_when_attested(
    change: dict[str, Any],
    difference: str,
    attested: bool,  # noqa: FBT001 — a pytest parameter
) -> None:
    answer = attribute(OURS | change, attested=attested)
    assert answer.state == "foreign"
    assert answer.finding.attributes == {
        "stated_package": (OURS | change)["packageName"],
        "expected_package": "fr.fictif.carnet",
        "difference": difference,
    }


@pytest.mark.parametrize("app", [None, {}, {"packageName": "fr.fictif.carnet"}, {"versionName": "3.2.0"}, "odd"])
def test_a_capture_that_does_not_name_the_build_needs_a_person(app: Any) -> None:
    answer = attribute(app)
    assert (answer.state, answer.finding.kind, answer.finding.attributes) == (
        "unattributed",
        "capture.unattributed",
        {},
    )
    assert attribute(app, attested=True).state == "belongs"


def test_a_capture_of_several_apps_needs_a_person() -> None:
    evidence = traffic_evidence(app=OURS)
    evidence["traffic"]["capture"]["apps"] = 2
    assert attribute_capture(apk_evidence(), evidence, attested=False).state == "unattributed"
    assert attribute_capture(apk_evidence(), evidence, attested=True).state == "belongs"


def test_a_build_that_could_not_be_read_owns_no_capture() -> None:
    assert attribute_capture({}, traffic_evidence(app=OURS), attested=False).state == "foreign"
    assert attribute_capture({}, traffic_evidence(), attested=False).state == "unattributed"
