"""What a handshake settled is told once, from both sides. In the capture tools' own interpreter."""

import json

from tests.builders.rehearsal import in_the_tools

_HANDSHAKE = """
import addon, json
from mitmproxy import tls
from mitmproxy.proxy.context import Context
from mitmproxy.test import taddons, tflow
from analyzers.bench.addon_tls import Handshakes, _offered
class Hello:
    extensions = [(0, b"x"), (43, bytes([6, 3, 4, 3, 3, 10, 10]))]
shakes = Handshakes()
client, server = tflow.tclient_conn(), tflow.tserver_conn()
client.tls_version, server.tls_version, server.cipher, server.alpn = "TLSv1.3", "TLSv1.2", "ECDHE", b"h2"
client.cipher = "TLS_AES"
shakes.offers[client.id] = _offered(Hello)
class Now:
    context = type("C", (), {"client": client, "server": server})
facts = {"host": "a.example", "port": 443, "sni": "a.example", "peer_ip": "192.0.2.1", "phase": 0, "bytes_out": 3}
first, again = shakes.tell(facts, Now, refused=False), shakes.tell(facts, Now, refused=False)
server.timestamp_tls_setup, server.error = None, "Certificate verify failed: expired"
failed = shakes.tell(facts, Now, refused=True)
for number in range(5000):
    beyond = shakes.tell(facts | {"host": f"{number}.example"}, Now, refused=True)
print(json.dumps([first, again, failed, beyond]))
"""


def test_both_sides_are_told_once_and_a_doubted_certificate_is_said() -> None:
    first, again, failed, beyond = json.loads(in_the_tools(_HANDSHAKE))
    assert (first["offered"], first["app"], first["server"]) == (["TLSv1.3", "TLSv1.2"], "TLSv1.3", "TLSv1.2")
    assert (first["cipher"], first["alpn"], first["verified"], first["refused"]) == ("ECDHE", "h2", True, False)
    assert (first["app_cipher"], failed["app_cipher"]) == ("TLS_AES", None)
    assert "bytes_out" not in first
    assert again is None
    assert (failed["app"], failed["server"], failed["verified"], failed["refused"]) == (None, None, False, True)
    assert beyond == {}  # one too many is said: nobody may take the list for whole
