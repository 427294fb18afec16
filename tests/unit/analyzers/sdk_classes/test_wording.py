"""A person reads what was seen, whose it is, and from which data of which day."""

from analyzers.sdk_classes.marks import Marks
from analyzers.sdk_classes.wording import describe
from tests.builders.knowledge import shipped_knowledge

BY_ID = {sdk.id: sdk for sdk in shipped_knowledge().sdks}


def test_the_owner_and_its_group_are_named_with_their_countries() -> None:
    said = describe(Marks(BY_ID["adjust"], classes=3, example="com.adjust.sdk.Adjust"), shipped_knowledge())
    assert "com.adjust.sdk.Adjust" in said.fr
    assert "Adjust (DE), groupe AppLovin Corporation (US)" in said.fr
    assert "group AppLovin Corporation (US)" in said.en


def test_the_source_and_its_date_are_named() -> None:
    said = describe(Marks(BY_ID["adjust"], classes=3), shipped_knowledge())
    assert f"base de connaissances de Sceau du {shipped_knowledge().ages()[0].date}" in said.fr


def test_a_free_library_has_no_owner() -> None:
    said = describe(Marks(BY_ID["rxjava"], classes=3), shipped_knowledge())
    assert "aucune société n'en est propriétaire" in said.fr


def test_each_state_has_its_own_sentence() -> None:
    sdk, sentences = BY_ID["google-admob"], set()
    for marks in (
        Marks(sdk, classes=1),
        Marks(sdk, classes=1, wiring=["key"]),
        Marks(sdk, classes=1, wiring=["key"], off=["switch"]),
        Marks(BY_ID["amplitude"], classes=1),
        Marks(sdk, referenced=2),
        Marks(sdk, wiring=["key"]),
    ):
        sentences.add(describe(marks, shipped_knowledge()).en)
    assert len(sentences) == 6


def test_an_unknown_country_and_the_confidence_are_said() -> None:
    said = describe(Marks(BY_ID["pushwoosh"], classes=1), shipped_knowledge())
    assert "Pushwoosh (pays inconnu), confiance faible" in said.fr
    assert "Pushwoosh (country unknown), low confidence" in said.en
