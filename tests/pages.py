"""Writes the generated pages of `docs/` again; contract tests fail when one is stale. Called by `make docs`."""

import json
import subprocess
import sys
from pathlib import Path

from catalog.commands.schemas import printed_schemas
from catalog.plumbing.settings import describe_settings

DOCS = Path(__file__).resolve().parent.parent / "docs"
PRINTED = {
    "kinds.md": "criteria.tables",
    "criteria-producers.md": "criteria.producers",
    "analyzers.md": "analyzers.registry",
    "errors.md": "web.problems",
    "rights.md": "web.reference rights",
    "hostile.md": "tests.builders.hostile_rows",
}


def render_settings() -> str:
    """Return the page of settings."""
    rows = "\n".join(f"| `{name}` | `{default}` | {sentence} |" for name, default, sentence in describe_settings())
    head = (
        "# Settings\n\n"
        "Read once from the environment, in `catalog/plumbing/settings.py`. An unknown `SCEAU_` name is refused.\n\n"
    )
    return f"{head}| name | default | |\n|---|---|---|\n{rows}\n"


def render_schemas() -> dict[str, str]:
    """Return the JSON Schemas, by file name."""
    forms = printed_schemas().items()
    return {f"{name}.schema.json": json.dumps(form, indent=1, ensure_ascii=False) + "\n" for name, form in forms}


def main() -> None:
    """Write every generated page."""
    (DOCS / "schemas").mkdir(exist_ok=True)
    for name, text in render_schemas().items():
        (DOCS / "schemas" / name).write_text(text, encoding="utf-8")
    (DOCS / "settings.md").write_text(render_settings(), encoding="utf-8")
    for page, module in PRINTED.items():
        text = subprocess.run(
            [sys.executable, "-m", *module.split()], check=True, capture_output=True, text=True
        ).stdout
        (DOCS / page).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
