"""What our builder writes as an old version, mitmproxy itself reads as one: our reader is proved on what it says."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path

from analyzers.formats.flow import Flow, read_flows
from tests.builders.capture import CaptureSource, Exchange
from tests.builders.flow_versions import VERSIONS, write_socket, write_version
from tests.builders.rehearsal import TOOLS

_SOURCE = CaptureSource(
    datetime(2026, 9, 1, tzinfo=UTC),
    (Exchange(0, "POST", "https://api.fictif.example/v1?x=1", "51.38.10.1", sent='{"adid":"abc"}'),),
)
_READ = """
import json, sys
from mitmproxy.io import FlowReader
for path in sys.argv[1:]:
    with open(path, "rb") as file:
        flow = list(FlowReader(file).stream())[-1]
    sent = [row.content.decode() for row in flow.websocket.messages if row.from_client] if flow.websocket else []
    peer = flow.server_conn.peername
    print(json.dumps([flow.request.host, flow.request.path, flow.response.status_code, peer and peer[0], sent]))
"""


def _ours(data: bytes) -> list[object]:
    found: list[Flow] = []
    read_flows(data, found.append)
    flow, handshake = found[-1], found[0]
    sent = [part.data.decode() for part in flow.message.sent if part.place == "websocket"]
    return [flow.host, flow.path or handshake.path, flow.status or handshake.status, flow.peer, sent]


def test_mitmproxy_reads_every_version_that_we_craft_as_we_do(tmp_path: Path) -> None:
    files = {f"http-{number}": write_version(_SOURCE, version) for number, version in enumerate(VERSIONS)}
    files |= {f"socket-{version}": write_socket(_SOURCE, version, b"said") for version in (21, 15, 14, 12, 11, 9, 7)}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)

    done = subprocess.run(
        [TOOLS / "python", "-c", _READ, *(tmp_path / name for name in files)],
        capture_output=True,
        text=True,
        check=True,
    )

    assert [json.loads(line) for line in done.stdout.splitlines()] == [_ours(data) for data in files.values()]
