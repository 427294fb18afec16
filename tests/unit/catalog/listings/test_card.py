"""Tests of the public card."""

import json
from dataclasses import replace
from typing import Any

import pytest

from catalog.listings.card import Capture, Facts, build_card
from criteria.findings import Coverage, Extent, Finding, Pointer, Source, Text
from criteria.load import load_edition
from criteria.model import Level, Missing, Outcome, Verdict

SAID = Text("Dit.", "Said.")
GAP = Text("Nous n'avons pas pu lire ce fichier de code.", "We could not read this file of code.")


def a_verdict(criterion: str, outcome: Outcome, *missing: Missing) -> Verdict:
    return Verdict(criterion, f"{criterion}@1", outcome, Level.GATE, missing=missing)


def host(name: str, source: Source) -> Finding:
    return Finding("host.contacted", {"host": name, "purposes": ("analytics",)}, SAID, Pointer("a" * 64), source)


def some_facts(**more: Any) -> Facts:
    facts = Facts(
        listing={"id": "lst_1", "slug": "souffle", "url": "https://sceau.example/listings/souffle"},
        app={
            "name": "Souffle (FICTIF)",
            "purpose_fr": "Noter son souffle.",
            "purpose_en": "Write down one's breath.",
            "contact": "contact@souffle.example",
            "publisher": "Éditeur (FICTIF)",
            "publisher_country": "FR",
            "is_fictional": True,
        },
        certificate={
            "number": "SC-2026-000001",
            "instance": "demo",
            "issued_on": "2026-03-02",
            "expires_on": "2028-03-02",
            "url": "https://sceau.example/certificates/SC-2026-000001",
            "edition": {"id": "2026.0"},
            "decision": {"decided_on": "2026-03-02", "conditions": []},
            "build": {"package": "tld.example", "version_name": "3.2.0"},
            "score": {"overall": "A", "coverage": "1"},
        },
        state={"state": "active", "since": "2026-03-02", "reason": ""},
        edition=load_edition("2026.0"),
        verdicts=[a_verdict("TRK-01", Outcome.CONFORMING)],
        findings=[],
        coverage=[],
        captures=[],
        answers={"data_exchange": {"value": False, "documents": ["d" * 64]}},
        sandbox_tiers=["reduced", "reduced"],
        notices=["Données : ODbL-1.0."],
    )
    return replace(facts, **more)


def test_same_facts_give_the_same_document() -> None:
    assert build_card(some_facts()) == build_card(some_facts())
    json.dumps(build_card(some_facts()))


def test_a_grade_stands_only_beside_all_that_it_is_worth() -> None:
    card = build_card(some_facts())

    assert set(card["grade"]) == {"score", "platform", "build", "examined_on", "edition", "state"}
    assert "coverage" in card["grade"]["score"]
    assert card["grade"]["platform"]["not_examined"] == ["ios", "web", "servers"]
    outside = json.dumps({key: value for key, value in card.items() if key != "grade"})
    assert '"overall"' not in outside


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (Source.BENCH, "observé par nous"),
        (Source.PUBLISHER, "fourni par l'éditeur"),
        (Source.DECLARED, "déclaré"),
    ],
)
def test_who_observed_is_said_beside_each_fact(source: Source, said: str) -> None:
    (row,) = build_card(some_facts(findings=[host("api.example", source)]))["recipients"]

    assert (row["host"], row["observed"]["fr"], row["purposes"]) == ("api.example", said, ["analytics"])


def test_the_package_and_its_deviations_are_told_in_words() -> None:
    odd = {"deviation": "trailing-bytes", "entry": None}
    findings = [
        Finding("archive.deviating", odd, SAID, Pointer("a" * 64)),
        Finding("app.identified", {}, SAID, Pointer("a" * 64)),
    ]
    card = build_card(some_facts(findings=findings))

    assert [row["words"] for row in card["deviations"]] == [{"fr": "Dit.", "en": "Said."}]
    assert card["identified"] == {"fr": "Dit.", "en": "Said."}
    assert build_card(some_facts())["identified"] is None


def test_recipients_are_in_a_stable_order() -> None:
    findings = [host(name, Source.BENCH) for name in ("b.example", "a.example", "c.example")]
    names = [row["host"] for row in build_card(some_facts(findings=findings))["recipients"]]

    assert names == ["a.example", "b.example", "c.example"]


def test_each_verdict_is_citable_and_says_what_is_missing() -> None:
    missing = Missing("sdk.embedded", "apk", GAP)
    card = build_card(some_facts(verdicts=[a_verdict("TRK-01", Outcome.UNDETERMINED, missing)]))
    (verdict,) = card["verdicts"]

    assert (verdict["ref"], verdict["rubric"], verdict["outcome"]) == ("2026.0/TRK-01", "TRK", "undetermined")
    assert verdict["title"]["fr"]
    assert verdict["missing"] == [{"what": "sdk.embedded", "scope": "apk", "reason": {"fr": GAP.fr, "en": GAP.en}}]
    assert card["unknown"] == [{**verdict["missing"][0], "criteria": ["TRK-01"]}]


def test_one_gap_behind_two_criteria_is_told_once() -> None:
    missing = Missing("sdk.embedded", "apk", GAP)
    verdicts = [a_verdict(name, Outcome.UNDETERMINED, missing) for name in ("MON-03", "TRK-01")]
    (row,) = build_card(some_facts(verdicts=verdicts))["unknown"]

    assert row["criteria"] == ["MON-03", "TRK-01"]


def test_what_a_settled_verdict_missed_is_no_longer_unknown() -> None:
    verdicts = [a_verdict("TRK-01", Outcome.CONFORMING, Missing("sdk.embedded", "apk", GAP))]

    assert build_card(some_facts(verdicts=verdicts))["unknown"] == []


def test_every_place_that_was_not_looked_at_completely_is_told() -> None:
    coverage = [Coverage("identifier.read", "apk", Extent.PARTIAL, GAP)]
    (row,) = build_card(some_facts(coverage=coverage))["unknown"]

    assert (row["what"], row["scope"], row["reason"]["fr"], row["criteria"]) == ("identifier.read", "apk", GAP.fr, [])


@pytest.mark.parametrize(("source", "told"), [(Source.BENCH, 0), (Source.PUBLISHER, 1), (Source.DECLARED, 1)])
def test_only_our_own_complete_look_takes_a_place_off_the_unknown(source: Source, told: int) -> None:
    coverage = [
        Coverage("host.contacted", "traffic", Extent.PARTIAL, GAP, Source.BENCH),
        Coverage("host.contacted", "traffic", Extent.COMPLETE, SAID, source),
    ]

    assert len(build_card(some_facts(coverage=coverage))["unknown"]) == told


def test_a_capture_that_was_set_aside_is_told_with_its_reason() -> None:
    captures = [Capture("b" * 64, Source.PUBLISHER, "capture.foreign", GAP)]
    (row,) = build_card(some_facts(captures=captures))["captures"]

    assert row == {
        "sha256": "b" * 64,
        "source": "publisher",
        "observed": {"fr": "fourni par l'éditeur", "en": "provided by the publisher"},
        "state": "capture.foreign",
        "message": {"fr": GAP.fr, "en": GAP.en},
    }


def test_documents_behind_an_answer_are_not_public() -> None:
    assert build_card(some_facts())["profile"] == {"data_exchange": False}
    assert "d" * 64 not in json.dumps(build_card(some_facts()))


def test_how_the_package_was_read_and_whose_data_was_used_are_told() -> None:
    card = build_card(some_facts())

    assert card["sandbox"] == ["reduced"]
    assert card["notices"] == ["Données : ODbL-1.0."]
