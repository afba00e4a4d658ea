"""Collect the numbers that stand in a student's code: where code behaves oddly, it mostly does so at one of them."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable

from .reading import syntax_tree

MAX_NUMBERS = 16
_LARGEST_EXPONENT = 400

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def literals(source: str) -> list[float]:
    """The finite numbers in the text, and what is worked out of numbers alone (`-3`, `1/3`, `10**-6`), without their
    signs, in order; at most `MAX_NUMBERS`, the less usual ones first."""
    tree = syntax_tree(source)
    if tree is None:
        return []
    try:
        found = [abs(number) for node in ast.walk(tree) if (number := _number(node)) is not None]
    except RecursionError:
        return []
    distinct = dict.fromkeys(number for number in found if math.isfinite(number))
    return sorted(distinct, key=_is_usual)[:MAX_NUMBERS]


def _is_usual(number: float) -> bool:
    return number in (0.0, 1.0, 2.0)


def _number(node: ast.AST) -> float | None:
    """The number that an expression of numbers is."""
    if isinstance(node, ast.Constant) and type(node.value) in (int, float):
        return _as_float(node.value)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        inner = _number(node.operand)
        return None if inner is None else -inner
    if isinstance(node, ast.BinOp):
        return _worked_out(node.op, _number(node.left), _number(node.right))
    return None


def _worked_out(op: ast.operator, left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    try:
        if isinstance(op, ast.Pow):
            return left**right if left > 0 and abs(right) <= _LARGEST_EXPONENT else None
        rule = _OPERATORS.get(type(op))
        return None if rule is None else rule(left, right)
    except ArithmeticError:
        return None


def _as_float(number: object) -> float | None:
    try:
        return float(number)  # type: ignore[arg-type]  # an int or a float, as was asked just before
    except OverflowError:
        return None
