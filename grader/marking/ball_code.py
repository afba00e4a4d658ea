"""Write a graph out as a Python function on balls, one line for each operation on one entry: `ball_function(graph)`.

What is written once is run at many inputs: a dozen operations take about a microsecond. Arrays are taken apart, so the
function knows single entries only.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from flint import ctx

from reference.graph import CONSTANT, INPUT, Graph, Node
from reference.primitives import PRIMITIVES

from .balls import BITS, RULES, ball

# From the balls of all entries of the graph's inputs, in order, to those of all entries of its outputs.
BallFunction = Callable[[Sequence[Any]], Sequence[Any]]

MAX_LINES = 50_000
MAX_REMEMBERED = 256
# Operations on whole arrays that only add, multiply and move entries.
_MOVING = frozenset(
    ("sum", "mean", "matmul", "transpose", "reshape", "broadcast_to", "concatenate", "stack", "index", "scatter")
)


@lru_cache(MAX_REMEMBERED)
def ball_function(graph: Graph) -> BallFunction | None:
    """The function; None where an operation must compare entries (the largest, softmax), or where it would be long."""
    if not all(node.op in RULES or node.op in _MOVING or node.op in (INPUT, CONSTANT) for node in graph.order):
        return None
    if sum(math.prod(node.shape) for node in graph.order) > MAX_LINES:
        return None
    return _Writer(graph).function()


class _Writer:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._lines: list[str] = []
        self._names: dict[str, Any] = {f"r_{op}": rule for op, rule in RULES.items()}

    def function(self) -> BallFunction:
        """The function, as Python has compiled it."""
        inputs = self._inputs()
        values: dict[Node, Any] = {}
        for node in self._graph.order:
            if node.op == INPUT:
                values[node] = inputs[node.attrs]
            else:
                values[node] = self._values(node, [values[arg] for arg in node.args])
        results = [
            self._entry(each).name for name in self._graph.outputs for each in values[self._graph.node(name)].flat
        ]
        text = "\n    ".join(["def run(x):", *self._lines, f"return [{', '.join(results)}]"])
        exec(compile(text, "<balls>", "exec"), self._names)  # noqa: S102  # written here, of names made here
        run: BallFunction = self._names["run"]
        return run

    def add(self, text: str) -> _Entry:
        """Write one more line; the entry that it gives."""
        name = f"v{len(self._lines)}"
        self._lines.append(f"{name} = {text}")
        return _Entry(self, name)

    def _inputs(self) -> dict[str, Any]:
        inputs, place = {}, 0
        for name in self._graph.inputs:
            shape = self._graph.node(name).shape
            entries = [_Entry(self, f"x[{place + each}]") for each in range(math.prod(shape))]
            place += len(entries)
            inputs[name] = _array(entries).reshape(shape)
        return inputs

    def _values(self, node: Node, args: list[Any]) -> Any:
        if node.op == CONSTANT:
            numbers = node.attrs.ravel().tolist() if isinstance(node.attrs, np.ndarray) else [node.attrs]
            made: Any = [self._entry(number) for number in numbers]
        elif node.op in RULES:
            made = np.frompyfunc(self._applied(node.op), len(args), 1)(*args)
        else:
            made = PRIMITIVES[node.op].numpy(*args, **dict(node.attrs))
        return _array(made).reshape(node.shape)

    def _applied(self, op: str) -> Callable[..., _Entry]:
        return lambda *args: self.add(f"r_{op}({', '.join(self._entry(arg).name for arg in args)})")

    def _entry(self, value: Any) -> _Entry:
        """An entry as it is; a number as the narrowest ball that is ever asked for, which will do for fewer bits."""
        if isinstance(value, _Entry):
            return value
        name = f"c{len(self._names)}"
        with ctx.workprec(BITS[-1]):
            self._names[name] = ball(value)
        return _Entry(self, name)


class _Entry:
    """The name of an entry, which NumPy can add and multiply."""

    __slots__ = ("name", "writer")

    def __init__(self, writer: _Writer, name: str) -> None:
        self.writer, self.name = writer, name

    def __add__(self, other: _Entry) -> _Entry:
        return self.writer.add(f"{self.name} + {other.name}")

    def __radd__(self, zero: int) -> _Entry:
        """Where an array of zeros is added to."""
        return self

    def __mul__(self, other: _Entry) -> _Entry:
        return self.writer.add(f"{self.name} * {other.name}")

    def __truediv__(self, count: float) -> _Entry:
        return self.writer.add(f"{self.name} / {int(count)}")


def _array(made: Any) -> Any:
    """An array of objects, also where NumPy gave a single one."""
    if isinstance(made, np.ndarray):
        return made
    entries = made if isinstance(made, list) else [made]
    array = np.empty(len(entries), dtype=object)
    array[:] = entries
    return array
