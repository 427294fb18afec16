"""What is said of SDKs in packages of our own, beside exodus-core and APKiD on the same files: `make bench-sdks`.

One package a condition, forty SDKs and more in each. Every hit of exodus-core is found here too or explained; what a
peer cannot say (whether something runs) is not held against it. The tracker list comes from SCEAU_CORPUS.
"""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from analyzers.extract.apk import extract_apk
from analyzers.sdk_classes.detect import detect
from tests.benchmarks.apk_samples import BUILT, tracker_list
from tests.benchmarks.bench_apk import PEERS, Peer
from tests.builders.apk import build_apk
from tests.builders.sdk_conditions import BOOK, CONDITIONS, Condition

_PRESENT = ("wired", "defined")


def ours(data: bytes) -> dict[str, tuple[str, str]]:
    """What the detector says: SDK -> tier and state."""
    evidence = extract_apk(data).evidence or {}
    rows = detect("a" * 64, evidence, BOOK).findings
    return {str(f.attributes["sdk"]): (str(f.attributes["tier"]), str(f.attributes["state"])) for f in rows}


def _apkid(path: Path) -> list[str]:
    done = subprocess.run([PEERS / "bin" / "apkid", "-j", path], capture_output=True, text=True, check=False)
    rows = json.loads(done.stdout).get("files", []) if done.stdout.strip() else []
    return sorted({rule for row in rows for rule in row.get("matches", {})})


def _compare(name: str, made: Condition, exodus: Peer | None) -> dict[str, Any]:
    path = BUILT / f"sdks-{name.replace(' ', '-')}.apk"
    path.write_bytes(build_apk(made.make(made.sdks), None))
    said = ours(path.read_bytes())
    right = sum(said.get(sdk.id) == made.expected(sdk) for sdk in made.sdks)
    there = {key for key, (tier, _) in said.items() if tier in _PRESENT}
    row: dict[str, Any] = {
        "sdks": len(made.sdks),
        "said": dict(Counter("/".join(said.get(sdk.id, ("absent", "-"))) for sdk in made.sdks).most_common()),
        "right": right,
        "too many": len(there - {sdk.id for sdk in made.sdks}),
    }
    if exodus is not None:
        ids = set(exodus.ask(path.resolve()).get("ids", []))
        known = {sdk.id: set(sdk.exodus) for sdk in BOOK.sdks}
        listed = {number for sdk in made.sdks for number in sdk.exodus}
        row |= {
            "in its list": len(listed),
            "exodus-core finds": len(ids & listed),
            "exodus-core alone": sorted(ids - {number for key in said for number in known[key]}),
            "apkid": _apkid(path),
        }
    return row


def main() -> int:
    """Build, ask, print, and write `build/bench/sdks.json`."""
    BUILT.mkdir(parents=True, exist_ok=True)
    trackers = tracker_list()
    exodus = Peer("exodus", trackers) if trackers is not None and (PEERS / "bin" / "python").exists() else None
    if exodus is None:
        sys.stdout.write("*** no tracker list (SCEAU_CORPUS) or no peers (.venv-peers): ours alone ***\n")
    rows = {name: _compare(name, made, exodus) for name, made in CONDITIONS.items()}
    for name, row in rows.items():
        sys.stdout.write(f"{name:<16}{json.dumps(row, ensure_ascii=False)}\n")
    total, right = (sum(row[key] for row in rows.values()) for key in ("sdks", "right"))
    alone = sum(len(row.get("exodus-core alone", ())) for row in rows.values())
    figures = [
        {"name": "SDKs said to be what they are", "value": right / total, "goal": 1, "better": "higher"},
        {"name": "SDKs said to be there and are not", "value": sum(r["too many"] for r in rows.values()), "goal": 0,
         "better": "lower"},
        {"name": "hits of exodus-core that are missing here", "value": alone, "goal": 0, "better": "lower"},
    ]  # fmt: skip
    (BUILT / "sdks.json").write_text(json.dumps({"figures": figures, "rows": rows}, indent=1), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
