"""Runs inside the peers' own environment: one peer, kept warm, answers the paths it is given with what it spent.

`apk_peers.py exodus|apkid TRACKERS.json`: a path per line on standard input, a JSON object per line in return.
The only file that imports the peers, and nothing of ours.
"""

import json
import logging
import os
import resource
import subprocess
import sys
from collections import namedtuple
from collections.abc import Callable
from typing import Any

Answer = dict[str, Any]


def spent() -> float:
    """CPU seconds of this process and of all it started."""
    rows = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(row.ru_utime + row.ru_stime for row in rows)


def exodus(trackers: str) -> Callable[[str], Answer]:
    """Give all that exodus-core's own report takes: metadata, certificates, digest, classes, trackers."""
    from exodus_core.analysis.static_analysis import StaticAnalysis
    from loguru import logger

    logger.remove()
    with open(trackers, encoding="utf-8") as handle:  # noqa: PTH123 - a path from the caller, opened once
        rows = json.load(handle)["trackers"]
    signatures = [namedtuple("tracker", row.keys())(*row.values()) for row in rows.values()]  # noqa: PYI024 - as it does
    ready = StaticAnalysis(None)
    ready.signatures = signatures
    ready._compile_signatures()

    def look(path: str) -> Answer:
        one = StaticAnalysis(None)
        one.apk_path, one.signatures = path, signatures
        one.compiled_tracker_signature = ready.compiled_tracker_signature
        one.load_apk()
        for ask in ("package", "version", "version_code", "app_name", "permissions", "libraries", "sha256"):
            getattr(one, f"get_{ask}")()
        try:
            one.get_certificates()
            one.get_application_universal_id()
        except Exception:  # noqa: BLE001, S110 - it fails on odd certificates; its other answers still count
            pass
        found = one.detect_trackers()
        return {"trackers": sorted(row.name for row in found), "ids": sorted(row.id for row in found)}

    return look


def apkid(_: str) -> Callable[[str], Answer]:
    """Run APKiD with its default options."""

    def look(path: str) -> Answer:
        program = os.path.join(os.path.dirname(sys.executable), "apkid")  # noqa: PTH118, PTH120 - nothing but a name
        done = subprocess.run([program, "-j", path], capture_output=True, text=True, check=False)
        return {"exit": done.returncode, "rules": len(done.stdout)}

    return look


def main(peer: str, trackers: str) -> None:
    """Answer until the input ends."""
    logging.disable(logging.CRITICAL)
    look = {"exodus": exodus, "apkid": apkid}[peer](trackers)
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for line in sys.stdin:
        before = spent()
        try:
            answer = look(line.strip())
        except (Exception, SystemExit) as failure:  # noqa: BLE001 - a peer that gives up is an answer too
            answer = {"failure": repr(failure)[:200]}
        answer["cpu"] = spent() - before
        answer["peak_mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
