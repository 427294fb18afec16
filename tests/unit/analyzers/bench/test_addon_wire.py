"""Names of a rehearsal are answered by its own table. In the capture tools' own interpreter."""

from tests.builders.rehearsal import in_the_tools


def test_a_rehearsal_answers_its_own_names_and_no_others() -> None:
    said = in_the_tools("""
import addon
from mitmproxy import dns
from analyzers.bench.addon_wire import is_address, resolve
from mitmproxy.test import tflow
def ask(name, kind):
    asked = tflow.tdnsreq(questions=[dns.Question(name, kind, dns.classes.IN)])
    return resolve(asked, {"a.example": "192.0.2.7"})
print(ask("a.example", dns.types.A).answers[0].ipv4_address, len(ask("a.example", dns.types.AAAA).answers))
print(ask("b.example", dns.types.A).response_code, is_address("::1"), is_address("a.example"))
""")
    assert said.split() == ["192.0.2.7", "0", "3", "True", "False"]
