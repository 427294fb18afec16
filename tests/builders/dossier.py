"""Dossiers in miniature: `a_dossier().with_finding(...).covering(...).declaring(...)`, empty by default."""

from dataclasses import dataclass, replace

from criteria.findings import Attribute, Coverage, Extent, Finding, Pointer, Source, Text
from criteria.model import Answer, Dossier

SAID = Text("Vu par le test.", "Seen by the test.")
ARTIFACT = "a" * 64

Value = str | bool | tuple[str, ...] | None


def a_finding(kind: str, source: Source = Source.BENCH, **attributes: Attribute) -> Finding:
    """Build a finding with only the attributes that matter to the test: the others are not known."""
    return Finding(kind, attributes, SAID, Pointer(ARTIFACT), source)


def a_coverage(
    kind: str, scope: str, extent: Extent = Extent.COMPLETE, source: Source = Source.BENCH, reason: Text = SAID
) -> Coverage:
    """Build a coverage row, complete and ours unless said otherwise."""
    return Coverage(kind, scope, extent, reason, source)


@dataclass(frozen=True)
class DossierBuilder:
    """Each method returns another builder; `build` gives the dossier."""

    dossier: Dossier = Dossier()  # noqa: RUF009 -- frozen, and empty

    def with_finding(self, kind: str, source: Source = Source.BENCH, **attributes: Attribute) -> "DossierBuilder":
        """Add a finding."""
        finding = a_finding(kind, source, **attributes)
        return DossierBuilder(replace(self.dossier, findings=(*self.dossier.findings, finding)))

    def covering(
        self, kind: str, scope: str, extent: Extent = Extent.COMPLETE, source: Source = Source.BENCH
    ) -> "DossierBuilder":
        """Say that a kind was looked for in a scope."""
        row = a_coverage(kind, scope, extent, source)
        return DossierBuilder(replace(self.dossier, coverage=(*self.dossier.coverage, row)))

    def declaring(self, question: str, value: Value, documents: int = 0) -> "DossierBuilder":
        """Answer a question, with so many documents joined."""
        answer = Answer(value, tuple(f"{number:064x}" for number in range(1, documents + 1)))
        return DossierBuilder(replace(self.dossier, declarations={**self.dossier.declarations, question: answer}))

    def oriented(self, question: str, value: Value) -> "DossierBuilder":
        """Answer an orientation question."""
        return DossierBuilder(replace(self.dossier, profile={**self.dossier.profile, question: Answer(value)}))

    def build(self) -> Dossier:
        """Give the dossier."""
        return self.dossier


def a_dossier() -> DossierBuilder:
    """Start from a dossier in which nothing was found, looked for or declared."""
    return DossierBuilder()
