"""Of a body the first bytes and the size are kept, and all of it passes. In the capture tools' own interpreter."""

from tests.builders.rehearsal import in_the_tools


def test_of_a_body_the_first_bytes_and_the_size_are_kept_and_all_of_it_passes() -> None:
    said = in_the_tools("""
import addon
from analyzers.bench.addon_rows import Held, KEPT_SENT
held = Held(None, 0)
passed = sum(len(held.take_sent(b"x" * 700_000)) for _ in range(4))
print(passed, held.sent_size, len(held.sent) == KEPT_SENT)
""")
    assert said.split() == ["2800000", "2800000", "True"]


def test_an_entry_says_what_passed() -> None:
    said = in_the_tools("""
import addon
from mitmproxy.test.tflow import tflow
from analyzers.bench.addon_rows import Held, write_entry
flow = tflow(resp=True)
held = Held(flow, 2)
held.take_sent(b"asked")
held.take_received(b"answered")
row = write_entry(held, "192.0.2.1", "x" * 400)
sizes = row["request"]["bodySize"], row["response"]["bodySize"], len(row["_error"])
print(row["_phase"], row["serverIPAddress"], *sizes)
""")
    assert said.split() == ["2", "192.0.2.1", "5", "8", "300"]
