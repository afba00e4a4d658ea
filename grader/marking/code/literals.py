"""Collect the numbers that stand in a student's code: where code behaves oddly, it mostly does so at one of them."""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator, Mapping

from .reading import nodes, syntax_tree

MAX_NUMBERS = 16
_LARGEST_EXPONENT = 400
_DEEPEST_SIDE = 4
_NAMES_OF_NAMES = 3  # LIMIT = 3, and then EDGE = 2 * LIMIT

_OPERATORS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


_NAMES = ("acos", "asin", "atan", "cos", "cosh", "exp", "log", "log10", "log2", "sin", "sinh", "sqrt", "tan", "tanh")
_FUNCTIONS: dict[str, Callable[[float], float]] = {
    **{name: getattr(math, name) for name in _NAMES},
    "abs": abs,
    "float": float,
}
_CONSTANTS = {"pi": math.pi, "e": math.e, "tau": math.tau}
_MODULES = ("math", "np", "numpy")


def literals(source: str) -> list[float]:
    """The finite numbers in the text, and what is worked out of numbers alone (`-3`, `1/3`, `10**-6`, `math.pi / 7`,
    `2 * LIMIT`), without their signs; at most `MAX_NUMBERS`: the less usual ones first, and of these the ones that
    something is compared with."""
    tree = syntax_tree(source)
    if tree is None:
        return []
    numbers = _numbers(tree)
    compared = [node for each in nodes(tree) if isinstance(each, ast.Compare) for node in _around(each)]
    found = [number for node in (*compared, *nodes(tree)) if (number := numbers.get(node)) is not None]
    distinct = dict.fromkeys(abs(number) for number in found if math.isfinite(number))
    return sorted(distinct, key=_is_usual)[:MAX_NUMBERS]


def _is_usual(number: float) -> bool:
    return number in (0.0, 1.0, 2.0)


def _around(comparison: ast.Compare) -> Iterator[ast.AST]:
    """The sides of a comparison and what they are made of, a few levels deep."""
    level: list[ast.AST] = [comparison]
    for _ in range(_DEEPEST_SIDE):
        level = [child for node in level for child in ast.iter_child_nodes(node)]
        yield from level


def _numbers(tree: ast.Module) -> dict[ast.AST, float]:
    """The number that each expression of numbers is; also through names that stand for one number in all the file."""
    upward = nodes(tree)[::-1]  # what an expression is made of before the expression
    imported = (each.name for node in upward if isinstance(node, ast.ImportFrom) for each in node.names)
    names = constants = {name: _CONSTANTS[name] for name in imported if name in _CONSTANTS}
    given: dict[str, list[ast.expr]] = {}
    for node in upward:
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    single = {name: values[0] for name, values in given.items() if len(values) == 1}
    known: dict[ast.AST, float] = {}
    for _ in range(_NAMES_OF_NAMES):
        known = {}
        for node in upward:
            number = _number(node, known, names)
            if number is not None:
                known[node] = number
        before, names = names, constants | {name: known[value] for name, value in single.items() if value in known}
        if names == before:
            break
    return known


def _number(node: ast.AST, known: Mapping[ast.AST, float], names: Mapping[str, float]) -> float | None:
    """The number that an expression is, where those are known that it is made of."""
    number: float | None = None
    match node:
        case ast.Constant(value=value) if type(value) in (int, float):
            number = _as_float(value)
        case ast.Name(id=name):
            number = names.get(name)
        case ast.Attribute(value=ast.Name(id=module), attr=name) if module in _MODULES:
            number = _CONSTANTS.get(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand) if operand in known:
            number = -known[operand]
        case ast.BinOp(op=op, left=left, right=right):
            number = _worked_out(op, known.get(left), known.get(right))
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=str(text))]):
            number = _as_float(text)
        case ast.Call(func=ast.Name(id=name), args=[operand]):
            number = _called(name, known.get(operand))
        case ast.Call(func=ast.Attribute(value=ast.Name(id=module), attr=name), args=[operand]) if module in _MODULES:
            number = _called(name, known.get(operand))
    return number


def _called(name: str, operand: float | None) -> float | None:
    """What a function of mathematics gives for a number."""
    rule = _FUNCTIONS.get(name)
    try:
        return None if rule is None or operand is None else rule(operand)
    except (ArithmeticError, ValueError):
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
        return float(number)  # type: ignore[arg-type]  # an int, a float or a text
    except (OverflowError, ValueError):
        return None
