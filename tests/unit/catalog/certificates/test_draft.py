"""Tests of what a certificate says, and of what forbids signing it."""

from collections.abc import Callable
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from catalog.certificates.draft import Subject, draw, lint, months_after

Document = dict[str, Any]
CRITERIA = ["TRK-01", "QUA-07", "SEC-11"]


def a_document() -> Document:
    """A certificate that may be signed by a real key."""
    verdicts = [
        {"criterion": "TRK-01", "ref": "TRK-01@1", "outcome": "conforming", "level": "gate", "ruled": False},
        {"criterion": "QUA-07", "ref": "QUA-07@1", "outcome": "undetermined", "level": "gate", "ruled": False},
        {"criterion": "SEC-11", "ref": "SEC-11@1", "outcome": "nonconforming", "level": "scored", "ruled": True},
    ]
    snapshot = {"edition": "2026.0", "edition_digest": "sha256:" + "e" * 64, "verdicts": verdicts, "score": {}}
    decision = {
        "id": "dec_1",
        "decided_on": "2026-03-02",
        "conditions": [{"criterion": "QUA-07", "condition": "Avant l'été."}],
        "snapshot": snapshot,
    }
    subject = Subject("app_1", "Souffle", "Éditeur", "tld.example", "3.2.0", "320", "a" * 64, is_fictional=False)
    return draw(
        "SC-2026-000001",
        {"name": "Autorité", "instance": "real"},
        subject,
        decision,
        ["c" * 64, "b" * 64],
        date(2026, 3, 2),
        date(2028, 3, 2),
        "https://sceau.example/certificates/SC-2026-000001",
    )


def test_a_certificate_says_what_was_examined_decided_and_until_when() -> None:
    document = a_document()

    assert document["schema"] == "sceau/certificate/1"
    assert document["build"]["apk_sha256"] == "a" * 64
    assert document["platform"] == "android"
    assert document["evidence"] == ["b" * 64, "c" * 64]
    assert (document["issued_on"], document["expires_on"]) == ("2026-03-02", "2028-03-02")


def test_a_whole_certificate_may_be_signed() -> None:
    assert lint(a_document(), is_demo_key=False, criteria=CRITERIA) == []


def change(*path: Any, to: Any) -> Callable[[Document], None]:
    def apply(document: Document) -> None:
        place: Any = document
        for key in path[:-1]:
            place = place[key]
        place[path[-1]] = to

    return apply


DEFECTS: dict[str, Callable[[Document], None]] = {
    "a number of another form": change("number", to="SC-26-1"),
    "no authority": change("authority", to=" "),
    "a demonstration under a real key": change("instance", to="demo"),
    "an invented app": change("app", "fictional", to=True),
    "no package": change("build", "package", to=None),
    "no digest": change("build", "apk_sha256", to=""),
    "a digest of another form": change("build", "apk_sha256", to="A" * 64),
    "no evidence": change("evidence", to=[]),
    "evidence without digest": change("evidence", to=["b" * 63]),
    "a criterion too many": lambda d: d["verdicts"].append({**d["verdicts"][0], "criterion": "XXX-99"}),
    "a criterion too few": lambda d: d["verdicts"].pop(),
    "a criterion twice": lambda d: d["verdicts"].append(d["verdicts"][0]),
    "a failed gate": change("verdicts", 0, "outcome", to="nonconforming"),
    "an open gate": change("verdicts", 0, "outcome", to="undetermined"),
    "a gate nobody assessed": change("verdicts", 0, "outcome", to="not_assessed"),
    "a condition that was lost": change("decision", "conditions", to=[]),
    "an end before the beginning": change("expires_on", to="2026-03-02"),
    "issued before the decision": change("issued_on", to="2026-03-01"),
    "no address": change("url", to="https://sceau.example/"),
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_one_defect_is_enough_not_to_sign(defect: str) -> None:
    document = deepcopy(a_document())
    DEFECTS[defect](document)

    assert lint(document, is_demo_key=False, criteria=CRITERIA) != []


def test_a_demonstration_is_signed_by_a_demonstration_key_only() -> None:
    document = a_document()
    document["instance"], document["app"]["fictional"] = "demo", True

    assert lint(document, is_demo_key=True, criteria=CRITERIA) == []
    assert lint(document, is_demo_key=False, criteria=CRITERIA) == ["a demonstration key signs demonstrations only"]
    assert lint(a_document(), is_demo_key=True, criteria=CRITERIA) != []


def test_a_gate_that_does_not_apply_is_no_obstacle() -> None:
    document = a_document()
    document["verdicts"][0]["outcome"] = "not_applicable"

    assert lint(document, is_demo_key=False, criteria=CRITERIA) == []


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 3, 2), 24, date(2028, 3, 2)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_months_are_counted_as_people_do(day: date, months: int, end: date) -> None:
    assert months_after(day, months) == end
