"""The verb dev seed: whole, fictional, made once, made again when it was cut short."""

from pathlib import Path

from catalog.assembly import assemble
from catalog.consultations.queries import list_panels, list_shown
from catalog.plumbing.settings import Settings
from criteria.load import list_editions
from tests.unit.catalog.commands.conftest import Run


def test_the_demonstration_has_three_listed_one_refused_and_some_waiting(run: Run, tmp_path: Path) -> None:
    told = run("dev", "seed").output
    assert told.count(" listed") == 3
    assert told.count(" refused") == 1
    assert told.count(" waiting") >= 1
    listed = run("listings").output.splitlines()
    assert len(listed) == 3
    assert all("FICTIF" in line for line in listed)
    services = assemble(Settings(state=tmp_path))
    (panel,) = list_panels(services.database, list_editions()[-1])
    assert "FICTIF" in panel.text
    shown = list_shown(services.database, list_editions()[-1], "TRK-06")
    assert [len(one.answers) for one in shown] == [1]
    assert all("FICTIF" in one.comment.text for one in shown)
    again = run("dev", "seed").output
    assert " listed" not in again
    (tmp_path / "seeding").touch()  # as a seed killed half-way leaves it
    assert run("dev", "seed").output.count(" listed") == 3
