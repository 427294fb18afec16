"""One Android package to evidence: the container, the manifest, the signers, the code, and all that was not read."""

import hashlib
from typing import Any

from analyzers.contract import Extraction
from analyzers.extract.code import CodeRead, packages_of, read_code
from analyzers.extract.endpoints import constants_of, endpoints_of, look_at_texts
from analyzers.extract.layouts import classes_in_layouts
from analyzers.extract.leftovers import key_names, leftovers_of
from analyzers.extract.manifest import MAIN, MANIFEST_ENTRY, apply_defaults, full_name, read_manifest
from analyzers.extract.native import NATIVE, read_native
from analyzers.extract.network import read_network
from analyzers.extract.outcomes import outcome
from analyzers.extract.own import calls_of, own_roots
from analyzers.extract.runtimes import Runtimes
from analyzers.extract.signers import read_signers
from analyzers.extract.values import Resolver
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import Document, read_axml
from analyzers.formats.endrecord import Buffer, let_go
from analyzers.formats.errors import FormatError
from analyzers.formats.scheme_v1 import find_signers

Fact = dict[str, Any]

SCHEMA = "sceau/apk/1"
MAX_MANIFEST = 16 << 20
MAX_RESOURCES = 192 << 20
MAX_LISTED = 500
_LOAD_BEARING = frozenset({b"AndroidManifest.xml", b"resources.arsc"})

# Deviations after which two tools may see two different apps, or this one would not install as it stands.
AMBIGUOUS = frozenset(
    {
        "duplicate-name", "shadowed-name", "extra-end-record", "prefix-bytes", "leading-bytes", "code-prefix",
        "trailing-bytes", "truncated-comment", "local-name-differs", "local-header-missing", "entry-outside-file",
        "overlapping-entries", "unlisted-directory-rows",
    }
)  # fmt: skip
# What only a publishing bundle has, or one module of it.
_BUNDLE = frozenset({"BundleConfig.pb", "base/manifest/AndroidManifest.xml", "manifest/AndroidManifest.xml"})
_PROTOBUF = b"\x0a"  # how the manifest of a module begins, which is no binary XML
# Files that only bundles of packages have.
_OTHER_PACKAGES = frozenset({"toc.pb", "info.json", "manifest.json", "base.apk"})


def extract_apk(data: Buffer, *, min_sdk: int | None = None, max_sdk: int | None = None) -> Extraction:
    """Read one package. Never raises on data: what cannot be read has a name in the outcome or in the evidence.

    `min_sdk` replaces the manifest's lowest platform level where signatures are verified, `max_sdk` bounds them above.
    """
    try:
        archive = open_archive(data)
    except FormatError as refusal:
        return Extraction(None, outcome(_door(data, refusal)))
    if refused := _refuse(archive):
        return Extraction(None, outcome(refused))
    subject = {"kind": "apk", "sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
    let_go(data)
    facts, why = _facts(archive, (min_sdk, max_sdk))
    return Extraction({"schema": SCHEMA, "subject": subject, "apk": facts}, outcome(why))


def _door(data: Buffer, refusal: FormatError) -> str:
    """An archive that starts well and has no end was cut; anything else was never one."""
    if refusal.code == "no-end-record" and bytes(data[:4]) == b"PK\x03\x04":
        return "truncated"
    return refusal.code


def _refuse(archive: Archive) -> str | None:
    """Why this archive is not read at all, or None."""
    manifests = archive.by_name.get(MANIFEST_ENTRY.encode(), ())
    if any(len(archive.by_name.get(name, ())) > 1 for name in _LOAD_BEARING):
        return "ambiguous-archive"
    if manifests:
        if b"resources.pb" in archive.by_name and archive.head(manifests[0], 1) == _PROTOBUF:
            return "app-bundle"
        return "unsafe-ratio" if manifests[0].implausible else None
    return _refuse_without_manifest(archive)


def _refuse_without_manifest(archive: Archive) -> str | None:
    names = [entry.name for entry in archive.entries]
    if _BUNDLE.intersection(names):
        return "app-bundle"
    if _OTHER_PACKAGES.intersection(names) or any(name.endswith((".apk", "/AndroidManifest.xml")) for name in names):
        return "unsupported-package"
    has_code = any(name.endswith(".dex") or name == "resources.arsc" for name in names)
    # The signature folder of a package without the package: its signer can still be named.
    if has_code or (find_signers(archive) and all(name.startswith("META-INF/") for name in names)):
        return None
    return "unsupported-package" if archive.find("META-INF/MANIFEST.MF") else "not-an-apk"


def _facts(archive: Archive, levels: tuple[int | None, int | None]) -> tuple[Fact, str]:
    table, table_why = _resources(archive)
    resolver = Resolver(table)
    document, manifest_why = _document(archive)
    facts: Fact = {}
    if document is not None:
        try:
            facts = read_manifest(document, resolver)
        except FormatError as refusal:
            manifest_why = refusal.code
    code = read_code(archive, own_roots(facts))
    let_go(archive.data)
    application = (
        next((e for e in document.elements if e.tag == "application" and e.depth == 1), None) if document else None
    )
    if facts:
        facts["networkSecurityConfig"] = read_network(archive, application, resolver)
        apply_defaults(facts)
    facts["signing"] = read_signers(archive, facts, *levels)
    let_go(archive.data)
    facts["splits"] = []
    facts["locales"] = resolver.locales()
    facts["resourceLocales"] = resolver.resource_locales()
    runtimes = Runtimes(archive, code.mentions).read()
    facts["native"], native_unread = read_native(archive, code.mentions)
    native_unread += look_at_texts(archive, code.mentions, [row["bundle"] for row in runtimes])
    facts |= {"runtimes": runtimes, "endpoints": endpoints_of(code.mentions), "leftovers": leftovers_of(archive)}
    facts["resourceKeys"] = key_names(table)
    facts["layoutClasses"], layouts_unread = classes_in_layouts(archive)
    oddities = [(what, MANIFEST_ENTRY, at) for what, at in document.oddities] if document else []
    facts["archive"] = _container(archive, code.deviations + oddities)
    facts["code"] = {"dex": code.dex, "classes": code.classes, "packages": packages_of(code)}
    facts["code"] |= {"constants": constants_of(code.mentions), "mentions_complete": not code.mentions.full}
    facts["code"] |= {"calls": calls_of(code.calls), "calls_complete": all(found.complete for _, found in code.calls)}
    unread = [*code.unread, *native_unread, *layouts_unread]
    unread += [
        {"entry": e.name, "why": "unsafe-ratio"} for e in archive.entries if e.implausible and not _is_code(e.name)
    ]
    unread += [{"entry": MANIFEST_ENTRY, "why": manifest_why}] if manifest_why else []
    unread += [{"entry": "resources.arsc", "why": table_why}] if table_why else []
    missing = _undefined(facts, code) if "components" in facts else []
    verdict, ceiling = _judge(manifest_why, unread, code, facts["archive"])
    verdict = "other-code-unread" if verdict == "read" and runtimes else verdict
    if ceiling is None and is_elsewhere(facts, missing):
        verdict = ceiling = "code-elsewhere"
    facts["completeness"] = {
        "dex_classes_read": code.classes,
        "dex_bytes_unread": code.bytes_unread,
        "entries_unread": unread,
        "components_undefined": missing[:MAX_LISTED],
        "dynamic_code_loading": code.loaders,
        "verdict_ceiling": ceiling,
    }
    return facts, verdict


def _is_code(name: str) -> bool:
    """Entries whose reader already says what it could not read."""
    return name.endswith(".dex") or NATIVE.fullmatch(name) is not None


def _undefined(facts: Fact, code: CodeRead) -> list[str]:
    """Classes that the manifest names and no code file defines: that code is somewhere we did not read."""
    named = [row["name"] for row in facts["components"] if not row["alias"]]
    if facts["applicationName"]:
        named.append(full_name(facts["applicationName"], facts["packageName"]))
    return sorted({name for name in named if name not in code.names})


def is_elsewhere(facts: Fact, missing: list[str]) -> bool:
    """Whether what is missing is how the app starts, or most of it: packed, or in another part of a split package."""
    if not missing:
        return False
    application = full_name(facts["applicationName"], facts["packageName"]) if facts["applicationName"] else None
    starts = [row["name"] for row in facts["components"] if any(MAIN in g["actions"] for g in row["intentFilters"])]
    return application in missing or not {*starts}.isdisjoint(missing) or 2 * len(missing) > len(facts["components"])


def _judge(manifest_why: str | None, unread: list[Fact], code: CodeRead, container: Fact) -> tuple[str, str | None]:
    """The outcome code, and the ceiling above which no absence may be concluded (None: nothing stands in the way)."""
    if manifest_why:
        found = "no-manifest" if manifest_why == "no-manifest" else "broken-manifest"
        return found, found
    if any(row["code"] in AMBIGUOUS for row in container["deviations"]) or container["unlisted"]:
        return "ambiguous-archive-read", "ambiguous-archive"
    if code.opaque:
        return "code-unread", "code-unread"
    if unread:
        return "partly-read", None
    if code.classes == 0:
        return "no-code", "no-code"
    return "read", None


def _document(archive: Archive) -> tuple[Document | None, str | None]:
    entry = archive.find(MANIFEST_ENTRY)
    if entry is None:
        return None, "no-manifest"
    try:
        return read_axml(archive.read(entry, MAX_MANIFEST)), None
    except FormatError as refusal:
        return None, refusal.code


def _resources(archive: Archive) -> tuple[ResourceTable | None, str | None]:
    entry = archive.find("resources.arsc")
    if entry is None:
        return None, None
    try:
        return ResourceTable(archive.read(entry, MAX_RESOURCES)), None
    except FormatError as refusal:
        return None, refusal.code


def _container(archive: Archive, more: list[tuple[str, str, int]]) -> Fact:
    rows = [{"code": d.code, "entry": d.entry, "offset": max(0, d.offset or 0)} for d in archive.deviations]
    rows += [{"code": code, "entry": entry, "offset": offset} for code, entry, offset in more[:1000]]
    unlisted = archive.deviation_count - len(archive.deviations) + max(0, len(more) - 1000)
    return {"entries": len(archive.entries), "deviations": rows, "unlisted": unlisted}
