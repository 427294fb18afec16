"""A rehearsal of the bench on this machine: a server that stands for many, an app that does as it is told."""

import contextlib
import json
import socket
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from analyzers.bench.run import StandIn
from catalog.plumbing.clock import SystemClock

ROOT = Path(__file__).parents[2]
TOOLS = ROOT / ".venv-capture" / "bin"
_HERE = Path(__file__).parent


@contextmanager
def an_origin(folder: Path, hosts: Mapping[str, str]) -> Iterator[StandIn]:
    """Serve these names, each standing for an address, until the block ends."""
    certificate, key = _identity(folder, list(hosts))
    words = [str(TOOLS / "python"), str(_HERE / "rehearsal_origin.py"), str(certificate), str(key)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            port, clear = map(int, process.stdout.readline().split())
            yield StandIn(port, clear, dict(hosts), certificate)
        finally:
            process.kill()


def _identity(folder: Path, names: Sequence[str]) -> tuple[Path, Path]:
    now = SystemClock().now()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "rehearsal")])
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(row) for row in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    public, secret = folder / "origin.pem", folder / "origin.key"
    public.write_bytes(made.public_bytes(Encoding.PEM))
    secret.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return public, secret


def play(ports: Mapping[str, int], authority: Path, calls: Sequence[Mapping[str, Any]]) -> list[str]:
    """Have the app make these calls; return how each went."""
    words = [str(TOOLS / "python"), str(_HERE / "rehearsal_app.py")]
    words += [str(ports["regular"]), str(ports.get("socks5", 0)), str(authority)]
    said = "".join(json.dumps(call) + "\n" for call in calls)
    done = subprocess.run(words, input=said, stdout=subprocess.PIPE, text=True, check=True, timeout=600)
    return [json.loads(line)["status"] for line in done.stdout.splitlines()]


def in_the_tools(text: str) -> str:
    """Run a few lines in the capture tools' own interpreter, where the add-on can be imported; return what it said."""
    head = f"import sys\nsys.path.insert(0, {str(ROOT / 'analyzers' / 'bench')!r})\n"
    words = [str(TOOLS / "python"), "-c", head + text]
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout


def is_free(port: int) -> bool:
    """Whether nobody listens at this port of this machine."""
    with contextlib.closing(socket.socket()) as plug:
        plug.settimeout(1)
        return plug.connect_ex(("127.0.0.1", port)) != 0
