"""Read a number that somebody typed: exactly, or as the interval that its digits stand for.

Whole numbers, fractions and formulas (`2/3`, `1/(1+e^-1)`) are exact. A decimal stands for half a unit of
its last digit on either side, but for no more than two significant digits do; more digits than a float
carries ask for no more than a billionth.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from flint import arb, ctx

from grader.verdict import Finding
from reference import FormulaError, Place

from .balls import ball, ball_values
from .reading import read_typed, unreadable

BITS = 256
# A minus as keyboards and word processors make it, and what a keyboard types in its full-width mode.
_SIGNS = {ord(dash): "-" for dash in "−–‐‑‒—﹣"} | {ord(sign) + 0xFEE0: sign for sign in "0123456789.+-eE"}
_PLAIN = re.compile(r"[+-]?\s*([0-9]*)(\.([0-9]*))?(?:[eE]([+-]?[0-9]{1,9}))?")
_FLOAT_ROOM = Fraction(1, 10**9)
_LARGEST_EXPONENT = 400
_IN_FULL = 1e-8


@dataclass(frozen=True)
class Number:
    """A typed number, in balls. `exact` is the number itself; `span` what it stands for; `coarse` what its digits
    alone stand for, which is wider where they are fewer than two."""

    exact: Any
    span: Any
    coarse: Any

    @property
    def middle(self) -> float:
        return float(self.exact.mid())

    @property
    def low(self) -> float:
        return float(self.span.lower())

    @property
    def high(self) -> float:
        return float(self.span.upper())

    def fits(self, truth: Any) -> bool:
        """Whether the truth, a ball, lies in what was typed."""
        return bool(truth.is_finite() and self.span.overlaps(truth))

    def is_rounded(self, truth: Any) -> bool:
        """Whether the digits typed agree with the truth, although there are too few of them."""
        return self.middle != 0 and bool(self.coarse.overlaps(truth))

    @property
    def is_whole(self) -> bool:
        """Whether it is a whole number without a point."""
        return self.span is self.exact and bool(self.exact.is_integer())

    @property
    def in_full(self) -> bool:
        """Whether it has more digits than a person who rounds would type."""
        return self.span is not self.exact and self.high - self.low <= _IN_FULL * abs(self.middle)

    def in_full_digits(self) -> Number:
        """The same from somebody who types all digits: there `2.0` is 2, and not 1.96."""
        if not self.exact.is_integer():
            return self
        return replace(self, span=self.exact + arb(0, abs(self.exact) * ball(_FLOAT_ROOM)))

    def going_on(self, fitting: Any | None, *, rounds: bool) -> Any:
        """What somebody goes on from who typed this: from it, or from the unrounded number that it stands for.

        `fitting` is that number where it is known. Where it is not, it lies anywhere in the span, but for whole
        numbers (`2.0`) and for people who do not round.
        """
        if fitting is not None:
            return self.exact.union(self.span.intersection(fitting))
        return self.span if rounds and not self.exact.is_integer() else self.exact


def read_number(text: str) -> Number | Finding:
    """The number, or why it is none: a finding with the column."""
    digits = _digits(text)
    try:
        graph = read_typed(digits[0] if digits else text, ())
    except FormulaError as error:
        return unreadable(error, text, number=True)
    fine, coarse = _half_units(text)
    with ctx.workprec(BITS):
        middle = ball_values(graph.order, {})[graph.node(graph.outputs[0])]
        if not middle.is_finite():
            return unreadable(FormulaError("not_a_number", "no finite value", Place(column=1)), text)
        return Number(middle, _widened(middle, fine), _widened(middle, coarse))


def is_in_digits(text: str) -> bool:
    """Whether it is a whole number or a decimal, and no fraction or formula."""
    match = _digits(text)
    return match is not None and bool(match[1] or match[3])


def _digits(text: str) -> re.Match[str] | None:
    return _PLAIN.fullmatch(text.strip().translate(_SIGNS))


def _half_units(text: str) -> tuple[Fraction, Fraction]:
    """How far the truth may lie from a plain number: by the rule, and by the digits typed alone."""
    match = _digits(text)
    if match is None:
        return Fraction(0), Fraction(0)
    whole, point, fraction, exponent = match[1], match[2], match[3] or "", int(match[4] or 0)
    if abs(exponent) > _LARGEST_EXPONENT:
        return Fraction(0), Fraction(0)
    half = Fraction(10) ** (exponent - len(fraction)) / 2
    digits = (whole + fraction).lstrip("0")
    if not digits or (point is None and match[4] is None):
        return Fraction(0), half
    size = int(digits) * half * 2
    fine = half if len(digits) > 1 else half / 10
    return max(fine, size * _FLOAT_ROOM), half


def _widened(middle: Any, room: Fraction) -> Any:
    return middle + arb(0, ball(room)) if room else middle
