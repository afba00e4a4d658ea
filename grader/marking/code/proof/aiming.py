"""Find the points where a function's conditions turn: where the two sides of a comparison meet, and just beside.

Exact where both sides are linear; otherwise by looking for changes of sign between many points, and halving.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from reference.build import apply
from reference.errors import EngineError
from reference.evaluate import evaluate
from reference.graph import INPUT, Graph, Node, topological_order

from .claim import Interned
from .pieces import ORDERS
from .regions import Lines

MAX_TURNS = 24
_GRID = 48
_HALVINGS = 80
_OF_ZERO = frozenset(("abs", "sign", "relu"))
_OF_TWO = frozenset((*ORDERS, "maximum", "minimum"))

Ends = Mapping[str, tuple[Fraction, Fraction]]
Point = dict[str, float]


def turning_points(roots: Iterable[Node], ends: Ends, interned: Interned) -> list[Point]:
    """Points at which some condition in the formulas turns, and the floats next to them.

    `ends` are those of the arguments' domain; all arguments but one are somewhere in the middle.
    """
    search = _Search(ends)
    for left, right in _pairs(topological_order(roots), interned):
        search.add(left, right)
    return [
        {**search.middle, name: near}
        for name, turns in search.found.items()
        for turn in turns
        for near in (turn, math.nextafter(turn, math.inf), math.nextafter(turn, -math.inf))
        if ends[name][0] <= near <= ends[name][1]
    ]


def _pairs(order: Iterable[Node], interned: Interned) -> Iterator[tuple[Node, Node]]:
    """Both sides of every condition, those that others are made of first."""
    for node in order:
        if node.op in _OF_TWO:
            yield node.args[0], node.args[1]
        elif node.op in _OF_ZERO:
            yield node.args[0], interned.constant(0)


class _Search:
    """The turns of each argument, found so far."""

    def __init__(self, ends: Ends) -> None:
        self.ends = ends
        self.found: dict[str, list[float]] = {name: [] for name in ends}
        self.middle = {name: float(low + (high - low) * Fraction(5, 13)) for name, (low, high) in ends.items()}
        self._lines = Lines()

    def add(self, left: Node, right: Node) -> None:
        """Note where the two meet."""
        inputs = [node for node in topological_order([left, right]) if node.op == INPUT and node.attrs in self.ends]
        for node in inputs:
            name = node.attrs
            root = self._lines.root(left, right, name)
            turns = self._changes(left, right, name) if root is None and len(inputs) == 1 else [root]
            for turn in turns:
                if turn is not None and turn not in self.found[name] and len(self.found[name]) < MAX_TURNS:
                    self.found[name].append(float(turn))

    def _changes(self, left: Node, right: Node, name: str) -> Iterator[float]:
        """Where the sign of the difference changes, or is zero, on a grid that has all other turns in it."""
        inputs = [node for node in topological_order([left, right]) if node.op == INPUT]
        graph = Graph(inputs, {"gap": apply("subtract", left, right)})
        grid = sorted({*_grid(*self.ends[name]), *self.found[name]})
        gaps = [_gap(graph, name, number) for number in grid]
        for place, number in enumerate(grid):
            if gaps[place] == 0:
                yield number
            elif place and gaps[place - 1] * gaps[place] < 0:
                yield _between(graph, name, grid[place - 1], number)


def _grid(low: Fraction, high: Fraction) -> Iterator[float]:
    for step in range(_GRID + 1):
        yield float(low + (high - low) * step / _GRID)
    for size in (1e-6, 1e-3, 0.1, 1.0, 3.0, 10.0, 30.0):
        yield from (each for each in (size, -size) if low <= each <= high)


def _gap(graph: Graph, name: str, number: float) -> float:
    try:
        return float(evaluate(graph, {name: number})["gap"])
    except EngineError:
        return math.nan


def _between(graph: Graph, name: str, low: float, high: float) -> float:
    """A float at which the difference is zero, or next to which its sign changes."""
    below = _gap(graph, name, low)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        value = _gap(graph, name, middle)
        if value == 0 or middle in (low, high):
            return middle
        low, high = (middle, high) if value * below > 0 else (low, middle)
    return low
