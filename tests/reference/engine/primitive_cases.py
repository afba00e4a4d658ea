"""Cases for every primitive: the shapes, attributes and numbers to try it on, and what autograd calls it.

Shapes and axes are those of HIPS autograd's own systematic tests. Numbers keep away from kinks, ties and poles, where a
derivative does not exist.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import autograd.numpy as anp
import numpy as np

Range = tuple[float, float]
Shape = tuple[int, ...]


@dataclass(frozen=True)
class Case:
    """One way to call a primitive; `ranges` are those of the arguments' entries, `signed` lets them be negative too."""

    shapes: tuple[Shape, ...]
    attrs: Mapping[str, Any] = field(default_factory=dict)
    ranges: tuple[Range, ...] = ((-2.0, 2.0),)
    signed: bool = False
    whole: tuple[int, ...] = ()  # arguments that are rounded to whole numbers
    constant: tuple[int, ...] = ()  # arguments that are no inputs

    def numbers(self, seed: int = 0) -> list[np.ndarray]:
        """Arguments for the case: distinct numbers spread evenly over the range, in random order."""
        rng = np.random.default_rng([seed, len(self.shapes)])
        arrays = []
        for place, shape in enumerate(self.shapes):
            low, high = self.ranges[min(place, len(self.ranges) - 1)]
            count = int(np.prod(shape, dtype=int))
            spread = (rng.permutation(count) + rng.uniform(0.1, 0.9)) / max(count, 1)
            array = (low + (high - low) * spread).reshape(shape)
            if self.signed:
                array = array * rng.choice([-1.0, 1.0], size=shape)
            arrays.append(np.round(array) if place in self.whole else array)
        return arrays


UNARY: tuple[Shape, ...] = ((), (2,), (3, 2), (1, 2))
BINARY = tuple((left, right) for left in ((), (4,), (3, 4), (1, 4)) for right in ((), (4,), (3, 4), (1, 4)))
REDUCED: list[tuple[Shape, Any]] = [
    *((shape, axis) for shape in ((3,), (2, 3), (1, 3)) for axis in (None, *range(len(shape)), -1)),
    ((2, 3, 2), (0, 2)),
    ((), None),
]
SAFE: Range = (0.3, 2.0)


def unary(*ranges: Range, signed: bool = False) -> list[Case]:
    return [Case((shape,), ranges=ranges or ((-2.0, 2.0),), signed=signed) for shape in UNARY]


def binary(*ranges: Range) -> list[Case]:
    return [Case(pair, ranges=ranges or ((-2.0, 2.0),)) for pair in BINARY]


def whole_powers() -> list[Case]:
    """Powers of which the base may be negative."""
    return [Case(pair, ranges=((-2.0, 2.0), (1.0, 3.0)), whole=(1,), constant=(1,)) for pair in BINARY]


def comparable() -> list[Case]:
    """Pairs of which no two entries are close: the second lie between the first."""
    return [Case(pair, ranges=((-2.0, 2.0), (-1.63, 1.71))) for pair in BINARY]


def reductions() -> list[Case]:
    return [Case((shape,), {"axis": axis, "keepdims": keep}) for shape, axis in REDUCED for keep in (False, True)]


def along() -> list[Case]:
    return [Case((shape,), {"axis": axis}) for shape, axis in REDUCED]


MATRICES = (
    ((3,), (3,)), ((3,), (3, 2)), ((2, 3), (3,)), ((2, 3), (3, 4)), ((1, 3), (3, 1)), ((3,), (2, 3, 4)),
    ((2, 4, 3), (3,)), ((2, 4, 3), (3, 2)), ((4, 3), (2, 3, 5)), ((2, 4, 3), (2, 3, 5)), ((1, 4, 3), (2, 3, 5)),
    ((3, 1, 2, 3), (2, 3, 2)),
)  # fmt: skip
KEYS: tuple[tuple[Shape, tuple[Any, ...]], ...] = (
    ((3,), (1,)), ((3,), (-1,)), ((4,), (slice(1, 3),)), ((4,), (slice(None, None, -1),)), ((3, 2), (slice(None), 1)),
    ((3, 2), (0, 1)), ((3, 2), (Ellipsis, 0)), ((3,), (None, slice(None))), ((4,), ((0, 2, 2, 0),)),
    ((3, 4), ((0, 1, 2), (3, 0, 3))), ((3, 4), ((0, 0), slice(1, 3))),
)  # fmt: skip

CASES: dict[str, list[Case]] = {
    "add": binary(),
    "subtract": binary(),
    "multiply": binary(),
    "divide": binary((-2.0, 2.0), SAFE),
    "power": [*binary(SAFE, (-2.0, 2.0)), *whole_powers()],
    "negate": unary(),
    "exp": unary(),
    "log": unary(SAFE),
    "sqrt": unary(SAFE),
    "expm1": unary(),
    "log1p": unary((-0.7, 2.0)),
    "sin": unary(),
    "cos": unary(),
    "tan": unary((-1.2, 1.2)),
    "arcsin": unary((-0.8, 0.8)),
    "arccos": unary((-0.8, 0.8)),
    "arctan": unary(),
    "sinh": unary(),
    "cosh": unary(),
    "tanh": unary(),
    "arcsinh": unary(),
    "arccosh": unary((1.3, 3.0)),
    "arctanh": unary((-0.8, 0.8)),
    "sigmoid": unary((-4.0, 4.0)),
    "relu": unary(SAFE, signed=True),
    "abs": unary(SAFE, signed=True),
    "sign": unary(SAFE, signed=True),
    "maximum": comparable(),
    "minimum": comparable(),
    **{name: comparable() for name in ("greater", "greater_equal", "less", "less_equal", "equal", "not_equal")},
    "where": [Case(shapes, ranges=((-0.49, 1.49), (-2.0, 2.0)), whole=(0,)) for shapes in (
        ((), (), ()), ((4,), (4,), (4,)), ((3, 4), (), (4,)), ((4,), (3, 4), ()), ((1, 4), (4,), (3, 1)),
    )],
    "sum": reductions(),
    "mean": reductions(),
    "max": reductions(),
    "min": reductions(),
    "logsumexp": reductions(),
    "softmax": along(),
    "log_softmax": along(),
    "clip": [Case((shape,), bounds, ((0.1, 2.0),), signed=True) for shape in UNARY for bounds in (
        {"low": -1.01, "high": 0.99}, {"low": -0.52, "high": None}, {"low": None, "high": 0.73},
    )],
    "matmul": [Case(pair) for pair in MATRICES],
    "transpose": [Case((shape,), {"axes": axes}) for shape, axes in (
        ((), None), ((3,), None), ((2, 3), None), ((2, 3), (0, 1)), ((2, 3, 4), (1, 2, 0)), ((2, 3, 4), (2, 0, 1)),
        ((2, 3), (-1, 0)),
    )],
    "reshape": [Case((shape,), {"shape": new}) for shape, new in (
        ((), (1, 1)), ((6,), (2, 3)), ((2, 3), (3, -1)), ((2, 3), 6), ((1,), ()),
    )],
    "broadcast_to": [Case((shape,), {"shape": new}) for shape, new in (
        ((), (2,)), ((2,), (3, 2)), ((3, 1), (3, 2)), ((1, 1), (2, 3)), ((2, 1, 2), (4, 2, 3, 2)), ((2,), (2,)),
    )],
    "concatenate": [Case(shapes, {"axis": axis}) for shapes, axis in (
        (((2,), (3,)), 0), (((2, 2), (1, 2), (2, 2)), 0), (((2, 1), (2, 3)), 1), (((2, 1), (2, 3)), -1), (((3,),), 0),
    )],
    "stack": [Case(shapes, {"axis": axis}) for shapes, axis in (
        (((), (), ()), 0), (((2,), (2,)), 0), (((2,), (2,)), 1), (((2, 3), (2, 3)), -1),
    )],
    "index": [Case((shape,), {"key": key}) for shape, key in KEYS],
    "scatter": [Case((np.zeros(shape)[tuple(np.array(k) if isinstance(k, tuple) else k for k in key)].shape,),
                     {"key": key, "shape": shape}) for shape, key in KEYS],
}  # fmt: skip


def _numpy_key(key: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(np.array(part) if isinstance(part, tuple) else part for part in key)


def _logsumexp(x: Any, axis: Any, keepdims: bool = False) -> Any:
    """As it is defined: the numbers here are small. A scalar has no axis to sum over."""
    return anp.log(anp.sum(anp.exp(x), axis=axis, keepdims=keepdims))


def _softmax(x: Any, axis: Any) -> Any:
    return anp.exp(x) / anp.sum(anp.exp(x), axis=axis, keepdims=True)


# The same operation by HIPS autograd, which differentiates it by rules of its own.
AUTOGRAD: dict[str, Callable[..., Any]] = {
    **{name: getattr(anp, name) for name in (
        "add", "subtract", "multiply", "divide", "power", "exp", "log", "sqrt", "expm1", "log1p", "sin", "cos", "tan",
        "arcsin", "arccos", "arctan", "sinh", "cosh", "tanh", "arcsinh", "arccosh", "arctanh", "abs", "maximum",
        "minimum", "sum", "mean", "max", "min", "matmul", "reshape",
    )},
    "broadcast_to": lambda x, shape: x + np.zeros(shape),
    "negate": anp.negative,
    "sigmoid": lambda x: 1 / (1 + anp.exp(-x)),
    "relu": lambda x: anp.maximum(x, 0.0),
    # autograd does not sum over broadcast arguments of `where`, and takes negative axes of `transpose` for others
    "where": lambda condition, a, b: anp.where(condition != 0, a + 0 * (condition + b), b + 0 * (condition + a)),
    "transpose": lambda x, axes: anp.transpose(x, axes and [axis % x.ndim for axis in axes]),
    "logsumexp": _logsumexp,
    "softmax": _softmax,
    "log_softmax": lambda x, axis: anp.log(_softmax(x, axis)),
    "clip": lambda x, low, high: anp.clip(x, -np.inf if low is None else low, np.inf if high is None else high),
    "concatenate": lambda *arrays, axis: anp.concatenate(arrays, axis=axis),
    "stack": lambda *arrays, axis: anp.stack(arrays, axis=axis),
    "index": lambda x, key: x[_numpy_key(key)],
}  # fmt: skip
# What autograd has no function for; complex step and central differences are its witnesses.
NOT_IN_AUTOGRAD = {"scatter", "sign", "greater", "greater_equal", "less", "less_equal", "equal", "not_equal"}
