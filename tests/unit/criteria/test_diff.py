"""What changed between two editions."""

from dataclasses import replace

import pytest

from criteria.diff import BINDING, Revision, diff, render_changelog
from criteria.model import Letter, Level, LevelCase, Need
from criteria.predicates import NoneOf
from tests.builders.rulebook import THRESHOLDS, WORDS, a_criterion, an_edition, is_true

KEPT, LEAVING = a_criterion("AAA-01", [NoneOf("stone.seen")]), a_criterion("AAA-02")
BEFORE = an_edition(KEPT, LEAVING, id="2030.1", questions=("large", "said"))


def test_nothing_changed_says_nothing() -> None:
    change = diff(BEFORE, BEFORE)
    assert (change.added, change.removed, change.revised, change.scale_changed) == ((), (), (), False)
    assert render_changelog(change).fr == "Éditions concernées : 2030.1 → 2030.1."


def test_added_removed_revised_and_asked_are_told_apart() -> None:
    revised = replace(KEPT, version=2, weight=3, rule=(), digest="sha256:new")
    thresholds = replace(THRESHOLDS, gate_open=Letter.C)
    after = an_edition(revised, a_criterion("AAA-03"), id="2031.1", thresholds=thresholds, questions=("said", "more"))
    change = diff(BEFORE, after)
    assert change.added == ("AAA-03@1",)
    assert change.removed == ("AAA-02@1",)
    assert change.revised == (Revision("AAA-01", "AAA-01@1", "AAA-01@2", ("weight", "rule")),)
    assert render_changelog(change).fr.splitlines() == [
        "Éditions concernées : 2030.1 → 2031.1.",
        "- Ajouté : AAA-03@1",
        "- Retiré : AAA-02@1",
        "- Révisé : AAA-01@1 → AAA-01@2 (poids, règle)",
        "- Seuils ou familles de notation modifiés.",
        "- Question ajoutée : more",
        "- Question retirée : large",
    ]
    assert render_changelog(change).en.splitlines()[3] == "- Revised: AAA-01@1 → AAA-01@2 (weight, rule)"


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("levels", (LevelCase((), Level.BONUS),)),
        ("weight", 9),
        ("legal_basis", ()),
        ("requirement", replace(WORDS, fr="Autre.")),
        ("rule", ()),
        ("needs", (Need("stone.seen", "traffic"),)),
        ("applies_when", (is_true("large"),)),
        ("accepts_publisher", True),
    ],
)
def test_each_binding_part_is_seen_when_it_changes(part: str, value: object) -> None:
    changed = replace(KEPT, digest="sha256:new", **{part: value})  # type: ignore[arg-type]  # one field at a time, by name
    (revision,) = diff(BEFORE, an_edition(changed, LEAVING)).revised
    assert revision.parts == (part,)
    assert part in BINDING


def test_better_wording_is_not_a_revision() -> None:
    reworded = replace(KEPT, help=replace(WORDS, fr="Mieux dit."))
    assert diff(BEFORE, an_edition(reworded, LEAVING)).revised == ()
