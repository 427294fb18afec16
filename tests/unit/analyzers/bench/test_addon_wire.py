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


def test_a_server_is_told_of_under_whatever_name_a_request_hides_it() -> None:
    said = in_the_tools("""
import addon
from analyzers.bench.addon_wire import name_server, reached_by
class End:
    def __init__(self, address=None, sni=None):
        self.address, self.sni = address, sni
ads = End(("ads.example", 443))
print(name_server(End(sni="other.example"), ads), name_server(End(sni="a.example"), End(("192.0.2.1", 443))))
print(reached_by(End(), ads, "api.example"), reached_by(End(), ads, "ADS.example."))
print(reached_by(End(sni="ads.example"), End(("192.0.2.1", 443)), "api.example"))
print(reached_by(End(), End(("192.0.2.1", 80)), "api.example"), reached_by(End(), End(), "api.example"))
""")
    assert said.split() == ["ads.example", "a.example", "ads.example", "None", "ads.example", "None", "None"]
