"""Tests of the certificate's verbs."""

from typing import Any

import pytest
import sqlalchemy as sa

from catalog.certificates.lifecycle import CertificateTransitionRefused
from catalog.certificates.model import Certificate, Signature, StateChange
from catalog.certificates.queries import find_latest
from catalog.certificates.service import CertificateUnknown, LintError, find_state, public_keys
from catalog.decisions.model import DecisionRow
from catalog.listings.queries import get_listing
from catalog.plumbing.signing import SignatureRefused, SignerUnavailable, digest_of, make_key, verify
from catalog.reviews.lifecycle import OpinionKind
from catalog.worker import tidy
from criteria.model import Outcome
from tests.builders.instance import GROUNDS, File, Instance, a_file


def rows(instance: Instance, table: Any) -> list[Any]:
    with instance.services.database.read() as session:
        return list(session.scalars(sa.select(table)))


def states(instance: Instance, number: str) -> list[str]:
    query = (
        sa.select(StateChange.state)
        .join(Certificate, Certificate.id == StateChange.certificate_id)
        .where(Certificate.number == number)
        .order_by(StateChange.number)
    )
    with instance.services.database.read() as session:
        return list(session.scalars(query))


def decide_on(file: File, kind: Any) -> Any:
    instance = file.instance
    with instance.services.database.read() as session:
        standing = find_latest(session, file.app_id)
    assert standing is not None
    decide = instance.services.decisions.decide_on_certificate
    return decide(instance.authority, file.id, standing.certificate.id, kind, GROUNDS)


def test_a_grant_becomes_a_certificate_that_verifies(instance: Instance) -> None:
    file = a_file(instance).listed()
    (certificate,), (signature,) = rows(instance, Certificate), rows(instance, Signature)
    keys = public_keys(instance.services.signer)["keys"]

    document = verify(signature.token, keys, accept_demo=True)
    assert document == certificate.document
    assert digest_of(document) == certificate.digest
    assert (document["number"], document["instance"]) == ("SC-2026-000001", "demo")
    assert document["app"]["id"] == file.app_id
    assert states(instance, "SC-2026-000001") == ["active"]
    with pytest.raises(SignatureRefused):
        verify(signature.token, keys)


def test_issuing_twice_gives_the_same_certificate(instance: Instance) -> None:
    a_file(instance).listed()
    (certificate,), (signature,) = rows(instance, Certificate), rows(instance, Signature)
    instance.clock.advance(days=3)
    instance.services.certificates.issue(certificate.decision_id)

    assert [row.digest for row in rows(instance, Certificate)] == [certificate.digest]
    assert [row.token for row in rows(instance, Signature)] == [signature.token]
    assert states(instance, certificate.number) == ["active"]


def test_a_signer_that_is_gone_delays_and_forgets_nothing(instance: Instance) -> None:
    key = instance.folder / "keys" / "demo.jwk"
    hidden = key.rename(key.with_suffix(".hidden"))
    file = a_file(instance).examined_with_capture().ruled().opined()
    decision_id = file.decide()
    with pytest.raises(SignerUnavailable):
        instance.services.certificates.issue(decision_id)
    for _ in range(instance.services.settings.attempts_max + 3):
        instance.worker.drain()
        instance.clock.advance(minutes=2)
    (intent,) = rows(instance, Certificate)  # recorded before it is signed
    assert rows(instance, Signature) == []
    with instance.services.database.read() as session:
        assert find_state(session, intent.id) is None
        assert find_latest(session, file.app_id) is None

    hidden.rename(key)
    instance.worker.drain()
    assert states(instance, intent.number) == ["active"]


def test_nothing_is_signed_that_does_not_pass_the_lint(instance: Instance) -> None:
    keys = instance.folder / "keys"
    (keys / "demo.jwk").unlink()
    make_key(keys, demo=False)  # a real key in a demonstration
    decision_id = a_file(instance).examined_with_capture().ruled().opined().decide()

    with pytest.raises(LintError, match="demonstration"):
        instance.services.certificates.issue(decision_id)
    assert rows(instance, Signature) == []


def test_a_signature_over_other_words_is_never_recorded(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> None:
    decision_id = a_file(instance).examined_with_capture().ruled().opined().decide()
    real = type(instance.services.signer).sign
    monkeypatch.setattr(
        type(instance.services.signer), "sign", lambda self, document: real(self, {**document, "authority": "Autre"})
    )

    with pytest.raises(LintError, match="not what was recorded"):
        instance.services.certificates.issue(decision_id)
    assert rows(instance, Signature) == []


def test_a_grant_with_conditions_is_conditional(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    file.opined(OpinionKind.WITH_RESERVATIONS, {"SEC-11": "Un autre test."}).decide()
    file.examined()

    assert states(instance, "SC-2026-000001") == ["conditional"]


def test_a_newer_certificate_supersedes_the_older(instance: Instance) -> None:
    first = a_file(instance).listed()
    a_file(instance, first.app_id).listed()

    assert states(instance, "SC-2026-000001") == ["active", "superseded"]
    assert states(instance, "SC-2026-000002") == ["active"]


def test_a_late_signature_never_supersedes_a_newer_certificate(instance: Instance) -> None:
    first = a_file(instance).examined_with_capture().ruled().opined()
    late = first.decide()
    instance.services.certificates._record_intent(late)
    second = a_file(instance, first.app_id).examined_with_capture().ruled().opined()
    newer = second.decide()
    instance.services.certificates.issue(newer)
    instance.services.certificates.issue(late)

    assert states(instance, "SC-2026-000001") == ["active", "superseded"]
    assert states(instance, "SC-2026-000002") == ["active"]


def test_numbers_begin_again_each_year(instance: Instance) -> None:
    first = a_file(instance).listed()
    second = a_file(instance, first.app_id).examined_with_capture().ruled().opined()
    instance.clock.advance(days=365)
    second.decide()
    second.examined()

    assert [row.number for row in rows(instance, Certificate)] == ["SC-2026-000001", "SC-2027-000001"]


@pytest.mark.parametrize(
    ("kinds", "expected"),
    [
        (["suspend"], ["active", "suspended"]),
        (["suspend", "restore"], ["active", "suspended", "active"]),
        (["withdraw"], ["active", "withdrawn"]),
        (["suspend", "withdraw"], ["active", "suspended", "withdrawn"]),
    ],
)
def test_a_later_decision_changes_the_state_once(instance: Instance, kinds: list[str], expected: list[str]) -> None:
    file = a_file(instance).listed()
    for kind in kinds:
        assert decide_on(file, kind) == decide_on(file, kind)  # a double click
        file.examined()

    assert states(instance, "SC-2026-000001") == expected
    assert [row.kind for row in rows(instance, DecisionRow)].count(kinds[-1]) == 1


@pytest.mark.parametrize(("before", "kind"), [(None, "restore"), ("withdraw", "restore"), ("withdraw", "suspend")])
def test_a_change_that_cannot_follow_is_refused(instance: Instance, before: str | None, kind: str) -> None:
    file = a_file(instance).listed()
    if before:
        decide_on(file, before)
        file.examined()
    seen, decided = states(instance, "SC-2026-000001"), len(rows(instance, DecisionRow))
    with pytest.raises(CertificateTransitionRefused):
        decide_on(file, kind)
    assert len(rows(instance, DecisionRow)) == decided  # nothing stays behind that would be applied some other day
    assert instance.services.queue.depth().keys() == {"done"}
    assert states(instance, "SC-2026-000001") == seen


def test_a_restored_certificate_keeps_its_conditions(instance: Instance) -> None:
    file = a_file(instance).examined_with_capture().ruled()
    file.opined(OpinionKind.WITH_RESERVATIONS, {"SEC-11": "Un autre test."}).decide()
    file.examined()
    for kind in ("suspend", "restore"):
        decide_on(file, kind)
        file.examined()

    assert states(instance, "SC-2026-000001") == ["conditional", "suspended", "conditional"]


def test_a_decision_on_one_file_never_touches_the_certificate_of_another(instance: Instance) -> None:
    first = a_file(instance).listed()
    other = instance.services.submissions.create_app(instance.publisher, "B", "b", "b", "b@b.example")
    second = a_file(instance, other).listed()
    (one, _) = sorted(rows(instance, Certificate), key=lambda row: row.number)
    decide = instance.services.decisions.decide_on_certificate
    for wrong in (one.id, "cer_none"):
        with pytest.raises(CertificateUnknown):
            decide(instance.authority, second.id, wrong, "withdraw", GROUNDS)

    assert states(instance, "SC-2026-000001") == states(instance, "SC-2026-000002") == ["active"]
    assert first.row.state == "decided"


def test_a_certificate_names_the_build_that_was_examined_and_not_a_later_one(instance: Instance) -> None:
    file = a_file(instance).listed()
    (certificate,) = rows(instance, Certificate)

    apk = certificate.document["build"]["apk_sha256"]
    assert instance.services.blobs.get(apk) == f"package of {file.app_id}".encode()
    assert certificate.document["evidence"]
    assert {verdict["outcome"] for verdict in certificate.document["verdicts"]} == {Outcome.CONFORMING.value}


@pytest.mark.parametrize("before", [None, "suspend", "withdraw"])
def test_a_certificate_ends_after_its_last_day_and_its_listing_follows(instance: Instance, before: str | None) -> None:
    file = a_file(instance).listed()
    (certificate,) = rows(instance, Certificate)
    if before:
        decide_on(file, before)
    seen = states(instance, "SC-2026-000001")
    instance.clock.advance(days=(certificate.expires_on - instance.clock.now().date()).days)
    assert instance.services.certificates.expire_due() == 0  # its last day

    instance.clock.advance(days=1)
    expected = 0 if before == "withdraw" else 1
    assert (instance.services.certificates.expire_due(), tidy(instance.services)) == (expected, 0)
    assert states(instance, "SC-2026-000001") == seen + ["expired"] * expected
    file.examined()
    listing = get_listing(instance.services.database, "souffle-fictif")
    assert (listing.state, listing.is_in_search) == (states(instance, "SC-2026-000001")[-1], False)
