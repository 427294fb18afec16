"""Real packages: every fact that their own projects state about them is reproduced."""

import hashlib
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from analyzers.extract.apk import extract_apk
from analyzers.extract.shapes import find_fault
from analyzers.formats.archive import open_archive
from analyzers.formats.arsc import ResourceTable
from tests.integration.corpus import BOUNDED_ABOVE, apk_rows, read, written
from tests.integration.facts import ELSEWHERE, FACTS, Facts

pytestmark = [pytest.mark.corpus, pytest.mark.integration]

_ROWS = apk_rows()


def _facts(name: str, **levels: int | None) -> Facts:
    extraction = extract_apk(read(name), **levels)
    assert extraction.evidence is not None, extraction.outcome.code
    facts: Facts = extraction.evidence["apk"]
    return facts


@pytest.mark.parametrize(("name", "row"), _ROWS, ids=[name for name, _ in _ROWS])
def test_every_stated_fact_is_reproduced(name: str, row: Facts) -> None:
    unknown = set(row["expected"]) - set(FACTS) - ELSEWHERE
    asked = {key: value for key, value in row["expected"].items() if key in FACTS}
    facts = _facts(name) if asked else {}
    wrong = {}
    for key, value in asked.items():
        wanted, ask = FACTS[key]
        if ask(facts) != wanted(value):
            wrong[key] = (wanted(value), ask(facts))

    assert (wrong, unknown) == ({}, set())


@pytest.mark.parametrize(("name", "row"), _ROWS, ids=[name for name, _ in _ROWS])
def test_evidence_has_its_shape_and_the_digest_of_its_file(name: str, row: Facts) -> None:
    data = read(name)
    evidence = extract_apk(data).evidence

    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    if evidence is not None:
        assert find_fault(dict(evidence), "apk") is None
        assert evidence["subject"] == {"kind": "apk", "sha256": row["sha256"], "size": row["size"]}


def _verdicts(row: Facts) -> list[Facts]:
    stated = row["expected"].get("apk_verifier", [])
    return stated if isinstance(stated, list) else [stated]


def _analyzed(paths: list[Path], *levels: str) -> list[Facts]:
    """What `sceau analyze` prints of these files, one document each."""
    done = subprocess.run(
        [sys.executable, "-m", "catalog.cli", "analyze", "--json", *levels, *map(str, paths)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode in (0, 3), done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.prove
def test_the_command_states_every_fact(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """All facts and verdicts from the command's own output, with the table of them."""
    asked: dict[tuple[str, ...], list[tuple[str, Facts, Facts | None]]] = {}
    for name, row in _ROWS:
        if row["expected"].keys() & FACTS.keys():
            asked.setdefault((), []).append((name, row["expected"], None))
        for case in _verdicts(row):
            high = BOUNDED_ABOVE.get((name.rpartition("__")[2], case["min_sdk"]))
            pairs = (("--min-sdk", case["min_sdk"]), ("--max-sdk", high))
            words = tuple(word for option, level in pairs if level is not None for word in (option, str(level)))
            asked.setdefault(words, []).append((name, {}, case))
    stated: Counter[str] = Counter()
    wrong: list[tuple[str, str]] = []
    for words, rows in asked.items():
        documents = _analyzed([written(name, tmp_path) for name, _, _ in rows], *words)
        for (name, facts, case), document in zip(rows, documents, strict=True):
            found = [key for key in facts if key in FACTS]
            stated.update(found)
            wrong += [(name, key) for key in found if FACTS[key][1](document["apk"]) != FACTS[key][0](facts[key])]
            if case is not None:
                stated["signature verdict"] += 1
                signing = document["apk"]["signing"]
                named = not case["issue"].isupper() or case["issue"] in signing["issues"] if "issue" in case else True
                wrong += [] if signing["verified"] is case["verified"] and named else [(name, "signature verdict")]
    missed = Counter(key for _, key in wrong)
    with capsys.disabled():
        print("\nfact | stated | reproduced")  # noqa: T201 - a figure of the proof
        for key, count in sorted(stated.items()):
            print(f"{key} | {count} | {count - missed[key]}")  # noqa: T201 - as above
        print(f"all | {stated.total()} | {stated.total() - len(wrong)}")  # noqa: T201 - as above

    assert wrong == []


def _table(name: str) -> ResourceTable:
    archive = open_archive(read(name))
    entry = archive.find("resources.arsc")
    assert entry is not None
    return ResourceTable(archive.read(entry, 1 << 28))


@pytest.mark.parametrize(
    "row", [row for row in _ROWS if "string_SMSDelayText" in row[1]["expected"]], ids=lambda r: r[0]
)
def test_a_sentence_is_resolved_in_each_language(row: tuple[str, Facts]) -> None:
    table = _table(row[0])
    number = table.named("string", "SMSDelayText")
    assert number is not None
    found = {locale or "default": text for locale, text in table.texts(number).items()}

    assert {locale: found.get(locale) for locale in row[1]["expected"]["string_SMSDelayText"]} == row[1]["expected"][
        "string_SMSDelayText"
    ]


def test_the_blood_donation_app_is_what_it_is() -> None:
    name = "apk/exodus-core/blooddonation.apk"
    if name not in dict(_ROWS):
        return  # said loudly already: no real inputs here
    facts = _facts(name)
    ads = next(row for row in facts["code"]["packages"] if row["name"] == "com.google.android.gms.ads")

    assert (facts["packageName"], facts["versionCode"], facts["versionName"]) == (
        "fr.mobdev.blooddonation",
        "13",
        "3.4",
    )
    assert facts["signing"]["verified"] is True
    assert ads["count"] > 0
    assert facts["label"]["default"] == "Don du Sang"
