"""Verbs of the bench: a capture is ordered, marked, shown and stopped, and what is due is erased."""

import json

from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.builders.instance import Instance, a_file
from tests.unit.catalog.commands.conftest import Run

EVALUATOR = ("--as", "evaluator@sceau.example")


def test_a_capture_from_its_order_to_its_end(instance: Instance, run: Run) -> None:
    file = a_file(instance).completed().lodged().admitted().examined().copied()
    capture = run("capture", "start", *EVALUATOR, file.id, "--route", "resigned_copy").output.strip()
    run("capture", "mark", *EVALUATOR, file.id, capture, "refused")
    run("capture", "journey", *EVALUATOR, file.id, capture, "prendre rendez-vous")
    run("capture", "stop", *EVALUATOR, file.id, capture)
    instance.clock.advance(days=3650)  # the verbs above were dated by the machine's clock
    file.examined()
    listed = run("capture", "show", *EVALUATOR, file.id).output
    shown = run("capture", "show", *EVALUATOR, file.id, capture).output
    document = json.loads(run("capture", "show", *EVALUATOR, file.id, capture, "--json").output)

    assert (capture in listed, "resigned_copy" in listed) == (True, True)
    assert "api.souffle.example" in shown
    assert "regular 40001" in shown
    assert [mark["what"] for mark in document["marks"]] == ["phase", "journey", "stop"]
    assert json.loads(run("capture", "show", *EVALUATOR, file.id, "--json").output)[0]["id"] == capture
    assert "capture-over" in run("capture", "stop", *EVALUATOR, file.id, capture, code=1).stderr


def test_what_is_due_is_erased(instance: Instance, run: Run) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    file.benched()
    file.examined()  # under the test's clock, half a year before the machine's
    assert run("capture", "erase").output == f"{file.id}\n"
    assert run("capture", "erase").output == ""


def test_a_phone_is_told_of_its_tunnel(instance: Instance, run: Run) -> None:
    file = a_file(instance).completed().lodged().admitted().examined()
    capture = run("capture", "start", *EVALUATOR, file.id, "--mode", "wireguard").output.strip()
    told: list[str] = []
    instance.recorder.meanwhile = lambda: told.append(run("capture", "tunnel", *EVALUATOR, file.id, capture).stdout)
    instance.clock.advance(days=3650)
    file.examined()
    assert told[0].startswith("[Interface]\nPrivateKey = ")
    assert told[0].endswith(":40003\n")
    assert "no tunnel now" in run("capture", "tunnel", *EVALUATOR, file.id, capture, code=1).stderr


def test_the_authority_is_given_as_a_file_and_its_fingerprint_beside_it(instance: Instance, run: Run) -> None:
    assert instance.folder.exists()
    given = run("capture", "certificate", *EVALUATOR)
    made = x509.load_pem_x509_certificate(given.stdout.encode())
    assert made.fingerprint(hashes.SHA256()).hex(":").upper() in given.stderr
    assert x509.load_der_x509_certificate(run("capture", "certificate", *EVALUATOR, "--der").stdout_bytes)
