"""Runs inside the capture tools' own environment: mitmproxy reads a file of flows, and says what it spent.

A path per line on standard input, a JSON object per line in return. The only file that imports mitmproxy's reader.
"""

import json
import sys
import time

from mitmproxy.io import FlowReader


def main() -> None:
    """Answer until the input ends."""
    for line in sys.stdin:
        with open(line.strip(), "rb") as handle:  # noqa: PTH123 - a path from the caller, opened once
            before = time.process_time()
            flows = sum(1 for _ in FlowReader(handle).stream())
            spent = time.process_time() - before
        sys.stdout.write(json.dumps({"flows": flows, "cpu": spent}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
