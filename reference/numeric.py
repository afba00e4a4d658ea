"""Differentiate by numbers alone, as a witness that knows nothing of the gradient rules.

`complex_step` is exact to rounding where the program is analytic: the imaginary part of f(x + ih)/h for a
tiny h, with no difference to cancel (Squire and Trapp, SIAM Review 40, 1998). `central_differences` needs
real values only: (f(x+h) − f(x−h)) / 2h at steps that shrink, extrapolated to none (Ridders, Advances in
Engineering Software 4, 1982), with an estimate of its error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from .build import Array
from .errors import GradientError
from .evaluate import Value, as_float, as_value, evaluate
from .graph import CONSTANT, INPUT, Graph, Node
from .primitives import PRIMITIVES

STEP = 2.0**-664  # a power of two, so that dividing by it rounds nothing
Complex = npt.NDArray[np.complex128]


def complex_step(graph: Graph, inputs: Mapping[str, object], wrt: Iterable[str] | None = None) -> dict[str, Value]:
    """The gradient of the single scalar output with respect to inputs, by name (all of them unless `wrt` says which).

    At a kink the value is that of one side. It is NaN where the output itself is not finite, since a real
    function that is undefined there may still have a complex value.
    """
    node = _scalar_output(graph)
    values = {name: np.asarray(as_value(name, inputs[name], graph.named[name].shape)) for name in graph.inputs}
    defined = np.isfinite(evaluate(graph, inputs)[graph.outputs[0]])

    def derivative(name: str, place: tuple[int, ...]) -> float:
        moved: dict[str, Complex] = {other: array.astype(np.complex128) for other, array in values.items()}
        moved[name][place] += STEP * 1j
        return float(_evaluate_complex(graph, moved)[node].imag / STEP) if defined else np.nan

    return {name: _over_entries(name, values[name], derivative) for name in wrt or graph.inputs}


@dataclass(frozen=True)
class Differences:
    """A gradient by central differences and, for each entry, an estimate of its error."""

    gradient: Value
    error: Value


def central_differences(
    graph: Graph, inputs: Mapping[str, object], wrt: Iterable[str] | None = None, step: float = 0.1
) -> dict[str, Differences]:
    """The gradient of the single scalar output with respect to inputs, by name, with an estimate of the error.

    `step` is the first and longest step, relative to the input where that is larger than 1.
    """
    _scalar_output(graph)
    values = {name: np.asarray(as_value(name, inputs[name], graph.named[name].shape)) for name in graph.inputs}

    def along(name: str, place: tuple[int, ...]) -> Callable[[float], float]:
        def moved(by: float) -> float:
            array = values[name].copy()
            array[place] += by
            return float(evaluate(graph, {**values, name: array})[graph.outputs[0]])

        return moved

    found = {}
    for name in wrt or graph.inputs:
        entries = {
            place: ridders(along(name, place), step * max(1.0, abs(float(values[name][place]))))
            for place in np.ndindex(values[name].shape)
        }
        found[name] = Differences(
            _over_entries(name, values[name], lambda _, place, entries=entries: entries[place][0]),
            _over_entries(name, values[name], lambda _, place, entries=entries: entries[place][1]),
        )
    return found


def ridders(function: Callable[[float], float], step: float, rounds: int = 12) -> tuple[float, float]:
    """The derivative of a function of one number at 0, and an estimate of its error.

    Each round shortens the step and extrapolates from all before it. Of the whole table the entry is kept that differs
    least from those it was extrapolated from. (Ridders stops when things get worse; but they may get worse by chance.)
    """
    shrink = 1.4
    best, error = np.nan, np.inf
    row: list[float] = []
    for _ in range(rounds):
        before, row = row, [(function(step) - function(-step)) / (2 * step)]
        factor = shrink * shrink
        for earlier in before:
            row.append((row[-1] * factor - earlier) / (factor - 1))
            factor *= shrink * shrink
            doubt = max(abs(row[-1] - row[-2]), abs(row[-1] - earlier))
            if doubt <= error:
                best, error = row[-1], doubt
        step /= shrink
    return best, error


def _over_entries(name: str, array: Array, derivative: Callable[..., float]) -> Value:
    """The derivative at every place of an array, in its shape; a float for a scalar."""
    result = np.empty(array.shape)
    for place in np.ndindex(array.shape):
        result[place] = derivative(name, place)
    return float(result) if array.shape == () else result


def _scalar_output(graph: Graph) -> Node:
    """The node that is differentiated."""
    if len(graph.outputs) != 1 or graph.named[graph.outputs[0]].shape != ():
        raise GradientError("not_a_scalar", "derivatives by numbers need one output that is a scalar")
    return graph.named[graph.outputs[0]]


def _evaluate_complex(graph: Graph, inputs: Mapping[str, Complex]) -> dict[Node, Any]:
    """Every node at complex inputs, each function continued from the real axis."""
    values: dict[Node, Any] = {}
    with np.errstate(all="ignore"):
        for node in graph.order:
            if node.op == INPUT:
                values[node] = inputs[node.attrs]
            elif node.op == CONSTANT:
                values[node] = np.complex128(as_float(node.attrs)) if node.shape == () else node.attrs
            else:
                function = _CONTINUED.get(node.op) or PRIMITIVES[node.op].numpy
                values[node] = function(*(values[arg] for arg in node.args), **dict(node.attrs))
    return values


def _by_real_part(function: Callable[..., Any]) -> Callable[..., Any]:
    """A step function looks at real parts: it is constant along the imaginary axis."""
    return lambda *args: function(*(np.real(arg) for arg in args))


def _sigmoid(z: Complex) -> Complex:
    e = np.exp(np.where(z.real >= 0, -z, z))
    return np.asarray(np.where(z.real >= 0, 1, e) / (1 + e))


def _clip(z: Complex, low: float | None, high: float | None) -> Complex:
    held = np.clip(z.real, low, high)
    return np.where(held == z.real, z, held)


# Functions that are analytic in pieces, continued within the piece that the real part lies in.
_CONTINUED: dict[str, Callable[..., Any]] = {
    **{name: _by_real_part(row.numpy) for name, row in PRIMITIVES.items() if not any(row.rules)},
    "abs": lambda z: np.where(z.real < 0, -z, z),
    "relu": lambda z: np.where(z.real > 0, z, 0),
    "maximum": lambda a, b: np.where(a.real >= b.real, a, b),
    "minimum": lambda a, b: np.where(a.real <= b.real, a, b),
    "sigmoid": _sigmoid,
    "where": lambda condition, a, b: np.where(np.real(condition) != 0, a, b),
    "clip": _clip,
}
