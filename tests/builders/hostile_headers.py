"""Packages with one field of one header changed, as a flipped bit or a liar would."""

from functools import partial
from itertools import product

from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import DEVIATES, NO_MANIFEST, READ, UNREAD_CODE, a_good_apk, a_row

# Field -> place in its header, width in bytes.
_LOCAL = {
    "magic": (0, 4), "version": (4, 2), "flags": (6, 2), "method": (8, 2), "time": (10, 2), "date": (12, 2),
    "sum": (14, 4), "packed": (18, 4), "size": (22, 4), "name-length": (26, 2), "extra-length": (28, 2),
    "name": (30, 1),
}  # fmt: skip
_CENTRAL = {
    "magic": (0, 4), "made-by": (4, 2), "version": (6, 2), "flags": (8, 2), "method": (10, 2), "time": (12, 2),
    "date": (14, 2), "sum": (16, 4), "packed": (20, 4), "size": (24, 4), "name-length": (28, 2),
    "extra-length": (30, 2), "comment-length": (32, 2), "disk": (34, 2), "inside": (36, 2), "outside": (38, 4),
    "place": (42, 4), "name": (46, 1),
}  # fmt: skip
_END = {
    "magic": (0, 4), "disk": (4, 2), "first-disk": (6, 2), "rows-here": (8, 2), "rows": (10, 2), "size": (12, 4),
    "place": (16, 4), "comment-length": (20, 2),
}  # fmt: skip
_CHANGES = ("first-bit", "all-bits")


def _places() -> dict[str, tuple[int, dict[str, tuple[int, int]]]]:
    raw = a_good_apk()
    found = {"end": (raw.rindex(b"PK\5\6"), _END)}
    for key, name in (("manifest", b"AndroidManifest.xml"), ("code", b"classes.dex")):
        found[f"local-{key}"] = (raw.index(name) - 30, _LOCAL)
        found[f"central-{key}"] = (raw.rindex(name) - 46, _CENTRAL)
    return found


def _changed(header: str, field: str, change: str) -> bytes:
    raw = bytearray(a_good_apk())
    start, fields = _places()[header]
    place, width = fields[field]
    for at in range(start + place, start + place + width):
        raw[at] ^= 0xFF if change == "all-bits" else at == start + place
    return bytes(raw)


_TRUNCATED, _DAMAGED = ("refused", "truncated"), ("refused", "unreadable-archive")
_END_GONE = {f"end-{field}": _TRUNCATED for field in ("magic", "disk", "first-disk", "rows-here", "rows", "size")}
# What each change comes to. Whatever is not listed changes nothing on which the content depends, and is named.
_ENDS: dict[str, tuple[str, str]] = {
    **_END_GONE,
    "end-place": NO_MANIFEST,
    "end-comment-length": DEVIATES,
    **{f"local-manifest-{field}": NO_MANIFEST for field in ("magic", "name-length", "extra-length")},
    "local-manifest-name": DEVIATES,
    **{f"local-code-{field}": DEVIATES for field in ("magic", "name-length", "extra-length", "name")},
    **{f"central-{key}-name-length": _DAMAGED for key in ("manifest", "code")},
    **{
        f"central-{key}-{field}-length-first-bit": _DAMAGED
        for key in ("manifest", "code")
        for field in ("extra", "comment")
    },
    **{
        f"central-{key}-{field}-length-all-bits": _TRUNCATED
        for key in ("manifest", "code")
        for field in ("extra", "comment")
    },
    "central-manifest-magic": _TRUNCATED,
    "central-manifest-packed": NO_MANIFEST,
    "central-manifest-size-all-bits": ("refused", "unsafe-ratio"),
    "central-manifest-place": NO_MANIFEST,
    "central-manifest-name": ("partly_read", "no-manifest"),
    "central-code-magic": _DAMAGED,
    "central-code-packed-first-bit": UNREAD_CODE,
    "central-code-packed-all-bits": DEVIATES,
    "central-code-size-all-bits": UNREAD_CODE,
    "central-code-place": DEVIATES,
    "central-code-name": DEVIATES,
}
_NAMED = {
    "end-comment-length": "truncated-comment",
    **{f"local-{key}-method": "local-method-differs" for key in ("manifest", "code")},
    **{
        f"local-{key}-{field}": "local-size-differs"
        for key in ("manifest", "code")
        for field in ("sum", "packed", "size")
    },
    **{f"local-{key}-name": "local-name-differs" for key in ("manifest", "code")},
    **{f"central-{key}-flags": "encryption-bit" for key in ("manifest", "code")},
    **{f"central-{key}-method": "unknown-method" for key in ("manifest", "code")},
    **{f"central-{key}-sum": "local-size-differs" for key in ("manifest", "code")},
    **{f"central-{key}-place": "local-header-missing" for key in ("manifest", "code")},
    "central-code-name": "hidden-code",
}


def _expected(header: str, field: str, change: str) -> tuple[str, str]:
    for key in (f"{header}-{field}-{change}", f"{header}-{field}"):
        if key in _ENDS:
            return _ENDS[key]
    return READ


def _rows() -> list[HostileInput]:
    return [
        a_row(
            "z03",
            f"{header}-{field}-{change}",
            partial(_changed, header, field, change),
            *_expected(header, field, change),
            named=_NAMED.get(f"{header}-{field}", ""),
        )
        for header, (_, fields) in _places().items()
        for field, change in product(fields, _CHANGES)
    ]


HEADERS: tuple[HostileInput, ...] = tuple(_rows())
