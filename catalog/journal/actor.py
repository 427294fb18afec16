"""Who acts: a person in one role, for one organisation or for the authority, or the service itself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

AccountId = NewType("AccountId", str)
PublisherId = NewType("PublisherId", str)


class Role(StrEnum):
    """What an account may do. One account, one role: whoever evaluates cannot also decide."""

    PUBLISHER = "publisher"  # lodges and follows files of one organisation
    OFFICER = "officer"  # intake: admits
    EVALUATOR = "evaluator"  # rules, asks, opines
    AUTHORITY = "authority"  # decides
    OPERATOR = "operator"  # runs the instance, opens accounts
    AUDITOR = "auditor"  # reads everything, changes nothing


STAFF = frozenset({Role.OFFICER, Role.EVALUATOR, Role.AUTHORITY, Role.OPERATOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which role; `publisher_id` is set for a publisher's people only."""

    account_id: AccountId
    role: Role | None
    publisher_id: PublisherId | None = None

    @property
    def is_staff(self) -> bool:
        """Whether this is one of the authority's people."""
        return self.role in STAFF


SERVICE = Actor(AccountId("service"), None)  # the worker, acting by rule
ANYONE = Actor(AccountId("anyone"), None)  # a visitor without an account
