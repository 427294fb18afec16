"""What findings say of the traffic, gathered for whoever reads: who was sent what, declared or not, how much was seen.

The public card and the desk read the same document. Pure.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from criteria.findings import Finding

_SENT = ("host", "category", "health", "article9", "identifying", "hashed", "match")
_SECURED = (
    "host",
    "version",
    "current",
    "forward_secrecy",
    "certificate_valid",
    "refused_interception",
    "app_version",
    "server_version",
    "cipher",
    "app_cipher",
    "protocol",
    "issuer",
    "certificate_until",
)
_COMPARED = ("recipient", "recipient_country", "host", "category", "state", "named", "health", "article9", "party")


def describe_traffic(findings: Sequence[Finding]) -> dict[str, Any]:
    """Return the traffic part of a card; every list sorted, empty where nothing was stated."""
    classes = [row for row in findings if row.kind == "sovereignty.classed"]
    return {
        "sent": _pick(findings, "data.transmitted", _SENT),
        "compared": _pick(findings, "recipient.compared", _COMPARED),
        "contradicted": [
            {**_plain(row), "reasoning": {"fr": row.reasoning.fr, "en": row.reasoning.en}, "source": row.source.value}
            for row in findings
            if row.kind == "declaration.contradicted"
        ],
        "understood": [
            {**_plain(row), "source": row.source.value} for row in findings if row.kind == "capture.measured"
        ],
        "secured": sorted(_pick(findings, "tls.negotiated", _SECURED), key=_rank_secured),
        "classes": {
            str(row.attributes.get("host")): row.attributes.get("grade")
            for row in sorted(classes, key=lambda one: str(one.attributes.get("grade")))
            if row.attributes.get("subject") == "flow"
        },
    }


def _rank_secured(row: dict[str, Any]) -> tuple[bool, bool, str]:
    """What is at fault first, then what is not known."""
    judged = [row["current"], row["forward_secrecy"], row["certificate_valid"]]
    return False not in judged, None not in judged, str(row["host"])


def _plain(row: Finding) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in row.attributes.items()}


def _pick(findings: Iterable[Finding], kind: str, names: Sequence[str]) -> list[dict[str, Any]]:
    rows = {
        tuple(str(row.attributes.get(name)) for name in names[:5]): {
            **{name: row.attributes.get(name) for name in names},
            "source": row.source.value,
        }
        for row in findings
        if row.kind == kind
    }
    return [rows[key] for key in sorted(rows)]
