"""Every bad file in one table, with the ways in which its reading may end. Printed by `make docs`."""

import sys
from itertools import groupby

from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import PACKAGES
from tests.builders.hostile_bodies import BODIES
from tests.builders.hostile_capture import CAPTURES
from tests.builders.hostile_code import CODE
from tests.builders.hostile_compiled import COMPILED
from tests.builders.hostile_containers import CONTAINERS
from tests.builders.hostile_headers import HEADERS
from tests.builders.hostile_names import NAMES
from tests.builders.hostile_records import RECORDS
from tests.builders.hostile_signed import SIGNED
from tests.builders.hostile_traffic import TRAFFIC

ROWS: tuple[HostileInput, ...] = (
    *PACKAGES, *HEADERS, *NAMES, *CONTAINERS, *COMPILED, *CODE, *SIGNED, *CAPTURES, *TRAFFIC, *RECORDS, *BODIES,
)  # fmt: skip


def render() -> str:
    """The page: bad inputs by kind, with their expected ends."""
    head = (
        "# Bad files\n\n"
        f"{len(ROWS)} files, made afresh by `tests/builders/hostile*.py` and never stored.\n"
        "Each is read in the real jail by `tests/integration/test_sandbox_hostile.py`:\n"
        "no crash, at most 10 s and 768 MiB, the end that stands here, and the next file works.\n"
        "`named` is a deviation of the container or an issue of the signature that the evidence must state.\n"
    )
    parts = [head]
    for kind, rows in groupby(ROWS, key=lambda row: row.kind):
        listed = [
            f"| {row.id} | {' or '.join(sorted(row.states))} | {' or '.join(sorted(row.codes))} | {row.named} |"
            for row in rows
        ]
        title = f"## {kind.value}: {len(listed)}\n\n| file | state | code | named |\n|---|---|---|---|\n"
        parts.append(title + "\n".join(listed) + "\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(render())
