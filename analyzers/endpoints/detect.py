"""Which servers a package names, without what is no server: formats, licences, examples. Evidence in, findings out."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from analyzers.contract import Detection, Evidence
from analyzers.endpoints.wording import contests_of, describe, describe_coverage
from analyzers.evidence import is_list_of_objects, point, rows, section, text, words
from analyzers.knowledge.book import HostOwner, Knowledge
from analyzers.knowledge.domains import names_domain, registrable_domain
from criteria.findings import Extent, Finding

_CLEAR, _SECURE = frozenset({"http", "ws", "mqtt"}), frozenset({"https", "wss", "mqtts"})
_SCRIPTS = (".js", ".mjs", ".html", ".htm", ".bundle", ".jsbundle")


def detect(artifact: str, evidence: Evidence, knowledge: Knowledge) -> Detection:
    """State each server once, sorted by name, and say what was left out and what could not be seen."""
    apk = section(evidence, "apk")
    package = text(apk, "packageName")
    findings: list[Finding] = []
    noise: Counter[str] = Counter()
    for index, row in rows(apk, "endpoints"):
        host = text(row, "host")
        why = knowledge.noise_of(host) if host is not None else None
        if why is not None:
            noise[why] += 1
        elif host is not None:
            findings.append(_named(artifact, host, (index, row), package, knowledge))
    is_read = is_list_of_objects(apk, "endpoints")
    extent = Extent.PARTIAL if is_read else Extent.NONE  # a name can always be put together while the app runs
    return Detection(tuple(findings), (describe_coverage(apk, extent, noise),))


def _named(
    artifact: str, host: str, place: tuple[int, Mapping[str, Any]], package: str | None, knowledge: Knowledge
) -> Finding:
    index, row = place
    named = knowledge.owner_of(host)
    users = words(row, "users") or ()
    sdks = {sdk.id: sdk for user in users if (sdk := knowledge.sdk_by_prefix(user)) is not None}
    schemes = frozenset(words(row, "schemes") or ())
    at = next((spot for _, spot in rows(row, "at")), None)
    attributes = {
        "host": host,
        "domain": registrable_domain(host),
        "schemes": tuple(sorted(schemes)),
        "cleartext": bool(schemes & _CLEAR) and not schemes & _SECURE,
        "owner": named.owner.name if named else None,
        "owner_country": named.owner.country if named else None,
        "parent": named.owner.parent if named else None,
        "parent_country": named.owner.parent_country if named else None,
        "party": party_of(host, named, package),
        "purposes": named.purposes if named else (),
        "sdks": tuple(sorted(sdks)),
        "loaded": bool(users),
        "place": place_of(text(section(at), "entry") or ""),
        "contested": bool(contests_of(named, sdks.values())),
    }
    reason = describe(host, named, [sdks[key] for key in sorted(sdks)], (users, words(row, "paths") or ()), knowledge)
    return Finding("endpoint.named", attributes, reason, point(artifact, f"/apk/endpoints/{index}", at))


def party_of(host: str, named: HostOwner | None, package: str | None) -> str:
    """The domain after which the package is named is the publisher's; a rented or unknown name stays unknown."""
    if package is not None and names_domain(package, host):
        return "first"
    if named is None or named.role == "hosting":
        return "unknown"
    return "platform" if named.role == "platform" else "third"


def place_of(entry: str) -> str:
    """In which sort of file a name stands."""
    name = entry.rpartition("!/")[2]
    if name.endswith(".dex"):
        return "code"
    if name.startswith("lib/") or name.endswith(".so"):
        return "library"
    if name.endswith(_SCRIPTS):
        return "bundle"
    return "resource" if name == "resources.arsc" or name.startswith("res/") else "asset"
