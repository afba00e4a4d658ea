"""Put numbers into a graph: the value of each output, or of every node.

Scalars are Python floats and arrays are float64 arrays. Arithmetic is IEEE's, without exceptions: log(0) is
−inf, 1/0 is inf, 0/0 is NaN, what is too large is infinite.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from .build import Array, Number
from .errors import EvaluationError
from .graph import CONSTANT, Graph, Node, Shape
from .primitive import Primitive
from .primitives import PRIMITIVES

Value = float | Array


def evaluate(graph: Graph, inputs: Mapping[str, object]) -> dict[str, Value]:
    """The value of every output, by name: a Python float for a scalar, else a float64 array of its own.

    `inputs` maps names to numbers or arrays of the inputs' shapes. Raises `EvaluationError` for an input that
    is missing, unknown, not numeric or of another shape.
    """
    values = evaluate_nodes(graph, inputs)
    return {name: _own(values[graph.named[name]]) for name in graph.outputs}


def evaluate_nodes(graph: Graph, inputs: Mapping[str, object]) -> dict[Node, Value]:
    """The value of every node that the outputs need. Arrays may share memory: do not write to them."""
    unknown = [name for name in inputs if name not in graph.inputs]
    if unknown:
        message = f"no input is named {unknown[0]!r}; there are: {', '.join(graph.inputs)}"
        raise EvaluationError("unknown_input", message, name=unknown[0])
    values: dict[Node, Value] = {}
    rows = PRIMITIVES
    with np.errstate(all="ignore"):
        for node in graph.order:
            row = rows.get(node.op)
            if row is None:
                values[node] = _given(node, inputs)
            elif node.shape or row.math is None:
                values[node] = _by_numpy(node, row, [values[arg] for arg in node.args])
            else:
                args: list[Any] = [values[arg] for arg in node.args]
                try:
                    values[node] = row.math(*args)
                except (ArithmeticError, ValueError):
                    values[node] = _by_numpy(node, row, args)
    return values


def _by_numpy(node: Node, row: Primitive, args: list[Any]) -> Value:
    """The value of a node from its arguments' by NumPy, which raises nothing."""
    result: Any = row.numpy(*args, **dict(node.attrs)) if node.attrs else row.numpy(*args)
    return float(result) if node.shape == () else result


def _given(node: Node, inputs: Mapping[str, object]) -> Value:
    """The value of an input or of a constant."""
    if node.op == CONSTANT:
        value: Array = node.attrs
        return value if node.shape else as_float(node.attrs)
    name: str = node.attrs
    if name not in inputs:
        raise EvaluationError("missing_input", f"the input {name!r} is missing", name=name)
    return as_value(name, inputs[name], node.shape)


def as_float(number: Number) -> float:
    """The nearest float, infinite where the number is too large for one."""
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


def as_value(name: str, given: object, shape: Shape) -> Value:
    """What was given for an input, as a float or a float64 array of its shape."""
    if shape == () and isinstance(given, float):
        return float(given)
    if shape == () and isinstance(given, int | Fraction):
        return as_float(given)
    try:
        array = np.asarray(given)
        if array.dtype.kind not in "fiub":
            raise ValueError(f"entries of type {array.dtype}")
        array = array.astype(np.float64, copy=False)
    except (ValueError, TypeError, OverflowError) as error:
        message = f"the input {name!r} is not numeric: {error}"
        raise EvaluationError("not_numeric", message, name=name) from None
    if array.shape != shape:
        message = f"the input {name!r} has shape {array.shape}, but the graph takes {shape}"
        raise EvaluationError("wrong_shape", message, name=name, shape=shape, found=array.shape)
    return float(array) if shape == () else array


def _own(value: Value) -> Value:
    """An output that shares no memory with inputs, constants or other outputs."""
    return value if isinstance(value, float) else np.array(value, dtype=np.float64)
