"""Work out what a graph truly gives, with proven bounds where floats may have cancelled or overflowed."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import arb, ctx

from reference.evaluate import evaluate
from reference.graph import Graph

from .ball_code import BallFunction, ball_function
from .balls import BITS

Row = Sequence[float]
Array = npt.NDArray[np.float64]

_ENOUGH = 60
_NOTHING = arb(2) ** -1080


def true_rows(graph: Graph, rows: Sequence[Row]) -> list[list[float]]:
    """For each row of inputs (all entries of `graph.inputs`, in order) all entries of the outputs, in order.

    Each is the float nearest to the truth, or NaN where there is no finite value; it is worked out in ball arithmetic,
    to as many bits as it takes. Only what must compare entries (the largest, softmax) is worked out in float64.
    """
    function = ball_function(graph)
    if function is None:
        return [_in_floats(graph, row) for row in rows]
    found: list[list[float]] = [[]] * len(rows)
    waiting: Sequence[int] = range(len(rows))
    for bits in BITS:
        with ctx.workprec(bits):
            for place in waiting:
                found[place] = _run(function, rows[place])
        waiting = [place for place in waiting if any(map(math.isnan, found[place]))]
        if not waiting:
            break
    return found


def true_values(graph: Graph, inputs: Mapping[str, float | Array]) -> dict[str, Array]:
    """Every output as a float64 array of its shape."""
    row = [number for name in graph.inputs for number in np.ravel(inputs[name]).tolist()]
    return by_name(graph, graph.outputs, true_rows(graph, [row])[0])


def by_name(graph: Graph, names: Sequence[str], entries: Sequence[float]) -> dict[str, Array]:
    """The entries of several nodes, put into arrays of their shapes."""
    found, start, numbers = {}, 0, np.array(entries, dtype=np.float64)
    for name in names:
        shape = graph.node(name).shape
        end = start + math.prod(shape)
        found[name] = numbers[start:end].reshape(shape)
        start = end
    return found


def _run(function: BallFunction, row: Row) -> list[float]:
    return [_nearest(value) for value in function(list(map(arb, row)))]  # a float is a ball exactly


def _nearest(value: Any) -> float:
    """NaN where the ball is too wide; one so near to 0 that it holds no other float is narrow enough."""
    if value.is_finite() and (value.rel_accuracy_bits() >= _ENOUGH or abs(value) < _NOTHING):
        return float(value.mid())
    return math.nan


def _in_floats(graph: Graph, row: Row) -> list[float]:
    values = evaluate(graph, by_name(graph, graph.inputs, row))
    return [number for name in graph.outputs for number in np.ravel(np.asarray(values[name], np.float64)).tolist()]
