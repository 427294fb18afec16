"""The inside of the one-shot child: limits, lock, then the reader and one answer. It knows nothing of the service."""

import encodings.idna
import encodings.punycode
import encodings.utf_16_be
import encodings.utf_16_le
import gc
import importlib
import json
import mmap
import os
import resource
import stringprep
from collections.abc import Callable
from functools import partial
from typing import Any

from analyzers.contract import Extraction
from analyzers.formats.endrecord import Buffer
from analyzers.sandbox.jail import lock_down
from analyzers.sandbox.limits import BROKEN_EXIT, MEMORY_EXIT, UNLOCKED_EXIT

SOURCE = 0  # the file to read is standard input
ANSWER = 1

# What the libraries would open later, when nothing can be opened any more.
_PRELOADED = (encodings.idna, encodings.punycode, encodings.utf_16_be, encodings.utf_16_le, stringprep)

# Evidence is a tree: nothing in it holds itself.
_JSON = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":"))

# What each task needs is imported for that task alone, before the jail closes: a package needs no reader of captures.
_TASKS = {
    "apk": "analyzers.extract.package:extract_package",
    "capture": "analyzers.extract.capture:extract_capture",
    "document": "analyzers.extract.document:extract_document",
    "glance": "analyzers.extract.glance:take_glance",
    "excerpt": "analyzers.extract.excerpt:read_excerpt",
    "inventory": "analyzers.extract.inventory:take_inventory",
    "probe": "analyzers.sandbox.probes:run_probes",
    "trusting": "analyzers.extract.trusting:plan_copy",
}
_WITH_SIGNATURES = frozenset({"apk", "inventory", "trusting"})


def make_ready(task: str) -> Callable[..., Any]:
    """Import what does a task, with all that it would open later."""
    module, _, name = _TASKS[task].partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    if task in _WITH_SIGNATURES:
        importlib.import_module("cryptography.hazmat.backends.openssl")
        importlib.import_module("analyzers.formats.certificate").load_key(b"")  # makes itself ready while it can
    return found


def make_all_ready() -> None:
    """Import everything once, for all the children that will be forked from this process."""
    for task in _TASKS:
        make_ready(task)


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
    probes = make_ready("probe")
    try:
        lock_down(tier)
    except (OSError, KeyError):
        return UNLOCKED_EXIT
    _write(json.dumps(probes()).encode())
    return 0


def _extract(kind: str, tier: str, memory: str, cpu: str, output: str, files: str, *levels: str) -> int:
    size = os.fstat(SOURCE).st_size
    data: Buffer = mmap.mmap(SOURCE, size, prot=mmap.PROT_READ) if size else b""
    reader: Callable[..., Extraction] = make_ready(kind)
    gc.disable()  # one short life: nothing to collect but time
    set_limits(int(memory) + size, int(cpu), int(output), int(files))
    try:
        lock_down(tier)
    except (OSError, KeyError):
        return UNLOCKED_EXIT
    low, high = (int(level) if level else None for level in levels)
    _answer(partial(reader, min_sdk=low, max_sdk=high)(data) if kind == "apk" else reader(data), int(output))
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
    study = make_ready(act)
    data = _open_locked(*ceilings)
    if data is None:
        return UNLOCKED_EXIT
    body = _JSON.encode(study(data)).encode()
    _write(body if len(body) <= int(ceilings[3]) else b'{"refused":"output"}')
    return 0


def _glance(_: str, *words: str) -> int:
    """Take the first look at a package, for the class prefixes of the last word."""
    look = make_ready("glance")
    data = _open_locked(*words[:5])
    if data is None:
        return UNLOCKED_EXIT
    body = _JSON.encode(look(data, words[5].split(","))).encode()
    _write(body if len(body) <= int(words[3]) else b'{"refused":"output"}')
    return 0


def _excerpt(_: str, *words: str) -> int:
    reader = make_ready("excerpt")
    data = _open_locked(*words[:5])
    if data is None:
        return UNLOCKED_EXIT
    member, start, stop = words[5:]
    _write(reader(data, bytes.fromhex(member).decode("utf-8", "replace"), int(start), int(stop)))
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
        # At the upper of two limits of time the kernel kills without a word; at the lower one it says why.
        spare = 1 if what == resource.RLIMIT_CPU and hard == resource.RLIM_INFINITY else 0
        resource.setrlimit(what, (ceiling, ceiling + spare))


def write_answer(extraction: Extraction) -> bytes:
    """Evidence and the code of its outcome. Sentences stay with the parent."""
    return _JSON.encode({"evidence": extraction.evidence, "code": extraction.outcome.code}).encode()


def _answer(extraction: Extraction, output: int) -> None:
    body = write_answer(extraction)
    _write(body if len(body) <= output else b'{"evidence":null,"code":"output"}')


def _write(body: bytes) -> None:
    view = memoryview(body)
    while view:
        view = view[os.write(ANSWER, view) :]


_ACTS: dict[str, Callable[..., int]] = {
    "probe": _probe,
    "excerpt": _excerpt,
    "glance": _glance,
    "trusting": _study,
    "inventory": _study,
}
