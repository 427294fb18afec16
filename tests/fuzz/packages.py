"""What is fuzzed of packages: the container, what lies in it, and who signed it."""

import json
import re
import struct
from functools import cache

from analyzers.extract.package import extract_package
from analyzers.extract.shapes import find_fault
from analyzers.formats.algorithms import BY_NUMBER, verify
from analyzers.formats.archive import Archive, open_archive
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.assemblies import list_stored, unpack
from analyzers.formats.axml import read_axml
from analyzers.formats.bundles import (
    capacitor_plugins,
    cordova_plugins,
    dart_packages,
    is_package_name,
    script_packages,
    unity_assemblies,
)
from analyzers.formats.calls import find_calls
from analyzers.formats.certificate import key_facts, read_certificate
from analyzers.formats.dart import read_strings as read_dart
from analyzers.formats.der import read_node
from analyzers.formats.dex import code_units, read_dex
from analyzers.formats.directory import find_duplicates, find_overlaps, read_directory
from analyzers.formats.dotnet import read_assembly, read_user_strings
from analyzers.formats.elf import read_elf
from analyzers.formats.endrecord import find_end_record
from analyzers.formats.errors import FormatError
from analyzers.formats.hermes import read_strings
from analyzers.formats.il2cpp import read_literals, read_names, read_tables
from analyzers.formats.inflate import inflate, inflate_head
from analyzers.formats.jar_digests import Levels
from analyzers.formats.jar_manifest import read_sections
from analyzers.formats.lineage import LineageError, read_lineage
from analyzers.formats.loads import find_loaders
from analyzers.formats.mentions import Mentions
from analyzers.formats.names import name_deviation, shown_name
from analyzers.formats.pkcs7 import read_signed_data
from analyzers.formats.pool import StringPool
from analyzers.formats.rewriting import add_file_resource, point_element
from analyzers.formats.scan import Mark
from analyzers.formats.scheme_v1 import check_jar
from analyzers.formats.scheme_v2 import Question, check_scheme
from analyzers.formats.scheme_v4 import holds, read_side_signature
from analyzers.formats.signing import Claims, verify_package
from analyzers.formats.signing_block import V2, V3, ContentDigests, find_signing_block
from tests.builders.archive import Entry, write_archive
from tests.builders.arsc import write_resource_table
from tests.builders.bundles import write_dart, write_hermes
from tests.builders.deflate import deflate
from tests.builders.dex import ClassSource, write_dex
from tests.builders.elf import write_elf
from tests.builders.hostile_apk import MANIFEST, a_good_apk, the_entries
from tests.builders.hostile_dex import GOOD_DEX
from tests.builders.hostile_signed import a_signer, with_block
from tests.builders.managed import pack_assembly, write_assembly, write_metadata, write_store
from tests.builders.side_signing import sign_v4
from tests.builders.string_pool import write_string_pool
from tests.builders.tampered import a_signed_apk
from tests.fuzz.target import Target

_MOST_READ = 4 << 20
_SEAM = b"\xff\xfe\xfd"  # parts one input from the next where a reader takes several


@cache
def _signed(*schemes: str) -> bytes:
    return a_signed_apk(a_signer(), *schemes, min_sdk=21)


def _member(raw: bytes, ending: str) -> bytes:
    archive = open_archive(raw)
    return next(archive.read(entry, _MOST_READ) for entry in archive.entries if entry.name.endswith(ending))


def _block(number: int) -> bytes:
    found = find_signing_block(open_archive(_signed("v2", "v3")))
    value = found.value(number) if found else None
    assert value is not None
    return value


def _archive(data: bytes) -> None:
    archive = open_archive(data)
    for entry in archive.entries[:50]:
        archive.head(entry, 4)
        try:
            archive.read(entry, _MOST_READ)
            sum(map(len, archive.chunks(entry, _MOST_READ)))
        except FormatError:
            continue


def _directory(data: bytes) -> None:
    end, _ = find_end_record(data)
    entries, stopped, _ = read_directory(data, end)
    assert stopped <= len(data)
    list(find_duplicates(entries, len({entry.raw_name for entry in entries})))
    list(find_overlaps(entries))


def _inflate(data: bytes) -> None:
    inflate_head(memoryview(data), 64)
    inflate(memoryview(data), _MOST_READ)


def _names(data: bytes) -> None:
    shown_name(data).encode()
    name_deviation(data)


def _table(data: bytes) -> None:
    table = ResourceTable(data)
    table.translations()
    table.string_names()
    for number in (0x7F010000, 0x7F010001, 0x7F020000, 0x01010000):
        table.texts(number)
        table.default(number)
    table.named("string", "app_name")


def _pool(data: bytes) -> None:
    pool = StringPool(data, 0, len(data))
    for index in range(min(pool.count, 200)):
        pool[index]


def _dex(data: bytes) -> None:
    for part in read_dex(data).parts:
        for body in list(part.bodies().values())[:50]:
            code_units(data, body)


def _loads(data: bytes) -> None:
    tables = read_dex(data)
    spans = [part.section for part in tables.parts if part.section]
    places = [place for first, last in spans for place in range(first, last, max(1, (last - first) // 50))]
    for place, paths in find_loaders(data, places, tables).items():
        assert place in places
        assert paths


def _calls(data: bytes) -> None:
    for name, call in find_calls(data, read_dex(data), ("fr/fictif/",), ("java/",)).rows.items():
        assert name == call.target
        assert call.at < len(data)


def _scan(data: bytes) -> None:
    mark = data[:1] or b"\0"
    assert list(Mark(mark * 2).places(data, 0, len(data))) == [
        m.start() for m in re.finditer(re.escape(mark * 2), data)
    ]


def _rewriting(data: bytes) -> None:
    for edit in (_edit_table, _edit_manifest):
        try:
            edit(data)
        except FormatError:
            continue


def _edit_table(data: bytes) -> None:
    changed, number = add_file_resource(data, "res/a.xml", "a")
    assert ResourceTable(changed).default(number) is not None


def _edit_manifest(data: bytes) -> None:
    read_axml(point_element(data, "application", (0x01010527, "networkSecurityConfig"), 0x7F020000))


def _elf(data: bytes) -> None:
    read_elf(data, 0, len(data))


def _hermes(data: bytes) -> None:
    for place, text in read_strings(data):
        assert 0 <= place <= len(data)
        is_package_name(text)


def _assemblies(data: bytes) -> None:
    for place, raw in list_stored(data):
        assert data[place : place + len(raw)] == raw
        try:
            assert len(unpack(raw, _MOST_READ)) <= max(_MOST_READ, len(raw))
        except FormatError:
            continue


def _dotnet(data: bytes) -> None:
    found = read_assembly(data)
    json.dumps([found.name, *found.namespaces])
    for place, text in read_user_strings(data, found.strings):
        assert len(data[place : place + 2 * len(text) : 2]) == len(text)


def _il2cpp(data: bytes) -> None:
    _, literals, names = read_tables(data)
    assert all(name.isascii() for name in read_names(data, names))
    for place, text in read_literals(data, literals):
        assert data[place : place + len(text)] == text


def _bundles(data: bytes) -> None:
    names = dart_packages(data, 0, len(data)) | script_packages(data) | cordova_plugins(data)
    for read in (capacitor_plugins, unity_assemblies):
        try:
            names |= read(data)
        except FormatError:
            continue
    json.dumps(sorted(names))


def _dart(data: bytes) -> None:
    for at, text in read_dart(data, 0, len(data)):
        assert data[at : at + len(text)] == text


def _mentions(data: bytes) -> None:
    found = Mentions()
    found.look_at_constants(data, 0, len(data), "a")
    found.look_at_text(data, 0, len(data), "b")
    found.look_at_string(data, 7, "c")
    found.look_at_name(data, 7, "d")


def _certificate(data: bytes) -> None:
    key_facts(read_certificate(data).public_key())


def _algorithms(data: bytes) -> None:
    key, _, rest = data.partition(_SEAM)
    signature, _, said = rest.partition(_SEAM)
    for row in BY_NUMBER.values():
        verify(key, row, signature, said)


def _jar(data: bytes) -> None:
    """A package whose three signature files are the fuzzer's."""
    named = zip(("MANIFEST.MF", "A.SF", "A.RSA"), data.split(_SEAM, 2), strict=False)
    entries = [Entry(f"META-INF/{name}", part, stored=True) for name, part in named]
    check_jar(open_archive(write_archive([Entry("a", b"a", stored=True), *entries])), Levels(21, 99), frozenset())


def _jar_seed() -> bytes:
    return _SEAM.join(_member(_signed("v1"), ending) for ending in (".MF", ".SF", ".RSA"))


@cache
def _digests() -> ContentDigests:
    archive = open_archive(_signed("v2", "v3"))
    block = find_signing_block(archive)
    assert block is not None
    return ContentDigests(archive, block)


def _scheme(data: bytes) -> None:
    for asked in (Question("v2", 24), Question("v3", 28), Question("v3.1", 33)):
        check_scheme(data, _digests(), asked)


def _side(data: bytes) -> None:
    holds(read_side_signature(data), a_good_apk())


def _signing_block(data: bytes) -> None:
    archive = _with_pairs(data)
    find_signing_block(archive)


def _signing(data: bytes) -> None:
    verify_package(_with_pairs(data), Claims(24, 36))


def _with_pairs(pairs: bytes) -> Archive:
    return open_archive(with_block(pairs))


def _pairs(*numbers: int) -> bytes:
    rows = [(number, _block(number)) for number in numbers]
    return b"".join(struct.pack("<QI", len(value) + 4, number) + value for number, value in rows)


def _package(data: bytes) -> None:
    evidence = extract_package(data).evidence
    if evidence is not None:
        body = json.loads(json.dumps(evidence, allow_nan=False))
        assert find_fault(body, "apk") is None


def _resources() -> bytes:
    return write_resource_table(
        "fr.fictif", {"app_name": {"": "A", "fr": "B"}, "x": {"": "C"}}, {"n": "res/n.xml"}
    ).data


def _manifest() -> bytes:
    return next(entry.data for entry in the_entries() if entry.name == MANIFEST)


def _loading_code() -> bytes:
    return write_dex([ClassSource("fr.fictif.A", strings=("https://a.example", "x")), ClassSource("fr.fictif.B")])


def _addresses() -> bytes:
    return b"\x1ahttps://api.example.fr/v1/\0\x10com.example.suivi\0wss://a.b\0\x0fstats.exemple.fr\0"


def _scripts() -> tuple[bytes, ...]:
    return (
        b'require("node_modules/@sentry/react-native/x");"react-native-maps"',
        b'module.exports=[{"id":"cordova-plugin-x.y","pluginId":"cordova-plugin-x"}]',
        b'[{"pkg":"@capacitor/app","classpath":"x"}]',
        b'{"names":["Firebase.App.dll"],"types":[2]}',
        write_dart("package:firebase_analytics/a.dart"),
    )


def _assembly(*, pe64: bool = False) -> bytes:
    return write_assembly("A.dll", {"A.B": ["C"]}, ("https://a.example/", "x" * 300, "é"), pe64=pe64)


def _stores() -> tuple[bytes, ...]:
    members = [pack_assembly(_assembly()), _assembly()]
    return (*(write_store(members, version) for version in (1, 2, 3)), b"ELF" + members[0], b"ELF" + members[1])


PACKAGES: dict[str, Target] = {
    "archive": Target(_archive, lambda: (a_good_apk(), _signed("v1", "v2"))),
    "endrecord": Target(find_end_record, lambda: (a_good_apk()[-200:], a_good_apk())),
    "directory": Target(_directory, lambda: (a_good_apk(),)),
    "inflate": Target(_inflate, lambda: (deflate(b"abc" * 100), deflate(bytes(300)))),
    "names": Target(_names, lambda: (b"assets/a", b"../a", b"\xff")),
    "axml": Target(read_axml, lambda: (_manifest(),)),
    "arsc": Target(_table, lambda: (_resources(),)),
    "pool": Target(_pool, lambda: (write_string_pool(["a", "b" * 200, "\N{SLIGHTLY SMILING FACE}"]),)),
    "dex": Target(_dex, lambda: (GOOD_DEX,)),
    "loads": Target(_loads, lambda: (_loading_code(), GOOD_DEX)),
    "calls": Target(_calls, lambda: (_loading_code(), GOOD_DEX)),
    "scan": Target(_scan, lambda: (b"\0\0\0a\0\0",), ()),
    "rewriting": Target(_rewriting, lambda: (_resources(), _manifest())),
    "elf": Target(_elf, lambda: (write_elf(b"text\0"),)),
    "hermes": Target(_hermes, lambda: (write_hermes(["react-native-maps", "é" * 3, "x" * 300]),)),
    "dart": Target(_dart, lambda: (write_dart("https://a.example/x", "b.example.fr", word=8), write_dart("c.fr")), ()),
    "assemblies": Target(_assemblies, _stores),
    "dotnet": Target(_dotnet, lambda: (_assembly(), _assembly(pe64=True))),
    "il2cpp": Target(_il2cpp, lambda: (write_metadata(("A.dll", "A.B"), ("https://a.example/", "x.y")),)),
    "bundles": Target(_bundles, _scripts),
    "mentions": Target(_mentions, lambda: (_addresses(), GOOD_DEX), ()),
    "der": Target(read_node, lambda: (a_signer().certificate_der,)),
    "certificate": Target(_certificate, lambda: (a_signer().certificate_der,)),
    "algorithms": Target(_algorithms, lambda: (_SEAM.join((a_signer().public_der, bytes(256), b"said")),), ()),
    "pkcs7": Target(read_signed_data, lambda: (_member(_signed("v1"), ".RSA"),)),
    "jar_manifest": Target(read_sections, lambda: (_member(_signed("v1"), ".MF"), _member(_signed("v1"), ".SF"))),
    "lineage": Target(read_lineage, lambda: (bytes(8),), (FormatError, LineageError)),
    "scheme_v1": Target(_jar, lambda: (_jar_seed(),)),
    "scheme_v2": Target(_scheme, lambda: (_block(V2), _block(V3)), ()),
    "scheme_v4": Target(_side, lambda: (sign_v4(a_good_apk(), a_signer()),)),
    "signing_block": Target(_signing_block, lambda: (_pairs(V2, V3), _pairs(V3))),
    "signing": Target(_signing, lambda: (_pairs(V2, V3), _pairs(V2))),
    # Whole readings, signatures of every scheme.
    "package": Target(_package, lambda: (_signed("v1"), _signed("v2", "v3"), _signed("v1", "v2", "v3")), ()),
}
