"""Only whom the app trusts may differ."""

from typing import Any

import pytest

from analyzers.synthesis.copies import compare_copy

MANIFEST, TABLE, MADE = "AndroidManifest.xml", "resources.arsc", "res/xml/sceau_trust.xml"


def _inventory(members: dict[str, str], **more: Any) -> dict[str, Any]:
    whole = {"manifest": "m", "config": None, "config_rows": "c", "trusting_table": "t2", "trusts_user": False}
    return {"members": members, "made_path": MADE, **whole, **more}


CERTIFIED = _inventory({MANIFEST: "m1", TABLE: "t1", "classes.dex": "d1"})
COPY = _inventory({MANIFEST: "m2", TABLE: "t2", "classes.dex": "d1", MADE: "c2"}, config=MADE, trusts_user=True)


def test_a_copy_made_by_us_stands_for_the_build() -> None:
    comparison = compare_copy(CERTIFIED, COPY)

    assert comparison.stands_for
    assert [(row.member, row.how) for row in comparison.differences] == [
        (MANIFEST, "trust-reference"),
        (MADE, "trust"),
        (TABLE, "trust-reference"),
    ]
    assert all(row.sentence.fr and row.sentence.en for row in comparison.differences)


def test_the_build_itself_does_not_trust_the_bench() -> None:
    assert not compare_copy(CERTIFIED, CERTIFIED).stands_for


@pytest.mark.parametrize(
    ("members", "more", "how"),
    [
        ({"classes.dex": "d2"}, {}, "changed"),
        ({"classes2.dex": "d2"}, {}, "added"),
        ({TABLE: "t3"}, {}, "changed"),
        ({}, {"manifest": "other"}, "changed"),
        ({}, {"config_rows": "other"}, "added"),
    ],
)
def test_anything_else_is_named_and_refused(members: dict[str, str], more: dict[str, str], how: str) -> None:
    copy = {**COPY, **more, "members": {**COPY["members"], **members}}

    comparison = compare_copy(CERTIFIED, copy)

    assert not comparison.stands_for
    assert [row.how for row in comparison.differences if not row.allowed] == [how]


def test_a_member_left_out_is_named() -> None:
    copy = {**COPY, "members": {name: one for name, one in COPY["members"].items() if name != "classes.dex"}}

    assert compare_copy(CERTIFIED, copy).differences[0].how == "removed"


def test_a_build_with_a_configuration_may_differ_in_it_alone() -> None:
    certified = _inventory({MANIFEST: "m", "res/n.xml": "n1"}, config="res/n.xml", trusting_table=None)
    copy = {**certified, "members": {MANIFEST: "m", "res/n.xml": "n2"}, "trusts_user": True}

    assert compare_copy(certified, copy).stands_for
    assert not compare_copy(certified, {**copy, "config_rows": "clear text"}).stands_for
