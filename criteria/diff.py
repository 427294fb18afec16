"""What changed between two editions, criterion by criterion, and the changelog entry that says it."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from criteria.findings import Text
from criteria.model import Criterion, Edition, Level

# What binds, in the words of the model; a change of any of these is a change of the rule.
BINDING = (
    "levels",
    "weight",
    "legal_basis",
    "requirement",
    "rule",
    "needs",
    "applies_when",
    "accepts_publisher",
)
SAID = {
    "levels": Text("niveau", "level"),
    "weight": Text("poids", "weight"),
    "legal_basis": Text("fondement", "legal basis"),
    "requirement": Text("exigence", "requirement"),
    "rule": Text("règle", "rule"),
    "needs": Text("preuves exigées", "evidence required"),
    "applies_when": Text("champ d'application", "applicability"),
    "accepts_publisher": Text("sources admises", "sources accepted"),
}


@dataclass(frozen=True, slots=True)
class Revision:
    """One criterion pinned in another version: which of its binding parts differ."""

    criterion: str
    before: str
    after: str
    parts: tuple[str, ...]


class Nature(StrEnum):
    """How much a change weighs: it adds or hardens a gate, it changes something else that binds, or only words."""

    MAJOR = "major"
    MINOR = "minor"
    WORDING = "wording"


NATURES = {
    Nature.MAJOR: Text(
        "majeure, des critères obligatoires sont ajoutés ou durcis", "major, mandatory criteria are added or hardened"
    ),
    Nature.MINOR: Text(
        "mineure, aucun critère obligatoire n'est ajouté ni durci",
        "minor, no mandatory criterion is added or hardened",
    ),
    Nature.WORDING: Text("rédactionnelle, rien de ce qui lie ne change", "wording, nothing that binds changes"),
}


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """What a publisher must know when one edition follows another."""

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    revised: tuple[Revision, ...]
    scale_changed: bool
    questions_added: tuple[str, ...]
    questions_removed: tuple[str, ...]
    in_force_on: date
    hardened: tuple[str, ...]  # gates that are new, or may now be gates

    @property
    def nature(self) -> Nature:
        """Say how much the change weighs for whoever holds a certificate."""
        if self.hardened:
            return Nature.MAJOR
        touched = self.added or self.removed or self.revised or self.scale_changed
        return Nature.MINOR if touched or self.questions_added or self.questions_removed else Nature.WORDING


def diff(a: Edition, b: Edition) -> EditionDiff:
    """Compare two editions by what they pin."""
    old, new = ({one.id: one for one in edition.criteria} for edition in (a, b))
    pairs = [(old[name], new[name]) for name in sorted(set(old) & set(new))]
    return EditionDiff(
        before=a.id,
        after=b.id,
        added=tuple(new[name].ref for name in sorted(set(new) - set(old))),
        removed=tuple(old[name].ref for name in sorted(set(old) - set(new))),
        revised=tuple(_revise(one, other) for one, other in pairs if one.digest != other.digest),
        scale_changed=(a.thresholds, a.families) != (b.thresholds, b.families),
        questions_added=tuple(sorted(set(b.questions) - set(a.questions))),
        questions_removed=tuple(sorted(set(a.questions) - set(b.questions))),
        in_force_on=b.in_force_on,
        hardened=tuple(one.ref for name, one in sorted(new.items()) if _hardens(old.get(name), one)),
    )


def _hardens(before: Criterion | None, after: Criterion) -> bool:
    """Whether a criterion is a gate that was not there, or is judged otherwise than it was."""
    may_block = any(case.level is Level.GATE for case in after.levels)
    return may_block and (before is None or before.digest != after.digest)


def _revise(before: Criterion, after: Criterion) -> Revision:
    parts = tuple(part for part in BINDING if getattr(before, part) != getattr(after, part))
    return Revision(before.id, before.ref, after.ref, parts)


def render_changelog(change: EditionDiff) -> Text:
    """Draft the entry of the *référentiel* voice: the editions concerned, then each criterion touched."""
    return Text("\n".join(_list_lines(change, "fr")), "\n".join(_list_lines(change, "en")))


def _say_effect(change: EditionDiff) -> Text:
    """Say what a publisher will notice, in numbers counted from the editions."""
    gates, asked = len(change.hardened), len(change.questions_added)
    return Text(
        f"Effet pour un éditeur : questions nouvelles {asked}, critères bloquants nouveaux ou durcis {gates}.",
        f"Effect for a publisher: new questions {asked}, blocking criteria added or hardened {gates}.",
    )


def _list_lines(change: EditionDiff, language: str) -> list[str]:
    def say(fr: str, en: str) -> str:
        return fr if language == "fr" else en

    colon = say(" : ", ": ")
    span, day = f"{change.before} → {change.after}", change.in_force_on
    lines = [
        f"{say('Nature', 'Nature')}{colon}{getattr(NATURES[change.nature], language)}.",
        say(f"Éditions concernées : {span}, en vigueur le {day}.", f"Editions: {span}, in force on {day}."),
        getattr(_say_effect(change), language),
    ]
    mark = say(", peut bloquer", ", may block")
    lines += [f"- {say('Ajouté', 'Added')}{colon}{ref}{mark if ref in change.hardened else ''}" for ref in change.added]
    lines += [f"- {say('Retiré', 'Removed')}{colon}{ref}" for ref in change.removed]
    for one in change.revised:
        parts = ", ".join(getattr(SAID[part], language) for part in one.parts)
        lines.append(f"- {say('Révisé', 'Revised')}{colon}{one.before} → {one.after} ({parts})")
    if change.scale_changed:
        lines.append(
            say("- Seuils ou familles de notation modifiés.", "- Thresholds or families of the score changed.")
        )
    lines += [f"- {say('Question ajoutée', 'Question added')}{colon}{name}" for name in change.questions_added]
    lines += [f"- {say('Question retirée', 'Question removed')}{colon}{name}" for name in change.questions_removed]
    return lines
