"""The public counter's reads."""

from pathlib import Path

import pytest

from catalog.certificates.service import CertificateUnknown
from tests.builders.instance import a_file, an_app, an_instance
from web.app import create_app
from web.portal import shelf


def test_cards_are_read_again_only_when_the_catalogue_changed(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    a_file(instance).listed()
    with create_app(instance.services).app_context():
        first = shelf.list_cards()
        assert shelf.list_cards() is first
        a_file(instance, an_app(instance, "Autre (FICTIF)")).completed(b"another package").lodged().captured()
        assert shelf.list_cards() is first


def test_a_seal_is_genuine_when_its_signature_covers_its_text(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    a_file(instance).listed()
    with create_app(instance.services).app_context():
        seal = shelf.get_seal("SC-2026-000001")
        assert (seal.is_genuine, seal.state) == (True, "active")
        with pytest.raises(CertificateUnknown):
            shelf.get_seal("SC-2026-000002")


def test_a_key_that_is_not_ours_makes_no_genuine_seal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    instance = an_instance(tmp_path)
    a_file(instance).listed()
    monkeypatch.setattr(type(instance.services.signer), "public_keys", lambda _self: [])
    with create_app(instance.services).app_context():
        assert not shelf.get_seal("SC-2026-000001").is_genuine


def test_another_version_has_no_seal(tmp_path: Path) -> None:
    instance = an_instance(tmp_path)
    a_file(instance).listed()
    with create_app(instance.services).app_context():
        assert len(shelf.find_seals("souffle 3.2.0")) == 1
        assert shelf.find_seals("souffle 3.2.1") == []
        assert shelf.find_seals("   ") == []
