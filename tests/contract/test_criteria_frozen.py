"""What was published is frozen: the digest of each published edition, noted apart from the edition that states it."""

import json
from pathlib import Path

from criteria.load import list_editions, load_edition

NOTED = json.loads((Path(__file__).parent / "frozen.json").read_text(encoding="utf-8"))


def test_every_published_edition_has_the_digest_noted_when_it_was_published() -> None:
    editions = [load_edition(name) for name in list_editions()]
    assert {one.id: one.digest for one in editions if one.published_on is not None} == NOTED


def test_no_criterion_pinned_by_a_published_edition_changed_under_the_same_version() -> None:
    pinned: dict[str, set[str]] = {}
    for name in NOTED:
        for criterion in load_edition(name).criteria:
            pinned.setdefault(criterion.ref, set()).add(criterion.digest)
    assert all(len(digests) == 1 for digests in pinned.values())
