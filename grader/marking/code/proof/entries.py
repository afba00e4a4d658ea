"""Take a graph of arrays apart: each entry of each output as a formula in the entries of the inputs.

W1 of shape (2, 3) becomes the inputs `W1.0` to `W1.5`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from reference.graph import CONSTANT, INPUT, Graph, Node
from reference.primitives import PRIMITIVES

from .interned import Interned
from .pieces import UnprovedError

# Operations on whole arrays that only add, multiply and move entries.
_MOVING = frozenset(("sum", "mean", "matmul", "transpose", "reshape", "broadcast_to", "concatenate", "stack", "index"))


class _Entry:
    """A node that NumPy can add and multiply."""

    __slots__ = ("node", "of")

    def __init__(self, node: Node, of: Interned) -> None:
        self.node, self.of = node, of

    def __add__(self, other: _Entry) -> _Entry:
        return _Entry(self.of.apply("add", self.node, other.node), self.of)

    def __mul__(self, other: _Entry) -> _Entry:
        return _Entry(self.of.apply("multiply", self.node, other.node), self.of)

    def __truediv__(self, number: float) -> _Entry:
        return _Entry(self.of.apply("divide", self.node, self.of.constant(number)), self.of)


def entries(graph: Graph, interned: Interned) -> Mapping[str, list[Node]]:
    """The formulas of each output's entries, in order. Raises UnprovedError for operations that have none."""
    values: dict[Node, Any] = {}
    for node in graph.order:
        args = [values[arg] for arg in node.args]
        if node.op == INPUT:
            names = [f"{node.attrs}.{place}" for place in range(math.prod(node.shape))]
            made: Any = [_Entry(interned.variable(name), interned) for name in names]
        elif node.op == CONSTANT:
            numbers = node.attrs.ravel().tolist() if isinstance(node.attrs, np.ndarray) else [node.attrs]
            made = [_Entry(interned.constant(number), interned) for number in numbers]
        elif node.op in _MOVING:
            made = PRIMITIVES[node.op].numpy(*args, **dict(node.attrs))
        elif node.attrs or not PRIMITIVES[node.op].elementwise:
            raise UnprovedError(node.op)
        else:
            made = np.frompyfunc(_applied(node.op, interned), len(args), 1)(*args)
        values[node] = _objects(made).reshape(node.shape)
    return {name: [entry.node for entry in values[graph.node(name)].ravel()] for name in graph.outputs}


def _applied(op: str, interned: Interned) -> Any:
    return lambda *args: _Entry(interned.apply(op, *(arg.node for arg in args)), interned)


def _objects(made: Any) -> Any:
    if isinstance(made, np.ndarray):
        return made
    array = np.empty(len(made) if isinstance(made, list) else 1, dtype=object)
    array[:] = made if isinstance(made, list) else [made]
    return array
