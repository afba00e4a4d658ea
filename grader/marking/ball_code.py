"""Write a graph out as a Python function on balls, one line for each operation on one entry: `ball_function(graph)`.

What is written once is run at many inputs: a dozen operations take about a microsecond.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from flint import ctx

from reference.graph import Graph

from .balls import BITS, RULES, ball
from .entries import NoEntriesError, entries

# From the balls of all entries of the graph's inputs, in order, to those of all entries of its outputs.
BallFunction = Callable[[Sequence[Any]], Sequence[Any]]

MAX_LINES = 50_000
MAX_REMEMBERED = 256
_SIGNS = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/"}


@lru_cache(MAX_REMEMBERED)
def ball_function(graph: Graph) -> BallFunction | None:
    """The function; None where an operation must compare entries (the largest, softmax), or where it would be long."""
    if sum(math.prod(node.shape) for node in graph.order) > MAX_LINES:
        return None
    lines = _Lines(graph)
    try:
        results = [name for found in entries(graph, lines).values() for name in found]
    except NoEntriesError:
        return None
    return lines.function(results)


class _Lines:
    """The lines that are written so far: an algebra whose entries are the names of what they give."""

    def __init__(self, graph: Graph) -> None:
        self._lines: list[str] = []
        self._names: dict[str, Any] = {f"r_{op}": rule for op, rule in RULES.items()}
        self._first: dict[str, int] = {}
        count = 0
        for name in graph.inputs:
            self._first[name] = count
            count += math.prod(graph.node(name).shape)

    def entry(self, name: str, place: int) -> str:
        return f"x[{self._first[name] + place}]"

    def constant(self, value: Any) -> str:
        """The number as the narrowest ball that is ever asked for, which will do for fewer bits."""
        name = f"c{len(self._names)}"
        with ctx.workprec(BITS[-1]):
            self._names[name] = ball(value)
        return name

    def apply(self, op: str, *args: str) -> str:
        name = f"v{len(self._lines)}"
        text = f" {_SIGNS[op]} ".join(args) if op in _SIGNS else f"r_{op}({', '.join(args)})"
        self._lines.append(f"{name} = {text}")
        return name

    def function(self, results: Sequence[str]) -> BallFunction:
        """The function that gives these, as Python has compiled it."""
        text = "\n    ".join(["def run(x):", *self._lines, f"return [{', '.join(results)}]"])
        exec(compile(text, "<balls>", "exec"), self._names)  # noqa: S102  # written here, of names made here
        run: BallFunction = self._names["run"]
        return run
