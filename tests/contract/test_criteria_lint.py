"""A rule book that cannot be relied on is refused by one sentence that names file and key: each fault, planted."""

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HDS, TRACKERS = "book/HEB-01/v1.yaml", "book/TRK-01/v1.yaml"
FULL = "editions/2026.1.yaml"
Change = Callable[[str], str]


def _replace(old: str, new: str) -> Change:
    def change(text: str) -> str:
        assert old in text, old
        return text.replace(old, new, 1)

    return change


def _without(pattern: str) -> Change:
    def change(text: str) -> str:
        changed = re.sub(pattern, "", text, count=1, flags=re.MULTILINE | re.DOTALL)
        assert changed != text
        return changed

    return change


FAULTS: dict[str, tuple[str, Change, str]] = {
    "an edition edited after publishing": (FULL, _replace("A: 85", "A: 84"), "2026.1.yaml: digest says sha256:"),
    "a criterion without example": (
        TRACKERS,
        _without(r"^examples:\n.*"),
        "TRK-01/v1.yaml: the document lacks the key",
    ),
    "an outcome without example": (
        TRACKERS,
        lambda text: text.replace("expect: conforming", "expect: undetermined"),
        "TRK-01/v1.yaml: examples shows no example of the outcome 'conforming'",
    ),
    "a cycle of editions": (
        "editions/2026.0.yaml",
        _replace('id: "2026.0"\n', 'id: "2026.0"\nsupersedes: "2026.1"\n'),
        "supersedes comes back to 2026.",
    ),
    "a cycle of questions": (
        "questions/health_data_hosted.yaml",
        _replace("profile: true", "profile: true\nask_when: {health_data_hosted: for_care}"),
        "questions/health_data_hosted.yaml: ask_when comes back to health_data_hosted",
    ),
    "a missing translation": (
        HDS,
        _without(r"^    en: (>-\n      .*?\n(?=    |  \w)|.*?\n)"),
        "HEB-01/v1.yaml: ",
    ),
    "an unknown kind": (
        TRACKERS,
        _replace("sdk.embedded", "sdk.imagined"),
        "'sdk.imagined' is not a known kind of finding",
    ),
    "an unknown question": (HDS, _replace("declared: hds_certificate", "declared: no_such"), "is not a question"),
    "an unknown predicate": (TRACKERS, _replace("none_of: ", "almost_none_of: "), "must hold exactly one of: none_of"),
    "an unknown level": (TRACKERS, _replace("is: gate", "is: wall"), "must be one of: gate, scored, bonus"),
    "a key written twice": (
        TRACKERS,
        _replace("  weight: ", "  weight: 1\n  weight: "),
        "the key 'weight' is written twice",
    ),
    "a threshold past one hundred": (
        FULL,
        _replace("A: 85", "A: 185"),
        "letters must fall from A to D, and not pass 100",
    ),
    "days out of order": (
        FULL,
        _replace("in_force_on: 2027-01-01", "in_force_on: 2026-01-01"),
        "2026.1.yaml: in_force_on is 2026-01-01, before published_on (2026-11-22)",
    ),
    "older certificates bound too early": (
        FULL,
        _replace("existing_certificates_on: 2027-07-01", "existing_certificates_on: 2026-12-01"),
        "existing_certificates_on is 2026-12-01, before in_force_on (2027-01-01)",
    ),
    "a criterion bound too early": (
        FULL,
        lambda text: re.sub(r"existing_on: 2028-01-01", "existing_on: 2026-12-01", text, count=1),
        "is 2026-12-01, before in_force_on (2027-01-01)",
    ),
    "an anchor": (TRACKERS, _replace("weight: 4", "weight: &w 4"), "uses an anchor or an alias: write it out"),
    "a bomb of aliases": (
        TRACKERS,
        lambda text: (
            "".join(f"x{n}: &x{n} [*x{n - 1}, *x{n - 1}]\n" if n else "x0: &x0 [a]\n" for n in range(40)) + text
        ),
        "TRK-01/v1.yaml: line 1 uses an anchor or an alias",
    ),
    "a document too long": (TRACKERS, lambda text: text + "[" * 300_000, "is longer than 262144 bytes"),
    "a document without bottom": (
        TRACKERS,
        lambda text: f"{text}deep: {'[' * 2000}{']' * 2000}\n",
        "is nested more than",
    ),
    "a day that is none": (
        FULL,
        _replace("in_force_on: 2027-01-01", "in_force_on: 2027-13-41"),
        "holds a value that cannot be read: month must be in 1..12",
    ),
    "a level that can never apply": (
        TRACKERS,
        _replace("level: [{is: gate}]", "level: [{is: gate}, {is: scored}]"),
        "normative.level[1] can never apply",
    ),
    "a line of levels hidden by a wider one": (
        TRACKERS,
        _replace(
            "level: [{is: gate}]",
            "level: [{when: {uses_ai: true}, is: gate}, {when: {computes: true, uses_ai: true}, is: bonus}, "
            "{is: scored}]",
        ),
        "normative.level[1] can never apply",
    ),
    "a need that no instrument fills": (
        TRACKERS,
        lambda text: text.replace("{kind: sdk.embedded, scope: apk}", "{kind: secret.embedded, scope: apk}"),
        "looks at 'secret.embedded', which no instrument states yet",
    ),
    "a criterion pinned twice": (
        FULL,
        lambda text: re.sub(r"^(  - \{criterion: TRK-01@1.*\n)", r"\1\1", text, count=1, flags=re.MULTILINE),
        "criteria holds TRK-01 twice",
    ),
    "a criterion under another's name": (
        TRACKERS,
        _replace("id: TRK-01", "id: TRK-02"),
        "does not agree with the place",
    ),
    "a tag that runs code": (
        TRACKERS,
        lambda text: f"{text}evil: !!python/object/apply:os.system [true]\n",
        "is not readable YAML: could not determine a constructor",
    ),
    "a weight of nothing": (
        TRACKERS,
        _replace("weight: 4", "weight: 0"),
        "weight must be a whole number of at least 1",
    ),
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "criteria", tmp_path / "criteria", ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def _lint(copy: Path) -> list[str]:
    program = "from criteria.load import list_faults; print(*list_faults(), sep='\\n')"
    done = subprocess.run([sys.executable, "-c", program], cwd=copy, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def test_book_as_it_is_has_no_fault(copy: Path) -> None:
    assert _lint(copy) == [""]


@pytest.mark.parametrize("name", FAULTS)
def test_fault_is_refused_by_one_sentence_with_file_and_key(copy: Path, name: str) -> None:
    file, change, said = FAULTS[name]
    path = copy / "criteria" / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    faults = _lint(copy)
    assert faults != [""], name
    assert any(said in fault for fault in faults), faults
    for fault in faults:
        assert re.match(r"criteria/\S+\.yaml: \S+.*\.$", fault), fault


def test_bytes_that_are_no_text_are_refused_too(copy: Path) -> None:
    path = copy / "criteria" / TRACKERS
    path.write_bytes(b"x: \xe9\xff\n")
    assert _lint(copy) == ["criteria/book/TRK-01/v1.yaml: the document is not UTF-8 text: see byte 3."]


def test_criterion_that_no_edition_pins_yet_is_read_too(copy: Path) -> None:
    path = copy / "criteria" / "book" / "TRK-01" / "v9.yaml"
    path.write_text("normative: {}\neditorial: {}\nexamples: []\n", encoding="utf-8")
    assert _lint(copy) == ["criteria/book/TRK-01/v9.yaml: normative lacks the key 'id'."]


def test_every_fault_is_told_not_only_the_first(copy: Path) -> None:
    for file in (HDS, TRACKERS):
        path = copy / "criteria" / file
        path.write_text(path.read_text(encoding="utf-8").replace("weight: ", "weights: "), encoding="utf-8")
    assert len(_lint(copy)) == 2
