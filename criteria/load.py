"""The only file that reads disk: kinds, questions, criteria and editions, strictly, each once per process."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from criteria.findings import Finding
from criteria.kinds import CriterionPlan, FindingKind, find_fault
from criteria.model import Criterion, Edition, Question
from criteria.parse_criterion import parse_criterion
from criteria.parse_edition import Head, parse_edition, parse_head
from criteria.parse_kinds import parse_kinds, parse_plans
from criteria.parse_question import parse_questions
from criteria.parse_rule import Language
from criteria.strict import EditionError, Entry, refuse_cycle

HERE = Path(__file__).parent
# libyaml reads about ten times faster; the pure reader gives the same document where it is absent.
SafeLoader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


LONGEST = 1 << 18  # bytes of one document: the longest is a tenth of that
DEEPEST = 40  # levels of nesting
FEW = 1000  # brackets: a document with fewer cannot be too deep for the reader


class _StrictLoader(SafeLoader):  # type: ignore[misc]  # the base is chosen at run time
    """YAML without repeated keys: the second would silently win."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002 -- the signature of the library
        """Refuse a key written twice."""
        keys = [key.value for key, _ in node.value]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(
                    None, None, f"the key '{key}' is written twice", node.start_mark
                )
        mapping: dict[Any, Any] = super().construct_mapping(node, deep)
        return mapping


def read_document(text: str, file: str) -> Entry:
    """Read one YAML text; `file` is how a refusal will call it."""
    try:
        _refuse_tricks(text, file)
        return Entry(file, "", yaml.load(text, Loader=_StrictLoader))  # noqa: S506 -- a safe loader, made stricter
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or "the text ends early"
        mark = getattr(error, "problem_mark", None)
        line = f"line {mark.line + 1}" if mark else "the document"
        raise EditionError(f"{file}: {line} is not readable YAML: {problem}.") from error
    except ValueError as error:  # the reader's own: a day that is none
        raise EditionError(f"{file}: the document holds a value that cannot be read: {error}.") from error


def _refuse_tricks(text: str, file: str) -> None:
    """Refuse what means more than it shows: anchors and aliases, which may multiply, and nesting without end."""
    if "&" not in text and "*" not in text and text.count("[") + text.count("{") < FEW:
        return
    depth = 0
    for event in yaml.parse(text, Loader=SafeLoader):
        line = f"line {event.start_mark.line + 1 if event.start_mark else 1}"
        if getattr(event, "anchor", None) is not None:
            raise EditionError(f"{file}: {line} uses an anchor or an alias: write it out.")
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise EditionError(f"{file}: {line} is nested more than {DEEPEST} levels deep.")


def _read(path: Path) -> Entry:
    file, content = f"criteria/{path.relative_to(HERE).as_posix()}", path.read_bytes()
    if len(content) > LONGEST:
        raise EditionError(f"{file}: the document is longer than {LONGEST} bytes.")
    try:
        return read_document(content.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        raise EditionError(f"{file}: the document is not UTF-8 text: see byte {error.start}.") from error


@cache
def load_kinds() -> Mapping[str, FindingKind]:
    """Load the closed list of finding kinds."""
    return parse_kinds(_read(HERE / "kinds.yaml"))


@cache
def load_plans() -> tuple[CriterionPlan, ...]:
    """Load the outline of the whole set of criteria, written or still to write."""
    return parse_plans(_read(HERE / "kinds.yaml"), dict(load_kinds()))


def check_finding(finding: Finding) -> str | None:
    """Say in one sentence why a finding does not speak the common language, or None when it does."""
    return find_fault(finding, load_kinds())


@cache
def _load_language() -> Language:
    questions = parse_questions(_read(path) for path in sorted((HERE / "questions").glob("*.yaml")))
    return Language(load_kinds(), questions)


@cache
def load_criterion(criterion_id: str, version: int) -> Criterion:
    """Load one version of one criterion."""
    return parse_criterion(_read(HERE / "book" / criterion_id / f"v{version}.yaml"), _load_language())


def _find_pinned(entry: Entry, ref: str) -> Criterion:
    criterion_id, _, version = ref.partition("@")
    if not version.isdecimal() or not (HERE / "book" / criterion_id / f"v{version}.yaml").is_file():
        raise entry.refuse(f"pins {ref}, which is not in the book")
    return load_criterion(criterion_id, int(version))


def list_faults() -> list[str]:
    """List what is not well written, one sentence with file and key each: every question, criterion and edition."""
    try:
        _load_language()
    except EditionError as error:
        return [str(error)]  # the words of the rules themselves: nothing can be read without them
    faults = [fault for name, version in list_book() if (fault := _find_fault(load_criterion, name, version))]
    return faults or [fault for name in list_editions() if (fault := _find_fault(load_edition, name))]


def _find_fault(load: Callable[..., object], *what: str | int) -> str | None:
    try:
        load(*what)
    except EditionError as error:
        return str(error)
    return None


def list_book() -> tuple[tuple[str, int], ...]:
    """List every version of every criterion in the book, pinned by an edition or not."""
    paths = (HERE / "book").glob("*/v*.yaml")
    return tuple(sorted((path.parent.name, int(path.stem.removeprefix("v"))) for path in paths))


def list_editions() -> tuple[str, ...]:
    """List the ids of all editions, oldest first."""
    names = (path.stem for path in (HERE / "editions").glob("*.yaml"))
    return tuple(sorted(names, key=order_edition))


def order_edition(name: str) -> list[int]:
    """Place an edition among the others by its id: `2026.10` comes after `2026.9`."""
    return [int(part) for part in name.split(".")]


@cache
def load_edition(edition_id: str) -> Edition:
    """Load one edition with all that it pins; the day it is superseded comes from the edition that supersedes it.

    Raises:
        EditionError: for an unknown edition, or one that cannot be relied on.
    """
    documents = _read_editions()
    if edition_id not in documents:
        raise EditionError(f"criteria/editions: {edition_id} is not an edition.")
    ends = find_ends(documents, [parse_head(one) for one in documents.values()])
    edition = parse_edition(documents[edition_id], _find_pinned, _load_language())
    return replace(edition, superseded_on=ends.get(edition_id))


def check_edition(text: str, file: str) -> Edition:
    """Read the text of a lock file with all that it pins, wherever it is kept.

    Raises:
        EditionError: it cannot be relied on.
    """
    return parse_edition(read_document(text, file), _find_pinned, _load_language())


@cache
def _read_editions() -> dict[str, Entry]:
    return {name: _read(HERE / "editions" / f"{name}.yaml") for name in list_editions()}


def find_ends(documents: Mapping[str, Entry], heads: Iterable[Head]) -> dict[str, date]:
    """Give the day on which each superseded edition ends: the first published successor comes into force.

    Raises:
        EditionError: when an edition supersedes one that does not exist, or, step by step, itself.
    """
    by_id = {head.id: head for head in heads}
    for head in by_id.values():
        if head.supersedes is not None and head.supersedes not in by_id:
            raise documents[head.id].refuse(f"supersedes {head.supersedes}, which is not an edition")
    links = {name: [head.supersedes] if head.supersedes else [] for name, head in by_id.items()}
    for name in by_id:
        refuse_cycle(documents[name], name, links.__getitem__, "supersedes")
    ends: dict[str, date] = {}
    for head in by_id.values():
        if head.supersedes is not None and head.published_on is not None:
            ends[head.supersedes] = min(head.in_force_on, ends.get(head.supersedes, head.in_force_on))
    return ends


def load_questions(edition: Edition) -> tuple[Question, ...]:
    """Load what a publisher is asked under an edition, in the order of the edition."""
    questions = _load_language().questions
    return tuple(questions[name] for name in edition.questions)
