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

from .interned import Interned
from .pieces import ORDERS, UnprovedError
from .regions import Lines

MAX_TURNS = 24
# How many nodes may be worked out while looking: a usual condition takes a few hundred.
MAX_WORK = 500_000
_GRID = 48
_HALVINGS = 80
_SHARE = Fraction(5, 13)
_WHOLE = (1.0, 5.0, -2.0)
_OF_ZERO = frozenset(("abs", "sign", "relu"))
_OF_TWO = frozenset((*ORDERS, "maximum", "minimum"))

Ends = Mapping[str, tuple[Fraction, Fraction]]
Point = dict[str, float]


def turning_points(roots: Iterable[Node], ends: Ends, interned: Interned) -> list[Point]:
    """Points at which some condition in the formulas turns, and the floats next to them.

    `ends` are those of the arguments' domain. A point has only the arguments that the condition is about. Raises
    UnprovedError where looking for them would take too long.
    """
    search = _Search(ends)
    for left, right in _pairs(topological_order(roots), interned):
        search.add(left, right)
        if len(search.found) >= MAX_TURNS:
            break
    return [
        {**point, name: near}
        for name, point in search.found[:MAX_TURNS]
        for near in (point[name], math.nextafter(point[name], math.inf), math.nextafter(point[name], -math.inf))
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
    """The turns found so far: the argument that was moved to it, and the point."""

    def __init__(self, ends: Ends) -> None:
        self.ends = ends
        self.found: list[tuple[str, Point]] = []
        self._lines = Lines()
        self._work = 0

    def add(self, left: Node, right: Node) -> None:
        """Note where the two meet."""
        inputs = [node for node in topological_order([left, right]) if node.op == INPUT and node.attrs in self.ends]
        graph = Graph(inputs, {"gap": apply("subtract", left, right)})
        for name in graph.inputs:
            root = self._lines.root(left, right, name)
            if root is not None:
                self._note(name, {name: float(root)})
                continue
            for others in self._others(graph, name):
                for turn in self._changes(graph, name, others):
                    self._note(name, {**others, name: turn})

    def _note(self, name: str, point: Point) -> None:
        if (name, point) not in self.found:
            self.found.append((name, point))

    def _others(self, graph: Graph, name: str) -> list[Point]:
        """What the other arguments of a condition may be meanwhile: something in the middle, and whole numbers."""
        names = [each for each in graph.inputs if each != name]
        if not names:
            return [{}]
        middle = {
            each: float(self.ends[each][0] + (self.ends[each][1] - self.ends[each][0]) * _SHARE) for each in names
        }
        return [middle, *(dict.fromkeys(names, whole) for whole in _WHOLE)]

    def _changes(self, graph: Graph, name: str, others: Point) -> Iterator[float]:
        """Where the sign of the difference changes, or is zero, on a grid that has all other turns in it."""
        grid = sorted({*_grid(*self.ends[name]), *(point[name] for _, point in self.found if name in point)})
        gaps = [self._gap(graph, {**others, name: number}) for number in grid]
        for place, number in enumerate(grid):
            if gaps[place] == 0:
                yield number
            elif place and gaps[place - 1] * gaps[place] < 0:
                yield self._between(graph, name, others, (grid[place - 1], number))

    def _gap(self, graph: Graph, point: Point) -> float:
        self._work += len(graph.order)
        if self._work > MAX_WORK:
            raise UnprovedError("conditions that take too long to work out")
        try:
            return float(evaluate(graph, point)["gap"])
        except EngineError:
            return math.nan

    def _between(self, graph: Graph, name: str, others: Point, ends: tuple[float, float]) -> float:
        """A float at which the difference is zero, or next to which its sign changes."""
        low, high = ends
        below = self._gap(graph, {**others, name: low})
        for _ in range(_HALVINGS):
            middle = (low + high) / 2
            value = self._gap(graph, {**others, name: middle})
            if value == 0 or middle in (low, high):
                return middle
            low, high = (middle, high) if value * below > 0 else (low, middle)
        return low


def _grid(low: Fraction, high: Fraction) -> Iterator[float]:
    for step in range(_GRID + 1):
        yield float(low + (high - low) * step / _GRID)
    for size in (1e-6, 1e-3, 0.1, 1.0, 3.0, 10.0, 30.0):
        yield from (each for each in (size, -size) if low <= each <= high)
