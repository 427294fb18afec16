"""From a written criterion to the model: normative half, editorial half, examples. Reads no disk."""

import re

from criteria.findings import Source
from criteria.legal import Attestation, digest_of, parse_citations
from criteria.model import Criterion, Outcome
from criteria.parse_example import parse_example
from criteria.parse_rule import (
    Language,
    check_rule,
    parse_levels,
    parse_needs,
    parse_profile_conditions,
    parse_rule,
)
from criteria.strict import Entry, Fields

CRITERION_ID = re.compile(r"[A-Z]{3,4}-[0-9]{2}")


def parse_criterion(document: Entry, language: Language) -> Criterion:
    """Read one version of one criterion: the normative half, the editorial half, the examples."""
    halves = document.open(("normative", "editorial", "examples"))
    norm = halves["normative"].open(
        ("id", "version", "rubric", "level", "weight", "legal_basis", "requirement", "rule"),
        ("applies_when", "needs", "accepts"),
    )
    edit = halves["editorial"].open(("title", "help", "remediation"), ("guidance", "proofs"))
    levels = parse_levels(norm["level"], language)
    needs = parse_needs(norm.get("needs"), language)
    rule = parse_rule(norm["rule"], language)
    check_rule(norm["rule"], rule, needs, levels)
    guidance = edit.get("guidance")
    criterion = Criterion(
        id=_parse_id(norm, document.file),
        version=norm["version"].number(1),
        rubric=norm["rubric"].word(),
        levels=levels,
        weight=norm["weight"].number(1),
        title=edit["title"].text(),
        requirement=norm["requirement"].text(),
        help=edit["help"].text(),
        remediation=edit["remediation"].text(),
        legal_basis=parse_citations(norm["legal_basis"]),
        rule=rule,
        needs=needs,
        applies_when=parse_profile_conditions(norm.get("applies_when"), language),
        digest=digest_of(halves["normative"].value),
        accepts_publisher=_parse_accepts(norm),
        examples=tuple(parse_example(one, language) for one in halves["examples"].items()),
        guidance=None if guidance is None else guidance.text(),
        proofs=tuple(one.one_of(Attestation).value for one in edit.items_of("proofs")),
    )
    _check_examples(halves["examples"], criterion)
    return criterion


def _parse_id(norm: Fields, file: str) -> str:
    name = norm["id"].word()
    if not CRITERION_ID.fullmatch(name):
        raise norm["id"].refuse("must look like TRK-01")
    if name.split("-", 1)[0] != norm["rubric"].word():
        raise norm["rubric"].refuse(f"must be the first part of {name}")
    if not file.endswith(f"{name}/v{norm['version'].value}.yaml"):
        raise norm["version"].refuse(f"does not agree with the place of the file: expected {name}/v<version>.yaml")
    return name


def _parse_accepts(norm: Fields) -> bool:
    accepts = norm.get("accepts")
    if accepts is not None and accepts.value != Source.PUBLISHER:
        raise accepts.refuse("can only be 'publisher'")
    return accepts is not None


def _check_examples(entry: Entry, criterion: Criterion) -> None:
    shown = {example.outcome for example in criterion.examples}
    for outcome in sorted(list_reachable(criterion) - shown):
        raise entry.refuse(f"shows no example of the outcome '{outcome}'")
    names = [example.name for example in criterion.examples]
    if len(set(names)) != len(names):
        raise entry.refuse("holds two examples of the same name")


def list_reachable(criterion: Criterion) -> frozenset[Outcome]:
    """List the outcomes a criterion can come to, from its rule: conforming only if every part of the rule can be."""
    parts = [predicate.list_outcomes() for predicate in criterion.rule]
    reachable: set[Outcome] = {outcome for part in parts for outcome in part if outcome is not Outcome.CONFORMING}
    if all(Outcome.CONFORMING in part for part in parts):
        reachable.add(Outcome.CONFORMING)
    if criterion.applies_when:
        reachable.add(Outcome.NOT_APPLICABLE)
    return frozenset(reachable)
