"""A package as a list that can be held against another's: every member's digest, the manifest and the trust in rows.

Runs only in the sandbox's child. The rows leave out what a copy for the bench may change: whom the app trusts.
"""

import hashlib
from typing import Any

from analyzers.extract import attributes as ids
from analyzers.extract.trusting import (
    CONFIG_PATH,
    MANIFEST,
    TABLE,
    changed_files,
    find_application,
    find_config,
    is_signature,
    read_member,
)
from analyzers.extract.values import printable
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.axml import TYPE_STRING, Attribute, Document, Element, read_axml
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError

Fact = dict[str, Any]
MAX_MEMBER = 512 << 20
_TRUST = ("trust-anchors", "debug-overrides")


def take_inventory(data: Buffer) -> Fact:
    """`members` (name to SHA-256), digests of `manifest` and `config` without trust, what a trusting table would be.

    A package that has no single reading gives `{"refused": code}`.
    """
    try:
        archive = open_archive(data)
        if archive.deviation_count:
            return {"refused": "deviating-archive"}
        return _take(archive)
    except FormatError as refusal:
        return {"refused": refusal.code}


def _take(archive: Archive) -> Fact:
    document = read_axml(read_member(archive, MANIFEST))
    application = find_application(document)
    config = find_config(archive, application)
    members = {
        entry.name: _digest_member(archive, entry.name)
        for entry in archive.entries
        if not is_signature(entry.name) and not entry.name.endswith("/")
    }
    table = None
    if config is None:
        table = hashlib.sha256(changed_files(archive)[TABLE]).hexdigest()
    return {
        "members": members,
        "manifest": _digest_rows(_manifest_rows(document, application)),
        "config": config,
        "config_rows": _digest_rows(_config_rows(archive, config)),
        "trusting_table": table,
        "trusts_user": config is not None and _trusts_user(read_axml(read_member(archive, config))),
        "made_path": CONFIG_PATH,
    }


def _digest_member(archive: Archive, name: str) -> str:
    entry = archive.find(name)
    digest = hashlib.sha256()
    if entry is not None:
        for piece in archive.chunks(entry, MAX_MEMBER):
            digest.update(piece)
    return digest.hexdigest()


def _digest_rows(rows: list[list[Any]]) -> str:
    digest = hashlib.sha256()
    for row in rows:
        digest.update(repr(row).encode() + b"\n")
    return digest.hexdigest()


def _manifest_rows(document: Document, application: Element) -> list[list[Any]]:
    rows = []
    for element in document.elements:
        kept = [
            _attribute(attribute)
            for attribute in element.attributes
            if element is not application or attribute.resource != ids.NETWORK_SECURITY_CONFIG
        ]
        rows.append([element.depth, element.parent, element.tag, kept, element.text])
    return rows


def _attribute(attribute: Attribute) -> list[Any]:
    value = attribute.text if attribute.type == TYPE_STRING else attribute.data
    return [attribute.resource, attribute.namespace, attribute.name, attribute.type, value]


def _config_rows(archive: Archive, path: str | None) -> list[list[Any]]:
    if path is None:
        return []
    document = read_axml(read_member(archive, path))
    rows: list[list[Any]] = []
    for element in document.children(document.elements[0]):
        _add_rows(document, element, rows)
    return rows


def _add_rows(document: Document, element: Element, rows: list[list[Any]]) -> None:
    """What the configuration says of anything but trust. A part that speaks of trust alone says nothing else."""
    if element.tag in _TRUST:
        return
    inner: list[list[Any]] = []
    for child in document.children(element):
        _add_rows(document, child, inner)
    attributes = [[one.name, one.type, one.text if one.type == TYPE_STRING else one.data] for one in element.attributes]
    if element.tag == "base-config" and not attributes and not inner:
        return
    rows.append([element.depth, element.tag, attributes, printable(element.text)])
    rows.extend(inner)


def _trusts_user(document: Document) -> bool:
    return any(
        element.tag == "certificates" and any(one.name == "src" and one.text == "user" for one in element.attributes)
        for element in document.elements
    )
