"""The public card: what a certificate, its evaluation and its state say, in one document. Pure.

The display contract (settled S6) is kept by construction: the grade exists only inside an object that also holds its
coverage, platform, build, date, edition and state; what was not looked at is listed as unknown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.listings.choices import describe_choices
from catalog.listings.traffic import describe_traffic
from criteria.findings import Coverage, Extent, Finding, Source, Text
from criteria.model import Edition, Missing, Verdict

SCHEMA = "sceau/listing/1"
PLATFORM = Text(
    "Android seulement ; iOS, le web et les serveurs n'ont pas été examinés.",
    "Android only; iOS, the web and the servers were not examined.",
)
OBSERVED = {
    Source.BENCH: Text("observé par nous", "observed by us"),
    Source.PUBLISHER: Text("fourni par l'éditeur", "provided by the publisher"),
    Source.DECLARED: Text("déclaré", "declared"),
}


@dataclass(frozen=True, slots=True)
class Capture:
    """A lodged capture and what became of it."""

    digest: str
    source: Source
    state: str
    message: Text


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a card is made of, already in memory."""

    listing: Mapping[str, Any]  # id, slug, url
    app: Mapping[str, Any]  # id, name, purpose_fr, purpose_en, contact, what it says of itself, publisher, is_fictional
    certificate: Mapping[str, Any]  # the signed document
    state: Mapping[str, Any]  # state, since, reason
    edition: Edition
    verdicts: Sequence[Verdict]  # effective, at the decision
    findings: Sequence[Finding]
    coverage: Sequence[Coverage]
    captures: Sequence[Capture]
    answers: Mapping[str, Any]
    sandbox_tiers: Sequence[str]
    notices: Sequence[str]


def both(text: Text) -> dict[str, str]:
    """Return a sentence as the card holds it."""
    return {"fr": text.fr, "en": text.en}


def build_card(facts: Facts) -> dict[str, Any]:
    """Return the public card as a JSON document; same facts, same document."""
    app, document = facts.app, facts.certificate
    return {
        "schema": SCHEMA,
        "id": facts.listing["id"],
        "slug": facts.listing["slug"],
        "url": facts.listing["url"],
        "state": dict(facts.state),
        "instance": document["instance"],
        "app": {
            "name": app["name"],
            "purpose": {"fr": app["purpose_fr"], "en": app["purpose_en"]},
            "publisher": {"name": app["publisher"], "country": app["publisher_country"]},
            "contact": app["contact"],
            "needs": app.get("needs"),
            "price": app.get("price"),
            "languages": app.get("languages"),
            "store_link": app.get("store_link"),
            "fictional": app["is_fictional"],
        },
        "grade": _grade(facts),
        "signers": [dict(f.attributes) for f in facts.findings if f.kind == "app.signed"],
        "permissions": _list(facts.findings, "permission.requested", "name"),
        "sdks": _list(facts.findings, "sdk.embedded", "name"),
        "recipients": _list(facts.findings, "host.contacted", "host"),
        "choices": describe_choices(facts.findings),
        "deviations": _with_words(facts.findings, "archive.deviating", "deviation"),
        "identified": next((both(one.reasoning) for one in facts.findings if one.kind == "app.identified"), None),
        "traffic": describe_traffic(facts.findings),
        "verdicts": [_verdict(facts.edition, verdict) for verdict in facts.verdicts],
        "conditions": document["decision"]["conditions"],
        "captures": [_capture(capture) for capture in facts.captures],
        "unknown": _list_unknown(facts),
        "profile": {question: answer["value"] for question, answer in sorted(facts.answers.items())},
        "certificate": {key: document[key] for key in ("number", "issued_on", "expires_on", "url")},
        "sandbox": sorted(set(facts.sandbox_tiers)),
        "notices": list(facts.notices),
    }


def _grade(facts: Facts) -> dict[str, Any]:
    document = facts.certificate
    return {
        "score": document["score"],
        "platform": {"examined": "android", "not_examined": ["ios", "web", "servers"], **both(PLATFORM)},
        "build": document["build"],
        "examined_on": document["decision"]["decided_on"],
        "edition": document["edition"]["id"],
        "state": facts.state["state"],
    }


def _list(findings: Iterable[Finding], kind: str, key: str) -> list[dict[str, Any]]:
    rows = [
        {
            **{name: list(value) if isinstance(value, tuple) else value for name, value in one.attributes.items()},
            "source": one.source.value,
            "observed": both(OBSERVED[one.source]),
            "finding": one.digest,
        }
        for one in findings
        if one.kind == kind
    ]
    return sorted(rows, key=lambda row: (str(row[key]), str(row["finding"])))


def _with_words(findings: Iterable[Finding], kind: str, key: str) -> list[dict[str, Any]]:
    """The same, each with its sentence."""
    words = {one.digest: both(one.reasoning) for one in findings if one.kind == kind}
    return [{**row, "words": words[str(row["finding"])]} for row in _list(findings, kind, key)]


def _verdict(edition: Edition, verdict: Verdict) -> dict[str, Any]:
    criterion = edition.find_criterion(verdict.criterion)
    return {
        "criterion": verdict.criterion,
        "ref": f"{edition.id}/{verdict.criterion}",
        "title": both(criterion.title) if criterion else None,
        "rubric": criterion.rubric if criterion else None,
        "level": verdict.level.value,
        "outcome": verdict.outcome.value,
        "ruled_by_a_person": verdict.ruled,
        "because": list(verdict.because),
        "missing": [_missing(gap) for gap in verdict.missing],
    }


def _missing(gap: Missing) -> dict[str, Any]:
    return {"what": gap.what, "scope": gap.scope, "reason": both(gap.reason)}


def _capture(capture: Capture) -> dict[str, Any]:
    return {
        "sha256": capture.digest,
        "source": capture.source.value,
        "observed": both(OBSERVED[capture.source]),
        "state": capture.state,
        "message": both(capture.message),
    }


def _is_clearing(place: Coverage) -> bool:
    """Only the authority's own run clears: a publisher's capture leaves unknown what ours could not see."""
    return place.extent is Extent.COMPLETE and place.source is Source.BENCH


def _list_unknown(facts: Facts) -> list[dict[str, Any]]:
    """List what nobody can say: what open verdicts miss, and every place that was not looked at completely."""
    rows: dict[tuple[str, str, str], dict[str, Any]] = {}
    for verdict in facts.verdicts:
        if verdict.outcome not in ("undetermined", "not_assessed"):
            continue
        for gap in verdict.missing:
            row = {**_missing(gap), "criteria": []}
            rows.setdefault((gap.what, gap.scope, gap.reason.fr), row)["criteria"].append(verdict.criterion)
    cleared = {(place.kind, place.scope) for place in facts.coverage if _is_clearing(place)}
    for place in facts.coverage:
        if place.extent is not Extent.COMPLETE and (place.kind, place.scope) not in cleared:
            entry = {"what": place.kind, "scope": place.scope, "reason": both(place.reason), "criteria": []}
            rows.setdefault((place.kind, place.scope, place.reason.fr), entry)
    return [rows[key] for key in sorted(rows)]
