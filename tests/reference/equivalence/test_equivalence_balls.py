"""Values at a point are exact, enclosed in a ball, undefined for certain, or not known at this precision."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import pytest
from flint import fmpq
from terms import term

from reference.equivalence.balls import UNDEFINED, UNKNOWN, as_float, evaluate, is_exact
from reference.equivalence.tape import Tape


def value(text: str, bits: int = 64, **point: float | Fraction) -> Any:
    tape = Tape()
    root = term(tape, text)
    return evaluate(tape, tape.needed([root]), {name: Fraction(number) for name, number in point.items()}, bits)[root]


@pytest.mark.parametrize(
    ("text", "x", "wanted"),
    [
        ("(x+1)/(x-2)", Fraction(1, 2), Fraction(-1)),
        ("x^3 - x^-2", 2, Fraction(31, 4)),
        ("|x| + max(x, 1) + relu(x) + sign(x)", -2, Fraction(2)),
        ("sqrt(x)", Fraction(9, 4), Fraction(3, 2)),
        ("log(x)", 1, Fraction(0)),
        ("sin(x) + exp(x)", 0, Fraction(1)),
        ("x^x", 0, UNDEFINED),
        ("0^x", 2, UNDEFINED),
        ("relu(x)^0.5", -2, Fraction(0)),
    ],
)
def test_rational_values_are_exact(text: str, x: float, wanted: Any) -> None:
    found = value(text, x=x)
    assert found is wanted or (is_exact(found) and found == fmpq(wanted.numerator, wanted.denominator))


@pytest.mark.parametrize(
    ("text", "x"),
    [
        ("1/(x-1)", 1),
        ("x^-2", 0),
        ("log(x)", 0),
        ("log(x)", -1),
        ("sqrt(x)", -1),
        ("x^(1/3)", -8),
        ("x^0.5", -1),
        ("x^-0.5", 0),
        ("arcsin(x)", 2),
        ("arctanh(x)", 1),
        ("arccosh(x)", Fraction(1, 2)),
        ("0*log(x)", -3),
        ("1/(x-x)", 5),
    ],
)
def test_outside_the_domain_a_value_is_undefined_for_certain(text: str, x: float) -> None:
    assert value(text, x=x) is UNDEFINED


@pytest.mark.parametrize("text", ["1/(sin(x)^2+cos(x)^2-1)", "log(exp(x)-exp(x))", "sign(sin(x)-sin(x))"])
def test_what_rounding_hides_is_unknown(text: str) -> None:
    assert value(text, x=1) is UNKNOWN


def test_a_negative_base_with_a_varying_exponent_is_undefined_even_where_the_exponent_is_whole() -> None:
    assert value("x^n", x=-2, n=2) is UNDEFINED


@pytest.mark.parametrize(
    "text",
    ["exp(x)", "log(x)", "sqrt(x)", "sin(x)", "tan(x)", "sinh(x)", "tanh(x)", "arctan(x)", "asinh(x)", "x^0.3"],
)
def test_balls_hold_what_floats_come_near(text: str) -> None:
    name = text.split("(", maxsplit=1)[0]
    wanted = 1.7**0.3 if name == "x^0.3" else getattr(math, {"arctan": "atan"}.get(name, name))(1.7)
    assert as_float(value(text, bits=200, x=Fraction(17, 10))) == pytest.approx(wanted, rel=1e-14)


def test_huge_and_tiny_values_are_no_trouble() -> None:
    assert as_float(value("exp(x)", x=10**6)) == math.inf
    assert as_float(value("-exp(x)", x=10**6)) == -math.inf
    assert as_float(value("exp(-x)", x=10**6)) == 0
    assert value("exp(exp(exp(exp(x))))", x=100) is UNKNOWN
    assert as_float(value("x^1000000", x=Fraction(1000001, 1000000))) == pytest.approx(math.e, rel=1e-6)


def test_numbers_that_grow_long_become_balls() -> None:
    assert is_exact(value("x^100", x=Fraction(3, 7)))
    assert not is_exact(value("x^10000", x=Fraction(3, 7)))
