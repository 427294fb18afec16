"""`/editions` and `/criteria`: what apps are judged by, edition by edition."""

import json
from typing import Any

import marshmallow as ma
from flask import Response

from catalog.errors import NotFound
from catalog.evaluations.dossier import store_text
from catalog.plumbing.clock import today
from catalog.plumbing.signing import digest_of
from catalog.reviews.service import CriterionUnknown
from criteria.answer_schema import write_schema
from criteria.findings import Text
from criteria.load import list_editions, load_edition, load_questions
from criteria.model import Citation, Criterion, Edition, Example, Level
from web.api.conditions import answer, answer_bytes
from web.api.counter import Both, Counter
from web.auth import public
from web.instance import get_services
from web.portal import shelf
from web.portal.rulebook import open_page

SCHEMA = "application/schema+json"
counter = Counter("criteria", __name__, "Editions of the criteria. A criterion's version never changes.")


class EditionUnknown(NotFound):
    """There is no such edition."""

    code = "edition-unknown"


class EditionLine(ma.Schema):
    """One edition in the list."""

    id = ma.fields.String(required=True)
    title = ma.fields.Nested(Both, required=True)
    state = ma.fields.String(required=True)
    in_force_on = ma.fields.String(required=True, metadata={"format": "date"})
    digest = ma.fields.String(required=True)


class Editions(ma.Schema):
    """Every edition, oldest first."""

    items = ma.fields.List(ma.fields.Nested(EditionLine), required=True)


class Legal(Both):
    """A legal reference; a draft was not checked in the primary text."""

    draft = ma.fields.Boolean(required=True)
    confidence = ma.fields.String(
        required=True,
        validate=ma.validate.OneOf(["H", "M", "L"]),
        metadata={"description": "H: read in the primary text; M: one good secondary source; L: not checked yet."},
    )


class Pinned(ma.Schema):
    """A criterion as an edition pins it."""

    id = ma.fields.String(required=True)
    ref = ma.fields.String(required=True)
    rubric = ma.fields.String(required=True)
    title = ma.fields.Nested(Both, required=True)
    digest = ma.fields.String(required=True)


class EditionDocument(EditionLine):
    """One edition with all its criteria."""

    supersedes = ma.fields.String(required=True, allow_none=True)
    legal_basis = ma.fields.List(ma.fields.Nested(Legal), required=True)
    families = ma.fields.List(ma.fields.Dict(), required=True)
    criteria = ma.fields.List(ma.fields.Nested(Pinned), required=True)


class Passage(ma.Schema):
    """One edition in the life of a criterion."""

    edition = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    version = ma.fields.Integer(required=True)
    changed = ma.fields.List(ma.fields.Nested(Both), required=True)


class LevelDocument(ma.Schema):
    """What a criterion weighs under some answers; the first line that holds decides."""

    level = ma.fields.String(required=True, validate=ma.validate.OneOf([*Level]))
    when = ma.fields.Nested(Both, required=True, metadata={"description": "Empty: in all other cases."})


class ExampleDocument(ma.Schema):
    """A dossier in miniature with the verdict it receives: each one is a test of the criterion."""

    name = ma.fields.String(required=True)
    outcome = ma.fields.String(required=True)
    needs_ruling = ma.fields.Boolean(required=True)
    says = ma.fields.Nested(Both, required=True)
    findings = ma.fields.List(ma.fields.Dict(), required=True)
    coverage = ma.fields.List(ma.fields.Dict(), required=True)
    answers = ma.fields.Dict(required=True)


class CriterionDocument(Pinned):
    """One criterion, one version."""

    edition = ma.fields.String(required=True)
    weight = ma.fields.Integer(required=True)
    requirement = ma.fields.Nested(Both, required=True)
    help = ma.fields.Nested(Both, required=True)
    remediation = ma.fields.Nested(Both, required=True)
    guidance = ma.fields.Nested(Both, required=True, allow_none=True)
    rule = ma.fields.List(ma.fields.Nested(Both), required=True, metadata={"description": "All of these have to hold."})
    levels = ma.fields.List(ma.fields.Nested(LevelDocument), required=True)
    applies_when = ma.fields.Nested(Both, required=True, metadata={"description": "Empty: it applies to every app."})
    binds_existing_on = ma.fields.String(required=True, metadata={"format": "date"})
    examples = ma.fields.List(ma.fields.Nested(ExampleDocument), required=True)
    proofs = ma.fields.List(ma.fields.String(), required=True)
    history = ma.fields.List(ma.fields.Nested(Passage), required=True)
    listed = ma.fields.Dict(required=True, metadata={"description": "Listed apps judged on this version, by outcome."})
    legal_basis = ma.fields.List(ma.fields.Nested(Legal), required=True)


@counter.get("/editions")
@public
@counter.gives(200, Editions)
def read_editions() -> dict[str, Any]:
    """List the editions with their state today."""
    return {"items": [_line(load_edition(name)) for name in list_editions()]}


@counter.get("/editions/<edition_id>")
@public
@counter.gives(200, EditionDocument)
@counter.spares()
def read_edition(edition_id: str) -> Response:
    """Read one edition."""
    edition = get_edition(edition_id)
    document = {
        **_line(edition),
        "supersedes": edition.supersedes,
        "legal_basis": [_legal(citation) for citation in edition.legal_basis],
        "families": [
            {"id": family.id, "title": store_text(family.title), "rubrics": list(family.rubrics)}
            for family in edition.families
        ],
        "criteria": [_pinned(criterion) for criterion in edition.criteria],
    }
    return answer(document, f"{edition.digest}-{document['state']}")


@counter.get("/editions/<edition_id>/answers.schema.json")
@public
@counter.gives(200, {"type": "object"}, content_type=SCHEMA)
@counter.spares()
def read_answer_schema(edition_id: str) -> Response:
    """Read the questionnaire of an edition as a JSON Schema (2020-12): what `PUT …/declarations` accepts."""
    edition = get_edition(edition_id)
    text = json.dumps(write_schema(edition, load_questions(edition)), ensure_ascii=False)
    return answer_bytes(text.encode(), edition.digest, SCHEMA)


@counter.get("/criteria/<edition_id>/<criterion_id>")
@public
@counter.gives(200, CriterionDocument)
@counter.spares()
def read_criterion(edition_id: str, criterion_id: str) -> Response:
    """Read one criterion of one edition."""
    edition = get_edition(edition_id)
    criterion = edition.find_criterion(criterion_id)
    if criterion is None:
        raise CriterionUnknown(criterion=criterion_id)
    listed = [card for card in shelf.list_cards() if shelf.is_in_search(card)]
    page = open_page(edition, criterion, listed, today(get_services().clock))
    document = {
        **_pinned(criterion),
        "edition": edition.id,
        "weight": criterion.weight,
        "requirement": store_text(criterion.requirement),
        "help": store_text(criterion.help),
        "remediation": store_text(criterion.remediation),
        "guidance": store_text(criterion.guidance) if criterion.guidance else None,
        "rule": [store_text(part) for part in page.rule],
        "levels": [{"level": level.value, "when": store_text(when)} for level, when in page.levels],
        "applies_when": store_text(page.applies),
        "binds_existing_on": page.binds_existing_on.isoformat(),
        "examples": [_example(example, said) for example, said in page.examples],
        "proofs": list(criterion.proofs),
        "history": [
            {
                "edition": one.edition.id,
                "state": one.state.value,
                "version": one.version,
                "changed": [store_text(part) for part in one.changed],
            }
            for one in page.history
        ],
        "listed": dict(page.outcomes),
        "legal_basis": [_legal(citation) for citation in criterion.legal_basis],
    }
    return answer(document, digest_of(document))


def get_edition(edition_id: str) -> Edition:
    """Return one edition.

    Raises:
        EditionUnknown: there is none of this id.
    """
    if edition_id not in list_editions():
        raise EditionUnknown(edition=edition_id)
    return load_edition(edition_id)


def _line(edition: Edition) -> dict[str, Any]:
    return {
        "id": edition.id,
        "title": store_text(edition.title),
        "state": edition.state_on(today(get_services().clock)).value,
        "in_force_on": edition.in_force_on.isoformat(),
        "digest": edition.digest,
    }


def _pinned(criterion: Criterion) -> dict[str, Any]:
    return {
        "id": criterion.id,
        "ref": criterion.ref,
        "rubric": criterion.rubric,
        "title": store_text(criterion.title),
        "digest": criterion.digest,
    }


def _example(example: Example, said: Text) -> dict[str, Any]:
    dossier = example.dossier
    return {
        "name": example.name,
        "outcome": example.outcome.value,
        "needs_ruling": example.needs_ruling,
        "says": store_text(said),
        "findings": [
            {"kind": one.kind, "source": one.source.value, "attributes": dict(one.attributes)}
            for one in dossier.findings
        ],
        "coverage": [
            {"kind": row.kind, "scope": row.scope, "extent": row.extent.value, "source": row.source.value}
            for row in dossier.coverage
        ],
        "answers": {
            name: {"value": one.value, "documents": len(one.documents)}
            for name, one in {**dossier.profile, **dossier.declarations}.items()
        },
    }


def _legal(citation: Citation) -> dict[str, Any]:
    return {**store_text(citation.text), "draft": citation.is_draft, "confidence": citation.confidence.value}
