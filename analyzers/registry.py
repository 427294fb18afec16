"""Finds the detectors: every folder here with a `manifest.py` and a `detect.py`. The folder is the truth."""

import importlib
import sys
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from analyzers.contract import Detection, Evidence, Manifest
from analyzers.knowledge.book import Knowledge
from criteria.findings import ArtifactKind

_HERE = Path(__file__).parent


class BrokenRegistryError(Exception):
    """Two detectors of one name, or a kind that the common language does not have: a developer's fault."""


@dataclass(frozen=True, slots=True)
class FoundDetector:
    """A detector as it lies in its folder."""

    manifest: Manifest
    run: Callable[[str, Evidence, Knowledge], Detection]

    def detect(self, artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
        """State what `evidence` shows."""
        return self.run(artifact, evidence, knowledge)


@cache
def load_detectors() -> tuple[FoundDetector, ...]:
    """Import every detector of this package once."""
    return find_detectors(_HERE, "analyzers")


@cache
def list_detectors(kind: ArtifactKind) -> tuple[FoundDetector, ...]:
    """List the detectors that read this kind of artifact. The others are not imported: a command reads one kind."""
    return find_detectors(_HERE, "analyzers", frozenset({kind}))


def find_detectors(
    folder: Path, package: str, kinds: Collection[ArtifactKind] = frozenset(ArtifactKind)
) -> tuple[FoundDetector, ...]:
    """Import the detectors of these kinds that lie in `folder`, importable as `package`, sorted by folder name."""
    names = sorted(path.parent.name for path in folder.glob("*/detect.py") if (path.parent / "manifest.py").is_file())
    cards = [(name, importlib.import_module(f"{package}.{name}.manifest").MANIFEST) for name in names]
    refuse_duplicates(card for _, card in cards)
    return tuple(
        FoundDetector(card, importlib.import_module(f"{package}.{name}.detect").detect)
        for name, card in cards
        if card.consumes in kinds
    )


def refuse_duplicates(cards: Iterable[Manifest]) -> None:
    """Refuse two detectors of one name."""
    seen: set[str] = set()
    for card in cards:
        if card.name in seen:
            message = f"two detectors are named {card.name}"
            raise BrokenRegistryError(message)
        seen.add(card.name)


def refuse_undeclared(detectors: Iterable[FoundDetector], declared: Collection[str]) -> None:
    """Refuse a detector that emits a kind which `declared` does not hold."""
    for detector in detectors:
        unknown = sorted(set(detector.manifest.emits) - set(declared))
        if unknown:
            message = f"{detector.manifest.name} emits undeclared kinds: {', '.join(unknown)}"
            raise BrokenRegistryError(message)


def render_index(detectors: Iterable[FoundDetector]) -> str:
    """Write the page that lists the detectors (`docs/analyzers.md`)."""
    lines = [
        "# Analysers",
        "",
        "Generated from the folders of `analyzers/` by `python -m analyzers.registry`; do not edit. How to add one:",
        "[add an analyser](howto/add-an-analyzer.md).",
        "",
    ]
    for detector in detectors:
        card = detector.manifest
        lines += [
            f"## `{card.name}` {card.version}",
            "",
            f"- Reads: {card.consumes.value}",
            f"- May state: {', '.join(f'`{kind}`' for kind in card.emits)}",
            f"- FR: {card.description.fr}",
            f"- EN: {card.description.en}",
            "",
        ]
    return "\n".join(lines)


if __name__ == "__main__":
    sys.stdout.write(render_index(load_detectors()))
