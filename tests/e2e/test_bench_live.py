"""The bench live, from the desk: no recorded file, a dozen names on this machine, three phases, every cell right."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from analyzers.bench.person import invent_person
from analyzers.bench.phases import Phase
from analyzers.bench.run import RunLimits
from analyzers.knowledge.book import Knowledge
from analyzers.knowledge.places import AddressFacts
from catalog.bench.queries import describe_captures
from catalog.bench.recorder import LiveRecorder
from catalog.evaluations.instruments import Instruments
from catalog.evaluations.queries import list_coverage, list_findings
from catalog.plumbing.clock import SystemClock
from catalog.worker import Worker
from catalog.workflow import BENCH
from tests.builders.browser import list_violations, overflow, served, sign_in
from tests.builders.instance import File, Instance, a_file, an_instance
from tests.builders.knowledge import knowledge_with
from tests.builders.rehearsal import ROOT, TOOLS, an_origin, is_free, play

pytestmark = [pytest.mark.e2e, pytest.mark.enable_socket]

# Public addresses, stated and never contacted: every name leads to this machine.
FRANCE, GERMANY, AMERICA = "90.12.10.10", "88.198.10.20", "23.20.10.30"
HOSTS: Mapping[str, str] = {
    "api.carnet-tension.example": FRANCE,
    "live.carnet-tension.example": FRANCE,
    "cdn.carnet-tension.example": GERMANY,
    "bank.carnet-tension.example": FRANCE,
    "vault.carnet-tension.example": GERMANY,
    "www.google-analytics.com": AMERICA,
    "graph.facebook.com": AMERICA,
    "app.adjust.com": GERMANY,
    "api.mixpanel.com": AMERICA,
    "sdk.privacy-center.org": FRANCE,
    "firebase-settings.crashlytics.com": AMERICA,
    "static.unknown-host.example": GERMANY,
}
KNOWN = {
    "_90_12_10_10": AddressFacts(table_country="FR", announced=True),
    "_88_198_10_20": AddressFacts(table_country="DE", announced=True),
    "_23_20_10_30": AddressFacts(table_country="US", announced=True),
}
API, ADS, METER = "api.carnet-tension.example", "graph.facebook.com", "www.google-analytics.com"
GRANTED, REFUSED = "G111", "G100"


class Laboratory(Instruments):
    """The real instruments, with a table of addresses of the test's own."""

    def knowledge(self) -> Knowledge:
        """The curated data as shipped."""
        return knowledge_with(**KNOWN)


@dataclass
class Bench:
    """A demonstration whose bench is in rehearsal, with its own worker running."""

    instance: Instance
    recorder: LiveRecorder

    def play(self, ports: Mapping[str, int], calls: Sequence[Mapping[str, Any]]) -> list[str]:
        """Have the app make these calls through the bench."""
        return play(ports, self.recorder.authority / "mitmproxy-ca-cert.pem", calls)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    folder, stop = tmp_path, threading.Event()
    with an_origin(folder / "origin", HOSTS) as stand_in:
        recorder = LiveRecorder(
            SystemClock(), TOOLS / "mitmdump", folder / "authority", "127.0.0.1", RunLimits(seconds=120), stand_in
        )
        laboratory = Laboratory(folder / "datasets")
        instance = an_instance(folder, clock=SystemClock(), laboratory=laboratory, recorder=recorder)
        worker = Worker(instance.services, "bench", BENCH)
        thread = threading.Thread(target=worker.loop, args=(stop.is_set, stop.wait))
        thread.start()
        yield Bench(instance, recorder)
        stop.set()
        thread.join()
        instance.close()


def opened(bench: Bench) -> File:
    package = (ROOT / "fixtures" / "apks" / "carnet-tension-3.2.0.apk").read_bytes()
    file = a_file(bench.instance).completed(package).lodged().admitted()
    Worker(bench.instance.services, "ordinary").drain()
    return file


def calls_of(file: File, phase: str, *, obeys: bool) -> list[dict[str, Any]]:
    """What the invented app does in a phase; one that `obeys` stops its trackers after a refusal, another does not."""
    person = {value.category: value.value for value in invent_person(file.id)}
    advertised = {"how": "http2", "host": ADS, "path": "/v1/events", "body": f'{{"aid":"{person["advertisingId"]}"}}'}
    advertised["headers"] = {"content-type": "application/json"}
    granted = GRANTED if phase == "accepted" or not obeys else REFUSED
    metered = {"how": "http1", "host": METER, "path": f"/g/collect?v=2&gcs={granted}", "method": "GET"}
    diary = {"how": "http2", "host": API, "path": "/v1/diary", "body": f'{{"mail":"{person["emailAddress"]}"}}'}
    diary["headers"] = {"content-type": "application/json"}
    calls: list[dict[str, Any]] = [diary, {"how": "http1", "host": "cdn.carnet-tension.example", "path": "/i.json"}]
    if phase == "cold_start":
        return [*calls, {"how": "http1", "host": "sdk.privacy-center.org", "path": "/loader"}, metered]
    calls += [{"how": "socket", "host": "live.carnet-tension.example", "path": "/ws", "body": "hello"}]
    if phase == "accepted" or not obeys:
        calls += [advertised, metered]
    if phase == "refused":
        calls += [
            {"how": "pinned_before", "host": "bank.carnet-tension.example"},
            {"how": "socks", "host": "firebase-settings.crashlytics.com", "path": "/settings"},
        ]
    else:
        calls += [
            {"how": "pinned_after", "host": "vault.carnet-tension.example"},
            {"how": "clear", "host": "static.unknown-host.example", "path": "/pixel"},
            {"how": "http1", "host": "app.adjust.com", "path": "/session"},
            {"how": "http2", "host": "api.mixpanel.com", "path": "/track", "body": "{}", "times": 2},
        ]
    return calls


def facts(bench: Bench, file: File, kind: str) -> list[Mapping[str, Any]]:
    with bench.instance.services.database.read() as session:
        rows = list_findings(session, file.assessed.evaluation.id)
        return [{**row.attributes, "source": row.source} for row in rows if row.kind == kind]


def test_a_live_capture_from_the_desk_is_right_in_every_cell(bench: Bench, browser: Browser, tmp_path: Path) -> None:
    file = opened(bench)
    with served(bench.instance) as origin:
        context = browser.new_context(locale="fr", viewport={"width": 1280, "height": 900})
        page = context.new_page()
        sign_in(page, origin, "evaluator")
        page.goto(f"{origin}/files/{file.id}/bench")
        page.get_by_role("button", name="Faire notre copie").click()
        page.get_by_text("tient lieu du paquet").wait_for()
        page.check("input[value=resigned_copy]")
        page.get_by_role("button", name="Lancer un relevé").click()
        page.get_by_text("Mandataire à régler").wait_for(timeout=30_000)
        ports = describe_captures(bench.instance.services.database, bench.instance.evaluator, file.id)[0]["ports"]
        for phase, button in (("cold_start", None), ("refused", "tout refusé"), ("accepted", "tout accepté")):
            if button:
                page.get_by_role("button", name=button).click()
                page.get_by_text(f"Phase : {button}").or_(page.locator("strong", has_text=button)).first.wait_for()
                _wait_for_mark(bench, file, phase)
                page.fill("#journey", "noter une mesure")
                page.get_by_role("button", name="Noter le parcours").click()
            bench.play(ports, calls_of(file, phase, obeys=False))
        page.get_by_role("rowheader", name="api.mixpanel.com").wait_for(timeout=15_000)
        _look(page, tmp_path)
        page.get_by_role("button", name="Arrêter le relevé").click()
        page.get_by_text("arrêté par une personne").wait_for(timeout=30_000)
        context.close()
    Worker(bench.instance.services, "ordinary").drain()
    assert all(is_free(port) for port in ports.values())
    _check_hosts(bench, file)
    _check_choices(bench, file)
    with bench.instance.services.database.read() as session:
        rows = {(row.kind, row.scope): row for row in list_coverage(session, file.assessed.evaluation.id)}
    for scope in ("cold_start", "refused", "accepted"):  # two apps' pins were met: nothing is complete
        assert rows["host.contacted", f"traffic:{scope}"].extent == "partial"


def _wait_for_mark(bench: Bench, file: File, phase: str) -> None:
    """The recorder looks at what was marked four times a second."""
    threading.Event().wait(0.8)
    assert describe_captures(bench.instance.services.database, bench.instance.evaluator, file.id), phase


def _look(page: Page, place: Path) -> None:
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=ADS)).first.inner_text()
    for words in ("Meta", "États-Unis", "lu"):
        assert words in row
    pinned = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="bank.carnet-tension.example")).first
    assert "non lu" in pinned.inner_text()
    assert list_violations(page) == []
    page.screenshot(path=place / "live-fr.png", full_page=True)
    page.set_viewport_size({"width": 320, "height": 700})
    assert overflow(page) <= 0
    page.screenshot(path=place / "live-fr-phone.png", full_page=True)
    page.set_viewport_size({"width": 1280, "height": 900})


def _check_hosts(bench: Bench, file: File) -> None:
    seen = {row["host"]: row for row in facts(bench, file, "host.contacted")}
    countries = {FRANCE: "FR", GERMANY: "DE", AMERICA: "US"}
    assert {host: (row["address"], row["country"]) for host, row in seen.items()} == {
        host: (address, countries[address]) for host, address in HOSTS.items()
    }
    assert {row["source"] for row in seen.values()} == {"bench"}
    assert {host for host, row in seen.items() if not row["intercepted"]} == {
        "bank.carnet-tension.example",
        "vault.carnet-tension.example",
    }
    assert {host for host, row in seen.items() if row["cleartext"]} == {"static.unknown-host.example"}
    assert (seen[ADS]["owner"], seen[METER]["owner"]) == ("Meta Platforms", "Google")
    assert (seen["api.mixpanel.com"]["requests"], seen["live.carnet-tension.example"]["requests"]) == (2, 6)
    secured = {row["host"]: row for row in facts(bench, file, "tls.negotiated")}
    assert secured.keys() == HOSTS.keys() - {"static.unknown-host.example"}  # that one in clear
    assert {(row["version"], row["forward_secrecy"], row["issuer"]) for row in secured.values()} == {
        ("TLSv1.3", True, "rehearsal")
    }
    assert all(row["current"] and row["certificate_valid"] for row in secured.values())
    assert {host for host, row in secured.items() if row["refused_interception"]} == {"bank.carnet-tension.example"}
    told = {(row["host"], row["category"], row["match"]) for row in facts(bench, file, "data.transmitted")}
    assert {(ADS, "advertisingId", "known"), (API, "emailAddress", "known")} <= told


def _check_choices(bench: Bench, file: File) -> None:
    (tested,) = facts(bench, file, "refusal.tested")
    assert (tested["effect"], tested["recipients_refused"], tested["recipients_accepted"]) == ("some_kept", 2, 4)
    assert tested["kept"] == [ADS, METER]
    early = {(row["host"], row["property"], row["when"]) for row in facts(bench, file, "contact.unconsented")}
    assert {(METER, None, "before_choice"), (METER, None, "after_refusal"), (ADS, None, "after_refusal")} <= early
    assert (ADS, "advertisingId", "after_refusal") in early
    changes = {row["host"]: row["change"] for row in facts(bench, file, "traffic.differing") if not row["property"]}
    assert (changes["app.adjust.com"], changes[ADS], changes["bank.carnet-tension.example"]) == (
        "vanished",
        "kept",
        "appeared",
    )
    signals = {(row["clicked"], row["said"], row["agrees"]) for row in facts(bench, file, "consent.signalled")}
    assert signals == {("none", "granted", False), ("refused", "granted", False), ("accepted", "granted", True)}
    assert {(row["consent"], row["journeys"]) for row in facts(bench, file, "phase.played")} == {
        ("none", 0),
        ("refused", 1),
        ("accepted", 1),
    }


@pytest.mark.prove
def test_the_same_app_captured_three_times_has_the_same_verdicts(bench: Bench) -> None:
    file, services, who = opened(bench), bench.instance.services, bench.instance.evaluator
    met = []
    for _ in range(3):
        capture = file.benched()
        ports = _await(bench, file, "ports")
        for phase in (Phase.COLD_START, Phase.REFUSED, Phase.ACCEPTED):
            if phase is not Phase.COLD_START:
                services.bench.mark(who, file.id, capture, phase)
                _wait_for_mark(bench, file, phase)
            bench.play(ports, calls_of(file, phase, obeys=True))
        services.bench.stop(who, file.id, capture)
        _await(bench, file, "end")
        Worker(services, "ordinary").drain()
        outcomes = [(row.criterion, row.outcome) for row in file.assessed.assessment.verdicts]
        kinds = ("refusal.tested", "contact.unconsented", "traffic.differing", "consent.signalled")
        met.append((outcomes, [facts(bench, file, kind) for kind in kinds]))
    assert met[0] == met[1] == met[2]
    assert met[0][1][0][0]["effect"] == "all_gone"


def _await(bench: Bench, file: File, what: str) -> Any:
    """Wait until the newest capture says `what`."""
    until = SystemClock().now() + timedelta(seconds=60)
    while True:
        newest = describe_captures(bench.instance.services.database, bench.instance.evaluator, file.id)[-1]
        if newest[what]:
            return newest[what]
        assert SystemClock().now() < until, what
        threading.Event().wait(0.1)
