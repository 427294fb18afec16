"""The network security configuration of a package: where clear text is allowed, who is trusted, what is pinned."""

from typing import Any

from analyzers.extract import attributes as ids
from analyzers.extract.values import Resolver, printable
from analyzers.formats.archive import Archive
from analyzers.formats.axml import Attribute, Document, Element, read_axml
from analyzers.formats.errors import FormatError

Fact = dict[str, Any]
MAX_CONFIG = 4 << 20
MAX_DOMAINS = 5_000


def read_network(archive: Archive, application: Element | None, resolver: Resolver) -> Fact | None:
    """The configuration the manifest names, or None when it names none. `read` is false when it cannot be read."""
    attribute = application.by_id(ids.NETWORK_SECURITY_CONFIG) if application else None
    if attribute is None:
        return None
    facts: Fact = {"file": resolver.text(attribute), "read": False, "cleartextPermitted": None}
    facts |= {"trustAnchors": [], "domains": [], "debugOverrides": False}
    entry = archive.find(facts["file"]) if facts["file"] else None
    if entry is None:
        return facts
    try:
        document = read_axml(archive.read(entry, MAX_CONFIG))
    except FormatError:
        return facts
    facts["read"] = True
    root = document.elements[0]
    for base in document.children(root, "base-config"):
        facts["cleartextPermitted"] = _switch(base, "cleartextTrafficPermitted")
        facts["trustAnchors"] = _anchors(document, base)
    for block in document.children(root, "domain-config"):
        _domains(document, block, None, facts["domains"])
    facts["debugOverrides"] = bool(document.children(root, "debug-overrides"))
    return facts


def _named(element: Element, name: str) -> Attribute | None:
    return next((a for a in element.attributes if a.name == name), None)


def _switch(element: Element, name: str) -> bool | None:
    found = _named(element, name)
    return found.boolean if found else None


def _anchors(document: Document, element: Element) -> list[str]:
    found: list[str] = []
    for group in document.children(element, "trust-anchors"):
        for row in document.children(group, "certificates"):
            source = _named(row, "src")
            if source is not None:
                found.append(printable(source.text) if source.text is not None else "resource")
    return found


def _domains(document: Document, block: Element, inherited: bool | None, rows: list[Fact]) -> None:  # noqa: FBT001 - the third state is "says nothing"
    stated = _switch(block, "cleartextTrafficPermitted")
    clear = inherited if stated is None else stated
    pins = sum(len(document.children(group, "pin")) for group in document.children(block, "pin-set"))
    for row in document.children(block, "domain"):
        if len(rows) < MAX_DOMAINS:
            rows.append(
                {
                    "domain": printable(row.text),
                    "includeSubdomains": bool(_switch(row, "includeSubdomains")),
                    "cleartextPermitted": clear,
                    "pins": pins,
                    "trustAnchors": _anchors(document, block),
                }
            )
    for inner in document.children(block, "domain-config"):
        _domains(document, inner, clear, rows)
