"""Takes a picture of every page in each language, width and light: `python -m tests.look FOLDER`, to be looked at."""

import re
import sys
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests.builders.browser import a_browser, sign_in
from tests.e2e.test_pages_access import Stage, a_context, a_stage, list_visits

TOGETHER = {1280: 3, 390: 6}  # pages on one sheet


def take_pictures(browser: Browser, stage: Stage, folder: Path, look: tuple[str, int, str]) -> list[Path]:
    """Take one picture per page, whole."""
    language, width, scheme = look
    taken = []
    for who, paths in list_visits(stage):
        page = a_context(browser, language, width, scheme).new_page()
        if who:
            sign_in(page, stage.origin, who, language)
        for path in paths:
            page.goto(f"{stage.origin}{path}{'&' if '?' in path else '?'}lang={language}")
            name = f"{len(taken):02}-{who or 'reader'}-{re.sub(r'[^a-zA-Z0-9-]+', '_', path)[:40]}.png"
            taken.append(folder / name)
            page.screenshot(path=taken[-1], full_page=True)
        page.context.close()
    return taken


def lay_out(browser: Browser, pictures: list[Path], width: int, stem: Path) -> None:
    """Put the pictures side by side on sheets, some at a time, each from its top."""
    page = browser.new_page(viewport={"width": 2400, "height": 1500})
    count = TOGETHER[width]
    style = f"body{{display:grid;grid-template-columns:repeat({count},1fr);gap:9px;margin:0}}img{{width:100%}}"
    source = pictures[0].parent / "sheet.html"
    for at in range(0, len(pictures), count):
        cells = "".join(f'<div><img src="{one.name}"></div>' for one in pictures[at : at + count])
        source.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{cells}", encoding="utf-8")
        page.goto(source.as_uri())
        page.screenshot(path=f"{stem}-{at:02}.png")
    page.close()


def main(arguments: list[str]) -> int:
    """Take every picture, in every look or in those named, such as `fr-390-dark`."""
    folder = Path(arguments[0])
    with TemporaryDirectory() as state, a_stage(Path(state)) as stage, a_browser() as browser:
        for language, width, scheme in product(("fr", "en"), (1280, 390), ("light", "dark")):
            name = f"{language}-{width}-{scheme}"
            if len(arguments) > 1 and name not in arguments[1:]:
                continue
            place = folder / name
            place.mkdir(parents=True, exist_ok=True)
            pictures = take_pictures(browser, stage, place, (language, width, scheme))
            lay_out(browser, pictures, width, folder / name)
            print(f"{name}: {len(pictures)} pages")  # noqa: T201 - a program
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
