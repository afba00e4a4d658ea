"""The truth is worked out with proven bounds: where floats overflow or cancel, it is still right."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest
from flint import arb

from grader.marking.balls import RULES
from grader.marking.truth import true_values
from reference import gradient, parse_program
from reference.primitives import PRIMITIVES


def slope(program: str, **inputs: float) -> float:
    graph = gradient(parse_program(program), "x")
    return float(true_values(graph, inputs)["grad.x"])


@pytest.mark.parametrize("x", [700.0, -700.0, 37.0, -37.0, 710.0, 1000.0, -1000.0])
@pytest.mark.parametrize("program", ["f = 1/(1 + exp(-x))", "f = sigmoid(x)", "f = exp(x)/(1 + exp(x))"])
def test_far_out_the_sigmoids_slope_is_right(program: str, x: float) -> None:
    expected = math.exp(-abs(x)) / (1 + math.exp(-abs(x))) ** 2
    assert slope(program, x=x) == pytest.approx(expected, rel=1e-12)


def test_cancellation_takes_more_bits_and_no_digits() -> None:
    assert slope("f = (1 - cos(x))/x", x=1e-9) == pytest.approx(0.5, rel=1e-12)
    assert slope("f = exp(x) - exp(x) + x", x=5.0) == 1.0


def test_what_has_no_value_has_none() -> None:
    assert math.isnan(slope("f = log(x)", x=0.0))
    assert math.isnan(slope("f = 1/x", x=0.0))
    assert math.isnan(slope("f = sqrt(x)", x=-1.0))


def test_corners_follow_the_engines_conventions() -> None:
    assert slope("f = relu(x)", x=0.0) == 0.0
    assert slope("f = abs(x)", x=0.0) == 0.0
    assert slope("f = max(x, y)", x=2.0, y=2.0) == 0.5
    assert slope("f = relu(x)", x=-0.25) == 0.0


def test_a_result_is_the_float_nearest_to_the_truth() -> None:
    assert slope("f = x**3/3", x=0.1) == float(Fraction(0.1) ** 2)


def test_every_elementwise_primitive_can_be_evaluated() -> None:
    assert {name for name, row in PRIMITIVES.items() if row.elementwise} == set(RULES)


@pytest.mark.parametrize("name", sorted(set(RULES) & {n for n, row in PRIMITIVES.items() if row.arity == 1}))
def test_balls_agree_with_floats(name: str) -> None:
    for x in (0.3, 0.7, 1.6, -0.4):
        ball = RULES[name](arb(x))
        number = float(PRIMITIVES[name].numpy(x)) if ball.is_finite() else None
        assert number is None or float(ball.mid()) == pytest.approx(number, rel=1e-14)
