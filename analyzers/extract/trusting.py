"""What to change in a package so that it trusts the bench, and nothing else. Runs only in the sandbox's child.

An app since Android 7 trusts the authorities of the system alone. A copy that trusts those of the user differs in its
network security configuration; where it has none, in the one attribute and the one resource that name it.
"""

import base64
from typing import Any

from analyzers.extract import attributes as ids
from analyzers.extract.values import Resolver
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import Document, Element, read_axml
from analyzers.formats.axml_writer import Node, string, switch, write_axml
from analyzers.formats.directory import Entry
from analyzers.formats.endrecord import Buffer
from analyzers.formats.errors import FormatError
from analyzers.formats.rewriting import add_file_resource, empty_table, point_element

Fact = dict[str, Any]
CONFIG_PATH = "res/xml/sceau_trust.xml"
CONFIG_NAME = "sceau_trust"
MANIFEST, TABLE = "AndroidManifest.xml", "resources.arsc"
MAX_FILE = 64 << 20
MAX_ENTRIES = 65_000  # what an archive without its 64-bit form may hold
SIGNATURE_FILES = (".sf", ".rsa", ".dsa", ".ec")


def plan_copy(data: Buffer) -> Fact:
    """The files to replace (base64) and the members to keep as they are (places of their packed bytes).

    A package that has no single reading, or that cannot be made to trust, gives `{"refused": code}`.
    """
    try:
        archive = open_archive(data)
        if archive.deviation_count or len(archive.entries) > MAX_ENTRIES:
            return {"refused": "deviating-archive"}
        changed = changed_files(archive)
    except FormatError as refusal:
        return {"refused": refusal.code}
    kept = [_row(entry) for entry in archive.entries if entry.name not in changed and not is_signature(entry.name)]
    files = {name: base64.b64encode(body).decode() for name, body in changed.items()}
    return {"changed": files, "kept": kept}


def changed_files(archive: Archive) -> dict[str, bytes]:
    """The members of a copy that trusts, where they differ from the package's own.

    Raises:
        FormatError: the manifest or the resources cannot be edited.
    """
    manifest = read_member(archive, MANIFEST)
    application = find_application(read_axml(manifest))
    if (path := find_config(archive, application)) is not None:
        return {path: write_axml(_trusting(read_axml(read_member(archive, path))))}
    before = read_member(archive, TABLE) if archive.find(TABLE) else empty_table()
    table, resource = add_file_resource(before, CONFIG_PATH, CONFIG_NAME)
    wanted = (ids.NETWORK_SECURITY_CONFIG, "networkSecurityConfig")
    return {
        MANIFEST: point_element(manifest, "application", wanted, resource),
        TABLE: table,
        CONFIG_PATH: write_axml(_fresh()),
    }


def read_member(archive: Archive, name: str) -> bytes:
    """One file of the package, whole.

    Raises:
        FormatError: it is not there, or cannot be unpacked.
    """
    entry = archive.find(name)
    if entry is None:
        raise FormatError("no-such-entry")
    return archive.read(entry, MAX_FILE)


def find_application(document: Document) -> Element:
    """The manifest's element that the configuration hangs on.

    Raises:
        FormatError: there is none.
    """
    found = next((one for one in document.elements if one.tag == "application" and one.depth == 1), None)
    if found is None:
        raise FormatError("no-such-element", 0)
    return found


def find_config(archive: Archive, application: Element) -> str | None:
    """The path of the configuration that the manifest names, where it names a file that is there."""
    attribute = application.by_id(ids.NETWORK_SECURITY_CONFIG)
    if attribute is None:
        return None
    path = Resolver(ResourceTable(read_member(archive, TABLE))).text(attribute)
    if path is None or archive.find(path) is None:
        raise FormatError("no-such-entry")
    return path


def is_signature(name: str) -> bool:
    """Whether a member belongs to the signature of the first scheme, which another signer replaces."""
    folder, _, file = name.rpartition("/")
    low = file.lower()
    return folder.upper() == "META-INF" and (low == "manifest.mf" or low.endswith(SIGNATURE_FILES))


def _row(entry: Entry) -> list[Any]:
    return [entry.raw_name.hex(), entry.method, entry.crc, entry.packed, entry.size, entry.data]


def _user() -> Node:
    # Pins of the app stay written; they do not hold for an authority that overrides them.
    return Node("certificates", [string("src", "user"), switch("overridePins")])


def _fresh() -> Node:
    anchors = Node("trust-anchors", children=[Node("certificates", [string("src", "system")]), _user()])
    return Node("network-security-config", children=[Node("base-config", children=[anchors])])


def _trusting(document: Document) -> Node:
    """The configuration as it is, with the user's authorities beside whatever each part of it trusts."""
    root = _copied(document, document.elements[0])
    if not any(child.tag == "base-config" for child in root.children):
        root.children.insert(0, Node("base-config"))
    for child in root.children:
        if child.tag == "base-config" and not any(inner.tag == "trust-anchors" for inner in child.children):
            child.children += _fresh().children[0].children
        else:
            _widen(child)
    return root


def _widen(node: Node) -> None:
    for child in node.children:
        if child.tag == "trust-anchors":
            child.children.append(_user())
        else:
            _widen(child)


def _copied(document: Document, element: Element) -> Node:
    children = [_copied(document, child) for child in document.children(element)]
    return Node(element.tag, list(element.attributes), element.text, children)
