"""The trials of sigmoid/derivative let every right formula through, and no derivative by differences."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from grader.exercises import Stream, Trial, load_catalogue

CODE = load_catalogue().get("sigmoid/derivative").code
assert CODE is not None
TRIALS = CODE.trials


def sigmoid(x: Any) -> Any:
    return 1 / (1 + np.exp(-x))


def stable(x: Any) -> Any:
    e = np.exp(-np.abs(x))
    return e / (1 + e) ** 2


def complex_step(x: Any) -> Any:
    return sigmoid(x + 1e-200j).imag / 1e-200


RIGHT: dict[str, Callable[[Any], Any]] = {
    "s(1-s)": lambda x: sigmoid(x) * (1 - sigmoid(x)),
    "s-s^2": lambda x: sigmoid(x) - sigmoid(x) ** 2,
    "closed": lambda x: np.exp(-x) / (1 + np.exp(-x)) ** 2,
    "both sides": lambda x: sigmoid(x) * sigmoid(-x),
    "cosh": lambda x: 1 / (4 * np.cosh(x / 2) ** 2),
    "tanh": lambda x: (1 - np.tanh(x / 2) ** 2) / 4,
    "logaddexp": lambda x: np.exp(-np.logaddexp(0, x) - np.logaddexp(0, -x)),
    "stable": stable,
    "complex step": complex_step,
}


def central(step: float) -> Callable[[Any], Any]:
    return lambda x: (sigmoid(x + step) - sigmoid(x - step)) / (2 * step)


def forward(step: float) -> Callable[[Any], Any]:
    return lambda x: (sigmoid(x + step) - sigmoid(x)) / step


def five_points(step: float) -> Callable[[Any], Any]:
    return lambda x: (4 * central(step)(x) - central(2 * step)(x)) / 3


STEPS = [10.0**-power for power in range(2, 9)] + [5e-5, 7e-5, 2e-4, 5e-6, 3e-3]


def derivative(x: float) -> float:
    """The true value: 28 decimal digits, rounded once."""
    e = Decimal(-abs(x)).exp()
    return float(e / (1 + e) ** 2)


def inputs(trial: Trial, stream: Stream) -> Iterator[float]:
    yield from (point["x"] for point in trial.at)
    for _ in range(trial.count * max(int(np.prod(shape)) for shape in trial.shapes)):
        yield stream.choice(trial.ranges["x"]).draw(stream)


def lost(function: Callable[[Any], Any], key: str) -> set[str]:
    """The parts whose values do not agree on inputs drawn for that key."""
    parts = set()
    for place, trial in enumerate(TRIALS):
        for x in inputs(trial, Stream("test", key, place)):
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                got = float(function(x))
            truth = derivative(x)
            if not abs(got - truth) <= max(trial.relative * truth, trial.absolute):
                parts.add(str(trial.part))
    return parts


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_formula_passes_every_trial(name: str) -> None:
    assert [lost(RIGHT[name], f"draw {draw}") for draw in range(5)] == [set()] * 5


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("scheme", [central, forward, five_points])
def test_differences_lose_at_least_the_method(scheme: Callable[[float], Callable[[Any], Any]], step: float) -> None:
    for draw in range(3):
        assert "method" in lost(scheme(step), f"draw {draw}")


def test_the_best_of_differences_lose_the_method_alone() -> None:
    assert lost(central(1e-5), "any") == {"method"}
    assert lost(five_points(1e-3), "any") == {"method"}
