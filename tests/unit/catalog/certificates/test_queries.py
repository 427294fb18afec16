"""Tests of the reads of certificates."""

import pytest

from catalog.certificates.lifecycle import CertificateState
from catalog.certificates.queries import find_latest, get_by_number
from catalog.certificates.service import CertificateUnknown
from tests.builders.instance import Instance, a_file


def test_a_certificate_is_read_by_its_number_however_it_is_written(instance: Instance) -> None:
    file = a_file(instance).listed()
    with instance.services.database.read() as session:
        standing = get_by_number(session, "sc-2026-000001")

    assert standing.certificate.app_id == file.app_id
    assert standing.state is CertificateState.ACTIVE
    assert standing.signature.token.count(".") == 2


@pytest.mark.parametrize("number", ["SC-2026-000002", "", "%", "SC-2026-00000_"])
def test_an_unknown_number_is_unknown(instance: Instance, number: str) -> None:
    a_file(instance).listed()
    with instance.services.database.read() as session, pytest.raises(CertificateUnknown):
        get_by_number(session, number)


def test_the_last_certificate_of_an_app_stands_for_it(instance: Instance) -> None:
    first = a_file(instance).listed()
    a_file(instance, first.app_id).listed()
    with instance.services.database.read() as session:
        standing = find_latest(session, first.app_id)

    assert standing is not None
    assert standing.certificate.number == "SC-2026-000002"


def test_what_was_drawn_and_not_signed_is_shown_to_nobody(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled().opined()
    instance.services.certificates._record_intent(file.decide())
    with instance.services.database.read() as session:
        assert find_latest(session, file.app_id) is None
        with pytest.raises(CertificateUnknown):
            get_by_number(session, "SC-2026-000001")
