"""Files that are not what they are lodged as, through the real instruments: each ends, says why, clears nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.evaluations.instruments import Instruments
from tests.builders.client import Caller, a_caller
from tests.builders.instance import a_file, an_instance
from tests.builders.running import ROOT

PACKAGE = (ROOT / "fixtures" / "apks" / "carnet-tension-3.2.0.apk").read_bytes()
pytestmark = pytest.mark.integration


@pytest.mark.parametrize(
    ("name", "make"),
    [
        ("a web page", lambda: b"<html><body>not an app</body></html>"),
        ("one byte", lambda: b"\0"),
        ("a package cut short", lambda: PACKAGE[: len(PACKAGE) // 2]),
        ("a package without its end", lambda: PACKAGE[:-30]),
    ],
)
def test_what_is_not_a_package_is_named_and_clears_nothing(
    tmp_path: Path, name: str, make: Callable[[], bytes]
) -> None:
    instance = an_instance(tmp_path, laboratory=Instruments(tmp_path / "datasets"))
    caller = a_caller(instance)
    file = a_file(instance).completed(make()).lodged().admitted().examined()
    described = caller.get(f"submissions/{file.id}", "publisher").json
    assert described["state"] == "under_evaluation", name
    run = _run_of_package(caller, file.id)
    assert run["state"] in ("refused", "partly_read", "limit")
    assert run["message"]["fr"] != run["message"]["en"]
    verdicts = caller.get(f"submissions/{file.id}/verdicts", "publisher").json
    outcomes = {row["criterion"]: row["outcome"] for row in verdicts["effective"]}
    assert outcomes["TRK-01"] != "conforming"
    assert outcomes["SEC-01"] != "conforming"
    assert verdicts["score"]["overall"] != "A"
    kept = next(piece for piece in described["artifacts"] if piece["kind"] == "apk")
    assert instance.services.blobs.get(kept["sha256"]) == make()
    instance.close()


def _run_of_package(caller: Caller, submission_id: str) -> dict[str, dict[str, str]]:
    runs = caller.get(f"submissions/{submission_id}/runs", "publisher").json["items"]
    found: dict[str, dict[str, str]] = next(run for run in runs if run["kind"] == "apk")
    return found
