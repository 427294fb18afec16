"""The table of sayings: each says what its examples say and not what its counter-examples do."""

from pathlib import Path

import pytest

from analyzers.extract.quoting import quote
from analyzers.extract.sayings import Nature, Saying, load_sayings, read_day
from analyzers.formats.prose import Page

TABLE = load_sayings()


def _read(text: str, nature: str | None = None) -> list[str]:
    title = f"{TABLE.nature_by_id[nature].says[0]}\n\n" if nature else ""
    said = quote([Page(title + text)], TABLE, are_lines_whole=False)
    return [one["saying"] for one in said["quotes"]]


@pytest.mark.parametrize("saying", TABLE.sayings, ids=lambda one: one.id)
def test_a_saying_finds_what_says_so_and_nothing_that_says_otherwise(saying: Saying) -> None:
    nature = min(saying.natures, default=None)
    for sentence in saying.says:
        found = [TABLE.by_id[name] for name in _read(sentence, nature)]
        assert saying in found
        rivals = {one.value for one in found if one.question == saying.question and one.take == saying.take}
        assert rivals == {saying.value}, sentence
    for sentence in saying.says_not:
        assert saying.id not in _read(sentence, nature), sentence


@pytest.mark.parametrize("nature", TABLE.natures, ids=lambda one: one.id)
def test_a_title_tells_what_a_document_is(nature: Nature) -> None:
    for title in nature.says:
        assert quote([Page(f"{title}\n\nTexte.")], TABLE, are_lines_whole=False)["nature"] == nature.id


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1er janvier 2026", "2026-01-01"),
        ("14 mars 2026", "2026-03-14"),
        ("2 october 2026", "2026-10-02"),
        ("20/02/2026", "2026-02-20"),
        ("20.02.2026", "2026-02-20"),
        ("2026-02-20", "2026-02-20"),
        ("31 fevrier 2026", None),
        ("2026-13-01", None),
        ("mars 2026", None),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(text: str, expected: str | None) -> None:
    assert read_day(text) == expected


SAYING = "sayings:\n  - {id: a, question: b, value: true, patterns: [c], says: [c]"


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{SAYING}}}\n  - {{id: a, question: b, value: true, patterns: [c], says: [c]}}\n", "stated twice"),
        (f"{SAYING}, in: [nowhere]}}\n", "unknown natures"),
        (f"{SAYING}, take: gold}}\n", "takes gold"),
    ],
)
def test_a_broken_table_is_refused_before_anything_is_read(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "a.yaml").write_text(text)

    with pytest.raises(ValueError, match=why):
        load_sayings(tmp_path)
