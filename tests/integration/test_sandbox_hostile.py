"""Every generated bad input through the real jail: the expected end, in time, in memory, and the next file works."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.sandbox.forkserver import ForkServer
from analyzers.sandbox.run import run_extraction
from criteria.findings import ArtifactKind
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import PACKAGES, a_good_apk
from tests.builders.hostile_rows import ROWS
from tests.integration.corpus import apk_rows, read

pytestmark = pytest.mark.integration

_HOSTILE = [name for name, _ in apk_rows() if "/hostile-synth/" in name]
_MOST_SECONDS, _MOST_MIB = 10.0, 768


@pytest.fixture(name="server", scope="module")
def fixture_server() -> Iterator[ForkServer]:
    """One server for all of them, as the worker has it: whatever one file does, the next is read."""
    server = ForkServer()
    yield server
    server.close()


@pytest.mark.parametrize("bad", ROWS, ids=lambda bad: bad.id)
def test_a_bad_input_ends_as_expected(bad: HostileInput, tmp_path: Path, server: ForkServer) -> None:
    path = tmp_path / "file"
    path.write_bytes(bad.make())
    result = run_extraction(bad.kind, path, runner=server.run)
    outcome = result.extraction.outcome

    assert outcome.state in bad.states
    assert outcome.code in bad.codes
    assert result.seconds <= _MOST_SECONDS
    assert result.peak_mib <= _MOST_MIB


@pytest.mark.corpus
@pytest.mark.parametrize("name", _HOSTILE)
def test_a_real_hostile_package_is_named_for_what_it_is(name: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(read(name))
    result = run_extraction(ArtifactKind.APK, path)
    evidence = result.extraction.evidence

    assert result.seconds <= _MOST_SECONDS
    if evidence is None:
        assert result.extraction.outcome.state == "refused"
    elif "no_arsc" not in name:  # nothing but its resources is missing there, and nothing depends on them
        assert evidence["apk"]["archive"]["deviations"] or evidence["apk"]["completeness"]["entries_unread"]


def test_the_next_file_works_after_a_bad_one(tmp_path: Path) -> None:
    bad, good = tmp_path / "bad", tmp_path / "good"
    bad.write_bytes(PACKAGES[0].make())
    good.write_bytes(a_good_apk())
    run_extraction(ArtifactKind.APK, bad)

    assert run_extraction(ArtifactKind.APK, good).extraction.outcome.code == "read"
