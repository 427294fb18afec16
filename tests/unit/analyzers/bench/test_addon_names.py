"""Names that stand for others are told once, from what the device is answered or from our own resolver."""

from tests.builders.rehearsal import in_the_tools


def test_what_the_device_is_answered_is_told_as_a_chain_once() -> None:
    said = in_the_tools("""
import addon
from mitmproxy import dns
from mitmproxy.test import tflow
from analyzers.bench.addon_names import Names
def stands(name, other):
    return dns.ResourceRecord.CNAME(name, other)
told = []
names = Names(told.append)
asked = tflow.tdnsreq(questions=[dns.Question("Stats.a.example", dns.types.A, dns.classes.IN)])
answer = asked.succeed([stands("b.example", "c.example"), stands("stats.a.example", "b.example"),
                        dns.ResourceRecord.A("c.example", __import__("ipaddress").IPv4Address("192.0.2.1"))])
for message in (answer, answer, None, asked.succeed([]), asked.succeed([stands("x.example", "y.example")])):
    names.answered(message)
names.answered(asked.succeed([stands("stats.a.example", "l.example"), stands("l.example", "stats.a.example")]))
print(told)
""")
    assert said.strip() == (
        "[{'host': 'stats.a.example', 'names': ['b.example', 'c.example'], 'by': 'answer'}, "
        "{'host': 'stats.a.example', 'names': ['l.example'], 'by': 'answer'}]"
    )


def test_our_own_resolver_is_asked_once_and_silence_stays_silence() -> None:
    said = in_the_tools("""
import addon, asyncio, socket
from analyzers.bench.addon_names import Names
told, asked = [], []
names = Names(told.append)
async def answer(host, port, **how):
    asked.append((host, how["flags"] == socket.AI_CANONNAME))
    if host == "lost.example":
        raise socket.gaierror("no such name")
    canonical = {"stats.a.example": "Tracker.Example.", "same.example": "same.example"}[host]
    return [(2, 1, 6, canonical, ("192.0.2.1", 0)), (2, 1, 6, "", ("192.0.2.2", 0))]
async def run():
    asyncio.get_running_loop().getaddrinfo = answer
    for host in ("stats.a.example", "stats.a.example", "same.example", "lost.example", "192.0.2.7"):
        names.look_up(host)
    await asyncio.gather(*names.tasks)
asyncio.run(run())
print(told, len(asked), all(how for _, how in asked))
""")
    assert said.strip() == "[{'host': 'stats.a.example', 'names': ['tracker.example'], 'by': 'resolver'}] 3 True"
