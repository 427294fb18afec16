"""A phone in a WireGuard tunnel, live: whatever it sends is seen, its keys are written nowhere, its port is given back.

The client is ours, in user space on loopback; `wireguard-go` in a network of its own is a second one, where it is
installed and this machine lets us make networks. No phone has proven it.
"""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analyzers.bench.access import Access
from analyzers.bench.authority import CERTIFICATE, open_authority
from analyzers.bench.frames import FrameReader
from analyzers.bench.run import Recording, RunEnd, RunOrder, StandIn
from analyzers.extract.capture import extract_capture
from analyzers.traffic_hosts.contacts import gather_contacts
from catalog.plumbing.clock import SystemClock
from tests.builders.rehearsal import TOOLS, an_origin
from tests.builders.tunnel import Phone

pytestmark = [pytest.mark.integration, pytest.mark.enable_socket]

KEY = bytes(range(32))
HOSTS = {"api.app.example": "51.15.1.1", "bank.example": "2.2.2.2", "asked.example": "3.3.3.3"}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tunnel")
    open_authority(folder / "authority", SystemClock().now())
    return folder


@pytest.fixture(scope="module")
def stand_in(place: Path) -> Iterator[StandIn]:
    with an_origin(place / "origin", HOSTS) as one:
        yield one


@pytest.fixture
def order(place: Path, stand_in: StandIn, tmp_path: Path) -> RunOrder:
    tool, authority = TOOLS / "mitmdump", place / "authority"
    return RunOrder(tmp_path / "run", tool, authority, {}, KEY, access=Access.WIREGUARD, stand_in=stand_in)


def read(end: RunEnd) -> dict[str, Any]:
    assert end.capture is not None
    with end.capture.open("rb") as source:
        extraction = extract_capture(FrameReader(KEY, source).read())
    assert extraction.evidence is not None
    return extraction.evidence


def is_free(port: int) -> bool:
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as plug:
        return plug.connect_ex(("127.0.0.1", port)) == 0 and plug.send(b"x") == 1 and _is_refused(plug)


def _is_refused(plug: socket.socket) -> bool:
    plug.settimeout(1)
    try:
        plug.recv(1)
    except ConnectionRefusedError:
        return True
    except TimeoutError:
        return False
    return False


def test_whatever_a_phone_sends_through_the_tunnel_is_seen(order: RunOrder) -> None:
    authority = str(order.authority / CERTIFICATE)
    with Recording(order) as recording:
        assert recording.tunnel is not None
        with Phone(recording.tunnel) as phone:
            statuses = [
                phone.ask("api.app.example", "/a?b=c", authority, body=b"hello"),
                phone.ask_in_clear("api.app.example", "/clear"),
                phone.ask("elsewhere.example", "/", authority),
                phone.ask("bank.example", "/", str(order.stand_in.certificate) if order.stand_in else ""),
            ]
            phone.ask_name("asked.example")
        end = recording.finish()
        port = recording.ports["wireguard"]
    evidence = read(end)
    contacts = {(row.host, row.address): row for row in gather_contacts(evidence)}

    assert statuses == ["200", "200", "no such name", "SSLCertVerificationError"]
    assert [(row["scheme"], row["host"], row["path"], row["peer_ip"]) for row in evidence["traffic"]["requests"]] == [
        ("https", "api.app.example", "/a", "51.15.1.1"),
        ("http", "api.app.example", "/clear", "51.15.1.1"),
    ]
    assert {key: (row.intercepted, row.failures) for key, row in contacts.items()} == {
        ("api.app.example", "51.15.1.1"): (True, ()),  # that its name was asked for is no failure
        ("bank.example", "2.2.2.2"): (False, ("untrusted_ca",)),
        ("elsewhere.example", None): (False, ("dns",)),
        ("asked.example", None): (False, ("dns",)),
    }
    assert evidence["traffic"]["capture"]["access"] == "wireguard"
    assert is_free(port)


def test_keys_are_new_for_each_run_and_lie_nowhere(order: RunOrder) -> None:
    shown = []
    for _ in range(2):
        with Recording(order) as recording:
            assert recording.tunnel is not None
            secret = recording.tunnel.split("PrivateKey = ")[1].split()[0].encode()
            shown.append(secret)
            written = [path for path in order.folder.parent.rglob("*") if path.is_file()]
            assert written
            assert not [path for path in written if secret in path.read_bytes()]
            assert secret not in Path(f"/proc/{recording.process.pid}/cmdline").read_bytes()
            assert secret not in Path(f"/proc/{recording.process.pid}/environ").read_bytes()
            recording.finish()
    assert shown[0] != shown[1]


def test_who_has_not_the_key_is_not_heard(order: RunOrder) -> None:
    with Recording(order) as recording, Recording(replace(order, folder=order.folder.parent / "other")) as other:
        assert recording.tunnel is not None
        assert other.tunnel is not None
        theirs = other.tunnel.split("PrivateKey = ")[1].split()[0]
        ours = recording.tunnel.split("PrivateKey = ")[1].split()[0]
        stranger = Phone(recording.tunnel.replace(ours, theirs), seconds=1)
        with pytest.raises(TimeoutError):
            stranger.__enter__()
        stranger.__exit__()
        end = recording.finish()
    assert end.capture is not None
    with end.capture.open("rb") as source:
        assert b"entry" not in FrameReader(KEY, source).read()


def test_a_connection_that_says_nothing_is_seen(order: RunOrder) -> None:
    with Recording(order) as recording:
        assert recording.tunnel is not None
        with Phone(recording.tunnel) as phone:
            phone.connect("51.15.1.1", 443).close()
            recording.watch(1.0)
            assert phone.ask("api.app.example", "/", str(order.authority / CERTIFICATE), to="51.15.1.1") == "200"
        end = recording.finish()
    silent = [row for row in read(end)["traffic"]["connections"] if row["failure"]]
    assert [(row["host"], row["peer_ip"]) for row in silent] == [("51.15.1.1", "51.15.1.1")]


@pytest.mark.prove
@pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("wireguard-go") or not shutil.which("wg"),
    reason="WIREGUARD-GO NOT TRIED: it is not installed here, or networks cannot be made",
)
def test_the_reference_client_in_a_network_of_its_own_is_seen(order: RunOrder, tmp_path: Path) -> None:
    """`wireguard-go`, the system's own TCP and `curl`: nothing of the client's side is ours."""
    with Recording(order) as recording:
        assert recording.tunnel is not None
        plain = [line for line in recording.tunnel.splitlines() if not line.startswith(("Address", "DNS"))]
        (tmp_path / "wg.conf").write_text("\n".join(plain), encoding="utf-8")
        script = f"""set -e
wireguard-go sceau0
wg setconf sceau0 {tmp_path / "wg.conf"}
trap 'ip link del sceau0 2>/dev/null || true; ip netns del sceau-test 2>/dev/null || true' EXIT
ip netns add sceau-test
ip link set sceau0 netns sceau-test
ip -n sceau-test addr add 10.0.0.1/32 dev sceau0
ip -n sceau-test link set sceau0 up
ip -n sceau-test route add default dev sceau0
ip netns exec sceau-test curl -sS -m 20 -o /dev/null -w '%{{http_code}} %{{http_version}}' \
  --cacert {order.authority / CERTIFICATE} --resolve api.app.example:443:51.15.1.1 https://api.app.example/by-curl
"""
        done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, timeout=90, check=False)
        end = recording.finish()
    assert done.stdout == "200 2", done.stderr
    assert [row["path"] for row in read(end)["traffic"]["requests"]] == ["/by-curl"]
