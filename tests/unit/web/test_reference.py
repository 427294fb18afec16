"""The references are printed from the application."""

import json

import pytest

from web.reference import main, make_app, write_openapi, write_rights


def test_both_references_are_made_from_the_application() -> None:
    app = make_app()
    assert json.loads(write_openapi(app))["openapi"] == "3.1.0"
    assert write_rights(app).startswith("# Who may call what")


def test_a_reference_is_printed_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rights"]) == 0
    assert "0 undeclared" in capsys.readouterr().out


@pytest.mark.parametrize("arguments", [[], ["moon"], ["openapi", "rights"]])
def test_another_name_is_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert "openapi|rights" in capsys.readouterr().err
