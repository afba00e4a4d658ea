"""Interval arithmetic encloses every value, ends and all."""

from __future__ import annotations

from fractions import Fraction
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st
from terms import known, term

from reference.equivalence import intervals as iv
from reference.equivalence.intervals import Interval
from reference.equivalence.tape import Tape

numbers = st.fractions(-20, 20, max_denominator=12)


@st.composite
def intervals_and_members(draw: st.DrawFn) -> tuple[Interval, Fraction]:
    """An interval and a number in it."""
    member = draw(numbers)
    low = draw(st.sampled_from([-inf, member, member - draw(st.fractions(0, 9))]))
    high = draw(st.sampled_from([inf, member, member + draw(st.fractions(0, 9))]))
    return Interval(low, high, low < member and draw(st.booleans()), high > member and draw(st.booleans())), member


def holds(interval: Interval, x: Fraction) -> bool:
    above = interval.low < x or (interval.low == x and not interval.low_open)
    below = x < interval.high or (interval.high == x and not interval.high_open)
    return above and below


@pytest.mark.slow
@given(intervals_and_members(), intervals_and_members())
def test_sums_products_and_maxima_are_enclosed(
    first: tuple[Interval, Fraction], second: tuple[Interval, Fraction]
) -> None:
    (a, x), (b, y) = first, second
    assert holds(iv.add(a, b), x + y)
    assert holds(iv.multiply(a, b), x * y)
    assert holds(iv.larger(a, b), max(x, y))
    assert holds(iv.negate(a), -x)
    assert holds(iv.size(a), abs(x))


@pytest.mark.slow
@given(intervals_and_members(), st.integers(-5, 40))
def test_powers_and_reciprocals_are_enclosed(pair: tuple[Interval, Fraction], n: int) -> None:
    interval, x = pair
    if x or n >= 0:
        assert holds(iv.power(interval, n), x**n)
    if x:
        assert holds(iv.invert(interval), 1 / x)


@pytest.mark.parametrize(
    "text",
    [
        "1 + e^-x",
        "x^2 + 1",
        "cosh(x)",
        "sigma(x)",
        "1 - sigma(x)",
        "1 - tanh(x)^2",
        "2 + sin(x)",
        "sqrt(x^2+1)",
        "log(2 + x^2)",
        "|x| + 1",
        "max(x, 1)",
        "e^x/(1+e^x)",
        "pi - 3",
        "sqrt(2) - 1",
        "exp(2) - 7",
        "arctan(x) + 2",
        "relu(x) + 0.1",
    ],
)
def test_what_is_always_positive_is_seen_to_be(text: str) -> None:
    tape = Tape()
    assert known(tape).ranges.of(term(tape, text)).positive


@pytest.mark.parametrize("text", ["x", "x^2", "1 - x^2", "sin(x)", "x + 1", "log(x)", "sqrt(x)", "cos(x) + 1"])
def test_what_is_not_always_positive_is_not(text: str) -> None:
    tape = Tape()
    assert not known(tape).ranges.of(term(tape, text)).positive
