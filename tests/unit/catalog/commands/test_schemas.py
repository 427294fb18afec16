"""The verb prints what the pages hold."""

import json

import pytest

from catalog.commands.schemas import printed_schemas
from tests.unit.catalog.commands.conftest import Run


@pytest.mark.parametrize("what", ["evidence", "analysis"])
def test_both_schemas_are_printed(run: Run, what: str) -> None:
    assert json.loads(run("schema", what).output) == json.loads(json.dumps(printed_schemas()[what]))


def test_another_word_is_wrong_usage(run: Run) -> None:
    run("schema", "poem", code=2)


def test_words_of_a_kind_and_countries_are_bounded() -> None:
    said = json.dumps(printed_schemas()["analysis"])

    assert '"switched_off"' in said
    assert "^[A-Z]{2}$" in said
