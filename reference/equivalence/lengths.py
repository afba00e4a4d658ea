"""Keep exact numbers short: a power of powers, written out, would fill the memory."""

from __future__ import annotations

from fractions import Fraction

MOST_BITS = 4096


def is_long_power(value: Fraction, n: int) -> bool:
    """Whether valueⁿ would be too long, written out; powers of 1 and −1 never are."""
    bits = max(abs(value.numerator), value.denominator).bit_length() - 1
    return bits * abs(n) > MOST_BITS
