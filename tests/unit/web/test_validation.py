"""Validators' messages become pointers and sentences."""

import pytest
from werkzeug.exceptions import HTTPException, UnprocessableEntity

from web.validation import list_field_errors, translate


def _refused(messages: object) -> HTTPException:
    error = UnprocessableEntity()
    error.data = {"messages": messages}  # type: ignore[attr-defined]  # webargs puts it there
    return error


def test_nested_fields_are_pointed_at() -> None:
    error = _refused(
        {"json": {"answers": {"a/b": {"value": ["Not a valid string."]}}, "_schema": ["Invalid input type."]}}
    )
    assert list_field_errors(error, "fr") == (
        {"in": "json", "pointer": "/answers/a~1b/value", "detail": "Il faut un texte."},
        {"in": "json", "pointer": "", "detail": "Il faut un objet."},
    )


def test_an_error_without_fields_has_none() -> None:
    assert list_field_errors(HTTPException(), "fr") == ()


@pytest.mark.parametrize(
    ("message", "french"),
    [
        ("Length must be between 1 and 120.", "Il faut de 1 à 120 signes."),
        ("Must be one of: apk, capture.", "Valeurs possibles : apk, capture."),
        ("Something nobody foresaw.", "Cette valeur n'est pas acceptée."),
    ],
)
def test_messages_are_said_in_french_and_kept_in_english(message: str, french: str) -> None:
    assert translate(message, "fr") == french
    assert translate(message, "en") == message
