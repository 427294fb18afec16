"""The operator's verbs: a real instance, migrations, health, the journal's chain."""

import json

from tests.builders.instance import Instance
from tests.unit.catalog.commands.conftest import Run

INIT = ("init", "--name", "Autorité d'essai", "--operator", "O", "--email", "o@sceau.example", "--password")


def test_init_makes_a_real_instance_without_any_app(run: Run) -> None:
    run(*INIT, "a long enough password")
    told = json.loads(run("health").output)
    assert (told["instance"], told["authority"]) == ("real", "Autorité d'essai")
    assert run("listings", "--all").output == ""


def test_init_refuses_a_short_password(run: Run) -> None:
    assert "field-refused" in run(*INIT, "short", code=1).stderr


def test_init_twice_is_refused(run: Run) -> None:
    run(*INIT, "a long enough password")
    assert "already-founded" in run(*INIT, "a long enough password", code=1).stderr


def test_a_real_instance_takes_no_demonstration_data(run: Run) -> None:
    run(*INIT, "a long enough password")
    assert "real instance" in run("dev", "seed", code=1).output


def test_migrate_brings_an_empty_state_to_the_head(run: Run) -> None:
    assert run("migrate").output.startswith("empty -> ")
    told = json.loads(run("health").output)
    assert told["schema"]["at"] == told["schema"]["needed"]


def test_the_journal_holds_and_its_head_can_be_kept_elsewhere(instance: Instance, run: Run) -> None:
    head = run("journal", "head").output.strip()
    assert f"head {head}" in run("journal", "check", "--head", head).output


def test_a_journal_cut_short_is_seen_against_a_head_kept_elsewhere(instance: Instance, run: Run) -> None:
    assert "breaks" in run("journal", "check", "--head", f"9999:{'0' * 64}", code=1).stderr


def test_work_once_does_what_waits(instance: Instance, run: Run) -> None:
    assert run("work", "--once").output == "0 jobs done\n"
