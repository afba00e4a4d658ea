"""Bound exponents before anything is computed with them: what the plain numbers of a formula come to."""

from __future__ import annotations

from fractions import Fraction

LARGEST_EXPONENT = 10**6
_MOST_BITS = 4096


def computed(op: str, a: Fraction, b: Fraction = Fraction(0)) -> Fraction | None:
    """The number that an operation on numbers gives, or None where no bound on exponents needs it."""
    if op in {"add", "subtract", "multiply"}:
        return {"add": a + b, "subtract": a - b, "multiply": a * b}[op]
    if op == "negate":
        return -a
    if op == "divide":
        return a / b if b else None
    if op == "power" and b.denominator == 1 and abs(b) <= LARGEST_EXPONENT:
        return _small_power(a, int(b))
    return None


def _small_power(a: Fraction, n: int) -> Fraction | None:
    """aⁿ where it has at most some thousand digits; of a longer one only that it is large."""
    if a == 0 and n < 0:
        return None
    size = max(a.numerator.bit_length(), a.denominator.bit_length()) * abs(n)
    return a**n if size <= _MOST_BITS else Fraction(2 * LARGEST_EXPONENT) if abs(a) != 1 else Fraction(1)
