"""What is fuzzed: each reader with the one exception it may raise, and the good files from which mutation starts."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from analyzers.extract.capture import extract_capture
from analyzers.extract.package import extract_package
from analyzers.extract.shapes import find_fault
from analyzers.formats.archive import open_archive
from analyzers.formats.arsc import ResourceTable
from analyzers.formats.axml import read_axml
from analyzers.formats.certificate import key_facts, read_certificate
from analyzers.formats.der import read_node
from analyzers.formats.dex import read_dex
from analyzers.formats.endrecord import find_end_record
from analyzers.formats.errors import FormatError
from analyzers.formats.jar_manifest import read_sections
from analyzers.formats.lineage import LineageError, read_lineage
from analyzers.formats.names import name_deviation, shown_name
from analyzers.formats.pkcs7 import read_signed_data
from analyzers.formats.pool import StringPool
from analyzers.formats.sniff import sniff_capture, sniff_document, sniff_kind
from analyzers.formats.tnetstring import read_frames, read_value
from tests.builders.arsc import write_resource_table
from tests.builders.hostile_apk import MANIFEST, a_good_apk, the_entries
from tests.builders.hostile_capture import a_good_flow_file, a_good_har
from tests.builders.hostile_dex import GOOD_DEX
from tests.builders.hostile_signed import a_signer
from tests.builders.string_pool import write_string_pool
from tests.builders.tampered import a_signed_apk

_MOST_READ = 4 << 20


@dataclass(frozen=True, slots=True)
class Target:
    """One reader: `refusals` are the only exceptions it may let out."""

    read: Callable[[bytes], object]
    seeds: Callable[[], tuple[bytes, ...]]
    refusals: tuple[type[Exception], ...] = (FormatError,)

    def run(self, data: bytes) -> None:
        """Read once. Whatever else comes out than a refusal is a finding of the fuzzer."""
        try:
            self.read(data)
        except self.refusals:
            return


@cache
def _signed(*schemes: str) -> bytes:
    return a_signed_apk(a_signer(), *schemes, min_sdk=21)


def _member(raw: bytes, ending: str) -> bytes:
    archive = open_archive(raw)
    return next(archive.read(entry, _MOST_READ) for entry in archive.entries if entry.name.endswith(ending))


def _archive(data: bytes) -> None:
    archive = open_archive(data)
    for entry in archive.entries[:50]:
        archive.head(entry, 4)
        try:
            archive.read(entry, _MOST_READ)
            sum(map(len, archive.chunks(entry, _MOST_READ)))
        except FormatError:
            continue


def _table(data: bytes) -> None:
    table = ResourceTable(data)
    table.translations()
    for number in (0x7F010000, 0x7F010001, 0x7F020000, 0x01010000):
        table.texts(number)
        table.default(number)
    table.named("string", "app_name")


def _pool(data: bytes) -> None:
    pool = StringPool(data, 0, len(data))
    for index in range(min(pool.count, 200)):
        pool[index]


def _certificate(data: bytes) -> None:
    key_facts(read_certificate(data).public_key())


def _frames(data: bytes) -> None:
    for frame in read_frames(data):
        try:
            read_value(data, frame)
        except FormatError:
            continue


def _names(data: bytes) -> None:
    shown_name(data).encode()
    name_deviation(data)


def _sniff(data: bytes) -> None:
    sniff_kind(data)
    sniff_capture(data)
    sniff_document(data)


def _package(data: bytes) -> None:
    _well_shaped(extract_package(data).evidence, "apk")


def _capture(data: bytes) -> None:
    _well_shaped(extract_capture(data).evidence, "traffic")


def _well_shaped(evidence: object, section: str) -> None:
    if evidence is not None:
        body = json.loads(json.dumps(evidence, allow_nan=False))
        assert find_fault(body, section) is None


def _resources() -> bytes:
    return write_resource_table(
        "fr.fictif", {"app_name": {"": "A", "fr": "B"}, "x": {"": "C"}}, {"n": "res/n.xml"}
    ).data


def _manifest() -> bytes:
    return next(entry.data for entry in the_entries() if entry.name == MANIFEST)


TARGETS: dict[str, Target] = {
    "archive": Target(_archive, lambda: (a_good_apk(), _signed("v1", "v2"))),
    "end_record": Target(find_end_record, lambda: (a_good_apk()[-200:], a_good_apk())),
    "names": Target(_names, lambda: (b"assets/a", b"../a", b"\xff")),
    "axml": Target(read_axml, lambda: (_manifest(),)),
    "arsc": Target(_table, lambda: (_resources(),)),
    "pool": Target(_pool, lambda: (write_string_pool(["a", "b" * 200, "\N{SLIGHTLY SMILING FACE}"]),)),
    "dex": Target(read_dex, lambda: (GOOD_DEX,)),
    "der": Target(read_node, lambda: (a_signer().certificate_der,)),
    "certificate": Target(_certificate, lambda: (a_signer().certificate_der,)),
    "pkcs7": Target(read_signed_data, lambda: (_member(_signed("v1"), ".RSA"),)),
    "jar_manifest": Target(read_sections, lambda: (_member(_signed("v1"), ".MF"), _member(_signed("v1"), ".SF"))),
    "lineage": Target(read_lineage, lambda: (bytes(8),), (FormatError, LineageError)),
    "tnetstring": Target(_frames, lambda: (a_good_flow_file(),)),
    "sniff": Target(_sniff, lambda: (b"%PDF-1.7", b'{"log":', b"12:a", b"PK\3\4")),
    # Whole readings: signatures of every scheme, captures of every form.
    "package": Target(_package, lambda: (_signed("v1"), _signed("v2", "v3"), _signed("v1", "v2", "v3")), ()),
    "capture": Target(_capture, lambda: (a_good_har(), a_good_flow_file()), ()),
}
