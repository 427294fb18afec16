"""The resource table: sentences in several languages and the paths of configuration files, each with its number."""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.builders.axml import Reference
from tests.builders.string_pool import write_string_pool

_PACKAGE_ID = 0x7F
_PACKAGE_HEADER = 288
_ABSENT = 0xFFFFFFFF
_LOCALE_CHANGES = 0x0004
_STRING, _XML, _BOOL = 1, 2, 3  # our resource types, numbered from one as the format wants
_TEXT, _TRUTH = 3, 0x12  # how a value is written: its place in the pool, or a truth value

# name -> locale ("" is the default; `fr-FR@26` from a platform level on) -> sentence
Sentences = Mapping[str, Mapping[str, str]]
Flags = Mapping[str, Mapping[str, bool]]  # likewise, truth values


@dataclass(frozen=True, slots=True)
class ResourceTable:
    """The bytes of `resources.arsc` and the number of every resource, keyed `string/app_name` or `xml/paths`."""

    data: bytes
    references: Mapping[str, Reference]


def _configuration(locale: str) -> bytes:
    locale, _, level = locale.partition("@")
    language, _, country = locale.partition("-")
    packed = language.encode().ljust(2, b"\0") + country.encode().ljust(2, b"\0")
    return struct.pack("<II4s12xHH", 64, 0, packed, int(level or 0), 0).ljust(64, b"\0")


def _type_spec(type_id: int, flags: Sequence[int]) -> bytes:
    head = struct.pack("<HHIBBHI", 0x202, 16, 16 + 4 * len(flags), type_id, 0, 0, len(flags))
    return head + struct.pack(f"<{len(flags)}I", *flags)


def _type(type_id: int, locale: str, values: Sequence[int | None], first_key: int, form: int = _TEXT) -> bytes:
    """One configuration of one type: the number of each value, or None where this locale has none."""
    config = _configuration(locale)
    offsets, entries = [], b""
    for number, value in enumerate(values):
        offsets.append(_ABSENT if value is None else len(entries))
        if value is not None:
            entries += struct.pack("<HHIHBBI", 8, 0, first_key + number, 8, 0, form, value)
    header = 20 + len(config)
    start = header + 4 * len(offsets)
    head = struct.pack("<HHIBBHII", 0x201, header, start + len(entries), type_id, 0, 0, len(offsets), start)
    return head + config + struct.pack(f"<{len(offsets)}I", *offsets) + entries


def write_resource_table(
    package: str, sentences: Sentences, xml_files: Mapping[str, str], flags: Flags | None = None
) -> ResourceTable:
    """A table of three types: `string` and `bool` (per locale), and `xml` (name to path in the archive)."""
    pool = sorted({text for by_locale in sentences.values() for text in by_locale.values()} | set(xml_files.values()))
    place = {text: index for index, text in enumerate(pool)}
    names, files, flags = list(sentences), list(xml_files), flags or {}
    switches, chunks = list(flags), b""
    if names:
        chunks += _type_spec(_STRING, [_LOCALE_CHANGES if len(sentences[name]) > 1 else 0 for name in names])
        for locale in sorted({locale for by_locale in sentences.values() for locale in by_locale}):
            values = [place[sentences[name][locale]] if locale in sentences[name] else None for name in names]
            chunks += _type(_STRING, locale, values, 0)
    if files:
        chunks += _type_spec(_XML, [0] * len(files))
        chunks += _type(_XML, "", [place[xml_files[name]] for name in files], len(names))
    if switches:
        chunks += _type_spec(_BOOL, [_LOCALE_CHANGES if len(flags[name]) > 1 else 0 for name in switches])
        for locale in sorted({locale for by_locale in flags.values() for locale in by_locale}):
            truths = [None if locale not in flags[name] else 0xFFFFFFFF * flags[name][locale] for name in switches]
            chunks += _type(_BOOL, locale, truths, len(names + files), _TRUTH)
    types, keys = write_string_pool(["string", "xml", "bool"]), write_string_pool(names + files + switches)
    body = types + keys + chunks
    title = package.encode("utf-16-le")[:254].ljust(256, b"\0")
    head = struct.pack("<HHII", 0x200, _PACKAGE_HEADER, _PACKAGE_HEADER + len(body), _PACKAGE_ID) + title
    head += struct.pack("<IIIII", _PACKAGE_HEADER, 2, _PACKAGE_HEADER + len(types), len(names + files + switches), 0)
    inner = write_string_pool(pool) + head + body
    data = struct.pack("<HHII", 2, 12, 12 + len(inner), 1) + inner
    return ResourceTable(data, number_resources(names, files, switches))


def number_resources(names: Sequence[str], files: Sequence[str], switches: Sequence[str] = ()) -> dict[str, Reference]:
    """The number each resource will have, known before the table is written."""
    numbers = {f"string/{name}": Reference(_PACKAGE_ID << 24 | _STRING << 16 | n) for n, name in enumerate(names)}
    numbers |= {f"xml/{name}": Reference(_PACKAGE_ID << 24 | _XML << 16 | n) for n, name in enumerate(files)}
    return numbers | {f"bool/{name}": Reference(_PACKAGE_ID << 24 | _BOOL << 16 | n) for n, name in enumerate(switches)}
