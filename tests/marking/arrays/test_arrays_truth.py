"""Arrays in ball arithmetic: the numbers that floats would give, where floats are good, and the truth where not."""

from __future__ import annotations

import numpy as np
import pytest

from grader.marking.truth import true_values
from reference import evaluate, gradient, parse_program

SHAPES = {"X": (3, 2), "W": (2, 4), "b": (4,)}


@pytest.mark.parametrize(
    "program",
    [
        "f = sum(X @ W + b)",
        "f = mean(sigmoid(X @ W + b), axis=0)",
        "f = (X @ W).T.reshape((2, 6))",
        "f = tanh(X @ W)[1:, 0] * 2",
        "f = concatenate((X, X * 2), axis=1)",
        "f = relu(X @ W) + maximum(b, 0)",
        "f = softmax(X @ W)",
        "f = broadcast_to(b, (3, 4)) / 3",
        "f = 2.5",
    ],
)
def test_they_agree_with_floats(program: str) -> None:
    shapes = {name: shape for name, shape in SHAPES.items() if name in program}
    graph = parse_program(program, shapes=shapes)
    drawn = np.random.default_rng(1)
    inputs = {name: drawn.normal(size=shape) for name, shape in shapes.items()}
    expected = np.asarray(evaluate(graph, inputs)["f"])
    found = true_values(graph, inputs)["f"]
    assert found.shape == expected.shape
    assert np.allclose(found, expected, rtol=1e-13, atol=1e-15)


def test_what_cancels_in_floats_is_worked_out_with_more_bits() -> None:
    graph = parse_program("f = sum(exp(x) - exp(x - 1e-12))", shapes={"x": (2,)})
    x = np.array([20.0, 1.0])
    expected = float(np.sum(np.exp(x)) * 1e-12)
    assert true_values(graph, {"x": x})["f"] == pytest.approx(expected, rel=1e-11)
    assert evaluate(graph, {"x": x})["f"] != pytest.approx(expected, rel=1e-6)


def test_what_overflows_in_floats_on_the_way_is_right_in_the_end() -> None:
    graph = parse_program("f = log(sum(exp(x)))", shapes={"x": (3,)})
    assert float(true_values(graph, {"x": np.array([800.0, 799.0, 1.0])})["f"]) == pytest.approx(800.3132616875182)


def test_an_entry_without_a_value_is_nan_and_takes_no_other_along() -> None:
    graph = parse_program("f = log(x)", shapes={"x": (3,)})
    found = true_values(graph, {"x": np.array([1.0, -1.0, 2.0])})["f"]
    assert np.isnan(found[1])
    assert np.allclose(found[[0, 2]], np.log([1.0, 2.0]))


def test_several_outputs_come_at_once() -> None:
    graph = parse_program("L = mean((X @ w) ** 2)", shapes={"X": (3, 2), "w": (2,)})
    slopes = gradient(graph, ["w", "X"])
    inputs = {"X": np.arange(6.0).reshape(3, 2) / 7, "w": np.array([0.5, -2.0])}
    found, expected = true_values(slopes, inputs), evaluate(slopes, inputs)
    assert {name: np.allclose(found[name], expected[name], rtol=1e-14) for name in slopes.outputs} == {
        "L": True, "grad.w": True, "grad.X": True,
    }  # fmt: skip
