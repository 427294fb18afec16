"""A bad file lodged in the service: it ends by name, its bytes are kept, and the worker reads the next one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from catalog.evaluations.instruments import Instruments
from catalog.evaluations.queries import list_runs
from tests.builders.hostile import HostileInput
from tests.builders.hostile_apk import a_good_apk
from tests.builders.hostile_rows import ROWS
from tests.builders.instance import Instance, a_file, an_instance

pytestmark = pytest.mark.integration

_CHOSEN = frozenset(
    {
        "apk-bomb-manifest",
        "apk-bomb-code-lying",
        "apk-dex-endless-string",
        "apk-manifest-nested",
        "z11-manifest-method-4660-stored",
        "z13-empty-end-in-comment",
        "z14-locator-agreeing",
        "z18-bundle",
        "s01-v2-block-byte-flipped",
        "r01-itself",
    }
)


@pytest.fixture(name="service")
def fixture_service(tmp_path: Path) -> Iterator[Instance]:
    """An instance with the real instruments."""
    running = an_instance(tmp_path, laboratory=Instruments(tmp_path / "datasets"))
    yield running
    running.close()


@pytest.mark.parametrize("bad", [row for row in ROWS if row.id in _CHOSEN], ids=lambda row: row.id)
def test_a_bad_file_ends_by_name_is_kept_and_the_next_is_read(service: Instance, bad: HostileInput) -> None:
    raw = bad.make()
    ended = []
    for content in (raw, a_good_apk()):
        file = a_file(service).completed(content).lodged().admitted().examined()
        with service.services.database.read() as session:
            run, artifact = next(row for row in list_runs(session, file.assessed.evaluation.id) if row[1].kind == "apk")
            with service.services.blobs.open(artifact.digest) as kept:
                ended.append((run.code, kept.read() == content))

    assert ended[0][0] in bad.codes
    assert ended == [(ended[0][0], True), ("read", True)]


def test_all_chosen_inputs_exist() -> None:
    assert {row.id for row in ROWS} >= _CHOSEN
