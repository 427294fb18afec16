"""Sovereignty class of each flow and of the app, A to E: where data go and whose law reaches them. Never a guess. Pure.

A  Europe, European control, qualified (SecNumCloud or alike)      B  Europe, European control, health host where due
C  Europe, foreign group, reading proved impossible for it         D  Europe, foreign group that can read
E  may leave Europe, or unknown
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from criteria.findings import Attribute, Finding, Text

KIND = "sovereignty.classed"
WORST_LAST = "ABCDE"


@dataclass(frozen=True, slots=True)
class Proofs:
    """What somebody proved beyond what traffic shows; nothing is proved until it is."""

    qualified: frozenset[str] = frozenset()  # operators with a SecNumCloud-type qualification, checked
    unreadable_by: frozenset[str] = frozenset()  # operators out of whose reach the keys were proved to be
    hds_due: bool = False  # whether hosting this app's data needs a health-data certificate
    hds_held: frozenset[str] = frozenset()  # operators known to hold one


NO_PROOFS = Proofs()
_EUROPEAN = Text(
    "Le serveur est en Europe, chez un opérateur sous contrôle européen.",
    "The server is in Europe, at an operator under European control.",
)
_REASONS = {
    "qualified": Text(
        f"{_EUROPEAN.fr} Sa qualification de sécurité a été vérifiée.",
        f"{_EUROPEAN.en} Its security qualification was checked.",
    ),
    "european": _EUROPEAN,
    "unreadable": Text(
        "Le serveur est en Europe, chez un groupe soumis à une loi étrangère, dont il est prouvé qu'il ne peut pas "
        "lire les données.",
        "The server is in Europe, at a group under a foreign law which is proved to be unable to read the data.",
    ),
    "foreign-law": Text(
        "Le serveur est en Europe, mais un groupe soumis à une loi étrangère peut techniquement lire les données.",
        "The server is in Europe, but a group under a foreign law can technically read the data.",
    ),
    "outside": Text("Le serveur est hors de l'Espace économique européen.", "The server is outside the EEA."),
    "place-unknown": Text(
        "Nous ne savons pas où est le serveur.", "We do not know where the server is."
    ),
    "control-unknown": Text(
        "Nous ne savons pas qui contrôle l'opérateur du serveur.", "We do not know who controls the server's operator."
    ),
    "recipient-unknown": Text(
        "Le serveur est en Europe, chez un opérateur sous contrôle européen, mais nous ne savons pas pour le compte de "
        "qui il reçoit.",
        "The server is in Europe, at an operator under European control, but we do not know on whose behalf it "
        "receives.",
    ),
    "certificate-unknown": Text(
        "L'hébergement de données de santé demande un certificat, et nous n'en connaissons pas à cet opérateur.",
        "Hosting health data needs a certificate, and we know of none for this operator.",
    ),
}  # fmt: skip


def classify(stated: Mapping[str, Attribute], eea: frozenset[str], proofs: Proofs = NO_PROOFS) -> tuple[str, str]:
    """Class of one flow, from the facts of one `host.contacted`, and the reason in a word."""
    region, operator = stated.get("region"), str(stated.get("operator") or "")
    if region != "eea":
        return "E", "place-unknown" if region in (None, "unknown") else "outside"
    if stated.get("foreign_reach"):
        return ("C", "unreadable") if operator in proofs.unreadable_by else ("D", "foreign-law")
    if not operator or stated.get("parent_country") is None or stated.get("operator_country") is None:
        return "E", "control-unknown"
    # Whoever is known has to be European.
    known = {stated["operator_country"], stated["parent_country"], stated.get("owner_country")} - {None}
    if not known <= eea:
        # A group of a country without a listed regime is foreign all the same: its state may reach it.
        return "D", "foreign-law"
    # Whoever rents the machine may be governed by any law.
    missing = "recipient-unknown" if stated.get("party") == "unknown" else None
    if missing is None and proofs.hds_due and operator not in proofs.hds_held:
        missing = "certificate-unknown"
    if missing is not None:
        return "E", missing
    return ("A", "qualified") if operator in proofs.qualified else ("B", "european")


def class_flows(
    findings: Iterable[Finding], eea: frozenset[str], *, is_complete: bool, proofs: Proofs = NO_PROOFS
) -> list[Finding]:
    """One finding per flow, and one for the app: the worst class among flows that carry health data.

    Where no health data was recognised, or the capture may have missed a flow, the app is not classed better than E.
    """
    rows = list(findings)
    health = {
        row.attributes.get("host") for row in rows if row.kind == "data.transmitted" and row.attributes.get("article9")
    }
    flows = [row for row in rows if row.kind == "host.contacted"]
    found: list[Finding] = []
    classes: list[tuple[str, Finding]] = []
    for flow in flows:
        letter, why = classify(flow.attributes, eea, proofs)
        host = flow.attributes.get("host")
        classes += [(letter, flow)] if host in health else []
        stated = {"subject": "flow", "host": host, "grade": letter, "basis": why, "health": host in health}
        found.append(Finding(KIND, stated, _REASONS[why], flow.pointer, flow.source))
    if flows:
        found.append(_class_app(classes, flows[0], is_complete=is_complete))
    return found


def _class_app(classes: list[tuple[str, Finding]], first: Finding, *, is_complete: bool) -> Finding:
    letter, flow = max(classes, key=lambda row: WORST_LAST.index(row[0])) if classes else ("E", first)
    if not classes:
        why = "no-health-flow"
        reason = Text(
            "Aucun envoi de données de santé n'a été reconnu dans ce relevé : nous ne savons pas où elles vont.",
            "No health data was recognised in this capture: we do not know where they go.",
        )
    elif not is_complete:
        letter, why = "E", "incomplete"
        reason = Text(
            "Le relevé n'a pas tout montré : nous ne savons pas où vont toutes les données de santé.",
            "The capture did not show everything: we do not know where all health data go.",
        )
    else:
        why = "worst-flow"
        reason = Text(
            f"La moins bonne classe parmi les envois de données de santé : {letter} ({flow.attributes.get('host')}).",
            f"The worst class among the flows that carry health data: {letter} ({flow.attributes.get('host')}).",
        )
    stated = {"subject": "app", "host": None, "grade": letter, "basis": why, "health": bool(classes)}
    return Finding(KIND, stated, reason, flow.pointer, flow.source)
