"""An Android package from a plain description: manifest, resources, code, native libraries, signature.

No Android tool is needed, and the same description always gives the same bytes.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.builders.archive import Entry, write_sections
from tests.builders.arsc import Flags, ResourceTable, Sentences, write_resource_table
from tests.builders.axml import Element, Reference, Value, write_axml
from tests.builders.dex import ClassSource, write_dex
from tests.builders.elf import write_elf
from tests.builders.jar_signing import sign_v1
from tests.builders.signing import Signer, sign

Plain = Mapping[str, Any]  # a description as read from YAML
_STORED = (".so", ".arsc", ".png")


@dataclass(frozen=True, slots=True)
class Component:
    """An activity, service, receiver or provider of the manifest."""

    type: str
    name: str
    attributes: Mapping[str, Value] = field(default_factory=dict)
    actions: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    meta: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ApkSource:
    """What goes into one package. Attribute values that start with `@` name a resource: `@xml/paths`."""

    package: str
    version_code: int = 1
    version_name: str = "1.0"
    label: str | Mapping[str, str] | None = "FICTIF"
    min_sdk: int | None = 26
    target_sdk: int | None = 36
    permissions: tuple[tuple[str, int | None], ...] = ()
    application: Mapping[str, Value] = field(default_factory=dict)
    components: tuple[Component, ...] = ()
    meta: Mapping[str, Value] = field(default_factory=dict)
    sentences: Sentences = field(default_factory=dict)
    flags: Flags = field(default_factory=dict)
    xml: Mapping[str, Element] = field(default_factory=dict)
    dex: tuple[tuple[ClassSource, ...], ...] = ()
    native: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    damage: Mapping[str, str] = field(default_factory=dict)
    schemes: tuple[str, ...] = ("v2",)
    split: str | None = None  # the name of a part; None for a base, or a whole app
    head: Mapping[str, Value] = field(default_factory=dict)  # further attributes of the manifest itself


def _android(attributes: Mapping[str, Value], known: Mapping[str, Reference]) -> dict[str, Value]:
    resolved = {}
    for name, value in attributes.items():
        is_reference = isinstance(value, str) and value.startswith("@")
        resolved[f"android:{name}"] = known[str(value)[1:]] if is_reference else value
    return resolved


def _named(tag: str, names: Iterable[str]) -> tuple[Element, ...]:
    return tuple(Element(tag, {"android:name": name}) for name in names)


def _meta(meta: Mapping[str, Value], known: Mapping[str, Reference]) -> tuple[Element, ...]:
    return tuple(Element("meta-data", _android({"name": name, "value": value}, known)) for name, value in meta.items())


def _component(component: Component, known: Mapping[str, Reference]) -> Element:
    inside = _meta(component.meta, known)
    if component.actions:
        wanted = _named("action", component.actions) + _named("category", component.categories)
        inside = (Element("intent-filter", {}, wanted), *inside)
    return Element(component.type, _android({"name": component.name, **component.attributes}, known), inside)


def manifest(source: ApkSource, known: Mapping[str, Reference]) -> Element:
    """The manifest of the package as a tree."""
    head: list[Element] = []
    levels = {"minSdkVersion": source.min_sdk, "targetSdkVersion": source.target_sdk}
    stated = {name: level for name, level in levels.items() if level is not None}
    if stated:
        head.append(Element("uses-sdk", _android(stated, known)))
    for name, last_level in source.permissions:
        asked: dict[str, Value] = {"name": name} if last_level is None else {"name": name, "maxSdkVersion": last_level}
        head.append(Element("uses-permission", _android(asked, known)))
    label = {"label": "@string/app_name" if isinstance(source.label, Mapping) else source.label} if source.label else {}
    inside = tuple(_component(component, known) for component in source.components) + _meta(source.meta, known)
    application = Element("application", _android({**label, **source.application}, known), inside)
    version: dict[str, Value] = {"versionCode": source.version_code, "versionName": source.version_name}
    own: dict[str, Value] = {"package": source.package} | ({"split": source.split} if source.split else {})
    return Element("manifest", {**own, **_android({**version, **source.head}, known)}, (*head, application))


def _damaged(raw: bytes, how: str) -> bytes:
    if how == "truncated":
        return raw[: len(raw) * 3 // 5]
    if how == "enciphered":  # a keystream that depends on the content only, so that it is reproducible
        stream = b"".join(
            hashlib.sha256(raw[:32] + bytes([n & 255, n >> 8])).digest() for n in range(len(raw) // 32 + 1)
        )
        return bytes(a ^ b for a, b in zip(raw, stream, strict=False))
    raise ValueError(f"unknown damage: {how}")


def _resources(source: ApkSource) -> ResourceTable:
    sentences = dict(source.sentences)
    if isinstance(source.label, Mapping):
        sentences = {"app_name": source.label, **sentences}
    return write_resource_table(
        source.package, sentences, {name: f"res/xml/{name}.xml" for name in source.xml}, source.flags
    )


def entries_of(source: ApkSource) -> tuple[Entry, ...]:
    """Everything the package contains, before any signature, sorted as a build tool would."""
    table = _resources(source)
    members = dict(source.files)
    members["AndroidManifest.xml"] = write_axml(manifest(source, table.references))
    if table.references:
        members["resources.arsc"] = table.data
    members |= {f"res/xml/{name}.xml": write_axml(root) for name, root in source.xml.items()}
    for number, classes in enumerate(source.dex, 1):
        members[f"classes{number if number > 1 else ''}.dex"] = write_dex(classes)
    members |= {name: write_elf(text.encode()) for name, text in source.native.items()}
    for name, how in source.damage.items():
        members[name] = _damaged(members[name], how)
    return tuple(Entry(name, raw, stored=name.endswith(_STORED)) for name, raw in sorted(members.items()))


def build_apk(source: ApkSource, signer: Signer | None) -> bytes:
    """The package, signed unless there is no signer."""
    entries = entries_of(source)
    if signer is None:
        return b"".join(write_sections(entries))
    if "v1" in source.schemes:
        entries += sign_v1(entries, signer, source.schemes)
    return sign(write_sections(entries), signer, source.schemes, source.min_sdk or 1)


def _class(plain: str | Plain) -> ClassSource:
    if isinstance(plain, str):
        return ClassSource(plain)
    lists = {name: tuple(plain.get(name, ())) for name in ("implements", "strings", "calls")}
    return ClassSource(plain["name"], plain.get("extends", "java.lang.Object"), **lists)


def _component_from(plain: Plain) -> Component:
    kept = {"type", "name", "actions", "categories", "meta"}
    attributes = {name: value for name, value in plain.items() if name not in kept}
    lists = {name: tuple(plain.get(name, ())) for name in ("actions", "categories")}
    return Component(plain["type"], plain["name"], attributes, meta=plain.get("meta", {}), **lists)


def _tree(plain: Sequence[Any]) -> Element:
    """`[tag, {attributes}, [children or text]]`."""
    tag, attributes, children = plain
    return Element(tag, attributes, tuple(child if isinstance(child, str) else _tree(child) for child in children))


def source_from(plain: Plain) -> ApkSource:
    """The description as written in `fixtures/sources/apks/*.yaml`; an unknown key is an error."""
    values = {name: value for name, value in plain.items() if name != "publisher"}
    permissions = (item if isinstance(item, dict) else {"name": item} for item in plain.get("permissions", ()))
    values["permissions"] = tuple((item["name"], item.get("max_sdk")) for item in permissions)
    values["components"] = tuple(_component_from(item) for item in plain.get("components", ()))
    values["xml"] = {name: _tree(item) for name, item in plain.get("xml", {}).items()}
    values["dex"] = tuple(tuple(_class(item) for item in part) for part in plain.get("dex", ()))
    values["files"] = {name: text.encode() for name, text in plain.get("files", {}).items()}
    values["schemes"] = tuple(plain.get("schemes", ("v2",)))
    return ApkSource(**values)
