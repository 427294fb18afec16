"""The inside of the one-shot child: limits first, then the reader, then one answer. It knows nothing of the service."""

import gc
import json
import mmap
import os
import resource
import sys
from collections.abc import Callable

from analyzers.contract import Extraction
from analyzers.extract.apk import extract_apk
from analyzers.extract.capture import extract_capture
from analyzers.extract.document import extract_document
from analyzers.formats.endrecord import Buffer
from analyzers.sandbox.jail import lock_down

SOURCE = 0  # the file to read is standard input
ANSWER = 1
MEMORY_EXIT = 77

_READERS: dict[str, Callable[[Buffer], Extraction]] = {
    "apk": extract_apk,
    "capture": extract_capture,
    "document": extract_document,
}


def main(arguments: list[str]) -> int:
    """Run one extraction: `kind memory cpu output files tier`. The exit code tells how it ended."""
    kind, memory, cpu, output, files, tier = arguments
    set_limits(int(memory) + os.fstat(SOURCE).st_size, int(cpu), int(output), int(files))
    lock_down(tier)
    try:
        answer(_READERS[kind], int(output))
    except MemoryError:
        return MEMORY_EXIT
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


def answer(reader: Callable[[Buffer], Extraction], output: int) -> None:
    """Read the file and write the answer: evidence and the code of its outcome. Sentences stay with the parent."""
    gc.disable()  # one short life: nothing to collect but time
    size = os.fstat(SOURCE).st_size
    data: Buffer = mmap.mmap(SOURCE, size, prot=mmap.PROT_READ) if size else b""
    extraction = reader(data)
    body = json.dumps(
        {"evidence": extraction.evidence, "code": extraction.outcome.code},
        ensure_ascii=True,
        allow_nan=False,
        separators=(",", ":"),
    ).encode()
    if len(body) > output:
        body = b'{"evidence":null,"code":"output"}'
    view = memoryview(body)
    while view:
        view = view[os.write(ANSWER, view) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
