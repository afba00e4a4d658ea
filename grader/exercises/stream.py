"""Draw numbers that stay the same for ever: a stream of bytes from SHA-256 over a key and a counter.

No library's generator is used, so that a seed gives the same exercise under any later Python or
NumPy.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")

_BYTES_OF_REAL = 7  # of which 53 bits are used


class Stream:
    """Repeatable random numbers: the same keys give the same numbers, other keys quite others."""

    def __init__(self, *keys: bytes | str | int | None) -> None:
        self._key = sha256(b"".join(_framed(key) for key in keys)).digest()
        self._counter = 0
        self._bytes = b""
        self._at = 0

    def integer(self, bits: int) -> int:
        """A whole number from 0 to 2**bits − 1, each as likely."""
        size = (bits + 7) // 8
        return int.from_bytes(self._take(size), "big") >> (8 * size - bits)

    def _take(self, size: int) -> bytes:
        """The next bytes of the stream."""
        start, end = self._at, self._at + size
        while end > len(self._bytes):
            more = sha256(self._key + self._counter.to_bytes(8, "big")).digest()
            self._counter += 1
            self._bytes, start, end = self._bytes[start:] + more, 0, end - start
        self._at = end
        return self._bytes[start:end]

    def below(self, count: int) -> int:
        """A whole number from 0 to count − 1, each as likely: draws of count or more are drawn again."""
        if count < 1:
            raise ValueError("cannot draw from nothing")
        if count == 1:
            return 0
        bits = (count - 1).bit_length()
        while True:
            drawn = self.integer(bits)
            if drawn < count:
                return drawn

    def real(self, low: float = 0.0, high: float = 1.0) -> float:
        """A float from low (included) to high, on a grid of 2**53 steps."""
        return _between(low, high, self._take(_BYTES_OF_REAL))

    def reals(self, count: int, low: float = 0.0, high: float = 1.0) -> list[float]:
        """So many floats, one after the other."""
        taken = self._take(_BYTES_OF_REAL * count)
        starts = range(0, len(taken), _BYTES_OF_REAL)
        return [_between(low, high, taken[start : start + _BYTES_OF_REAL]) for start in starts]

    def choice(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]


def _between(low: float, high: float, raw: bytes) -> float:
    return low + (high - low) * ((int.from_bytes(raw, "big") >> 3) / 2.0**53)


def _framed(key: bytes | str | int | None) -> bytes:
    """A key as bytes with its kind and length before it, so that no two lists of keys give the same bytes."""
    if isinstance(key, bytes):
        kind, raw = b"b", key
    elif isinstance(key, str):
        kind, raw = b"s", key.encode("utf-8", "surrogatepass")
    else:
        kind, raw = (b"n", b"") if key is None else (b"i", str(key).encode())
    return kind + len(raw).to_bytes(8, "big") + raw
