"""Publishing an edition: two people and a day turn a draft lock file into one that never changes. Text in, text out."""

import re
from collections.abc import Callable
from datetime import date

from criteria.strict import EditionError

PUBLISHED = re.compile(r"^published_on:", re.MULTILINE)
IN_FORCE = re.compile(r"^in_force_on: (\d{4}-\d{2}-\d{2})$", re.MULTILINE)
DIGEST = re.compile(r"^digest: .*$", re.MULTILINE)
PEOPLE = 2


def publish(text: str, file: str, day: date, people: tuple[str, ...], digest_of_text: Callable[[str], str]) -> str:
    """Give a draft its day of publication and the digest that freezes it; nothing else moves, comments included.

    Raises:
        EditionError: the edition is published already, would come into force before, or fewer than two people ask.
    """
    if len({person.strip().casefold() for person in people}) < PEOPLE:
        raise EditionError(f"{file}: two different people must publish an edition.")
    if PUBLISHED.search(text):
        raise EditionError(f"{file}: published_on is already set: a published edition never changes.")
    found = IN_FORCE.search(text)
    if found is None or DIGEST.search(text) is None:
        raise EditionError(f"{file}: in_force_on and digest must stand each on a line of its own.")
    if date.fromisoformat(found[1]) < day:
        raise EditionError(f"{file}: in_force_on is {found[1]}, before the day of publication {day}.")
    dated = f"{text[: found.start()]}published_on: {day}\n{text[found.start() :]}"
    return DIGEST.sub(f'digest: "{digest_of_text(dated)}"', dated)
