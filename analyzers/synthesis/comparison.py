"""Code against traffic: components that stayed silent, recipients that no component explains. Pure.

A component that is wired and was not seen is *not triggered in this capture*, never *harmless*. A recipient without a
known component is the app's own code or a component that we do not know.
"""

from collections.abc import Iterable, Sequence

from analyzers.knowledge.book import Knowledge
from criteria.findings import Coverage, Extent, Finding, Text

KINDS = ("sdk.silent", "recipient.unexplained")
_SCOPE = "traffic"
_WEAKEST_FIRST = (Extent.NONE, Extent.PARTIAL, Extent.COMPLETE)
_ACTIVE = frozenset({"active", "unknown"})


def compare(of_code: Iterable[Finding], of_traffic: Iterable[Finding], knowledge: Knowledge) -> list[Finding]:
    """Compare what the code carries with who was contacted, both ways."""
    components = [row for row in of_code if row.kind == "sdk.embedded" and _names(row, "sdk")]
    contacts = [row for row in of_traffic if row.kind == "host.contacted" and _names(row, "host")]
    if not contacts:
        return []  # nothing was seen at all: every component would be called silent
    return [*_silent(components, contacts, knowledge), *_unexplained(components, contacts, knowledge)]


def _names(row: Finding, what: str) -> bool:
    """What bears no name can be compared with nothing."""
    return isinstance(row.attributes.get(what), str)


def _silent(components: list[Finding], contacts: list[Finding], knowledge: Knowledge) -> Iterable[Finding]:
    hosts_of = {sdk.id: sdk.hosts for sdk in knowledge.sdks}
    seen = {str(row.attributes["host"]) for row in contacts}
    for row in components:
        stated = {"name": row.attributes["sdk"], **row.attributes}
        known = hosts_of.get(str(stated["sdk"]), ())
        if stated.get("tier") != "wired" or stated.get("state") not in _ACTIVE or not known:
            continue
        if not any(host == suffix or host.endswith(f".{suffix}") for host in seen for suffix in known):
            reason = Text(
                f"{stated['name']} est branché dans le code, mais aucun de ses serveurs connus n'a été contacté "
                "pendant ce relevé : il n'a pas été déclenché, cela ne prouve pas qu'il n'envoie rien.",
                f"{stated['name']} is wired in the code, but none of its known servers was contacted during this "
                "capture: it was not triggered, which does not prove that it sends nothing.",
            )
            told = {"sdk": stated["sdk"], "name": stated["name"], "purposes": stated.get("purposes")}
            yield Finding("sdk.silent", told, reason, row.pointer, row.source)


def _unexplained(components: list[Finding], contacts: list[Finding], knowledge: Knowledge) -> Iterable[Finding]:
    embedded = {str(row.attributes["sdk"]) for row in components if row.attributes.get("tier") != "string"}
    owners = {row.attributes.get("owner") for row in components if row.attributes.get("tier") != "string"}
    suffixes = tuple(suffix for sdk in knowledge.sdks if sdk.id in embedded for suffix in sdk.hosts)
    told: set[str] = set()
    for row in contacts:
        stated, host = row.attributes, str(row.attributes["host"])
        explained = stated.get("party") in ("first", "platform") or (
            stated.get("owner") and stated.get("owner") in owners
        )
        if host in told or explained or any(host == one or host.endswith(f".{one}") for one in suffixes):
            continue
        told.add(host)
        reason = Text(
            f"{host} a reçu des échanges, et aucun composant connu du code ne l'explique : c'est le code de "
            "l'application elle-même, ou un composant que nous ne connaissons pas.",
            f"{host} took part in exchanges, and no known component of the code explains it: it is the app's own code, "
            "or a component that we do not know.",
        )
        found = {"host": host, "owner": stated.get("owner"), "purposes": stated.get("purposes")}
        yield Finding("recipient.unexplained", found, reason, row.pointer, row.source)


def cover(kinds: Sequence[str], rows: Iterable[Coverage], needed: Sequence[tuple[str, str]]) -> list[Coverage]:
    """A comparison is as complete as the weaker of the two sides: one row per kind, with that side's reason."""
    held = [row for row in rows if (row.kind, row.scope) in needed]
    missing = {(row.kind, row.scope) for row in held} != set(needed)
    if missing:
        reason = Text(
            "Un des deux côtés de la comparaison manque.", "One of the two sides of the comparison is missing."
        )
        return [Coverage(kind, _SCOPE, Extent.NONE, reason) for kind in kinds]
    weakest = min(held, key=lambda row: _WEAKEST_FIRST.index(row.extent))
    return [Coverage(kind, _SCOPE, weakest.extent, weakest.reason, weakest.source) for kind in kinds]
