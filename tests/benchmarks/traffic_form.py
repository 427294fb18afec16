"""One form of the readers of captures, kept warm: `traffic_form.py plain|FOLDER`, then a job and a path a line.

It answers CPU seconds and the SHA-256 of the child's whole answer; of a fault of ours, its name.
"""

import hashlib
import importlib
import json
import sys
import time
from pathlib import Path

from analyzers.sandbox.overlay import Form, load_compiled


def main(form: str) -> int:
    """Answer line by line, until there is none."""
    if form != "plain" and load_compiled(Path(form)) is not Form.COMPILED:
        return 1
    extract = importlib.import_module("analyzers.extract.capture").extract_capture
    write = importlib.import_module("analyzers.sandbox.child").write_answer
    spent = importlib.import_module("tests.benchmarks.spending")
    is_compiled = not importlib.import_module("analyzers.formats.har").__file__.endswith(".py")
    assert is_compiled is (form != "plain")
    for line in sys.stdin:
        job, _, path = line.strip().partition(" ")
        data = Path(path).read_bytes()
        if job == "answer":
            before = time.process_time()
            try:
                said = hashlib.sha256(write(extract(data))).hexdigest()
            except Exception as error:  # noqa: BLE001 - in either form the same
                said = type(error).__name__
            row = {"cpu": time.process_time() - before, "answer": said}
        else:
            row = {"cpu": spent.spent_on_values(data) if job == "values" else spent.spent_on(data)[0]}
        sys.stdout.write(json.dumps(row) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
