"""The add-on loads in the capture tools' own interpreter, beside what it needs of the project; nowhere else."""

from tests.builders.rehearsal import in_the_tools


def test_it_loads_and_hears_what_a_recording_needs() -> None:
    said = in_the_tools("""
from addon import OWN, addons
(recorder,) = addons
hooks = "client_connected tls_clienthello tls_failed_client server_connect_error request response error dns_request"
print(OWN, [name for name in hooks.split() if not hasattr(recorder, name)], recorder.phase)
""")
    assert said.split("\n")[0] == "the bench's own resolver ['request'] -1"
