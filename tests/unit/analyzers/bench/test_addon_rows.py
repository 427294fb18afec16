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


def test_numeric_hosts_are_whole_addresses_and_a_borrowed_name_is_told() -> None:
    said = in_the_tools("""
import addon
from mitmproxy.test.tflow import tflow
from analyzers.bench.addon_rows import Held, write_entry
flow = tflow()
flow.request.headers.pop("host", None)
flow.request.host, flow.request.port, flow.request.scheme = "2001:db8::7", 443, "https"
flow.request.path = "/a::b"
row = write_entry(Held(flow, 0, "ads.example"), None, None)
print(row["request"]["url"], row["_server"], "_server" in write_entry(Held(flow, 0), None, None))
flow.request.headers["host"] = "[2001:db8::7]"
print(write_entry(Held(flow, 0), None, None)["request"]["url"])
flow.request.host = flow.request.headers["host"] = "a.example"
print(write_entry(Held(flow, 0), None, None)["request"]["url"])
""")
    assert said.split() == [
        *("https://[2001:db8::7]/a::b", "ads.example", "False"),
        *("https://[2001:db8::7]/a::b", "https://a.example/a::b"),
    ]
