"""The words of the rules: edition, criterion, dossier, verdict, assessment, ruling, score. Immutable values."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple, Protocol

from criteria.conditions import Condition, match
from criteria.facts import Facts
from criteria.findings import Coverage, Finding, Source, Text


class Outcome(StrEnum):
    """What one criterion says of one dossier. The engine gives the first four; the fifth is a file before its run."""

    CONFORMING = "conforming"
    NONCONFORMING = "nonconforming"
    UNDETERMINED = "undetermined"
    NOT_APPLICABLE = "not_applicable"
    NOT_ASSESSED = "not_assessed"


class Level(StrEnum):
    """What a criterion weighs: an obstacle, points, or a bonus."""

    GATE = "gate"
    SCORED = "scored"
    BONUS = "bonus"


class Confidence(StrEnum):
    """How well a legal reference was checked: in the primary text, in one good secondary source, or not yet."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


class Letter(StrEnum):
    """A grade, best first."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"


class EditionState(StrEnum):
    """Where an edition stands on a given day."""

    DRAFT = "draft"
    CONSULTATION = "consultation"
    ADOPTED = "adopted"
    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    ARCHIVED = "archived"


class QuestionKind(StrEnum):
    """The form an answer takes."""

    CHOICE = "choice"
    MULTI = "multi"
    TEXT = "text"
    DATE = "date"
    BOOLEAN = "boolean"
    DOCUMENT = "document"


@dataclass(frozen=True, slots=True)
class Citation:
    """A legal or professional reference. Anything not checked in the primary text is shown as a draft."""

    text: Text
    confidence: Confidence

    @property
    def is_draft(self) -> bool:
        """Whether it must be printed as *projet*."""
        return self.confidence is not Confidence.HIGH


@dataclass(frozen=True, slots=True)
class Answer:
    """What the publisher declared to one question, with the digests of the documents joined. Dates are ISO strings."""

    value: str | bool | tuple[str, ...] | None
    documents: tuple[str, ...] = ()

    has_value: bool = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # A blank text or an empty list says nothing, a plain *no* does.
        said = bool(self.value.strip()) if isinstance(self.value, str) else self.value not in (None, (), [])
        object.__setattr__(self, "has_value", said)


@dataclass(frozen=True, slots=True)
class Dossier:
    """All that an assessment looks at: what was found, how completely it was looked for, what was declared."""

    findings: tuple[Finding, ...] = ()
    coverage: tuple[Coverage, ...] = ()
    declarations: Mapping[str, Answer] = field(default_factory=dict)
    profile: Mapping[str, Answer] = field(default_factory=dict)
    facts: Facts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", Facts(self.findings, self.coverage))

    def profile_value(self, question: str) -> object:
        """The orientation answer given, or None: not answered is not known."""
        answer = self.profile.get(question)
        return None if answer is None else answer.value


class Missing(NamedTuple):
    """What stands between a dossier and a verdict: a kind, a question or a ruling, where, and why."""

    what: str
    scope: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Need:
    """A place that must have been looked at completely before silence may count as an answer."""

    kind: str
    scope: str


class Sight(NamedTuple):
    """What a predicate sees: the dossier, what had to be covered, and whose observation is able to clear."""

    dossier: Dossier
    needs: tuple[Need, ...]
    clearing: Container[Source]


class Sighting(NamedTuple):
    """What a predicate concluded."""

    outcome: Outcome
    because: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    needs_ruling: bool = False


class Predicate(Protocol):
    """One of the six ways a rule looks at a dossier. Never raises on data."""

    def look(self, sight: Sight) -> Sighting:
        """Conclude conforming, nonconforming or undetermined, with the reasons."""
        ...

    def list_outcomes(self) -> frozenset[Outcome]:
        """List what `look` can ever conclude: each one owes an example."""
        ...


@dataclass(frozen=True, slots=True)
class LevelCase:
    """One line of the level list: under these profile answers, this level."""

    when: tuple[Condition, ...]
    level: Level


@dataclass(frozen=True, slots=True)
class Example:
    """A dossier in miniature with the verdict it must receive: the criterion's own proof."""

    name: str
    dossier: Dossier
    outcome: Outcome
    needs_ruling: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """One requirement, one version: the normative half (digested) and the editorial half (may improve)."""

    id: str
    version: int
    rubric: str
    levels: tuple[LevelCase, ...]
    weight: int
    title: Text
    requirement: Text
    help: Text
    remediation: Text
    legal_basis: tuple[Citation, ...]
    rule: tuple[Predicate, ...]
    needs: tuple[Need, ...]
    applies_when: tuple[Condition, ...]
    digest: str
    accepts_publisher: bool = False
    examples: tuple[Example, ...] = ()
    guidance: Text | None = None  # to the person who rules: what to look at, where the line is
    proofs: tuple[str, ...] = ()  # certificates already held that a person may take for a proof here

    @property
    def ref(self) -> str:
        """Version-qualified name, as an edition pins it."""
        return f"{self.id}@{self.version}"

    def applies_to(self, dossier: Dossier) -> bool:
        """Only a known answer may set a criterion aside: ignorance never helps."""
        return not self.applies_when or match(self.applies_when, dossier.profile_value) is not False

    def level_for(self, dossier: Dossier) -> Level:
        """First line that holds; among lines that only might hold before it, the strictest."""
        possible: list[Level] = []
        for case in self.levels:
            holds = match(case.when, dossier.profile_value)
            if holds and not possible:
                return case.level
            if holds is not False:
                possible.append(case.level)
            if holds:
                break
        return min(possible, key=list(Level).index, default=Level.GATE)


@dataclass(frozen=True, slots=True)
class Rubric:
    """A chapter of the criteria."""

    id: str
    title: Text


@dataclass(frozen=True, slots=True)
class Family:
    """Rubrics that the public label shows together under one letter."""

    id: str
    title: Text
    rubrics: tuple[str, ...]
    is_axis: bool = False  # shown beside the letters: its points do not enter the overall one, its gates do


@dataclass(frozen=True, slots=True)
class ListingBar:
    """What the edition asks before an app may be listed, besides its gates: percent concluded, least letter."""

    coverage: int
    letter: Letter


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The edition's own arithmetic: percent needed for each letter, and the best letter left by a gate not passed."""

    letters: tuple[tuple[Letter, int], ...]
    gate_failed: Letter
    gate_open: Letter


@dataclass(frozen=True, slots=True)
class Edition:
    """The dated, frozen selection of criteria. A lock file: it pins versions and digests."""

    id: str
    title: Text
    legal_basis: tuple[Citation, ...]
    in_force_on: date
    published_on: date | None
    supersedes: str | None
    criteria: tuple[Criterion, ...]
    thresholds: Thresholds
    rubrics: tuple[Rubric, ...]
    families: tuple[Family, ...]
    questions: tuple[str, ...]
    digest: str
    consultation_on: date | None = None
    superseded_on: date | None = None
    archived_on: date | None = None
    listing: ListingBar | None = None
    existing_on: date | None = None
    transitions: Mapping[str, date] = field(default_factory=dict)

    def state_on(self, day: date) -> EditionState:
        """Compute the state from the dates, never from a stored word. Nothing unpublished comes into force."""
        reached = [
            (self.archived_on, EditionState.ARCHIVED),
            (self.superseded_on, EditionState.SUPERSEDED),
            (self.in_force_on if self.published_on else None, EditionState.IN_FORCE),
            (self.published_on, EditionState.ADOPTED),
            (self.consultation_on, EditionState.CONSULTATION),
        ]
        return next((state for since, state in reached if since is not None and day >= since), EditionState.DRAFT)

    def find_criterion(self, criterion_id: str) -> Criterion | None:
        """Return the pinned criterion of that id, if the edition holds it."""
        return next((criterion for criterion in self.criteria if criterion.id == criterion_id), None)

    def binds_existing_on(self, criterion_id: str) -> date:
        """Say from which day a certificate issued under an earlier edition must meet this criterion."""
        return self.transitions.get(criterion_id, self.existing_on or self.in_force_on)


class Verdict(NamedTuple):
    """The outcome of one criterion. `because` holds finding digests, `question:<id>` and `ruling:<criterion>`."""

    criterion: str
    ref: str
    outcome: Outcome
    level: Level
    because: tuple[str, ...] = ()
    missing: tuple[Missing, ...] = ()
    needs_ruling: bool = False
    ruled: bool = False


@dataclass(frozen=True, slots=True)
class Assessment:
    """Exactly one verdict per criterion of the edition, in the order of their ids."""

    edition_id: str
    edition_digest: str
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Ruling:
    """An evaluator's word on one criterion, with its grounds."""

    criterion: str
    outcome: Outcome
    grounds: str


@dataclass(frozen=True, slots=True)
class FamilyScore:
    """Exact points of one family. `letter` is None when nothing in it applies."""

    family: str
    title: Text
    letter: Letter | None
    obtained: int
    applicable: int
    bonus: int
    coverage: Fraction
    is_axis: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """Letters with the coverage they rest on, and the gates by name. A grade is never shown without its coverage."""

    overall: Letter | None
    families: tuple[FamilyScore, ...]
    coverage: Fraction
    gates_failed: tuple[str, ...]
    gates_open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One proposed answer."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True)
class DocumentAsked:
    """The document to join to an answer: what it is, whether it expires, and the certificates it may be."""

    what: Text
    expires: bool
    attests: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """What the publisher is asked. `profile` answers decide which criteria apply."""

    id: str
    title: Text
    help: Text
    kind: QuestionKind
    choices: tuple[Choice, ...]
    required: bool
    profile: bool
    ask_when: tuple[Condition, ...]
    document: DocumentAsked | None = None
    digest: str = ""
