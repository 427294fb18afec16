"""Verbs anyone may use."""

import json
from pathlib import Path

from catalog.plumbing.signing import make_key
from tests.builders.instance import Instance, a_file
from tests.unit.catalog.commands.conftest import Run


def test_a_listed_app_is_listed_read_and_reported(instance: Instance, run: Run) -> None:
    a_file(instance).listed()
    slug = run("listings").output.split()[0]
    assert json.loads(run("listing", slug).output)["slug"] == slug
    assert run("report", slug, "L'application demande ma position sans raison.").output.startswith("rep_")


def test_a_demonstrations_certificate_is_refused_by_the_verifier(instance: Instance, run: Run, tmp_path: Path) -> None:
    a_file(instance).listed()
    told = json.loads(run("certificate", f"SC-{instance.clock.now().year}-000001").output)
    token, keys = tmp_path / "certificate.jws", tmp_path / "keys.json"
    token.write_text(told["jws"], encoding="ascii")
    keys.write_text(json.dumps({"keys": instance.services.signer.public_keys()}), encoding="utf-8")
    assert "demonstration" in run("verify", str(token), "--keys", str(keys), code=1).stderr


def test_keys_that_are_no_key_set_are_refused(instance: Instance, run: Run, tmp_path: Path) -> None:
    file = tmp_path / "any"
    for text in ("[]", '{"keys": [1]}', '{"keys": null}', '{"keys": "abc"}'):
        file.write_text(text, encoding="utf-8")
        assert "JWK set" in run("verify", str(file), "--keys", str(file), code=1).stderr


def test_an_expired_certificate_is_said_to_be_so(run: Run, tmp_path: Path) -> None:
    signer = make_key(tmp_path / "keys", demo=False)
    token, keys = tmp_path / "certificate.jws", tmp_path / "keys.json"
    keys.write_text(json.dumps({"keys": signer.public_keys()}), encoding="utf-8")
    token.write_text(signer.sign({"expires_on": "2999-01-01"}), encoding="ascii")
    assert json.loads(run("verify", str(token), "--keys", str(keys)).output) == {"expires_on": "2999-01-01"}
    token.write_text(signer.sign({"expires_on": "2020-01-01"}), encoding="ascii")
    assert "expired on 2020-01-01" in run("verify", str(token), "--keys", str(keys), code=1).stderr
    token.write_bytes(b"\xff\xfe")
    assert "not a signed text" in run("verify", str(token), "--keys", str(keys), code=1).stderr


def test_an_unknown_listing_is_refused_by_name(instance: Instance, run: Run) -> None:
    assert "listing-unknown" in run("listing", "nothing", code=1).stderr
