"""Keep passwords as Argon2 hashes, and compare them in the same shape whether or not the login exists."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST = 8
LONGEST = 1024

# The least that OWASP advises: half of a class signs in within the same minute, on a small machine.
_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def hash_password(password: str) -> str:
    """The hash to store, with its salt and costs in it."""
    return _hasher.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Whether the password fits the stored hash; None (no such login) costs the same time and says no."""
    try:
        right = _hasher.verify(_nobody() if stored is None else stored, password[:LONGEST])
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


@cache
def _nobody() -> str:
    return _hasher.hash("nobody has this password")
