"""The packages that are measured: real ones where SCEAU_CORPUS says, our own fixtures, and large invented ones."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from fixtures.build import build_apks
from tests.builders.archive import Entry, write_sections
from tests.builders.axml import Element, write_axml
from tests.builders.dex import ClassSource, write_dex
from tests.builders.signing import load_signer, sign
from tests.integration.corpus import corpus

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "build" / "bench"
_KEY = ROOT / "fixtures" / "keys" / "FICTIF-test-only.pem"
_CLASSES, _STRINGS, _CALLS = 2_400, 5, 150
_WORDS = ("load", "view", "state", "cache", "query", "event", "token", "layout", "remote", "update", "config", "error")


@dataclass(frozen=True, slots=True)
class Sample:
    """One package to measure."""

    name: str
    path: Path
    dex: int  # bytes of code, unpacked
    size: int


def samples(kinds: str) -> Iterator[Sample]:
    """Packages of the kinds asked for: `r`eal, `o`wn, `s`ynthetic."""
    if "r" in kinds:
        place = corpus()
        for path in sorted((place / "apk").rglob("*.apk")) if place else ():
            if path.stat().st_size > 500_000 and "hostile" not in str(path):
                yield _sample(path.name, path)
    if "o" in kinds:
        for name, data in sorted(build_apks().items()):
            yield _kept(Path(name).name, data)
    if "s" in kinds:
        for mebibytes in (50, 100):
            path = BUILT / f"synthetic-{mebibytes}.apk"
            if not path.exists():
                _kept(path.name, _large(mebibytes << 20))
            yield _sample(path.name, path)


def _kept(name: str, data: bytes) -> Sample:
    BUILT.mkdir(parents=True, exist_ok=True)
    path = BUILT / name
    path.write_bytes(data)
    return _sample(name, path)


def _sample(name: str, path: Path) -> Sample:
    try:
        with ZipFile(path) as archive:
            dex = sum(info.file_size for info in archive.infolist() if info.filename.endswith(".dex"))
    except BadZipFile:
        dex = 0
    return Sample(name, path, dex, path.stat().st_size)


def _large(size: int) -> bytes:
    """Build a package of about `size` bytes: many code files, native libraries, a script bundle, pictures."""
    parts = 6 * (size >> 20) // 50 * 2
    members = [("AndroidManifest.xml", _manifest(), False)]
    members += [(f"classes{n if n > 1 else ''}.dex", _code(n), False) for n in range(1, parts + 1)]
    script = "\n".join(
        f"function f{n}(){{return fetch('https://api{n % 40}.fictif.example/v1/{n}')}}" for n in range(30_000)
    )
    members.append(("assets/index.android.bundle", script.encode(), False))
    left = size - sum(len(zlib.compress(body, 6)) for _, body, _ in members)
    step = 4 << 20
    members += [
        (f"lib/arm64-v8a/libfictif{n}.so", b"\x7fELF" + _noise(n, step), True) for n in range(max(0, left // step))
    ]
    entries = [Entry(name, body, stored=stored) for name, body, stored in sorted(members)]
    signer = load_signer(_KEY.read_bytes(), "FICTIF")
    return sign(write_sections(entries), signer, ("v2",), 26)


def _manifest() -> bytes:
    name = "fr.fictif.grand"
    activity = Element("activity", {"android:name": f"{name}.a1.C0"})
    application = Element("application", {"android:label": "FICTIF"}, (activity,))
    levels = Element("uses-sdk", {"android:minSdkVersion": 26, "android:targetSdkVersion": 36})
    return write_axml(Element("manifest", {"package": name, "android:versionCode": 1}, (levels, application)))


def _code(part: int) -> bytes:
    """One code file in the proportions of a real one: a quarter of it strings, packages of some twenty classes."""
    classes = []
    for number in range(_CLASSES):
        seed = hashlib.sha256(f"{part}/{number}".encode()).hexdigest()
        words = " ".join(_WORDS[int(c, 16) % len(_WORDS)] for c in seed[:6])
        strings = tuple(f"{words} {seed[n * 4 : n * 4 + 8]} {part}.{number}.{n}" for n in range(_STRINGS))
        calls = tuple(
            f"fr.fictif.grand.a{part}.p{(number * 7 + n) % 120}.C{(number + n * 31) % _CLASSES}" for n in range(_CALLS)
        )
        package = f"fr.fictif.grand.a{part}" + (f".p{number // 20}" if number else "")
        classes.append(ClassSource(f"{package}.C{number}", strings=strings, calls=calls))
    return write_dex(classes)


def _noise(seed: int, length: int) -> bytes:
    return hashlib.shake_128(f"noise {seed}".encode()).digest(length)


def tracker_list() -> Path | None:
    """The list that exodus-core is given, from the real inputs; the benchmark names what it lacks."""
    place = corpus()
    found = sorted((place / "trackers").glob("exodus-api-trackers-*.json")) if place else []
    if not found:
        return None
    kept = BUILT / "trackers.json"
    BUILT.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(json.loads(found[-1].read_text("utf-8"))), "utf-8")
    return kept
