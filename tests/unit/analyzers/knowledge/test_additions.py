"""An addition counts once two people stand behind it, and only as long as its file is what they saw."""

import json
from pathlib import Path
from typing import Any

import pytest

from analyzers.knowledge.additions import FOLDER, added_sdks, ages_of, read_additions, write_addition
from analyzers.knowledge.load import load_knowledge
from tests.builders.knowledge import shipped_knowledge

ROW: dict[str, Any] = {
    "id": "exodus-9001-traceur-fictif", "name": "Traceur FICTIF", "purposes": ["analytics"],
    "classes": ["com.fictif.traceur", "com.adjust.sdk"], "hosts": ["traceur.fictif.example"], "exodus": [9001],
    "source": "https://traceur.fictif.example/",
}  # fmt: skip
FIRST, SECOND = {"by": "a", "on": "2026-01-01"}, {"by": "b", "on": "2026-01-02"}


def kept(folder: Path, accepted: dict[str, str] | None) -> str:
    return write_addition(folder, [ROW], "f" * 64, FIRST, accepted)


def test_an_accepted_addition_is_part_of_the_knowledge_dated_and_digested(tmp_path: Path) -> None:
    before = load_knowledge(tmp_path).version
    digest = kept(tmp_path, SECOND)
    book = load_knowledge(tmp_path)

    sdk = book.sdk_by_prefix("com.fictif.traceur.Main")
    assert sdk is not None
    assert (sdk.name, sdk.as_of, sdk.owner.confidence if sdk.owner else None) == ("Traceur FICTIF", "2026-01-02", "low")
    assert book.owner_of("x.traceur.fictif.example") is not None
    assert (book.ages()[-1].version, book.ages()[-1].date, book.ages()[-1].present) == (digest, "2026-01-02", True)
    assert book.version != before


def test_it_never_takes_what_the_shipped_knowledge_has(tmp_path: Path) -> None:
    kept(tmp_path, SECOND)
    found = load_knowledge(tmp_path).sdk_by_prefix("com.adjust.sdk.Adjust")

    assert found is not None
    assert found.id == "adjust"


@pytest.mark.parametrize("accepted", [None, {"by": "a", "on": "2026-01-02"}])
def test_one_person_alone_adds_nothing(tmp_path: Path, accepted: dict[str, str] | None) -> None:
    kept(tmp_path, accepted)
    additions = read_additions(tmp_path)

    assert added_sdks(additions, shipped_knowledge().sdks) == ()
    assert [age.present for age in ages_of(additions)] == [False]


@pytest.mark.parametrize("damage", ["{", '{"sdks": 3}', None])
def test_a_file_that_another_hand_changed_is_none(tmp_path: Path, damage: str | None) -> None:
    path = tmp_path / FOLDER / f"{kept(tmp_path, SECOND)}.json"
    body = json.loads(path.read_text("utf-8"))
    body["sdks"][0]["classes"] = ["com.autre"]
    path.write_text(damage or json.dumps(body), "utf-8")

    assert read_additions(tmp_path) == ()
    assert read_additions(None) == ()
