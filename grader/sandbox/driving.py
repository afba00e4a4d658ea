"""Drive a student's engine: build a graph with their class, step by step, go backwards, and read off what it
holds.

A step is a list: the operation, then its operands. An operand is the number of an earlier step, or a plain
number as a list of its own: `["value", [2.5]]` makes a new object, `["multiply", [3], 0]` is `3 * v`,
`["exp", 1]` is `v.exp()`. Nothing here knows what the right numbers are.
"""

from __future__ import annotations

import operator
import sys
from collections.abc import Callable
from typing import Any

_OPERATORS: dict[str, Callable[..., Any]] = {
    "add": operator.add,
    "subtract": operator.sub,
    "multiply": operator.mul,
    "divide": operator.truediv,
    "power": operator.pow,
    "negate": operator.neg,
}
# What Python allows without being asked.
_RECURSION_LIMIT = 1_000
_set_recursion_limit = sys.setrecursionlimit


def driver(engine: Callable[[float], Any]) -> Callable[..., dict[str, list[Any]]]:
    """A function of a graph's steps that gives `data` and `grad` of every node after `backward()` on the last
    one.

    Where an operation gave one of its operands back, the gradient belongs to the operand: then `grad` is
    None.
    """

    def drive(*steps: list[Any]) -> dict[str, list[Any]]:
        _hold_recursion_limit()
        nodes: list[Any] = []
        for name, *operands in steps:
            args = [operand[0] if type(operand) is list else nodes[operand] for operand in operands]
            nodes.append(_apply(engine, name, args))
        nodes[-1].backward()
        if sys.getrecursionlimit() != _RECURSION_LIMIT:
            raise RecursionError("the recursion limit was changed")
        return {"data": [node.data for node in nodes], "grad": _gradients(nodes)}

    return drive


def _gradients(nodes: list[Any]) -> list[Any]:
    first: dict[int, int] = {}
    return [node.grad if first.setdefault(id(node), place) == place else None for place, node in enumerate(nodes)]


def _apply(engine: Callable[[float], Any], name: str, args: list[Any]) -> Any:
    if name == "value":
        return engine(*args)
    if name in _OPERATORS:
        return _OPERATORS[name](*args)
    return getattr(args[0], name)()


def _hold_recursion_limit() -> None:
    """A deep graph is to be walked without recursion: whatever the file asks for, the usual limit holds."""
    _set_recursion_limit(_RECURSION_LIMIT)
    vars(sys).update(setrecursionlimit=lambda _limit: None)
