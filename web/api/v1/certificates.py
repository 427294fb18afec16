"""`/certificates` and `/keys`: the signed statements, their state, and the keys to verify them with."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import marshmallow as ma
from flask import Response

from catalog.certificates.queries import get_by_number
from catalog.certificates.service import public_keys
from catalog.decisions.service import get_decision
from catalog.journal.actor import Role
from catalog.plumbing.clock import today
from catalog.plumbing.signing import digest_of
from catalog.surveillance.present import Present, list_present
from web.api.conditions import answer, answer_bytes
from web.api.counter import Counter, Sentence
from web.api.v1.listings import State
from web.auth import allow, get_actor, public
from web.instance import get_services

JOSE = "application/jose"
counter = Counter("certificates", __name__, "Signed certificates. The state is today's; the document never changes.")


class PresentVerdict(ma.Schema):
    """What one criterion of a later edition says of the facts certified."""

    criterion = ma.fields.String(required=True)
    ref = ma.fields.String(required=True)
    level = ma.fields.String(required=True)
    outcome = ma.fields.String(required=True)


class PresentResult(ma.Schema):
    """What the facts certified come to under a later edition: the same build, Android only, on a day."""

    edition = ma.fields.String(required=True)
    state = ma.fields.String(required=True)
    in_force_on = ma.fields.String(required=True, metadata={"format": "date"})
    computed_on = ma.fields.String(required=True, metadata={"format": "date"})
    platform = ma.fields.String(required=True)
    apk_sha256 = ma.fields.String(required=True)
    verdicts = ma.fields.List(ma.fields.Nested(PresentVerdict), required=True)


class Certificate(ma.Schema):
    """A certificate: the document as it was signed, and where it stands today."""

    document = ma.fields.Dict(required=True)
    digest = ma.fields.String(required=True, metadata={"description": "SHA-256 of the document's canonical form."})
    state = ma.fields.Nested(State, required=True)
    key_id = ma.fields.String(required=True)
    signature = ma.fields.String(required=True, metadata={"description": "Where the compact JWS is."})
    present = ma.fields.List(
        ma.fields.Nested(PresentResult),
        required=True,
        metadata={"description": "The same facts under each later edition; the certificate keeps its own."},
    )


class Keys(ma.Schema):
    """A JWK set (RFC 7517)."""

    keys = ma.fields.List(ma.fields.Dict(), required=True)


class LaterDecision(ma.Schema):
    """What the authority decides on a certificate."""

    kind = ma.fields.String(required=True, validate=ma.validate.OneOf(["suspend", "restore", "withdraw"]))
    grounds = Sentence(4000, required=True)


class Decided(ma.Schema):
    """The decision that was recorded."""

    decision = ma.fields.String(required=True)


@counter.get("/certificates/<number>")
@public
@counter.gives(200, Certificate)
@counter.spares()
def read_certificate(number: str) -> Response:
    """Read a certificate by its number."""
    day = today(get_services().clock)
    with get_services().database.read() as session:
        standing = get_by_number(session, number)
        present = list_present(session, standing.certificate, day)
    document = {
        "document": standing.certificate.document,
        "digest": standing.certificate.digest,
        "state": {
            "state": standing.state.value,
            "since": standing.change.at.date().isoformat(),
            "reason": standing.change.reason,
        },
        "key_id": standing.signature.key_id,
        "signature": f"/api/v1/certificates/{standing.certificate.number}.jws",
        "present": [_write_present(one, standing.certificate.document, day) for one in present],
    }
    return answer(document, digest_of(document))


def _write_present(one: Present, certified: Mapping[str, Any], day: date) -> dict[str, Any]:
    return {
        "edition": one.edition.id,
        "state": one.edition.state_on(day).value,
        "in_force_on": one.edition.in_force_on.isoformat(),
        "computed_on": day.isoformat(),
        "platform": certified["platform"],
        "apk_sha256": certified["build"]["apk_sha256"],
        "verdicts": [
            {"criterion": it.criterion, "ref": it.ref, "level": it.level.value, "outcome": it.outcome.value}
            for it in one.effective.verdicts
        ],
    }


@counter.get("/certificates/<number>.jws")
@public
@counter.gives(200, {"type": "string"}, content_type=JOSE)
@counter.spares()
def read_signature(number: str) -> Response:
    """Read a certificate's signature: a compact JWS over the document's canonical form."""
    with get_services().database.read() as session:
        standing = get_by_number(session, number)
    return answer_bytes(standing.signature.token.encode(), standing.certificate.digest, JOSE)


@counter.get("/keys")
@public
@counter.gives(200, Keys)
@counter.spares()
def read_keys() -> Response:
    """Read the keys to verify certificates with. A demonstration's key says so and verifies nothing."""
    document = public_keys(get_services().signer)
    return answer(document, digest_of(document))


@counter.post("/certificates/<number>/decisions")
@allow(Role.AUTHORITY)
@counter.takes(LaterDecision)
@counter.gives(201, Decided)
def decide_on_certificate(given: Mapping[str, Any], number: str) -> dict[str, str]:
    """Suspend, restore or withdraw a certificate; its state and its listing follow."""
    services = get_services()
    with services.database.read() as session:
        certificate = get_by_number(session, number).certificate
        submission_id = get_decision(session, certificate.decision_id).submission_id
    decision = services.decisions.decide_on_certificate(
        get_actor(), submission_id, certificate.id, given["kind"], given["grounds"]
    )
    return {"decision": decision}
