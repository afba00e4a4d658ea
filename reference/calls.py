"""Find the primitive behind a function's name: what programs may call, and how its arguments are read.

    call("tanh", [x])  call("max", [a, b])  call("sum", [x], {"axis": 0})

An argument is a node, or plain data where a function takes data: an axis, a shape, a list of nodes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from .build import apply
from .errors import EngineError
from .graph import CONSTANT, Node

Argument = Any  # a Node, None, a bool, or a tuple of Arguments
Builder = Callable[..., Node]

# Spellings of elementwise functions besides the primitives' own names.
_ALIASES = {
    "absolute": "abs", "fabs": "abs", "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh",
    "acosh": "arccosh", "atanh": "arctanh", "pow": "power", "negative": "negate",
}  # fmt: skip
_ELEMENTWISE = (
    "add", "subtract", "multiply", "divide", "negate", "power", "exp", "log", "sqrt", "expm1", "log1p", "sin", "cos", "tan",
    "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "arcsinh", "arccosh", "arctanh", "sigmoid", "relu", "abs", "sign",
    "maximum", "minimum",
)  # fmt: skip


def call(name: str, args: Sequence[Argument], keywords: Mapping[str, Argument] | None = None) -> Node:
    """The node that the function of that name gives. Raises `EngineError` when the arguments are not what it takes."""
    builder = FUNCTIONS[name]
    try:
        return builder(*args, **(keywords or {}))
    except TypeError:
        message = f"{name} cannot be called with these arguments"
        raise EngineError("wrong_arguments", message, function=name, count=len(args)) from None


def _elementwise(op: str) -> Builder:
    def build(*args: Argument) -> Node:
        return apply(op, *(as_node(arg) for arg in args))

    return build


def _extreme(op: str) -> Builder:
    """`max` and `min` of two or more, as Python has them."""

    def build(first: Argument, *others: Argument) -> Node:
        if not others:
            raise EngineError("wrong_arguments", f"{op} needs two arguments", function=op, count=1)
        result = as_node(first)
        for other in others:
            result = apply(op, result, as_node(other))
        return result

    return build


def as_node(argument: Argument) -> Node:
    """The argument, which must be a node."""
    if not isinstance(argument, Node):
        raise EngineError("wrong_arguments", f"a number or an array was expected, not {argument!r}")
    return argument


def as_whole(argument: Argument) -> int:
    """The argument, which must be a whole number known beforehand."""
    if isinstance(argument, Node) and argument.op == CONSTANT and isinstance(argument.attrs, int):
        return argument.attrs
    if isinstance(argument, Node) and argument.op == "negate":
        return -as_whole(argument.args[0])
    raise EngineError("wrong_arguments", "a whole number was expected here")


FUNCTIONS: Mapping[str, Builder] = {
    **{name: _elementwise(name) for name in _ELEMENTWISE},
    **{alias: _elementwise(op) for alias, op in _ALIASES.items()},
    "max": _extreme("maximum"),
    "min": _extreme("minimum"),
}
