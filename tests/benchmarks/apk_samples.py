"""The packages that are measured: real ones where SCEAU_CORPUS says, our own fixtures, and large invented ones."""

import hashlib
import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
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
_WORTH = 200_000  # smaller code files are test cases, not apps
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
            yield _kept(path.name, _large(mebibytes << 20)) if not path.exists() else _sample(path.name, path)


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
    """Build a package of about `size` bytes: two fifths code, a script bundle, the rest native libraries.

    The code is real where SCEAU_CORPUS is there, every file of it once, else invented: what other tools spend depends
    on how many methods and lines a file tells of, and invented code tells of fewer.
    """
    members = [("AndroidManifest.xml", _manifest(), False)]
    code, wanted = 0, size * 2 // 5
    for number, body in enumerate(_codes(), 1):
        if code >= wanted * 9 // 10:
            break
        if code + len(body) <= wanted:
            members.append((f"classes{number if number > 1 else ''}.dex", body, False))
            code += len(body)
    members.append(("assets/index.android.bundle", _script(size // 16), False))
    step = 4 << 20
    left = size - sum(len(zlib.compress(body, 6)) for _, body, _ in members)
    members += [
        (f"lib/arm64-v8a/libfictif{n}.so", b"\x7fELF" + _noise(n, step), True) for n in range(max(0, left // step))
    ]
    names = [name for name, _, _ in members if name.endswith(".dex")]  # numbered without a hole
    standard = {name: f"classes{n if n > 1 else ''}.dex" for n, name in enumerate(names, 1)}
    entries = [Entry(standard.get(name, name), body, stored=stored) for name, body, stored in members]
    signer = load_signer(_KEY.read_bytes(), "FICTIF")
    return sign(write_sections(entries), signer, ("v2",), 26)


def _codes() -> Iterator[bytes]:
    """Code files, none twice."""
    place = corpus()
    seen: set[bytes] = set()
    for path in sorted((place / "apk").rglob("*.apk")) if place else ():
        if "hostile" in str(path):
            continue
        try:
            with ZipFile(path) as archive:
                bodies = [archive.read(i) for i in archive.infolist() if i.filename.endswith(".dex")]
        except (BadZipFile, NotImplementedError, RuntimeError, zlib.error):
            continue
        for body in bodies:
            digest = hashlib.sha256(body).digest()
            if len(body) > _WORTH and digest not in seen:
                seen.add(digest)
                yield body
    yield from (_code(n) for n in range(1, 40))


def _script(size: int) -> bytes:
    """A bundle as build tools write them: functions without names, an address here and there."""
    lines, total = [], 0
    for n in count():
        seed = hashlib.sha256(f"script {n}".encode()).hexdigest()
        words = "_".join(_WORDS[int(c, 16) % len(_WORDS)] for c in seed[:5])
        line = f"__d(function(g,r,i){{var {words}=r(d[{n % 9}]);e.{words}=function(t){{return t.{seed[:6]}}}}},{n});"
        lines.append(line if n % 400 else f"{line}fetch('https://api{n % 4000}.fictif.example/v1/{words}');")
        total += len(lines[-1])
        if total >= size:
            return "\n".join(lines).encode()
    raise AssertionError


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
