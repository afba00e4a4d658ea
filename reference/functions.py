"""Evaluate what neither `math` nor NumPy has, on scalars and on arrays, without overflow on the way."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def sigmoid(x: float) -> float:
    """1 / (1 + e⁻ˣ): the exponential is only ever taken of numbers below 0."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    e = math.exp(x)
    return e / (1 + e)


def sigmoid_array(x: Array) -> Array:
    """The same for each entry."""
    e = np.exp(-np.abs(x))
    return np.asarray(np.where(x >= 0, 1, e) / (1 + e))


def relu(x: float) -> float:
    """x where it is positive, else 0; NaN stays NaN."""
    return 0.0 if x <= 0 else x


def relu_array(x: Array) -> Array:
    """The same for each entry."""
    return np.maximum(x, 0.0)


def sign(x: float) -> float:
    """1, 0 or −1; NaN stays NaN."""
    return x if math.isnan(x) else float((x > 0) - (x < 0))


def maximum(a: float, b: float) -> float:
    """The larger of the two; NaN if either is."""
    return a if a >= b or math.isnan(a) else b


def minimum(a: float, b: float) -> float:
    """The smaller of the two; NaN if either is."""
    return a if a <= b or math.isnan(a) else b


def _holds(
    relation: Callable[[Any, Any], Any],
) -> tuple[Callable[[float, float], float], Callable[..., Array]]:
    """A comparison as a number, 1.0 where it holds, else 0.0: of two floats, and of two arrays."""
    return (
        lambda a, b: 1.0 if relation(a, b) else 0.0,
        lambda a, b: np.asarray(relation(np.asarray(a), np.asarray(b)), dtype=np.float64),
    )


greater, greater_array = _holds(operator.gt)
greater_equal, greater_equal_array = _holds(operator.ge)
less, less_array = _holds(operator.lt)
less_equal, less_equal_array = _holds(operator.le)
equal, equal_array = _holds(operator.eq)
not_equal, not_equal_array = _holds(operator.ne)
