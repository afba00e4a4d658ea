"""Keep results that many submissions share, since most people write the same formulas: bounded, and of use only."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Generic, TypeVar

from .claim import ClaimError

T = TypeVar("T")


class Remembered(Generic[T]):
    """What was worked out for a key. When there is too much of it, it is begun anew."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[Hashable, T] = {}

    def get(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The result for the key, worked out if it is not there; what raises is not kept."""
        if key not in self._kept:
            result = work_out()
            if len(self._kept) >= self._most:
                self._kept.clear()
            self._kept[key] = result
        return self._kept[key]

    def forget(self) -> None:
        """Begin anew."""
        self._kept.clear()


def digest(claim: object) -> str:
    """A claim as a short key. Raises ClaimError for what is no plain data."""
    try:
        return sha256(json.dumps(claim).encode()).hexdigest()
    except (TypeError, ValueError, RecursionError):
        raise ClaimError("no trace") from None
