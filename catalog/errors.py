"""The five families of errors: what the procedure refuses, and why. Sentences for people live in web/problems.py."""

from typing import ClassVar


class CatalogError(Exception):
    """Root of the family. `code` is a stable kebab slug; `facts` are typed values for the sentence shown to people."""

    code: ClassVar[str] = "catalog-error"

    def __init__(self, message: str = "", **facts: object) -> None:
        super().__init__(message or self.code)
        self.facts = facts


class Rejected(CatalogError):
    """What you sent cannot be accepted."""

    code = "rejected"


class NotFound(CatalogError):
    """There is no such thing, or not for you."""

    code = "not-found"


class NotAllowed(CatalogError):
    """You may not do this."""

    code = "not-allowed"


class Conflict(CatalogError):
    """Not now: illegal transition, already decided, stale version."""

    code = "conflict"


class Unavailable(CatalogError):
    """Ours or a neighbour's trouble: try again."""

    code = "unavailable"
