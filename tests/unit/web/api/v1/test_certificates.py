"""Certificates: the signed text, its state today, its signature and the keys."""

import pytest

from catalog.plumbing.signing import SignatureRefused, verify
from tests.builders.client import Caller, a_caller
from tests.builders.instance import Instance, a_file

NUMBER = "SC-2026-000001"


@pytest.fixture
def caller(instance: Instance) -> Caller:
    a_file(instance).listed()
    return a_caller(instance)


def test_the_signature_holds_over_the_document_that_is_shown(caller: Caller) -> None:
    shown = caller.get(f"certificates/{NUMBER}").json
    signed = caller.client.get(shown["signature"])
    keys = caller.get("keys").json["keys"]
    assert signed.content_type == "application/jose"
    assert verify(signed.text, keys, accept_demo=True) == shown["document"]
    with pytest.raises(SignatureRefused, match="demonstration"):
        verify(signed.text, keys)


def test_the_document_stays_and_the_state_follows_the_decision(caller: Caller) -> None:
    before = caller.get(f"certificates/{NUMBER}")
    decided = {"kind": "withdraw", "grounds": "L'éditeur a cessé son activité."}
    assert caller.post(f"certificates/{NUMBER}/decisions", "authority", json=decided).json["decision"]
    caller.instance.worker.drain()
    after = caller.get(f"certificates/{NUMBER}")
    assert after.json["document"] == before.json["document"]
    assert after.json["state"]["state"] == "withdrawn"
    assert after.headers["ETag"] != before.headers["ETag"]


def test_only_public_halves_of_keys_are_given(caller: Caller) -> None:
    assert all("d" not in key and key["demo"] for key in caller.get("keys").json["keys"])


@pytest.mark.parametrize("path", ["certificates/SC-2026-999999", "certificates/SC-2026-999999.jws"])
def test_an_unknown_number_is_absent(caller: Caller, path: str) -> None:
    assert caller.get(path).get_json(force=True)["code"] == "certificate-unknown"


def test_a_decision_names_a_certificate_that_exists(caller: Caller) -> None:
    decided = {"kind": "suspend", "grounds": "Le numéro est faux, pour l'essai."}
    answer = caller.post("certificates/SC-2026-999999/decisions", "authority", json=decided)
    assert answer.get_json(force=True)["code"] == "certificate-unknown"


def test_the_present_result_stands_beside_and_never_replaces_what_was_certified(caller: Caller) -> None:
    before = caller.get(f"certificates/{NUMBER}").json
    caller.instance.clock.advance(days=280)
    after = caller.get(f"certificates/{NUMBER}").json
    (present,) = after["present"]
    assert before["present"] == []
    assert after["document"] == before["document"]
    assert (after["document"]["edition"]["id"], present["edition"], present["state"]) == ("2026.0", "2026.1", "adopted")
    assert present["apk_sha256"] == after["document"]["build"]["apk_sha256"]
    assert len(present["verdicts"]) == 91
