"""How the instance is."""

from pathlib import Path

from tests.builders.instance import a_file, an_instance
from web.operator.status import read_status


def test_the_status_holds_nothing_personal_and_counts_what_waits(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    a_file(instance).completed().lodged().admitted()
    status = read_status(instance.services)
    assert (status.instance, status.schema_is_current, status.changes) == ("demo", True, 0)
    assert sum(status.waiting.values()) > 0
