"""Packages with bad entry names and kinds: names that leave, hide, deceive, collide."""

from functools import partial

from tests.builders.archive import Entry
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import DEVIATES, READ, a_row, the_entries, with_entries

_ODD = {
    "parent": ("../../fictif", "path-traversal"),
    "parent-inside": ("assets/../../fictif", "path-traversal"),
    "parent-last": ("assets/..", "path-traversal"),
    "parent-backslash": ("a\\..\\b", "path-traversal"),
    "absolute": ("/etc/fictif", "path-traversal"),
    "absolute-backslash": ("\\fictif", "path-traversal"),
    "share": ("\\\\serveur\\fictif", "path-traversal"),
    "drive": ("C:\\fictif", "path-traversal"),
    "drive-relative": ("c:fictif", "path-traversal"),
    "nul": ("assets/a\0.txt", "unreadable-name"),
    "empty": ("", "unreadable-name"),
    "length-5000": ("a" * 5_000, "long-name"),
    "length-65535": ("a" * 65_535, "long-name"),
    "line-break": ("assets/a\r\nb", "control-characters-in-name"),
    "escape": ("assets/\x1b[2Jfictif", "control-characters-in-name"),
    "delete": ("assets/\x7f", "control-characters-in-name"),
    "right-to-left": ("assets/\u202etxt.exe", "control-characters-in-name"),
    "isolate": ("assets/\u2066a\u2069", "control-characters-in-name"),
    "mark": ("assets/\u200ea", "control-characters-in-name"),
    "not-utf8": ("assets/\udcff\udcfe", "name-not-utf8"),
    "overlong-slash": ("assets/\udcc0\udcaf", "name-not-utf8"),
    "surrogate": ("assets/\udced\udca0\udc80", "name-not-utf8"),
}
# Odd to people, ordinary to the platform: read without a word.
_HARMLESS = {
    "emoji": "assets/\N{SLIGHTLY SMILING FACE}",
    "reserved": "assets/CON",
    "here": "./assets/fictif",
    "spaces": "assets/ a b ",
    "dots": "assets/...",
    "colon": "assets/a:b",
    "markup": "assets/<script>alert(1)</script>",
    "formula": "assets/=1+1",
    "quotes": "assets/'\"`",
    "depth-500": "a/" * 500 + "a",
}
_KINDS = {"link": 0o120777, "device": 0o060600, "terminal": 0o020600, "pipe": 0o010600, "socket": 0o140600}
_PLAIN_KINDS = {"folder": 0o040755, "file": 0o100644}

_MANIFEST = "AndroidManifest.xml"


def _added(*names: str) -> bytes:
    return with_entries(*(Entry(name, b"FICTIF") for name in names))


def _copied(name: str, times: int, data: bytes | None = None) -> bytes:
    found = next(entry for entry in the_entries() if entry.name == name)
    return with_entries(*(Entry(name, found.data if data is None else data) for _ in range(times)))


def _of_kind(mode: int) -> bytes:
    return with_entries(Entry("assets/fictif", b"/etc/passwd", attributes=mode << 16))


def _names() -> list[HostileInput]:
    found = [
        a_row("z15", f"name-{key}", partial(_added, name), *READ, named=code) for key, (name, code) in _ODD.items()
    ]
    found += [a_row("z15", f"name-{key}", partial(_added, name), *READ) for key, name in _HARMLESS.items()]
    found += [
        a_row("z16", f"kind-{key}", partial(_of_kind, mode), *READ, named="special-file")
        for key, mode in _KINDS.items()
    ]
    found += [a_row("z16", f"kind-{key}", partial(_of_kind, mode), *READ) for key, mode in _PLAIN_KINDS.items()]
    return found


def _collisions() -> list[HostileInput]:
    refused = ("refused", "ambiguous-archive")
    rows = [
        a_row("z09", "twice-manifest-same-bytes", partial(_copied, _MANIFEST, 1), *refused),
        a_row("z09", "twice-manifest-other-bytes", partial(_copied, _MANIFEST, 1, b"\3\0\x08\0\x08\0\0\0"), *refused),
        a_row("z09", "thrice-manifest", partial(_copied, _MANIFEST, 2), *refused),
        a_row("z09", "twice-table", partial(_added, "resources.arsc", "resources.arsc"), *refused),
        a_row("z09", "twice-code", partial(_copied, "classes.dex", 1), *DEVIATES, named="duplicate-name"),
        a_row("z09", "twice-asset", partial(_added, "assets/a", "assets/a"), *DEVIATES, named="duplicate-name"),
        a_row("z09", "twice-folder", partial(_added, "assets/", "assets/"), *DEVIATES, named="duplicate-name"),
        a_row("z09", "file-and-folder", partial(_added, "assets/a", "assets/a/"), *DEVIATES, named="shadowed-name"),
        a_row("z09", "folder-of-code", partial(_added, "classes.dex/a"), *DEVIATES, named="shadowed-name"),
        a_row("z09", "folder-of-manifest", partial(_added, _MANIFEST + "/"), *DEVIATES, named="shadowed-name"),
        a_row("z09", "below-manifest", partial(_added, _MANIFEST + "/a"), *DEVIATES, named="shadowed-name"),
    ]
    # The platform tells case, accents and "./" apart: other names are other files.
    other = {
        "case-manifest": "androidmanifest.xml",
        "case-asset": "ASSETS/a",
        "decomposed": "assets/e\u0301",
        "here-manifest": "./AndroidManifest.xml",
        "space-manifest": "AndroidManifest.xml ",
    }
    return rows + [a_row("z09", f"near-{key}", partial(_added, name), *READ) for key, name in other.items()]


NAMES: tuple[HostileInput, ...] = (*_names(), *_collisions())
