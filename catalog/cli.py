"""The command line's door: one verb per use case. Imports a verb's module only when that verb is called."""

import importlib
import sys
from typing import Any

import click

from catalog.plumbing.settings import SettingsError

REFUSED, MISUSED, FAULT = 1, 2, 4

# group -> verb -> module:function; an empty group is the top level
VERBS: dict[str, dict[str, str]] = {
    "": {
        "analyze": "analyze:analyze",
        "look": "looking:look",
        "schema": "schemas:schema",
        "init": "instance:init",
        "migrate": "instance:migrate",
        "serve": "instance:serve",
        "work": "instance:work",
        "health": "instance:health",
        "enrol": "people:enrol",
        "create": "files:create",
        "lodge": "files:lodge",
        "answer": "files:answer",
        "questions": "files:questions",
        "todo": "files:todo",
        "submit": "files:submit",
        "show": "files:show",
        "list": "files:list_files",
        "admit": "files:admit",
        "return": "files:turn_back",
        "withdraw": "files:withdraw",
        "rule": "desk:rule",
        "countersign": "desk:countersign",
        "request": "desk:request",
        "reply": "desk:reply",
        "contradict": "desk:contradict",
        "opine": "desk:opine",
        "restart": "desk:restart",
        "decide": "desk:decide",
        "adjourn": "desk:adjourn",
        "suspend": "desk:suspend",
        "restore": "desk:restore",
        "revoke": "desk:revoke",
        "explain": "explaining:explain",
        "listings": "public:listings",
        "listing": "public:listing",
        "certificate": "public:certificate",
        "verify": "public:verify_certificate",
        "report": "public:report",
        "assess": "rules:assess",
    },
    "account": {"open": "people:open_account", "list": "people:list_people"},
    "capture": {
        "start": "capture:start",
        "mark": "capture:mark",
        "journey": "capture:journey",
        "stop": "capture:stop",
        "show": "capture:show",
        "tunnel": "capture:tunnel",
        "certificate": "capture:certificate",
        "erase": "capture:erase",
    },
    "criteria": {
        "lint": "rules:lint",
        "diff": "rules:show_diff",
        "publish": "rules:publish_edition",
        "comments": "consulting:comments",
        "comment": "consulting:comment",
        "moderate": "consulting:moderate",
        "answer": "consulting:answer",
        "panel": "consulting:panel",
    },
    "knowledge": {
        "age": "instruments:age",
        "find": "instruments:find",
        "index": "instruments:index",
        "import": "knowledge:import_list",
        "accept": "knowledge:accept",
    },
    "bench": {"copy": "copies:copy", "compare": "copies:compare", "make": "copies:make", "bring": "copies:bring"},
    "device": {
        "install": "devices:install",
        "launch": "devices:launch",
        "through": "devices:through",
        "trust": "devices:trust",
        "exercise": "devices:exercise",
        "identify": "devices:identify",
    },
    "journal": {"check": "instance:check_journal", "head": "instance:head"},
    "dev": {"seed": "demo:seed"},
}


class Dispatcher(click.Group):
    """A group whose verbs are looked up by name in the table above."""

    def __init__(self, section: str, **options: Any) -> None:
        super().__init__(name=section or "sceau", **options)
        self.section = section

    def list_commands(self, _ctx: click.Context) -> list[str]:
        """List the verbs, and at the top level the groups."""
        return sorted([*VERBS[self.section], *(() if self.section else filter(None, VERBS))])

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        """Import the module of one verb and return its command."""
        if not self.section and name in VERBS:
            return Dispatcher(name, help=f"Verbs on {name}.")
        place = VERBS[self.section].get(name)
        if place is None:
            return None
        module, _, function = place.partition(":")
        command: click.Command = getattr(importlib.import_module(f"catalog.commands.{module}"), function)
        return command


def main() -> None:
    """Run one verb; refusals end with one sentence and no trace."""
    program = Dispatcher("", help="Sceau: certification of health apps, from the evidence to the catalogue.")
    try:
        program.main(prog_name="sceau", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(MISUSED)
    except SettingsError as error:
        click.echo(f"sceau: {error}", err=True)
        sys.exit(MISUSED)
    except click.exceptions.Exit as leave:
        sys.exit(leave.exit_code)


if __name__ == "__main__":
    main()
