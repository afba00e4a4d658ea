"""Choose where a function is traced: at some of the tries that are made anyway."""

from __future__ import annotations

import ast
from collections.abc import Sequence

import numpy as np

from grader.exercises import CodeSpec
from grader.sandbox import Call

from ..plan import Try
from ..reading import syntax_tree
from .fence import reachable

MAX_NUMBERS = 6
MAX_ARRAYS = 2
_FEW = 2

_DECIDING = (ast.Compare, ast.If, ast.IfExp, ast.BoolOp, ast.While, ast.Assert, ast.Not)
_DECIDING_NAMES = frozenset(
    ("max", "min", "sorted", "any", "all", "filter", "bool", "sort", "index", "count", "remove")
)


def asks(source: str, function: str) -> bool:
    """Whether anything is asked of values in the code that the function uses: otherwise there is one way through."""
    tree = syntax_tree(source)
    for statement in reachable(tree, function) if tree else ():
        for node in ast.walk(statement):
            named = isinstance(node, ast.Name) and node.id in _DECIDING_NAMES
            method = isinstance(node, ast.Attribute) and node.attr in _DECIDING_NAMES
            if isinstance(node, _DECIDING) or named or method:
                return True
    return False


def chosen(tries: Sequence[Try], special: Sequence[Try], many: bool) -> list[Try]:
    """The tries to trace: with `many` the special ones and a few others, else a few others of each kind."""
    usable = [made for made in tries if made.sizes is None and _is_of_floats(made)]
    ours = set(special if many else ())
    numbers = [made for made in usable if made.shape == ()]
    found = _spread([made for made in numbers if made in ours], MAX_NUMBERS)
    found += [made for made in numbers if made.drawn][:_FEW]
    arrays = [made for made in usable if _size(made) > 1 and made.shape != ()]
    arrays.sort(key=lambda made: (made not in ours, not made.drawn))
    if not many:
        arrays = sorted((made for made in arrays if made.drawn), key=lambda made: len(made.shape))
        arrays = [arrays[0], arrays[-1]] if len(arrays) > 1 else arrays
    return [*found, *arrays[:MAX_ARRAYS]]


def _spread(tries: Sequence[Try], most: int) -> list[Try]:
    """At most so many of them, from one end to the other."""
    return list(tries[:: max(1, -(-len(tries) // most))])


def _size(made: Try) -> int:
    """How many entries each argument has."""
    return int(np.size(next(iter(made.inputs.values()))))


def _is_of_floats(made: Try) -> bool:
    return all(isinstance(value, float | np.ndarray) for value in made.inputs.values())


def call(spec: CodeSpec, tries: Sequence[Try]) -> Call:
    """The call that traces the function at these tries."""
    points = tuple([made.inputs[name] for name in spec.arguments] for made in tries)
    return Call(spec.function, points, trace=True)
