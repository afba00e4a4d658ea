"""Numbers in, numbers out: IEEE arithmetic without exceptions, floats for scalars, arrays of one's own."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from sympy import Rational, exp

from reference import EvaluationError, evaluate, gradient, parse_program
from reference.evaluate import evaluate_nodes


def value(text, **inputs):
    found = evaluate(parse_program(text), inputs)
    return found[next(iter(found))]


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("f = log(x)", 0, -math.inf),
        ("f = log(x)", -1, math.nan),
        ("f = 1/x", 0, math.inf),
        ("f = -1/x", 0, -math.inf),
        ("f = x/x", 0, math.nan),
        ("f = exp(x)", 1000, math.inf),
        ("f = exp(x)", -1000, 0),
        ("f = sinh(x)", -1000, -math.inf),
        ("f = sqrt(x)", -1, math.nan),
        ("f = x**0.5", -1, math.nan),
        ("f = x**-1", 0, math.inf),
        ("f = x**1000", 10, math.inf),
        ("f = 9**9**9 * x", 1, math.inf),
        ("f = sin(x)", math.inf, math.nan),
        ("f = arctanh(x)", 1, math.inf),
        ("f = arccosh(x)", 0, math.nan),
        ("f = log1p(x)", -1, -math.inf),
        ("f = tanh(x)", math.inf, 1),
        ("f = max(x, 1)", math.nan, math.nan),
        ("f = min(1, x)", math.nan, math.nan),
        ("f = relu(x)", math.nan, math.nan),
        ("f = sign(x)", math.nan, math.nan),
        ("f = x * 1e308 * 10", 1, math.inf),
    ],
)
def test_scalars_follow_ieee_arithmetic_and_raise_nothing(text, x, expected):
    found = value(text, x=x)
    assert type(found) is float
    assert found == expected or (math.isnan(found) and math.isnan(expected))


@pytest.mark.parametrize("x", [745, 710, 36.8, 1, 0, -1, -36.8, -710, -745])
def test_sigmoid_is_right_to_the_last_digits_on_either_side(x):
    exact = float((1 / (1 + exp(-Rational(x)))).evalf(40))
    assert value("f = sigmoid(x)", x=x) == pytest.approx(exact, rel=1e-15)
    arrays = evaluate(parse_program("f = sigmoid(x)", shapes={"x": (1,)}), {"x": [x]})
    assert arrays["f"][0] == pytest.approx(exact, rel=1e-15)


@pytest.mark.parametrize("op", ["softmax", "log_softmax", "logsumexp"])
def test_exponentials_of_large_numbers_do_not_overflow(op):
    graph = parse_program(f"f = sum({op}(x))", shapes={"x": (3,)})
    found = evaluate(gradient(graph, ["x"]), {"x": [1000.0, -1000.0, 999.0]})
    assert np.isfinite(found["f"])
    assert np.isfinite(found["grad.x"]).all()


def test_scalars_are_python_floats_and_arrays_float64_arrays():
    graph = parse_program("g = x*2; f = sum(g); h = g > 1", output=["f", "g", "h"], shapes={"x": (2,)})
    found = evaluate(graph, {"x": [1, 2]})
    assert type(found["f"]) is float
    assert found["g"].dtype == found["h"].dtype == np.float64


@pytest.mark.parametrize("x", [2, 2.0, Fraction(2), np.float32(2), np.int64(2), np.array(2.0), True + True])
def test_a_scalar_input_may_be_any_kind_of_real_number(x):
    assert value("f = x*x", x=x) == 4.0


def test_outputs_share_no_memory_with_inputs_or_each_other():
    x = np.array([1.0, 2.0])
    graph = parse_program("f = x; g = x.T; h = x[:1]", output=["x", "f", "g", "h"], shapes={"x": (2,)})
    for array in evaluate(graph, {"x": x}).values():
        array[0] = 99.0
    assert x[0] == 1.0


@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({}, "missing_input"),
        ({"x": [1, 2], "y": 3}, "unknown_input"),
        ({"x": [1, 2, 3]}, "wrong_shape"),
        ({"x": 1}, "wrong_shape"),
        ({"x": ["a", "b"]}, "not_numeric"),
        ({"x": [[1], [1, 2]]}, "not_numeric"),
        ({"x": None}, "not_numeric"),
        ({"x": [1j, 2]}, "not_numeric"),
        ({"x": [10**400, 1]}, "not_numeric"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(inputs, code):
    with pytest.raises(EvaluationError) as caught:
        evaluate(parse_program("f = sum(x)", shapes={"x": (2,)}), inputs)
    assert caught.value.code == code


def test_the_value_of_every_node_is_at_hand():
    graph = parse_program("g = W*x; f = g + b")
    values = evaluate_nodes(graph, {"W": -2, "x": 5, "b": 3})
    assert [values[node] for node in graph.order] == [-2, 5, -10, 3, -7]


def test_an_input_that_the_outputs_do_not_need_may_be_left_out():
    assert evaluate(parse_program("g = y*2; f = x*2"), {"x": 3}) == {"f": 6}
