"""The real recorder's edges: a rehearsal is known as one, and its file is read strictly. Recording is integration."""

import json
from pathlib import Path

from analyzers.bench.run import RunLimits
from catalog.bench.recorder import LiveRecorder, load_stand_in
from tests.fakes.clock import FakeClock


def test_a_rehearsal_is_known_as_one(tmp_path: Path) -> None:
    path = tmp_path / "rehearsal.json"
    stated = {"port": 1, "clear_port": 2, "hosts": {"a.example": "192.0.2.1"}, "certificate": "/x.pem"}
    path.write_text(json.dumps(stated), encoding="utf-8")
    stand_in = load_stand_in(str(path))

    assert stand_in is not None
    assert (stand_in.port, stand_in.hosts["a.example"]) == (1, "192.0.2.1")
    assert load_stand_in("") is None
    for one, is_rehearsal in ((stand_in, True), (None, False)):
        recorder = LiveRecorder(FakeClock(), tmp_path, tmp_path, "127.0.0.1", RunLimits(), one)
        assert recorder.is_rehearsal is is_rehearsal
