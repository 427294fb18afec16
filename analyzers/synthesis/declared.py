"""Who was declared to receive what, against who was seen to: per recipient and kind of data, both ways. Pure.

Three answers: *agreeing* (declared and seen), *undeclared* (seen and not declared, the recipient named or not),
*unseen* (declared and not seen in this capture, which does not say that it is never sent). The publisher's own servers
are no recipients. What was seen keeps the source of whoever saw it; what was only declared stays a declaration.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from analyzers.contract import Evidence
from analyzers.evidence import point, rows, section, text, whole, words
from analyzers.knowledge.protocols import fold, load_protocols
from criteria.findings import Attribute, Coverage, Extent, Finding, Pointer, Source, Text

KIND = "recipient.compared"
_LEGAL = frozenset(
    {"sa", "sas", "sasu", "sarl", "inc", "llc", "ltd", "limited", "gmbh", "ag", "bv", "nv", "plc", "co", "corp"}
)


@dataclass(frozen=True, slots=True)
class Declared:
    """One recipient as the publisher's list has it."""

    name: str
    country: str | None
    data: tuple[str, ...]  # ids of properties or categories, as understood
    servers: tuple[str, ...]
    pointer: Pointer


@dataclass(frozen=True, slots=True)
class Declaration:
    """All lists of recipients lodged with a file."""

    recipients: tuple[Declared, ...]
    unread: int  # lines and words that were not understood


def read_declaration(documents: Iterable[Evidence]) -> Declaration | None:
    """Join the lists that the documents of a file hold; None where none of them is a list."""
    found: list[Declared] = []
    unread, is_list = 0, False
    for evidence in documents:
        listed = section(evidence, "document", "recipients")
        if not listed:
            continue
        is_list = True
        artifact = text(section(evidence, "subject"), "sha256") or ""
        unread += whole(listed, "unread") or 0
        for index, row in rows(listed, "rows"):
            told = [load_protocols().find_named(word) for word in words(row, "data") or ()]
            unread += told.count(None)
            found.append(
                Declared(
                    text(row, "name") or "?",
                    text(row, "country"),
                    tuple(dict.fromkeys(key for key in told if key is not None)),
                    words(row, "servers") or (),
                    point(artifact, f"/document/recipients/rows/{index}", row),
                )
            )
    return Declaration(tuple(found), unread) if is_list else None


def compare_declared(declaration: Declaration, findings: Iterable[Finding]) -> list[Finding]:
    """Hold the lists against what was seen, sorted by recipient and kind of data."""
    seen = list(findings)
    contacts = [row for row in seen if row.kind == "host.contacted"]
    if not contacts:
        return []  # nothing was seen at all: everything would be called unseen
    told = _told(seen)
    found: dict[tuple[str, str], Finding] = {}
    met: set[tuple[int, str]] = set()
    for contact in contacts:
        matching = [at for at, one in enumerate(declaration.recipients) if _is_same(one, contact.attributes)]
        kinds = told.get(str(contact.attributes.get("host")), {})
        met |= {(at, "") for at in matching} | {(at, kind) for at in matching for kind in kinds}
        if contact.attributes.get("party") != "first":
            covered = {kind for at in matching for key in declaration.recipients[at].data for kind in _in(key)}
            for kind, row in (kinds or {"": contact}).items():
                stated = _stated(contact, row, kind, is_named=bool(matching), is_declared=kind in covered or not kind)
                found.setdefault((str(stated.attributes["recipient"]), kind), stated)
    for at, one in enumerate(declaration.recipients):
        for key in one.data or ("",):
            if not any((at, kind) in met for kind in (_in(key) if key else {""})):
                found.setdefault((one.name, key), _unseen(one, key, was_met=(at, "") in met))
    return [found[key] for key in sorted(found)]


def cover_declared(declaration: Declaration | None, compared: Coverage) -> Coverage:
    """Say how complete the comparison is: never more than the weaker of its two sides."""
    if declaration is None:
        reason = Text(
            "Aucune liste lisible des destinataires n'a été remise : rien à comparer avec ce qui a été vu.",
            "No readable list of recipients was lodged: there is nothing to compare with what was seen.",
        )
        return replace(compared, extent=Extent.NONE, reason=reason)
    if declaration.unread and compared.extent is Extent.COMPLETE:
        reason = Text(
            f"Passages de la liste des destinataires qui n'ont pas été compris : {declaration.unread}.",
            f"Passages of the list of recipients that were not understood: {declaration.unread}.",
        )
        return replace(compared, extent=Extent.PARTIAL, reason=reason)
    return compared


def _told(findings: Iterable[Finding]) -> dict[str, dict[str, Finding]]:
    """What each host was told: kind of data to the finding that says so, the surest first as detectors sort them."""
    found: dict[str, dict[str, Finding]] = {}
    for row in findings:
        if row.kind == "data.transmitted":
            found.setdefault(str(row.attributes.get("host")), {}).setdefault(str(row.attributes.get("category")), row)
    return found


def _in(key: str) -> frozenset[str]:
    return load_protocols().list_in(key) or frozenset({key})


def _is_same(one: Declared, seen: Mapping[str, Attribute]) -> bool:
    """By server, else by name. Whoever is known to own a name receives, not whoever rents the machine out."""
    host = str(seen.get("host") or "").rstrip(".").lower()
    if any(host == server or host.endswith(f".{server}") for server in one.servers):
        return True
    owned = seen.get("owner") is not None and seen.get("party") in ("third", "platform")
    names = ("owner", "owner_parent") if owned else ("owner", "operator", "parent")
    return any(_is_named(one.name, str(seen[name])) for name in names if seen.get(name))


def _is_named(declared: str, seen: str) -> bool:
    """Whether the shorter name begins the longer one, whole words, legal forms apart: *Google* and *Google LLC*."""
    left, right = (tuple(word for word in fold(name) if word not in _LEGAL) for name in (declared, seen))
    short, long = sorted((left, right), key=len)
    return bool(short) and len("".join(short)) > 2 and long[: len(short)] == short  # noqa: PLR2004 - two letters name nobody


def _stated(contact: Finding, row: Finding, kind: str, *, is_named: bool, is_declared: bool) -> Finding:
    seen = contact.attributes
    recipient = str(seen.get("owner") or seen.get("operator") or seen.get("host") or "?")
    state = "agreeing" if is_named and is_declared else "undeclared"
    name = load_protocols().name_of(kind) if kind else Text("aucune donnée reconnue", "no data recognised")
    host = str(seen.get("host") or "?")
    why = {
        ("agreeing", True): Text("déclaré, et vu pendant le relevé.", "declared, and seen during the capture."),
        ("undeclared", True): Text(
            "vu pendant le relevé ; le destinataire est déclaré, mais pas pour cette donnée.",
            "seen during the capture; the recipient is declared, but not for this data.",
        ),
        ("undeclared", False): Text(
            "vu pendant le relevé ; ce destinataire n'est pas dans la liste remise par l'éditeur.",
            "seen during the capture; this recipient is not on the list lodged by the publisher.",
        ),
    }[state, is_named]
    reason = Text(f"{recipient} ({host}) : {name.fr}, {why.fr}", f"{recipient} ({host}): {name.en}, {why.en}")
    stated = _attributes(recipient, host, kind, state, is_named=is_named) | {
        "recipient_country": seen.get("owner_country") or seen.get("operator_country"),
        "party": seen.get("party") or "unknown",
    }
    return Finding(KIND, stated, reason, row.pointer, row.source)


def _unseen(one: Declared, key: str, *, was_met: bool) -> Finding:
    name = load_protocols().name_of(key) if key else Text("données non précisées", "data not specified")
    met = Text("contacté", "contacted") if was_met else Text("pas contacté", "not contacted")
    reason = Text(
        f"{one.name} : {name.fr}, déclaré mais pas vu pendant le relevé (destinataire {met.fr}) ; cela ne prouve pas "
        "que rien n'est envoyé.",
        f"{one.name}: {name.en}, declared but not seen during the capture (recipient {met.en}); this does not prove "
        "that nothing is sent.",
    )
    stated = _attributes(one.name, None, key, "unseen", is_named=True) | {
        "recipient_country": one.country,
        "party": "unknown",
    }
    return Finding(KIND, stated, reason, one.pointer, Source.DECLARED)


def _attributes(recipient: str, host: str | None, key: str, state: str, *, is_named: bool) -> dict[str, Attribute]:
    kinds = [load_protocols().properties[kind] for kind in sorted(_in(key)) if kind in load_protocols().properties]
    return {
        "recipient": recipient,
        "host": host,
        "category": key or None,
        "state": state,
        "named": is_named,
        "health": any(kind.is_health for kind in kinds),
        "identifying": any(kind.identifying for kind in kinds),
        "article9": any(kind.article9 for kind in kinds),
    }
