"""Tests of the settings."""

from dataclasses import fields
from pathlib import Path

import pytest

from catalog.plumbing.settings import Settings, SettingsError, describe_settings, load_settings


def test_an_empty_environment_gives_the_defaults() -> None:
    assert load_settings({}) == Settings()


def test_values_are_read_by_their_kind() -> None:
    settings = load_settings(
        {"SCEAU_STATE": "/srv/sceau", "SCEAU_PORT": "9090", "SCEAU_LEASE_SECONDS": "2.5", "HOME": "/root"}
    )

    assert settings == Settings(state=Path("/srv/sceau"), port=9090, lease_seconds=2.5)


def test_a_misspelt_setting_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="SCEAU_PROT"):
        load_settings({"SCEAU_PROT": "9090"})


@pytest.mark.parametrize("name", ["SCEAU_CORPUS", "SCEAU_TOKEN", "SCEAU_EMAIL"])
def test_names_of_the_tests_and_the_command_line_are_left_alone(name: str) -> None:
    assert load_settings({name: "x"}) == Settings()


@pytest.mark.parametrize("value", ["", "0", "-1", "many", "nan", "inf", "1e400"])
@pytest.mark.parametrize("name", ["SCEAU_PORT", "SCEAU_LEASE_SECONDS"])
def test_a_number_that_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        load_settings({name: value})


def test_the_database_is_sqlite_in_the_state_folder_unless_one_is_named() -> None:
    assert Settings(state=Path("/srv/sceau")).database_url == "sqlite:////srv/sceau/sceau.db"
    assert Settings(database="postgresql+psycopg://db/sceau").database_url == "postgresql+psycopg://db/sceau"


def test_links_are_made_with_the_public_origin() -> None:
    assert Settings(port=9090).public_origin == "http://127.0.0.1:9090"
    assert Settings(origin="https://sceau.example/").public_origin == "https://sceau.example"


def test_data_sets_are_in_the_state_folder() -> None:
    assert Settings(state=Path("/srv/sceau")).datasets == Path("/srv/sceau/datasets")


def test_every_setting_has_its_sentence() -> None:
    rows = describe_settings()

    assert [name for name, _, _ in rows] == [f"SCEAU_{field.name.upper()}" for field in fields(Settings)]
    assert all(sentence.endswith(".") for _, _, sentence in rows)
