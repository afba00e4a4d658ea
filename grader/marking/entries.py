"""Take a graph of arrays apart: what is done to each single entry, told to an algebra that knows single numbers only.

The algebra decides what an entry is: a node of another graph (`code/proof/interned.py`), or the name of a line of code
(`ball_code.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar

import numpy as np

from reference.graph import CONSTANT, INPUT, Graph, Node
from reference.primitives import PRIMITIVES

T = TypeVar("T")

# Operations on whole arrays that only add, multiply and move entries.
_MOVING = frozenset(
    ("sum", "mean", "matmul", "transpose", "reshape", "broadcast_to", "concatenate", "stack", "index", "scatter")
)


class Algebra(Protocol[T]):
    """What entries are made of."""

    def entry(self, name: str, place: int) -> T:
        """An entry of an input, by its place in the flattened array."""

    def constant(self, value: Any) -> T:
        """A number."""

    def apply(self, op: str, *args: T) -> T:
        """An elementwise operation of the table."""


class NoEntriesError(Exception):
    """An operation that must compare entries (the largest, softmax); the message is its name."""


def entries(graph: Graph, algebra: Algebra[T]) -> dict[str, list[T]]:
    """The entries of each output, in order. Raises NoEntriesError."""
    values: dict[Node, Any] = {}
    for node in graph.order:
        made = _made(node, [values[arg] for arg in node.args], algebra)
        values[node] = _objects(made).reshape(node.shape)
    return {name: [_value(each, algebra) for each in values[graph.node(name)].flat] for name in graph.outputs}


def _made(node: Node, args: list[Any], algebra: Algebra[T]) -> Any:
    if node.op == INPUT:
        return [_Entry(algebra.entry(node.attrs, place), algebra) for place in range(math.prod(node.shape))]
    if node.op == CONSTANT:
        numbers = node.attrs.ravel().tolist() if isinstance(node.attrs, np.ndarray) else [node.attrs]
        return [_Entry(algebra.constant(number), algebra) for number in numbers]
    if node.op in _MOVING:
        return PRIMITIVES[node.op].numpy(*args, **dict(node.attrs))
    if node.attrs or not PRIMITIVES[node.op].elementwise:
        raise NoEntriesError(node.op)
    return np.frompyfunc(_applied(node.op, algebra), len(args), 1)(*args)


class _Entry(Generic[T]):
    """An entry that NumPy can add, multiply and divide by a count."""

    __slots__ = ("algebra", "value")

    def __init__(self, value: T, algebra: Algebra[T]) -> None:
        self.value, self.algebra = value, algebra

    def __add__(self, other: _Entry[T]) -> _Entry[T]:
        return _Entry(self.algebra.apply("add", self.value, other.value), self.algebra)

    def __radd__(self, _zero: int) -> _Entry[T]:
        """Where an array of zeros is added to."""
        return self

    def __mul__(self, other: _Entry[T]) -> _Entry[T]:
        return _Entry(self.algebra.apply("multiply", self.value, other.value), self.algebra)

    def __truediv__(self, count: float) -> _Entry[T]:
        return _Entry(self.algebra.apply("divide", self.value, self.algebra.constant(int(count))), self.algebra)


def _applied(op: str, algebra: Algebra[T]) -> Callable[..., _Entry[T]]:
    return lambda *args: _Entry(algebra.apply(op, *(_value(arg, algebra) for arg in args)), algebra)


def _value(entry: Any, algebra: Algebra[T]) -> T:
    """What an entry is; one of an array of zeros that nothing was added to is a number still."""
    value: T = entry.value if isinstance(entry, _Entry) else algebra.constant(entry)
    return value


def _objects(made: Any) -> Any:
    """An array of objects, also where NumPy gave a single one."""
    if isinstance(made, np.ndarray):
        return made
    array = np.empty(len(made) if isinstance(made, list) else 1, dtype=object)
    array[:] = made if isinstance(made, list) else [made]
    return array
