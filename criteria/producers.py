"""Who can bring each criterion to each outcome, and who reads each kind of finding: recounted from the edition."""

import sys
from collections.abc import Iterable, Mapping

from criteria.kinds import FindingKind
from criteria.load import list_editions, load_edition, load_kinds, order_edition
from criteria.model import Criterion, Edition, Outcome, Predicate
from criteria.parse_criterion import list_reachable
from criteria.predicates import AtMost, ByEvaluator, Declared, Every, NoneOf, Some

EVALUATOR, PUBLISHER = "evaluator", "publisher"
IF_POINTED = "evaluator if pointed at"
Kinds = Mapping[str, FindingKind]


def list_kinds_read(criterion: Criterion) -> frozenset[str]:
    """List the kinds of finding that the rule of a criterion looks at."""
    return frozenset(one.kind for one in criterion.rule if isinstance(one, NoneOf | AtMost | Every | Some))


def list_voices(criterion: Criterion) -> str:
    """Recount from the rule how it is judged: A by instruments, D declared, J by a person, →J when pointed at."""
    letters = {
        "A": bool(list_kinds_read(criterion)),
        "D": any(isinstance(one, Declared) for one in criterion.rule),
        "J": any(isinstance(one, ByEvaluator) for one in criterion.rule),
    }
    voices = "+".join(letter for letter, heard in letters.items() if heard)
    return voices if letters["J"] or not any(may_point(one) for one in criterion.rule) else f"{voices}→J"


def may_point(part: Predicate) -> bool:
    """Whether a part of a rule hands what it finds to a person instead of concluding against."""
    return isinstance(part, NoneOf | AtMost | Every) and part.confirm


def list_producers(part: Predicate, kinds: Kinds) -> tuple[str, ...]:
    """List who feeds one part of a rule today; nobody, when its kind of finding is only planned."""
    if isinstance(part, Declared):
        return (PUBLISHER,)
    if isinstance(part, ByEvaluator):
        return (EVALUATOR,)
    if isinstance(part, NoneOf | AtMost | Every | Some):
        return () if kinds[part.kind].is_planned else kinds[part.kind].producers
    return ()


def find_producers(criterion: Criterion, kinds: Kinds) -> dict[Outcome, tuple[str, ...]]:
    """Say, outcome by outcome, who brings a criterion there.

    Conforming takes every part, and a person where a part awaits one. A fault takes any part that can find one, or the
    person who rules. A doubt is lifted by whoever feeds the rule.
    """
    fed = [(part, list_producers(part, kinds)) for part in criterion.rule]
    everyone = [name for _, names in fed for name in names]
    person = [IF_POINTED] if any(may_point(part) for part in criterion.rule) and EVALUATOR not in everyone else []
    judge = [EVALUATOR] if EVALUATOR in everyone else person
    finding = [name for part, names in fed if Outcome.NONCONFORMING in part.list_outcomes() for name in names]
    found = {
        Outcome.CONFORMING: everyone + person if all(names for _, names in fed) else [],
        Outcome.NONCONFORMING: finding + judge,
        Outcome.UNDETERMINED: everyone + person,
        Outcome.NOT_APPLICABLE: [PUBLISHER] if criterion.applies_when else [],
    }
    return {outcome: tuple(dict.fromkeys(names)) for outcome, names in found.items()}


def find_orphans(edition: Edition, kinds: Kinds) -> list[str]:
    """List, in one sentence each, the outcomes without a producer and the kinds stated that nobody reads."""
    faults = []
    for criterion in edition.criteria:
        producers = find_producers(criterion, kinds)
        owed = list_reachable(criterion) | {Outcome.CONFORMING}
        faults += [
            f"{criterion.ref}: nobody can bring it to '{outcome}'" for outcome in sorted(owed) if not producers[outcome]
        ]
    read = {kind for criterion in edition.criteria for kind in list_kinds_read(criterion)}
    for kind in kinds.values():
        if kind.id in read and kind.unread is not None:
            faults.append(f"{kind.id}: says why it is not read, and is read")
        if kind.id not in read and kind.unread is None and not kind.is_planned and not _came_later(kind, edition):
            faults.append(f"{kind.id}: is stated, and no criterion reads it")
    return faults


def _came_later(kind: FindingKind, edition: Edition) -> bool:
    """Whether instruments state a kind only since a later edition: one that is frozen could not read it."""
    return order_edition(kind.since) > order_edition(edition.id)


def render_producers(edition: Edition, kinds: Kinds) -> str:
    """Render `docs/criteria-producers.md`."""
    voices = [list_voices(criterion) for criterion in edition.criteria]
    counts = {
        "automatic, at least in part (A)": sum("A" in one for one in voices),
        "that instruments can conclude without anybody (A, A→J)": sum(one in {"A", "A→J"} for one in voices),
        "declared, at least in part (D)": sum("D" in one for one in voices),
        "resting on declarations alone (D), none of them a gate": sum(one == "D" for one in voices),
        "judged by a person, always (J) or when pointed at (→J)": sum("J" in one for one in voices),
        "resting on a person's judgement alone (J)": sum(one == "J" for one in voices),
    }
    lines = [
        f"# Edition {edition.id}: who brings each criterion to each outcome",
        "",
        "Generated by `python -m criteria.producers`; a test fails when this page is stale.",
        "",
        f"{len(edition.criteria)} criteria:",
        "",
        *(f"- {count} {words}" for words, count in counts.items()),
        "",
        "How: A by instruments, D declared, J judged by a person, →J judged when an instrument points at something.",
        "*Undetermined* names who lifts the doubt.",
        "",
        "| criterion | title | how | conforming | nonconforming | undetermined | not applicable |",
        "|---|---|---|---|---|---|---|",
        *(_render_criterion(one, kinds) for one in edition.criteria),
        "",
        "## Who reads each kind of finding",
        "",
        "| kind | stated by | read by | otherwise |",
        "|---|---|---|---|",
        *(_render_reader(kind, edition.criteria) for kind in kinds.values()),
        "",
    ]
    return "\n".join(lines)


def _render_criterion(criterion: Criterion, kinds: Kinds) -> str:
    producers = find_producers(criterion, kinds)
    cells = (criterion.ref, criterion.title.fr, list_voices(criterion), *(_join(names) for names in producers.values()))
    return f"| {' | '.join(cells)} |"


def _render_reader(kind: FindingKind, criteria: Iterable[Criterion]) -> str:
    readers = [criterion.id for criterion in criteria if kind.id in list_kinds_read(criterion)]
    otherwise = kind.unread.en if kind.unread else "planned" if kind.is_planned else ""
    cells = (f"`{kind.id}`", _join(() if kind.is_planned else kind.producers), _join(readers), otherwise or "—")
    return f"| {' | '.join(cells)} |"


def _join(names: Iterable[str]) -> str:
    return ", ".join(names) or "—"


def main() -> str:
    """Print the page of the newest edition."""
    return render_producers(load_edition(list_editions()[-1]), load_kinds())


if __name__ == "__main__":
    sys.stdout.write(main())
