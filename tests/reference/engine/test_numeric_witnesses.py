"""Complex step and central differences find derivatives without any rule, and say how far they can be trusted."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reference import GradientError, parse_program
from reference.numeric import central_differences, complex_step, ridders


def test_complex_step_is_exact_to_rounding():
    found = complex_step(parse_program("f = exp(x) / (sin(x)**3 + cos(x)**3)"), {"x": 1.5})
    assert found["x"] == pytest.approx(3.6220337007163259, rel=1e-14)


def test_complex_step_gives_each_entry_its_place():
    graph = parse_program("f = sum(w * x**2)", shapes={"w": (2, 2), "x": (2,)})
    found = complex_step(graph, {"w": [[1, 2], [3, 4]], "x": [5, 6]}, ["x"])
    np.testing.assert_allclose(found["x"], [40, 72], rtol=1e-15)


def test_complex_step_is_nan_where_the_real_function_is_undefined():
    assert math.isnan(complex_step(parse_program("f = log(x)"), {"x": -2})["x"])


@pytest.mark.parametrize(
    ("text", "x", "expected"),
    [
        ("f = abs(x)", -2, -1),
        ("f = relu(x)", -2, 0),
        ("f = relu(x)", 2, 1),
        ("f = max(x, 1)", 2, 1),
        ("f = min(x, 1)", 2, 0),
        ("f = clip(x, 0, 1)", 0.5, 1),
        ("f = clip(x, 0, 1)", 2, 0),
        ("f = where(x > 1, x**2, x)", 3, 6),
        ("f = x * sign(x)", -3, -1),
        ("f = sigmoid(x)", -700, math.exp(-700)),
    ],
)
def test_complex_step_stays_on_its_piece(text, x, expected):
    assert complex_step(parse_program(text), {"x": x})["x"] == pytest.approx(expected, rel=1e-13)


@given(st.floats(-2, 2))
def test_the_error_of_central_differences_is_within_its_estimate(x):
    found = central_differences(parse_program("f = exp(x)*sin(3*x)"), {"x": x})["x"]
    exact = math.exp(x) * (math.sin(3 * x) + 3 * math.cos(3 * x))
    assert abs(found.gradient - exact) <= 100 * found.error + 1e-9
    assert found.error < 1e-6


def test_central_differences_of_arrays_have_their_shape():
    found = central_differences(parse_program("f = sum(x**3)", shapes={"x": (2, 2)}), {"x": [[1, 2], [3, 4]]})["x"]
    np.testing.assert_allclose(found.gradient, [[3, 12], [27, 48]], rtol=1e-9)
    assert np.shape(found.error) == (2, 2)


def test_ridders_extrapolates_to_no_step_at_all():
    slope, error = ridders(lambda h: math.exp(1 + h), 0.1)
    assert slope == pytest.approx(math.e, rel=1e-12)
    assert error < 1e-9


def test_derivatives_by_numbers_need_one_scalar_output():
    graph = parse_program("f = x*2", shapes={"x": (2,)})
    for witness in (complex_step, central_differences):
        with pytest.raises(GradientError):
            witness(graph, {"x": [1, 2]})
