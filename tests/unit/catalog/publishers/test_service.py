"""Tests of the verbs on people."""

from pathlib import Path

import pytest
import sqlalchemy as sa

from catalog.journal.actor import ANYONE, Actor, Role
from catalog.journal.model import JournalEntry
from catalog.plumbing.database import Database, open_engine
from catalog.plumbing.schema import migrate
from catalog.publishers.attempts import SignInPaused
from catalog.publishers.model import AccessToken, Account
from catalog.publishers.queries import find_authority, get_publisher
from catalog.publishers.service import (
    EXTENSIONS_MAX,
    MISSES_FROM_PLACE,
    MISSES_OF_ACCOUNT,
    AlreadyFounded,
    EmailTaken,
    FieldRefused,
    NotFounded,
    Publishers,
    RoleRefused,
    SignInRefused,
    get_authority,
    require,
    require_text,
)
from tests.builders.instance import PASSWORD, QUICK, Instance

ENROLMENT = {
    "name": "Nouvelle maison (FICTIF)",
    "country": "BE",
    "person": "Une personne",
    "email": "Nouvelle@Maison.example",
    "password": PASSWORD,
}


@pytest.fixture
def people(instance: Instance) -> Publishers:
    return instance.services.publishers


def events(instance: Instance) -> list[str]:
    with instance.services.database.read() as session:
        return list(session.scalars(sa.select(JournalEntry.event).order_by(JournalEntry.number)))


@pytest.mark.parametrize("role", Role)
def test_only_the_named_roles_pass(instance: Instance, role: Role) -> None:
    require(Actor(instance.officer.account_id, role), role, Role.AUDITOR)
    others = [other for other in Role if other is not role]
    with pytest.raises(RoleRefused):
        require(Actor(instance.officer.account_id, role), *others)
    with pytest.raises(RoleRefused):
        require(ANYONE, role)


@pytest.mark.parametrize(
    "value", ["Mes motifs", "  Mes motifs\n", "Deux\nlignes", "Deux\r\nlignes", "Tab\tulé", "👩‍⚕️ é"]
)
def test_a_text_is_kept_without_its_outer_spaces(value: str) -> None:
    assert require_text("grounds", value, 100) == value.strip().replace("\r\n", "\n")


@pytest.mark.parametrize(
    "value",
    ["", " \n\t ", "x" * 101, "nul\0", "bell\a", "\x7f", "\x85", "\ud800", "a\u202eb", "\u2066x", "return\ralone"],
)
def test_a_text_nobody_can_read_is_refused_by_its_field(value: str) -> None:
    with pytest.raises(FieldRefused) as caught:
        require_text("grounds", value, 100)

    assert caught.value.facts == {"field": "grounds", "limit": 100}


def test_a_state_is_founded_once(instance: Instance, people: Publishers) -> None:
    with pytest.raises(AlreadyFounded):
        people.found("Une autre", "real")
    authority = find_authority(instance.services.database)
    assert authority is not None
    assert (authority.instance, authority.admission) == ("demo", "person")


def test_before_the_founding_nobody_can_enrol(tmp_path: Path, people: Publishers, instance: Instance) -> None:
    engine = open_engine(f"sqlite:///{tmp_path}/new.db")
    migrate(engine)
    database = Database(engine)
    journal = type(people.journal)(database, instance.clock, people.journal.plan, people.journal.bell)
    new = Publishers(journal, people.ids, people.token_life, QUICK, people.attempts)

    with pytest.raises(NotFounded):
        new.enrol(**ENROLMENT)
    with database.read() as session, pytest.raises(NotFounded):
        get_authority(session)
    new.found("Autorité", "real")
    publisher_id, _ = new.enrol(**ENROLMENT)
    assert not get_publisher(database, publisher_id).is_fictional
    engine.dispose()


def test_the_authority_says_who_admits(instance: Instance, people: Publishers) -> None:
    people.set_admission(instance.authority, "automatic")

    authority = find_authority(instance.services.database)
    assert authority is not None
    assert authority.admission == "automatic"
    assert events(instance)[-1] == "authority.admission_set"
    for name in ("officer", "evaluator", "operator", "auditor", "publisher"):
        with pytest.raises(RoleRefused):
            people.set_admission(getattr(instance, name), "person")


def test_a_demonstration_enrols_invented_publishers_only(instance: Instance, people: Publishers) -> None:
    publisher_id, account_id = people.enrol(**ENROLMENT)

    row = get_publisher(instance.services.database, publisher_id)
    assert (row.name, row.country, row.is_fictional) == ("Nouvelle maison (FICTIF)", "BE", True)
    with instance.services.database.read() as session:
        account = session.get_one(Account, account_id)
    assert (account.email, account.role, account.publisher_id) == ("nouvelle@maison.example", "publisher", publisher_id)
    assert PASSWORD not in account.password
    assert events(instance)[-2:] == ["publisher.enrolled", "account.opened"]


@pytest.mark.parametrize(
    ("field", "value", "refused"),
    [
        ("country", "fr", "country"),
        ("country", "FRA", "country"),
        ("name", " ", "name"),
        ("person", "", "person"),
        ("email", "nobody", "email"),
        ("email", "a@b", "email"),
        ("email", "a b@c.example", "email"),
        ("email", "a@b.example\n", "email"),
        ("email", f"a@b.{'x' * 300}", "email"),
        ("email", "a\ud800@b.example", "email"),
        ("password", "x" * 11, "password"),
        ("password", "x" * 201, "password"),
        ("registration", "x" * 61, "registration"),
    ],
)
def test_a_field_that_cannot_be_taken_is_named_and_nothing_stays(
    instance: Instance, people: Publishers, field: str, value: str, refused: str
) -> None:
    before = events(instance)
    if value == "a@b.example\n":
        people.enrol(**{**ENROLMENT, field: value})
        return
    with pytest.raises(FieldRefused) as caught:
        people.enrol(**{**ENROLMENT, field: value})

    assert caught.value.facts["field"] == refused
    assert events(instance) == before


def test_an_address_opens_one_account_however_it_is_written(instance: Instance, people: Publishers) -> None:
    people.enrol(**ENROLMENT)
    before = events(instance)

    with pytest.raises(EmailTaken):
        people.enrol(**{**ENROLMENT, "email": " NOUVELLE@maison.example "})
    assert events(instance) == before


def test_the_operator_opens_accounts_of_the_authority_only(instance: Instance, people: Publishers) -> None:
    people.open_account(instance.operator, "Une évaluatrice", "e@sceau.example", PASSWORD, Role.EVALUATOR)
    with pytest.raises(FieldRefused):
        people.open_account(instance.operator, "Un éditeur", "p@sceau.example", PASSWORD, Role.PUBLISHER)
    for name in ("officer", "evaluator", "authority", "auditor", "publisher"):
        with pytest.raises(RoleRefused):
            people.open_account(getattr(instance, name), "x", "x@sceau.example", PASSWORD, Role.AUTHORITY)


def test_the_first_of_a_role_is_opened_once(people: Publishers) -> None:
    with pytest.raises(AlreadyFounded):
        people.open_first("Une autre", "o2@sceau.example", PASSWORD)


def test_who_signs_in_is_known_until_signing_out(instance: Instance, people: Publishers) -> None:
    token = people.sign_in(" Evaluator@sceau.example", PASSWORD)

    assert people.find_actor(token) == instance.evaluator
    people.sign_out(token)
    assert people.find_actor(token) is None
    people.sign_out(token)
    assert events(instance)[-2:] == ["account.signed_in", "account.signed_out"]


def test_a_publishers_person_acts_for_their_organisation(instance: Instance, people: Publishers) -> None:
    actor = people.find_actor(people.sign_in("publisher@sceau.example", PASSWORD))

    assert actor == instance.publisher
    assert actor is not None
    assert actor.publisher_id != instance.rival.publisher_id


@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("evaluator@sceau.example", PASSWORD + "x"),
        ("evaluator@sceau.example", ""),
        ("nobody@sceau.example", PASSWORD),
        ("", ""),
        ("evaluator@sceau.example", "x" * 10_000),
    ],
)
def test_a_refused_sign_in_never_says_why(people: Publishers, email: str, password: str) -> None:
    with pytest.raises(SignInRefused) as caught:
        people.sign_in(email, password)

    assert caught.value.facts == {}


def test_a_longer_password_that_begins_alike_is_another(people: Publishers) -> None:
    longest = "x" * 200
    people.enrol(**{**ENROLMENT, "password": longest})

    assert people.sign_in(ENROLMENT["email"], longest)
    with pytest.raises(SignInRefused):
        people.sign_in(ENROLMENT["email"], longest + "y")


def test_an_unknown_address_costs_as_much_as_a_wrong_password(
    people: Publishers, monkeypatch: pytest.MonkeyPatch
) -> None:
    done: list[str] = []
    for name in ("hash", "verify"):
        real = getattr(type(people.hasher), name)

        def count(*given: object, name: str = name, real: object = real) -> object:
            done.append(name)
            return real(*given)  # type: ignore[operator] -- the hasher's own method

        monkeypatch.setattr(type(people.hasher), name, count)
    for email in ("nobody@sceau.example", "evaluator@sceau.example"):
        with pytest.raises(SignInRefused):
            people.sign_in(email, "a wrong password")

    assert done == ["hash", "verify"]


def test_a_token_lives_its_hours(instance: Instance, people: Publishers) -> None:
    token = people.sign_in("evaluator@sceau.example", PASSWORD)
    instance.clock.advance(hours=11.9)
    assert people.find_actor(token)
    instance.clock.advance(hours=0.2)
    assert people.find_actor(token) is None


def test_only_the_digest_of_a_token_is_kept(instance: Instance, people: Publishers) -> None:
    token = people.sign_in("evaluator@sceau.example", PASSWORD)

    with instance.services.database.read() as session:
        (row,) = session.scalars(sa.select(AccessToken))
    assert token not in (row.digest, row.account_id)
    assert people.find_actor(row.digest) is None


def test_a_closed_account_is_nobodys(instance: Instance, people: Publishers) -> None:
    token = people.sign_in("evaluator@sceau.example", PASSWORD)
    with instance.services.database.write() as session:
        session.get_one(Account, instance.evaluator.account_id).closed_at = instance.clock.now()

    assert people.find_actor(token) is None
    with pytest.raises(SignInRefused):
        people.sign_in("evaluator@sceau.example", PASSWORD)


@pytest.mark.parametrize("token", ["", "x", "é", "\0"])
def test_an_invented_token_is_nobodys(people: Publishers, token: str) -> None:
    assert people.find_actor(token) is None


def test_too_many_wrong_passwords_pause_that_address_alone(instance: Instance, people: Publishers) -> None:
    for _ in range(MISSES_OF_ACCOUNT):
        with pytest.raises(SignInRefused):
            people.sign_in("publisher@sceau.example", "wrong")
    for password in ("wrong", PASSWORD):
        with pytest.raises(SignInPaused):
            people.sign_in("Publisher@sceau.example ", password)
    assert people.sign_in("rival@sceau.example", PASSWORD)
    instance.clock.advance(minutes=15)
    assert people.sign_in("publisher@sceau.example", PASSWORD)


def test_an_unknown_address_is_paused_alike(people: Publishers) -> None:
    for _ in range(MISSES_OF_ACCOUNT):
        with pytest.raises(SignInRefused):
            people.sign_in("nobody@sceau.example", "wrong")
    with pytest.raises(SignInPaused):
        people.sign_in("nobody@sceau.example", "wrong")


def test_one_place_tries_many_addresses_in_vain(people: Publishers) -> None:
    for number in range(MISSES_FROM_PLACE):
        with pytest.raises(SignInRefused):
            people.sign_in(f"somebody{number}@sceau.example", "wrong", place="192.0.2.7")
    with pytest.raises(SignInPaused):
        people.sign_in("rival@sceau.example", PASSWORD, place="192.0.2.7")
    assert people.sign_in("rival@sceau.example", PASSWORD, place="192.0.2.8")


def test_signing_in_well_is_never_too_often(people: Publishers) -> None:
    for _ in range(MISSES_FROM_PLACE + 1):
        people.sign_in("rival@sceau.example", PASSWORD, place="192.0.2.7")


def test_a_session_is_extended_ten_lives_at_most(instance: Instance, people: Publishers) -> None:
    token = people.sign_in("publisher@sceau.example", PASSWORD)
    begun = people.find_end(token)
    for _ in range(EXTENSIONS_MAX * 2):
        instance.clock.advance(hours=11)
        if people.find_actor(token) is None:
            break
        ends = people.extend(token)
    assert begun is not None
    assert ends - begun == (EXTENSIONS_MAX - 1) * people.token_life
    assert events(instance)[-1] == "account.session_extended"
    with pytest.raises(SignInRefused):
        people.extend(token)
    assert people.find_end("nobody's") is None
