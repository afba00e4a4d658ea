"""Intervals of real numbers with rational or infinite ends, open or closed, and arithmetic on them."""

from __future__ import annotations

from fractions import Fraction
from math import inf
from typing import NamedTuple

from .lengths import is_long_power

End = Fraction | float  # a float only for ±infinity

_HIGHEST_POWER = 32


class Interval(NamedTuple):
    """All numbers between `low` and `high`, with the ends unless they are open. An infinite end counts as open."""

    low: End = -inf
    high: End = inf
    low_open: bool = True
    high_open: bool = True

    @property
    def positive(self) -> bool:
        return self.low > 0 or (self.low == 0 and self.low_open)

    @property
    def negative(self) -> bool:
        return self.high < 0 or (self.high == 0 and self.high_open)

    @property
    def nonnegative(self) -> bool:
        return self.low >= 0

    @property
    def nonpositive(self) -> bool:
        return self.high <= 0

    @property
    def nonzero(self) -> bool:
        return self.positive or self.negative


ALL = Interval()
ABOVE_ZERO = Interval(Fraction(0))
FROM_ZERO = Interval(Fraction(0), low_open=False)


def closed(low: End, high: End) -> Interval:
    return Interval(low, high, low == -inf, high == inf)


def between(low: Fraction, high: Fraction) -> Interval:
    """Without the ends."""
    return Interval(low, high)


def meet(a: Interval, b: Interval) -> Interval:
    """What lies in both."""
    low, low_open = max((a.low, a.low_open), (b.low, b.low_open))
    high, high_closed = min((a.high, not a.high_open), (b.high, not b.high_open))
    return Interval(low, high, low_open, not high_closed)


def negate(a: Interval) -> Interval:
    return Interval(-a.high, -a.low, a.high_open, a.low_open)


def add(a: Interval, b: Interval) -> Interval:
    return Interval(
        _sum(a.low, b.low, -inf), _sum(a.high, b.high, inf), a.low_open or b.low_open, a.high_open or b.high_open
    )


def _sum(a: End, b: End, infinite: float) -> End:
    return infinite if infinite in {a, b} else a + b


def multiply(a: Interval, b: Interval) -> Interval:
    corners = [
        _product(*first, *second)
        for first in ((a.low, a.low_open), (a.high, a.high_open))
        for second in ((b.low, b.low_open), (b.high, b.high_open))
    ]
    low, low_open = min(corners)
    high, high_closed = max((end, not is_open) for end, is_open in corners)
    return Interval(low, high, low_open, not high_closed)


def _product(a: End, a_open: bool, b: End, b_open: bool) -> tuple[End, bool]:
    if a == 0 or b == 0:
        attained = (a == 0 and not a_open) or (b == 0 and not b_open)
        return Fraction(0), not attained
    if inf in {abs(a), abs(b)}:
        return inf if (a > 0) == (b > 0) else -inf, True
    return a * b, a_open or b_open


def invert(a: Interval) -> Interval:
    if not a.nonzero:
        return ALL
    if a.negative:
        return negate(invert(negate(a)))
    return Interval(_reciprocal(a.high), _reciprocal(a.low), a.high_open, a.low_open)


def _reciprocal(end: End) -> End:
    if end == 0:
        return inf
    return Fraction(0) if end == inf else 1 / end


def size(a: Interval) -> Interval:
    """|a|."""
    if a.nonnegative:
        return a
    if a.nonpositive:
        return negate(a)
    high, high_closed = max((-a.low, not a.low_open), (a.high, not a.high_open))
    return Interval(Fraction(0), high, False, not high_closed)


def power(a: Interval, n: int) -> Interval:
    if n == 0:
        return closed(Fraction(1), Fraction(1))
    if n < 0:
        return invert(power(a, -n))
    base = size(a) if n % 2 == 0 else a
    if n > _HIGHEST_POWER or any(isinstance(end, Fraction) and is_long_power(end, n) for end in (base.low, base.high)):
        low = base.low if base.low in {0, 1} else Fraction(0) if base.low > 0 else -inf
        return Interval(low, Fraction(0) if base.high <= 0 else inf, base.low_open, base.high_open)
    return Interval(base.low**n, base.high**n, base.low_open, base.high_open)


def increasing(a: Interval, at: Fraction, value: Fraction, bounds: Interval) -> Interval:
    """The image under an increasing function into `bounds` of which only f(at) = value is known."""
    low, low_open = (value, a.low_open) if a.low == at else (value, True) if a.low > at else (-inf, True)
    high, high_open = (value, a.high_open) if a.high == at else (value, True) if a.high < at else (inf, True)
    return meet(Interval(low, high, low_open, high_open), bounds)


def larger(a: Interval, b: Interval) -> Interval:
    """max(a, b)."""
    low, low_open = max((a.low, a.low_open), (b.low, b.low_open))
    high, high_closed = max((a.high, not a.high_open), (b.high, not b.high_open))
    return Interval(low, high, low_open, not high_closed)
