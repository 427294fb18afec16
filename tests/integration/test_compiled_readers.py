"""Readers of captures in both forms: the same answer, byte for byte, of whatever is given, and the jail takes either.

Where no compiler is, nothing can be compared: the test says so by name.
"""

import fcntl
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from analyzers.extract.capture import extract_capture
from analyzers.sandbox import overlay, start
from analyzers.sandbox.overlay import PLACE, STATEMENT, Form, find_form
from analyzers.sandbox.run import run_extraction
from criteria.findings import ArtifactKind
from tests.benchmarks.bench_traffic import Peer, compiled_reader
from tests.builders.carriers import an_archive
from tests.builders.hostile_rows import ROWS
from tests.compile import ROOT, compile_readers, lacks
from tests.integration.corpus import flow_names, read
from tests.property.test_extract_plain_reading import SEEDS, _carried, _entries

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

_BAD = [row for row in ROWS if row.kind is ArtifactKind.CAPTURE and not row.heavy]
_GOOD = ROOT / "fixtures" / "captures" / "respire-3.1.0.har"


@pytest.fixture(scope="module")
def built() -> Path:
    """Compiled readers of these very sources: those that are there, or made once for all processes of a run."""
    if find_form(PLACE) is Form.COMPILED:
        return PLACE
    if (why := lacks()) is not None:
        pytest.skip(why)
    place = PLACE.with_name("compiled.tested")
    place.parent.mkdir(exist_ok=True)
    with place.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if find_form(place) is not Form.COMPILED:
            compile_readers(place)
    return place


@pytest.fixture(scope="module")
def both(built: Path) -> Iterator[tuple[Peer, Peer]]:
    """The two forms, each in a process of its own."""
    peers = compiled_reader("plain"), compiled_reader(built)
    yield peers
    for peer in peers:
        peer.close()


@pytest.fixture(scope="module")
def capture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a capture is laid for both."""
    return tmp_path_factory.mktemp("captures") / "one"


def _agree(both: tuple[Peer, Peer], capture: Path, data: bytes) -> None:
    capture.write_bytes(data)
    plain, compiled = (peer.ask(f"answer {capture}").get("answer") for peer in both)
    assert plain is not None
    assert plain == compiled


@pytest.mark.parametrize("path", sorted((ROOT / "fixtures" / "captures").iterdir()), ids=lambda path: path.name)
def test_a_fixture_is_read_alike(both: tuple[Peer, Peer], capture: Path, path: Path) -> None:
    _agree(both, capture, path.read_bytes())


@pytest.mark.parametrize("row", _BAD, ids=lambda row: row.id)
def test_a_bad_capture_ends_alike(both: tuple[Peer, Peer], capture: Path, row: Any) -> None:
    _agree(both, capture, row.make())


@pytest.mark.corpus
@pytest.mark.parametrize("name", flow_names())
def test_a_real_capture_is_read_alike(both: tuple[Peer, Peer], capture: Path, name: str) -> None:
    _agree(both, capture, read(name))


_MANY = settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@_MANY
@given(_entries())
def test_an_invented_archive_is_read_alike(both: tuple[Peer, Peer], capture: Path, entries: list[Any]) -> None:
    _agree(both, capture, an_archive(entries, list(SEEDS)))


@_MANY
@given(_carried)
def test_a_value_is_found_alike_however_it_is_carried(both: tuple[Peer, Peer], capture: Path, entry: Any) -> None:
    _agree(both, capture, an_archive([entry], list(SEEDS)))


def test_a_jailed_child_reads_with_what_was_built(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overlay, "PLACE", built)
    where = start._boot("import analyzers.formats.har as har; print(har.__file__)", has_compiled=True)
    words = [*start.start_command("capture")[:4], where, start._PLACES]
    assert Path(subprocess.run(words, capture_output=True, text=True, check=True).stdout.strip()).is_relative_to(built)

    said = run_extraction(ArtifactKind.CAPTURE, _GOOD).extraction
    assert said.evidence == json.loads(json.dumps(extract_capture(_GOOD.read_bytes()).evidence))


def test_a_jailed_child_leaves_aside_what_was_built_of_other_sources(
    built: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stated = json.loads((built / STATEMENT).read_text())
    stated["sources"]["analyzers/formats/har.py"] = "0" * 64
    (tmp_path / STATEMENT).write_text(json.dumps(stated))
    monkeypatch.setattr(overlay, "PLACE", tmp_path)

    assert find_form(tmp_path) is Form.STALE
    assert run_extraction(ArtifactKind.CAPTURE, _GOOD).extraction.outcome.code == "read"
