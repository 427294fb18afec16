"""The operator's pages."""

from pathlib import Path

import pytest

from tests.builders.client import Caller, a_caller
from tests.builders.instance import an_instance


@pytest.fixture
def caller(tmp_path: Path) -> Caller:
    return a_caller(an_instance(tmp_path))


@pytest.mark.parametrize("path", ["/health", "/privacy", "/accessibility", "/sources", "/contact"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_pages_open_in_both_languages(caller: Caller, path: str, language: str) -> None:
    answer = caller.page("GET", f"{path}?lang={language}")
    assert answer.status_code == 200
    assert f'<html lang="{language}">' in answer.text


def test_the_health_page_says_demo(caller: Caller) -> None:
    assert "This instance is a demonstration" in caller.page("GET", "/health?lang=en").text


def test_whom_to_warn_of_a_weakness_is_said_where_it_is_looked_for(caller: Caller) -> None:
    answer = caller.page("GET", "/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.text.startswith("Contact: http")
    assert "\nExpires: " in answer.text
