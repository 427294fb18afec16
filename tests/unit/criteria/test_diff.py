"""What changed between two editions."""

from dataclasses import replace

import pytest

from criteria.diff import BINDING, Nature, Revision, diff, render_changelog
from criteria.model import Edition, Letter, Level, LevelCase, Need
from criteria.predicates import NoneOf
from tests.builders.rulebook import THRESHOLDS, WORDS, a_criterion, an_edition, is_true

KEPT, LEAVING = a_criterion("AAA-01", [NoneOf("stone.seen")]), a_criterion("AAA-02")
BEFORE = an_edition(KEPT, LEAVING, id="2030.1", questions=("large", "said"))


def test_nothing_changed_says_nothing() -> None:
    change = diff(BEFORE, BEFORE)
    assert (change.added, change.removed, change.revised, change.scale_changed) == ((), (), (), False)
    assert (change.nature, change.hardened) == (Nature.WORDING, ())
    assert render_changelog(change).fr.splitlines() == [
        "Nature : rédactionnelle, rien de ce qui lie ne change.",
        "Éditions concernées : 2030.1 → 2030.1, en vigueur le 2030-03-01.",
        "Effet pour un éditeur : questions nouvelles 0, critères bloquants nouveaux ou durcis 0.",
    ]


def test_added_removed_revised_and_asked_are_told_apart() -> None:
    revised = replace(KEPT, version=2, weight=3, rule=(), digest="sha256:new")
    thresholds = replace(THRESHOLDS, gate_open=Letter.C)
    after = an_edition(revised, a_criterion("AAA-03"), id="2031.1", thresholds=thresholds, questions=("said", "more"))
    change = diff(BEFORE, after)
    assert change.added == ("AAA-03@1",)
    assert change.removed == ("AAA-02@1",)
    assert change.revised == (Revision("AAA-01", "AAA-01@1", "AAA-01@2", ("weight", "rule")),)
    assert render_changelog(change).fr.splitlines() == [
        "Nature : majeure, des critères obligatoires sont ajoutés ou durcis.",
        "Éditions concernées : 2030.1 → 2031.1, en vigueur le 2030-03-01.",
        "Effet pour un éditeur : questions nouvelles 1, critères bloquants nouveaux ou durcis 2.",
        "- Ajouté : AAA-03@1, peut bloquer",
        "- Retiré : AAA-02@1",
        "- Révisé : AAA-01@1 → AAA-01@2 (poids, règle)",
        "- Seuils ou familles de notation modifiés.",
        "- Question ajoutée : more",
        "- Question retirée : large",
    ]
    english = render_changelog(change).en.splitlines()
    assert english[:4] == [
        "Nature: major, mandatory criteria are added or hardened.",
        "Editions: 2030.1 → 2031.1, in force on 2030-03-01.",
        "Effect for a publisher: new questions 1, blocking criteria added or hardened 2.",
        "- Added: AAA-03@1, may block",
    ]
    assert english[5] == "- Revised: AAA-01@1 → AAA-01@2 (weight, rule)"


SCORED = a_criterion("AAA-03", level=Level.SCORED)


@pytest.mark.parametrize(
    "after",
    [
        an_edition(KEPT, LEAVING, SCORED, id="2031.1", questions=BEFORE.questions),
        an_edition(KEPT, id="2031.1", questions=BEFORE.questions),
        an_edition(KEPT, LEAVING, id="2031.1", questions=(*BEFORE.questions, "more")),
        an_edition(KEPT, LEAVING, id="2031.1", questions=BEFORE.questions[:1]),
        replace(BEFORE, thresholds=replace(THRESHOLDS, gate_open=Letter.C)),
    ],
)
def test_a_change_that_touches_no_gate_is_minor(after: Edition) -> None:
    change = diff(BEFORE, after)
    assert change.nature is Nature.MINOR
    assert "Nature : mineure, aucun critère obligatoire n'est ajouté ni durci." in render_changelog(change).fr
    assert ", peut bloquer" not in render_changelog(change).fr


def test_a_gate_that_holds_under_some_answers_only_may_block_all_the_same() -> None:
    sometimes = (LevelCase((is_true("large"),), Level.GATE), LevelCase((), Level.SCORED))
    after = an_edition(KEPT, LEAVING, replace(SCORED, levels=sometimes), id="2031.1", questions=BEFORE.questions)
    assert diff(BEFORE, after).hardened == ("AAA-03@1",)


def test_a_scored_criterion_revised_hardens_nothing() -> None:
    before = an_edition(SCORED)
    assert diff(before, an_edition(replace(SCORED, digest="sha256:new", weight=2))).nature is Nature.MINOR


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
