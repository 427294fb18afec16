"""A person reads what was sent, where it stood, and why we say so."""

from analyzers.knowledge.protocols import load_protocols
from analyzers.traffic_payloads.wording import describe
from criteria.findings import Text
from tests.builders.evidence import a_transmission


def say(**changes: object) -> Text:
    row = a_transmission(**changes)
    return describe(row, "a.example", load_protocols().properties[row["property"]])


def test_place_layers_and_digest_are_said() -> None:
    said = say(hash="sha256", layers=["gzip", "json"]).fr
    for words in (
        "a.example",
        "adresse électronique",
        "le corps de la requête (user/mail)",
        "gzip+json",
        "hachée (sha256)",
    ):
        assert words in said


def test_health_data_are_said_to_be_of_a_special_category() -> None:
    assert "article 9" in say(property="bloodGlucose", match="vocabulary").fr
    assert "article 9" not in say().en


def test_an_adapter_gives_its_reason_and_its_source() -> None:
    said = say(property="advertisingId", match="adapter", adapter="facebook/app-events").en
    assert "documented as the advertising identifier" in said
    assert "https://developers.facebook.com/" in said


def test_a_form_or_a_word_is_no_proof_and_a_test_value_is() -> None:
    assert "doit confirmer" in say(match="pattern").fr
    assert "doit confirmer" in say(match="vocabulary").fr
    assert "proof" in say(match="known").en
