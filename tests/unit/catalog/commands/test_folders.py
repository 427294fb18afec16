"""A folder without apps is an empty table; what a folder of real packages gives is proved with real processes."""

import json
from pathlib import Path

from tests.unit.catalog.commands.conftest import Run


def test_an_empty_folder_is_an_empty_table(run: Run, tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "readme.txt").write_text("nothing")

    document = json.loads(run("analyze", "--json", str(tmp_path / "apps")).output)
    assert (document["schema"], document["apps"], document["rows"]) == ("sceau/triage/1", 0, [])
    assert document["set_aside"] == ["readme.txt"]
    said = run("analyze", "--lang", "en", str(tmp_path / "apps")).output
    assert "Apps: 0" in said
    assert "Files set aside, which are no apps (1): readme.txt" in said


def test_a_folder_of_apps_is_given_alone(run: Run, tmp_path: Path) -> None:
    run("analyze", str(tmp_path), str(tmp_path), code=2)
