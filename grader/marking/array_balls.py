"""Evaluate graphs of arrays in ball arithmetic, number by number: proven bounds where floats may have cancelled.

Entries are balls in NumPy arrays of objects. An operation that must compare entries (max, softmax) has no such form;
a graph with one is evaluated in float64.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import ctx

from reference.evaluate import evaluate
from reference.graph import CONSTANT, INPUT, Graph, Node
from reference.primitives import PRIMITIVES

from .balls import BITS, RULES, ball

Array = npt.NDArray[np.float64]

_ENOUGH = 60
# Operations on whole arrays that only add, multiply and move entries.
_MOVING = frozenset(
    ("sum", "mean", "matmul", "transpose", "reshape", "broadcast_to", "concatenate", "stack", "index", "scatter")
)


def true_arrays(graph: Graph, inputs: Mapping[str, Any]) -> dict[str, Array]:
    """Every output as the float64 array nearest to the truth, of the output's shape; NaN where there is no value."""
    if not all(node.op in RULES or node.op in _MOVING or node.op in (INPUT, CONSTANT) for node in graph.order):
        return {name: np.asarray(value, dtype=np.float64) for name, value in evaluate(graph, inputs).items()}
    found: dict[str, Array] = {}
    for bits in BITS:
        with ctx.workprec(bits):
            values = _values(graph, inputs)
            outputs = {name: values[graph.node(name)] for name in graph.outputs if name not in found}
        for name, entries in outputs.items():
            if all(map(_is_sharp, entries.flat)) or bits == BITS[-1]:
                found[name] = np.asarray(np.frompyfunc(_nearest, 1, 1)(entries), dtype=np.float64)
        if len(found) == len(graph.outputs):
            break
    return found


def _values(graph: Graph, inputs: Mapping[str, Any]) -> dict[Node, Any]:
    values: dict[Node, Any] = {}
    for node in graph.order:
        if node.op in (INPUT, CONSTANT):
            given = inputs[node.attrs] if node.op == INPUT else node.attrs
            numbers = given if isinstance(given, np.ndarray) else np.array(given, dtype=object)
            made = np.frompyfunc(_ball, 1, 1)(numbers)
        elif node.op in RULES:
            made = np.frompyfunc(RULES[node.op], len(node.args), 1)(*(values[arg] for arg in node.args))
        else:
            made = PRIMITIVES[node.op].numpy(*(values[arg] for arg in node.args), **dict(node.attrs))
        values[node] = _as_objects(made)
    return values


def _as_objects(made: Any) -> Any:
    """An array of objects, also where NumPy gave a single one."""
    if isinstance(made, np.ndarray):
        return made
    single = np.empty((), dtype=object)
    single[()] = made
    return single


def _ball(number: Any) -> Any:
    return ball(float(number) if isinstance(number, np.floating) else number)


def _is_sharp(entry: Any) -> bool:
    return bool(entry.is_finite() and (entry.rel_accuracy_bits() >= _ENOUGH or abs(entry) < 2.0**-1080))


def _nearest(entry: Any) -> float:
    return float(entry.mid()) if entry.is_finite() else float("nan")
