"""A derivative computed from differences is recognised by the size or the grain of its error."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from grader.diagnosis import name_difference
from reference import parse_program

Function = Callable[[np.ndarray], np.ndarray]
GRAPH = parse_program("f = 1/(1 + exp(-x))")
FAR = np.random.default_rng(2).uniform(8, 25, 40)
NEAR = np.random.default_rng(3).uniform(-2, 2, 40)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-x)))


def right(x: np.ndarray) -> np.ndarray:
    e = np.exp(-np.abs(x))
    return np.asarray(e / (1 + e) ** 2)


def name(got: np.ndarray, x: np.ndarray) -> str | None:
    return name_difference(GRAPH, GRAPH.node("x"), {"x": x}, got, right(x))


@pytest.mark.parametrize("x", [NEAR, FAR], ids=["near", "far"])
@pytest.mark.parametrize("h", [1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 2e-5])
def test_a_fine_step_shows_in_the_grain(h: float, x: np.ndarray) -> None:
    assert name((sigmoid(x + h) - sigmoid(x - h)) / (2 * h), x) == "sig_central_difference"
    assert name((sigmoid(x + h) - sigmoid(x)) / h, x) == "forward_difference"


@pytest.mark.parametrize("h", [1.0, 0.5, 0.1, 0.01, 0.001])
def test_a_coarse_step_shows_in_the_size(h: float) -> None:
    assert name((sigmoid(NEAR + h) - sigmoid(NEAR - h)) / (2 * h), NEAR) == "sig_central_difference"
    assert name((sigmoid(NEAR + h) - sigmoid(NEAR)) / h, NEAR) == "forward_difference"
    assert name((sigmoid(NEAR) - sigmoid(NEAR - h)) / h, NEAR) == "forward_difference"


@pytest.mark.parametrize(
    "formula",
    [
        right,
        lambda x: sigmoid(x) * (1 - sigmoid(x)),
        lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2,
        lambda x: 0.25 * (1 - np.tanh(x / 2) ** 2),
        lambda x: sigmoid(x) ** 2,
        lambda x: 1.0001 * right(x),
        lambda x: 0 * x,
        lambda x: np.imag(1 / (1 + np.exp(-(x + 1e-20j)))) / 1e-20,
    ],
    ids=["stable", "s(1-s)", "closed", "tanh", "wrong", "off", "zero", "complex step"],
)
@pytest.mark.parametrize("x", [NEAR, FAR], ids=["near", "far"])
def test_a_formula_is_no_difference(formula: Function, x: np.ndarray) -> None:
    assert name(formula(x), x) is None


@pytest.mark.parametrize("power", range(2, 10))
def test_a_wrong_formula_is_no_difference_even_where_it_is_nearly_nothing(power: int) -> None:
    for seed in range(20):
        x = np.random.default_rng(seed).uniform(8, 25, 12)
        assert name(sigmoid(x) * (1 - sigmoid(x)) ** power, x) is None
