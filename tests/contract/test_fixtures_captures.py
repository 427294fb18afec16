"""Each capture of the fixtures shows our instruments what its line of the README says, and belongs where it says."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from analyzers.contract import Evidence, ReadState
from analyzers.extract.apk import extract_apk
from analyzers.extract.capture import extract_capture
from analyzers.knowledge.load import load_knowledge
from analyzers.registry import list_detectors
from analyzers.synthesis.attribution import attribute_capture
from criteria.findings import ArtifactKind, Finding
from criteria.load import check_finding
from fixtures.build import HERE, load_sources

_NAMES = sorted(path.name for path in (HERE / "captures").iterdir())
_every_capture = pytest.mark.parametrize("name", _NAMES)


@cache
def _read(name: str) -> tuple[ReadState, Evidence]:
    extraction = extract_capture((HERE / "captures" / name).read_bytes())
    assert extraction.evidence is not None
    return extraction.outcome.state, extraction.evidence


@cache
def _findings(name: str) -> tuple[Finding, ...]:
    evidence, knowledge = _read(name)[1], load_knowledge(None)
    found = [
        one.detect(evidence["subject"]["sha256"], evidence, knowledge) for one in list_detectors(ArtifactKind.CAPTURE)
    ]
    return tuple(finding for detection in found for finding in detection.findings)


def _hosts(name: str) -> dict[str, Mapping[str, Any]]:
    return {str(one.attributes["host"]): one.attributes for one in _findings(name) if one.kind == "host.contacted"}


def _apk(stem: str) -> Evidence:
    evidence = extract_apk((HERE / "apks" / f"{stem}.apk").read_bytes()).evidence
    assert evidence is not None
    return evidence


@_every_capture
def test_every_request_that_was_written_is_read(name: str) -> None:
    state, evidence = _read(name)
    source = load_sources("captures")[name.rpartition(".")[0]]
    whole = "unreadable" not in source

    assert state is (ReadState.READ if whole else ReadState.PARTLY_READ)
    assert evidence["traffic"]["coverage"]["requests_read"] == len(source["requests"])
    assert len(evidence["traffic"]["coverage"]["unread"]) == len(source.get("unreadable", ()))


@_every_capture
def test_every_finding_speaks_the_common_language(name: str) -> None:
    assert [fault for fault in map(check_finding, _findings(name)) if fault] == []


@_every_capture
def test_nothing_personal_that_was_sent_stands_in_the_evidence(name: str) -> None:
    kept = repr(_read(name)[1])

    assert [
        word for word in ("systolique", "gaid", "FICTIF-38400000", "jeton=", "patient=", "arachide") if word in kept
    ] == []


@pytest.mark.parametrize(
    ("name", "stem", "state"),
    [
        ("carnet-tension-3.2.0.har", "carnet-tension-3.2.0", "belongs"),
        ("respire-3.1.1.har", "respire-3.1.1", "belongs"),
        ("respire-3.1.0.har", "respire-3.1.1", "foreign"),
        ("sommeil-doux-2.0.4.har", "sommeil-doux-2.0.4", "belongs"),
        ("sommeil-doux-autre-application.har", "sommeil-doux-2.0.4", "foreign"),
        ("glyco-note-1.8.0.flow", "glyco-note-1.8.0", "unattributed"),
    ],
)
def test_a_capture_belongs_to_the_build_it_names_and_to_no_other(name: str, stem: str, state: str) -> None:
    assert attribute_capture(_apk(stem), _read(name)[1], attested=False).state == state


def test_the_attested_flow_file_belongs() -> None:
    evidence = _read("glyco-note-1.8.0.flow")[1]

    assert attribute_capture(_apk("glyco-note-1.8.0"), evidence, attested=True).state == "belongs"


def test_the_app_full_of_trackers_is_seen_talking_to_their_owners() -> None:
    owners = {
        host: row["owner_parent"] for host, row in _hosts("pas-a-pas-5.4.1.har").items() if row["party"] == "third"
    }

    assert owners == {
        "app-measurement.com": "Alphabet Inc.",
        "app.adjust.com": "AppLovin Corporation",
        "googleads.g.doubleclick.net": "Alphabet Inc.",
        "graph.facebook.com": "Meta Platforms, Inc.",
        "inapps.appsflyersdk.com": "AppsFlyer Ltd.",
        "sdk.iad-01.braze.com": "Braze, Inc.",
    }


def test_a_publisher_s_own_server_is_known_by_the_package_that_bears_its_name() -> None:
    own = {host for name in _NAMES for host, row in _hosts(name).items() if row["party"] == "first"}

    assert own == {
        "aide.carnettension.example",
        "api.carnettension.example",
        "dossier.mondossierallergies.example",
        "sauvegarde.carnettension.example",
    }


def test_clear_text_is_seen_where_it_was_written_and_nowhere_else() -> None:
    clear = {host for name in _NAMES for host, row in _hosts(name).items() if row["cleartext"]}

    assert clear == {"regie.pas-a-pas.example", "dossier.mondossierallergies.example"}


def test_a_paris_address_of_an_american_group_is_in_france_and_under_two_laws() -> None:
    row = _hosts("respire-3.1.0.har")["api.respire.example"]

    assert (row["country"], row["region"], row["parent_country"]) == ("FR", "eea", "US")
    assert set(row["foreign_reach"]) == {"us-cloud-act", "us-fisa-702"}
