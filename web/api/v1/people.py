"""`/sessions`, `/accounts` and `/publishers`: sign in and out, enrol, open accounts."""

from collections.abc import Mapping
from typing import Any

import marshmallow as ma

from catalog.journal.actor import STAFF, Actor, Role
from catalog.publishers.queries import get_account, get_publisher
from web.api.counter import Counter, Sentence
from web.auth import allow, allow_signed_in, find_place, get_actor, get_token, public
from web.instance import get_services

counter = Counter("people", __name__, "People and organisations.")


class SignIn(ma.Schema):
    """Who signs in."""

    email = Sentence(254, required=True)
    password = ma.fields.String(required=True, validate=ma.validate.Length(1, 200), load_only=True)


class Organisation(ma.Schema):
    """The organisation that answers for apps."""

    id = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    country = ma.fields.String(required=True)
    fictional = ma.fields.Boolean(required=True, attribute="is_fictional")


class Account(ma.Schema):
    """One person in one role."""

    id = ma.fields.String(required=True)
    email = ma.fields.String(required=True)
    name = ma.fields.String(required=True)
    role = ma.fields.String(required=True, validate=ma.validate.OneOf([*Role]))
    publisher = ma.fields.Nested(Organisation, required=True, allow_none=True)


class Token(ma.Schema):
    """A key to one account for some hours: send it as `Authorization: Bearer …`."""

    token = ma.fields.String(required=True)
    token_type = ma.fields.String(required=True, validate=ma.validate.Equal("Bearer"))
    expires_in = ma.fields.Integer(required=True, metadata={"description": "Seconds."})


class Extended(ma.Schema):
    """Until when."""

    expires_at = ma.fields.String(required=True, metadata={"format": "date-time"})


class Enrolment(ma.Schema):
    """An organisation and its first person."""

    name = Sentence(200, required=True)
    country = ma.fields.String(required=True, validate=ma.validate.Regexp(r"^[A-Z]{2}$"))
    registration = Sentence(60)
    person = Sentence(200, required=True)
    email = Sentence(254, required=True)
    password = ma.fields.String(required=True, validate=ma.validate.Length(12, 200), load_only=True)


class Enrolled(ma.Schema):
    """What was opened."""

    publisher = ma.fields.String(required=True)
    account = ma.fields.String(required=True)


class NewAccount(ma.Schema):
    """A person of the authority."""

    name = Sentence(200, required=True)
    email = Sentence(254, required=True)
    password = ma.fields.String(required=True, validate=ma.validate.Length(12, 200), load_only=True)
    role = ma.fields.String(required=True, validate=ma.validate.OneOf(sorted(STAFF)))


class Opened(ma.Schema):
    """The account that was opened."""

    id = ma.fields.String(required=True)


@counter.post("/sessions")
@public
@counter.takes(SignIn)
@counter.gives(201, Token)
def sign_in(given: Mapping[str, Any]) -> dict[str, Any]:
    """Sign in and receive a token."""
    publishers = get_services().publishers
    token = publishers.sign_in(given["email"], given["password"], place=find_place())
    return {"token": token, "token_type": "Bearer", "expires_in": int(publishers.token_life.total_seconds())}


@counter.delete("/sessions/current")
@allow_signed_in
@counter.gives(204)
def sign_out() -> None:
    """Make the token of this request worthless."""
    get_services().publishers.sign_out(get_token())


@counter.post("/sessions/current/extension")
@allow_signed_in
@counter.gives(200, Extended)
def extend_session() -> dict[str, str]:
    """Let the token of this request last its whole life again; ten lives at most since it was given."""
    return {"expires_at": get_services().publishers.extend(get_token()).isoformat()}


@counter.get("/accounts/me")
@allow_signed_in
@counter.gives(200, Account)
def read_me() -> dict[str, Any]:
    """Say who is signed in."""
    return describe_account(get_actor())


@counter.post("/publishers")
@public
@counter.takes(Enrolment)
@counter.gives(201, Enrolled)
def enrol(given: Mapping[str, Any]) -> dict[str, str]:
    """Enrol an organisation and its first person."""
    publisher, account = get_services().publishers.enrol(**given)
    return {"publisher": publisher, "account": account}


@counter.post("/accounts")
@allow(Role.OPERATOR)
@counter.takes(NewAccount)
@counter.gives(201, Opened)
def open_account(given: Mapping[str, Any]) -> dict[str, str]:
    """Open an account for one of the authority's people."""
    role = Role(given["role"])
    account = get_services().publishers.open_account(
        get_actor(), given["name"], given["email"], given["password"], role
    )
    return {"id": account}


def describe_account(actor: Actor) -> dict[str, Any]:
    """Return the account and organisation of `actor`."""
    database = get_services().database
    account = get_account(database, actor.account_id)
    publisher = get_publisher(database, actor.publisher_id) if actor.publisher_id else None
    return {
        "id": account.id,
        "email": account.email,
        "name": account.name,
        "role": account.role,
        "publisher": publisher,
    }
