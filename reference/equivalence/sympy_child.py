"""The other side of `second_opinion.py`: a process that loads SymPy once and answers one question a line.

A question is JSON: {"terms": [[op, [arguments], value], …], "zero": term, "positive": [names]}; the answer is
{"zero": true} where SymPy simplifies that term to 0, else {"zero": false}. It gets terms only, never a
person's text.
"""

from __future__ import annotations

import json
import sys
from fractions import Fraction
from typing import Any

import sympy

from ..build import apply, constant, variable
from ..graph import INPUT, Graph, Node
from ..symbolic import to_sympy

try:
    import resource
except ImportError:  # on Windows there are no such limits
    resource = None  # type: ignore[assignment]

_MEMORY = 2 << 30


def main() -> None:
    """Answer until the input ends."""
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    print(json.dumps({"ready": True}), flush=True)
    for line in sys.stdin:
        try:
            zero = is_zero(json.loads(line))
        except Exception as error:  # noqa: BLE001  (whatever SymPy trips over is no opinion)
            print(json.dumps({"zero": False, "error": type(error).__name__}), flush=True)
        else:
            print(json.dumps({"zero": zero}), flush=True)


def is_zero(question: dict[str, Any]) -> bool:
    """Whether SymPy finds the term to be zero."""
    nodes: list[Node] = []
    for op, args, value in question["terms"]:
        nodes.append(_node(op, [nodes[arg] for arg in args], value))
    inputs = [node for node in nodes if node.op == INPUT]
    expression = to_sympy(Graph(inputs, {"difference": nodes[question["zero"]]}))
    positive = {symbol: sympy.Symbol(symbol.name, positive=True) for symbol in expression.free_symbols}
    expression = expression.subs({s: p for s, p in positive.items() if s.name in question["positive"]})
    if expression.free_symbols:
        return bool(sympy.simplify(expression) == 0)
    return bool(expression.equals(0))


def _node(op: str, args: list[Node], value: Any) -> Node:
    """A term as a node of the engine, which knows how to become SymPy."""
    if op == "number":
        return constant(Fraction(value))
    if op == "variable":
        return variable(value)
    if op == "pi":
        return apply("arccos", constant(-1))
    if op in {"is_positive", "is_zero"}:
        return apply("greater" if op == "is_positive" else "equal", *args, constant(0))
    return apply("power" if op == "real_power" else op, *args)


if __name__ == "__main__":
    main()
