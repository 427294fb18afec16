"""Opaque identifiers: random, never reused, readable aloud."""

import secrets
from typing import Protocol

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u
LENGTH = 20  # 100 random bits


class Ids(Protocol):
    """Gives identifiers. Two calls never give the same one."""

    def new(self, prefix: str) -> str:
        """Return a new identifier that starts with `prefix` and an underscore."""
        ...


class RandomIds:
    """Identifiers from the machine's source of randomness."""

    def new(self, prefix: str) -> str:
        """Return a new identifier that starts with `prefix` and an underscore."""
        return f"{prefix}_" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
