"""The verbs on people: found the authority, enrol a publisher, open an account, sign in and out."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Literal

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy.orm import Session

from catalog.errors import Conflict, NotAllowed, NotFound, Rejected
from catalog.journal.actor import ANYONE, SERVICE, AccountId, Actor, PublisherId, Role
from catalog.journal.service import Act, Journal
from catalog.plumbing.ids import Ids
from catalog.publishers.attempts import Attempts
from catalog.publishers.model import AccessToken, Account, Authority, Publisher

PASSWORD_MIN, PASSWORD_MAX = 12, 200
EMAIL = re.compile(r"[^@\s\x00-\x1f]{1,64}@[^@\s\x00-\x1f]{1,180}\.[^@\s.\x00-\x1f]{2,}")
EMAIL_MAX = 254
# Control characters, halves of a character, and marks that turn the reading direction: they make a text lie.
UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069]")
COUNTRY = re.compile(r"[A-Z]{2}")
MISSES_OF_ACCOUNT, MISSES_FROM_PLACE = 10, 100  # wrong passwords before a pause
EXTENSIONS_MAX = 10  # times its own life that a session may reach


class FieldRefused(Rejected):
    """One value of a form cannot be taken: `field` names it."""

    code = "field-refused"


class EmailTaken(Conflict):
    """An account with this address exists."""

    code = "email-taken"


class SignInRefused(NotAllowed):
    """Unknown address, wrong password or closed account: never said which."""

    code = "sign-in-refused"


class AlreadyFounded(Conflict):
    """This state already belongs to an authority."""

    code = "already-founded"


class NotFounded(Conflict):
    """No authority yet: the instance has not been initialised."""

    code = "not-founded"


class RoleRefused(NotAllowed):
    """This role may not do this."""

    code = "role-refused"


class PublisherUnknown(NotFound):
    """There is no such publisher, or not for you."""

    code = "publisher-unknown"


class AccountUnknown(NotFound):
    """There is no open account of this address."""

    code = "account-unknown"


def require(actor: Actor, *roles: Role) -> None:
    """Let `actor` pass only in one of `roles`.

    Raises:
        RoleRefused: the role is another.
    """
    if actor.role not in roles:
        raise RoleRefused(role=actor.role)


def require_text(field: str, value: str, limit: int) -> str:
    """Return `value` without outer spaces, if it has text that a person can read, within `limit` characters.

    Raises:
        FieldRefused: it is empty, too long, or holds unreadable signs.
    """
    text = value.replace("\r\n", "\n").strip()  # forms send lines the old way
    if not text or len(text) > limit or UNREADABLE.search(text):
        raise FieldRefused(field=field, limit=limit)
    return text


@dataclass(frozen=True, slots=True)
class Publishers:
    """People and organisations. Passwords are kept as argon2id, tokens as their digest."""

    journal: Journal
    ids: Ids
    token_life: timedelta
    hasher: PasswordHasher
    attempts: Attempts

    def found(self, name: str, instance: Literal["demo", "real"], *, admission: str = "person") -> None:
        """Make this state the authority's `name`, once.

        Raises:
            AlreadyFounded: it is somebody's already.
        """
        with self.journal.act(SERVICE) as act:
            if act.session.get(Authority, 1):
                raise AlreadyFounded
            row = Authority(name=require_text("name", name, 200), instance=instance, founded_at=act.now)
            row.admission = admission
            act.session.add(row)
            act.record("authority.founded", "authority", facts={"instance": instance, "admission": admission})

    def set_admission(self, actor: Actor, admission: Literal["person", "automatic"]) -> None:
        """Say whether files are admitted by a person or by rule."""
        require(actor, Role.AUTHORITY)
        with self.journal.act(actor) as act:
            get_authority(act.session).admission = admission
            act.record("authority.admission_set", "authority", facts={"admission": admission})

    def enrol(
        self, name: str, country: str, person: str, email: str, password: str, *, registration: str | None = None
    ) -> tuple[PublisherId, AccountId]:
        """Enrol an organisation and its first person; anyone may."""
        secret = self._hash(password)
        with self.journal.act(ANYONE) as act:
            if not COUNTRY.fullmatch(country):
                raise FieldRefused(field="country", limit=2)
            authority = get_authority(act.session)
            publisher = Publisher(
                id=PublisherId(self.ids.new("pub")),
                name=require_text("name", name, 200),
                country=country,
                registration=require_text("registration", registration, 60) if registration else None,
                is_fictional=authority.instance == "demo",
                enrolled_at=act.now,
            )
            act.session.add(publisher)
            act.record("publisher.enrolled", publisher.id, facts={"country": country})
            return publisher.id, self._open(act, person, email, secret, Role.PUBLISHER, publisher.id)

    def open_account(self, actor: Actor, name: str, email: str, password: str, role: Role) -> AccountId:
        """Open an account for one of the authority's people; the operator's act."""
        require(actor, Role.OPERATOR)
        if role is Role.PUBLISHER:
            raise FieldRefused(field="role", limit=None)
        secret = self._hash(password)
        with self.journal.act(actor) as act:
            return self._open(act, name, email, secret, role, None)

    def open_first(self, name: str, email: str, password: str, role: Role = Role.OPERATOR) -> AccountId:
        """Open an account for the person who holds the machine; only while nobody has that role.

        Raises:
            AlreadyFounded: somebody has.
        """
        secret = self._hash(password)
        with self.journal.act(SERVICE) as act:
            if act.session.scalar(sa.select(Account.id).where(Account.role == role).limit(1)):
                raise AlreadyFounded
            return self._open(act, name, email, secret, role, None)

    def _hash(self, password: str) -> str:
        """Hash a password before the act begins: it is slow on purpose, and acts take turns."""
        if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
            raise FieldRefused(field="password", limit=PASSWORD_MIN)
        return self.hasher.hash(password)

    def _open(
        self, act: Act, name: str, email: str, secret: str, role: Role, publisher: PublisherId | None
    ) -> AccountId:
        address = email.strip().lower()
        if not EMAIL.fullmatch(address) or len(address) > EMAIL_MAX or UNREADABLE.search(address):
            raise FieldRefused(field="email", limit=EMAIL_MAX)
        if act.session.scalar(sa.select(Account.id).where(Account.email == address)):
            raise EmailTaken
        account = Account(
            id=AccountId(self.ids.new("acc")),
            email=address,
            name=require_text("person", name, 200),
            role=role,
            publisher_id=publisher,
            password=secret,
            opened_at=act.now,
        )
        act.session.add(account)
        act.record("account.opened", account.id, facts={"role": role})
        return account.id

    def sign_in(self, email: str, password: str, *, place: str = "") -> str:
        """Return a new access token. `place` is where the caller comes from, where that tells people apart.

        Raises:
            SignInRefused: unknown address, wrong password or closed account.
            SignInPaused: too many wrong ones before.
        """
        address = email.strip().lower()
        tries = [(f"account {address}", MISSES_OF_ACCOUNT)]
        if place:
            tries.append((f"place {place}", MISSES_FROM_PLACE))
        self.attempts.take(tries)
        account = self._recognise(address, password)
        for name, _ in tries:
            self.attempts.forgive(name, everything=name.startswith("account"))
        token = secrets.token_urlsafe(32)
        with self.journal.act(Actor(account.id, Role(account.role), account.publisher_id)) as act:
            expiry = act.now + self.token_life
            row = AccessToken(digest=_digest(token), account_id=account.id, issued_at=act.now, expires_at=expiry)
            act.session.add(row)
            act.record("account.signed_in", account.id)
        return token

    def _recognise(self, address: str, password: str) -> Account:
        """Return the open account of this address and password; every other case costs the same and says the same."""
        with self.journal.database.read() as session:
            account = session.scalar(sa.select(Account).where(Account.email == address))
        if len(password) > PASSWORD_MAX:
            raise SignInRefused
        if account is None:
            self.hasher.hash(password)  # an unknown address takes as long as a wrong password
            raise SignInRefused
        try:
            self.hasher.verify(account.password, password)
        except (VerifyMismatchError, InvalidHashError):
            raise SignInRefused from None
        if account.closed_at:
            raise SignInRefused
        return account

    def extend(self, token: str) -> datetime:
        """Let a session last its whole life again from now, ten lives at most in all; return when it ends.

        Raises:
            SignInRefused: the token is worth nothing any more.
        """
        actor = self.find_actor(token)
        if actor is None:
            raise SignInRefused
        with self.journal.act(actor) as act:
            row = act.session.get_one(AccessToken, _digest(token))
            row.expires_at = min(act.now + self.token_life, row.issued_at + self.token_life * EXTENSIONS_MAX)
            act.record("account.session_extended", actor.account_id)
            return row.expires_at

    def find_end(self, token: str) -> datetime | None:
        """Return when the session of this token ends, or None where there is none."""
        with self.journal.database.read() as session:
            return session.scalar(sa.select(AccessToken.expires_at).where(AccessToken.digest == _digest(token)))

    def sign_out(self, token: str) -> None:
        """Make the token worthless; an unknown one is worthless already."""
        actor = self.find_actor(token)
        if actor is None:
            return
        with self.journal.act(actor) as act:
            row = act.session.get_one(AccessToken, _digest(token))
            row.revoked_at = act.now
            act.record("account.signed_out", actor.account_id)

    def find_actor(self, token: str) -> Actor | None:
        """Return who holds the token, by today's rights, or None."""
        now = self.journal.clock.now()
        query = (
            sa.select(Account)
            .join(AccessToken, AccessToken.account_id == Account.id)
            .where(AccessToken.digest == _digest(token), AccessToken.revoked_at.is_(None))
            .where(AccessToken.expires_at > now, Account.closed_at.is_(None))
        )
        with self.journal.database.read() as session:
            account = session.scalar(query)
        return Actor(account.id, Role(account.role), account.publisher_id) if account else None


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def get_authority(session: Session) -> Authority:
    """Return the authority's row.

    Raises:
        NotFounded: the instance has not been initialised.
    """
    authority = session.get(Authority, 1)
    if authority is None:
        raise NotFounded
    return authority
