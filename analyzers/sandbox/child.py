"""The inside of the one-shot child: limits, lock, then the reader and one answer. It knows nothing of the service."""

import encodings.idna
import encodings.utf_16_be
import encodings.utf_16_le
import gc
import json
import mmap
import os
import resource
import stringprep
from collections.abc import Callable
from functools import partial

from cryptography.hazmat.backends.openssl import backend

from analyzers.contract import Extraction
from analyzers.extract.capture import extract_capture
from analyzers.extract.document import extract_document
from analyzers.extract.excerpt import read_excerpt
from analyzers.extract.inventory import take_inventory
from analyzers.extract.package import extract_package
from analyzers.extract.trusting import plan_copy
from analyzers.formats.certificate import load_key
from analyzers.formats.endrecord import Buffer
from analyzers.sandbox.jail import lock_down
from analyzers.sandbox.probes import run_probes

SOURCE = 0  # the file to read is standard input
ANSWER = 1
UNLOCKED_EXIT, MEMORY_EXIT, BROKEN_EXIT = 76, 77, 78

# What the libraries would open later, when nothing can be opened any more.
_PRELOADED = (backend, encodings.idna, encodings.utf_16_be, encodings.utf_16_le, stringprep)

_READERS: dict[str, Callable[[Buffer], Extraction]] = {
    "apk": extract_package,
    "capture": extract_capture,
    "document": extract_document,
}


def main(arguments: list[str]) -> None:
    """Run one extraction (`kind tier memory cpu output files min max`), read an excerpt or run the probes; then end."""
    code = BROKEN_EXIT
    try:
        code = _ACTS.get(arguments[0], _extract)(*arguments)
    except MemoryError:
        code = MEMORY_EXIT
    finally:
        os._exit(code)  # no clean-up: there is nothing to keep, and little that is still permitted


def _probe(_: str, tier: str) -> int:
    try:
        lock_down(tier)
    except (OSError, KeyError):
        return UNLOCKED_EXIT
    _write(json.dumps(run_probes()).encode())
    return 0


def _extract(kind: str, tier: str, memory: str, cpu: str, output: str, files: str, *levels: str) -> int:
    size = os.fstat(SOURCE).st_size
    data: Buffer = mmap.mmap(SOURCE, size, prot=mmap.PROT_READ) if size else b""
    load_key(b"")  # the library makes itself ready while it still can
    gc.disable()  # one short life: nothing to collect but time
    set_limits(int(memory) + size, int(cpu), int(output), int(files))
    try:
        lock_down(tier)
    except (OSError, KeyError):
        return UNLOCKED_EXIT
    low, high = (int(level) if level else None for level in levels)
    reader = partial(extract_package, min_sdk=low, max_sdk=high) if kind == "apk" else _READERS[kind]
    _answer(reader(data), int(output))
    return 0


def _open_locked(tier: str, memory: str, cpu: str, output: str, files: str) -> Buffer | None:
    """The file to read, once nothing else can be reached; none where the lock does not hold."""
    size = os.fstat(SOURCE).st_size
    data: Buffer = mmap.mmap(SOURCE, size, prot=mmap.PROT_READ) if size else b""
    set_limits(int(memory) + size, int(cpu), int(output), int(files))
    try:
        lock_down(tier)
    except (OSError, KeyError):
        return None
    return data


def _study(act: str, *ceilings: str) -> int:
    """Say of a package what a copy for the bench needs: what to change in it, or what is in it."""
    data = _open_locked(*ceilings)
    if data is None:
        return UNLOCKED_EXIT
    body = json.dumps(_STUDIES[act](data), ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
    _write(body if len(body) <= int(ceilings[3]) else b'{"refused":"output"}')
    return 0


def _excerpt(_: str, *words: str) -> int:
    data = _open_locked(*words[:5])
    if data is None:
        return UNLOCKED_EXIT
    member, start, stop = words[5:]
    _write(read_excerpt(data, bytes.fromhex(member).decode("utf-8", "replace"), int(start), int(stop)))
    return 0


def set_limits(memory: int, cpu: int, output: int, files: int) -> None:
    """Ceilings the kernel keeps, whatever the reader does."""
    for what, value in (
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_CPU, cpu),
        (resource.RLIMIT_FSIZE, output),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(what)
        ceiling = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(what, (ceiling, ceiling))


def _answer(extraction: Extraction, output: int) -> None:
    """Evidence and the code of its outcome. Sentences stay with the parent."""
    body = json.dumps(
        {"evidence": extraction.evidence, "code": extraction.outcome.code},
        ensure_ascii=True,
        allow_nan=False,
        separators=(",", ":"),
    ).encode()
    _write(body if len(body) <= output else b'{"evidence":null,"code":"output"}')


def _write(body: bytes) -> None:
    view = memoryview(body)
    while view:
        view = view[os.write(ANSWER, view) :]


_STUDIES: dict[str, Callable[[Buffer], dict[str, object]]] = {"trusting": plan_copy, "inventory": take_inventory}
_ACTS: dict[str, Callable[..., int]] = {
    "probe": _probe,
    "excerpt": _excerpt,
    "trusting": _study,
    "inventory": _study,
}
