"""Verbs on people."""

from tests.builders.instance import Instance
from tests.unit.catalog.commands.conftest import Run


def test_a_publisher_enrols_and_is_listed(instance: Instance, run: Run) -> None:
    words = ("--name", "Nouvel éditeur", "--country", "FR", "--person", "P", "--email", "new@sceau.example")
    publisher, account = run("enrol", *words, "--password", "a long enough password").output.split()
    assert publisher.startswith("pub_")
    assert account.startswith("acc_")
    assert "new@sceau.example" in run("account", "list").output


def test_only_the_operator_opens_accounts(instance: Instance, run: Run) -> None:
    words = ("--name", "E", "--email", "e@sceau.example", "--role", "evaluator", "--password", "a long enough password")
    assert "role-refused" in run("account", "open", "--as", "evaluator@sceau.example", *words, code=1).stderr
    assert run("account", "open", "--as", "operator@sceau.example", *words).output.startswith("acc_")
