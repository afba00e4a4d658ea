"""Keep results that many submissions share, since most people write the same formulas: bounded, and of use only."""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable
from hashlib import sha256
from typing import Generic, TypeVar

from .claim import ClaimError

T = TypeVar("T")


class Remembered(Generic[T]):
    """What was worked out for a key. When all of it together weighs more than `most`, it is begun anew."""

    def __init__(self, most: int, weight: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._weight = most, weight
        self._kept: dict[Hashable, T] = {}
        self._weighs = 0

    def get(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The result for the key, worked out if it is not there; what raises is not kept."""
        if key not in self._kept:
            result = work_out()
            self._weighs += self._weight(result)
            if self._weighs > self._most:
                self._kept.clear()
                self._weighs = self._weight(result)
            self._kept[key] = result
        return self._kept[key]


def digest(claim: object) -> str:
    """A claim as a short key. Raises ClaimError for what is no plain data."""
    try:
        return sha256(json.dumps(claim).encode()).hexdigest()
    except (TypeError, ValueError, RecursionError):
        raise ClaimError("no trace") from None
