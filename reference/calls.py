"""Find the primitives behind a function's name: what programs may call, and how its arguments are read.

    call("tanh", [x])    call("max", [a, b])    call("sum", [x], {"axis": 0})

An argument is a node, or plain data where a function takes data: an axis, a shape, a tuple of nodes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any

from .build import apply, constant
from .errors import EngineError
from .graph import CONSTANT, Node, Shape
from .primitive import PRIMITIVES

Argument = Any  # a Node, None, a bool, a number, or a tuple of Arguments
Builder = Callable[..., Node]


def call(name: str, args: Sequence[Argument], keywords: Mapping[str, Argument] | None = None) -> Node:
    """The node that the function gives. Raises `EngineError` when it does not take such arguments."""
    try:
        return FUNCTIONS[name](*args, **(keywords or {}))
    except TypeError:
        message = f"{name} does not take these arguments"
        raise EngineError("wrong_arguments", message, function=name, count=len(args)) from None


def as_node(argument: Argument) -> Node:
    """The argument as a node; a number becomes a constant."""
    if isinstance(argument, Node):
        return argument
    if isinstance(argument, int | float):
        return constant(argument)
    raise EngineError("wrong_arguments", f"a number or an array was expected, not {argument!r}")


def as_number(argument: Argument) -> float:
    """The argument as a number that is known beforehand."""
    sign = 1
    while isinstance(argument, Node) and argument.op == "negate":
        argument, sign = argument.args[0], -sign
    value = argument.attrs if isinstance(argument, Node) and argument.op == CONSTANT else argument
    if not isinstance(value, int | float | Fraction):
        raise EngineError("wrong_arguments", "a number that is known beforehand was expected")
    return sign * (value if isinstance(value, int) else float(value))


def as_whole(argument: Argument) -> int:
    """The argument as a whole number that is known beforehand."""
    number = as_number(argument)
    if not isinstance(number, int):
        raise EngineError("wrong_arguments", f"a whole number was expected, not {number}")
    return number


def as_lengths(argument: Argument) -> Shape:
    """The argument, one whole number or several, as a tuple."""
    return tuple(map(as_whole, argument)) if isinstance(argument, tuple | list) else (as_whole(argument),)


def as_axis(argument: Argument) -> Shape | None:
    """An axis, several, or None for all."""
    return None if argument is None else as_lengths(argument)


def _elementwise(op: str) -> Builder:
    return lambda *args: apply(op, *map(as_node, args))


def _reduction(op: str, default: Argument = None) -> Builder:
    def build(x: Argument, axis: Argument = default, keepdims: bool = False) -> Node:
        return apply(op, as_node(x), axis=as_axis(axis), keepdims=bool(keepdims))

    return build


def _along(op: str) -> Builder:
    """Softmax and its logarithm: along the last axis unless told, as classes lie there."""

    def build(x: Argument, axis: Argument = -1) -> Node:
        node = as_node(x)
        return apply(op, node, axis=as_axis(axis if node.shape else None))

    return build


def _extreme(op: str, reduction: str) -> Builder:
    """`max` and `min` as Python has them: of two or more, or of the entries of one array."""

    def build(first: Argument, *others: Argument, axis: Argument = None, keepdims: bool = False) -> Node:
        if not others:
            return apply(reduction, as_node(first), axis=as_axis(axis), keepdims=bool(keepdims))
        result = as_node(first)
        for other in others:
            result = apply(op, result, as_node(other))
        return result

    return build


def _dot(a: Argument, b: Argument) -> Node:
    """A matrix product; of a scalar and anything a plain product."""
    left, right = as_node(a), as_node(b)
    if not left.shape or not right.shape:
        return apply("multiply", left, right)
    if len(right.shape) > 2:
        raise EngineError("wrong_arguments", "dot takes vectors and matrices, matmul stacks of them")
    return apply("matmul", left, right)


def _outer(a: Argument, b: Argument) -> Node:
    left, right = _ravel(a), _ravel(b)
    return apply("multiply", apply("reshape", left, shape=(left.shape[0], 1)), right)


def _transpose(x: Argument, *axes: Argument) -> Node:
    if not axes or axes[0] is None:
        return apply("transpose", as_node(x))
    return apply("transpose", as_node(x), axes=as_lengths(axes[0] if len(axes) == 1 else axes))


def _reshape(x: Argument, *shape: Argument) -> Node:
    return apply("reshape", as_node(x), shape=as_lengths(shape[0] if len(shape) == 1 else shape))


def _ravel(x: Argument) -> Node:
    node = as_node(x)
    return node if len(node.shape) == 1 else apply("reshape", node, shape=(math.prod(node.shape),))


def _expand_dims(x: Argument, axis: Argument) -> Node:
    node, place = as_node(x), as_whole(axis)
    place = place + len(node.shape) + 1 if place < 0 else place
    return apply("reshape", node, shape=(*node.shape[:place], 1, *node.shape[place:]))


def _squeeze(x: Argument, axis: Argument = None) -> Node:
    node = as_node(x)
    count = len(node.shape)
    gone = (
        {i for i, length in enumerate(node.shape) if length == 1}
        if axis is None
        else {i % count for i in as_lengths(axis)}
    )
    return apply(
        "reshape",
        node,
        shape=tuple(length for i, length in enumerate(node.shape) if i not in gone or length != 1),
    )


def _join(op: str) -> Builder:
    def build(arrays: Argument, axis: Argument = 0) -> Node:
        return apply(op, *map(as_node, arrays), axis=as_whole(axis))

    return build


def _clip(x: Argument, low: Argument = None, high: Argument = None) -> Node:
    bounds = [None if bound is None else as_number(bound) for bound in (low, high)]
    return apply("clip", as_node(x), low=bounds[0], high=bounds[1])


def _broadcast_to(x: Argument, shape: Argument) -> Node:
    return apply("broadcast_to", as_node(x), shape=as_lengths(shape))


_ELEMENTWISE = [name for name, row in PRIMITIVES.items() if row.elementwise]
_SPELLINGS = {
    "absolute": "abs", "fabs": "abs", "asin": "arcsin", "acos": "arccos", "atan": "arctan",
    "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh", "pow": "power",
    "negative": "negate", "true_divide": "divide",
}  # fmt: skip

FUNCTIONS: Mapping[str, Builder] = {
    **{name: _elementwise(name) for name in _ELEMENTWISE},
    **{name: _elementwise(op) for name, op in _SPELLINGS.items()},
    **{name: _reduction(name) for name in ("sum", "mean", "logsumexp")},
    **{name: _along(name) for name in ("softmax", "log_softmax")},
    "max": _extreme("maximum", "max"),
    "min": _extreme("minimum", "min"),
    "amax": _reduction("max"),
    "amin": _reduction("min"),
    "square": lambda x: apply("power", as_node(x), constant(2)),
    "reciprocal": lambda x: apply("divide", constant(1), as_node(x)),
    "matmul": _elementwise("matmul"),
    "dot": _dot,
    "outer": _outer,
    "transpose": _transpose,
    "reshape": _reshape,
    "ravel": _ravel,
    "expand_dims": _expand_dims,
    "squeeze": _squeeze,
    "broadcast_to": _broadcast_to,
    "concatenate": _join("concatenate"),
    "stack": _join("stack"),
    "clip": _clip,
}

# What can be written behind a dot, and under which name it is found above.
METHODS: Mapping[str, str] = {
    "sum": "sum", "mean": "mean", "max": "amax", "min": "amin", "dot": "dot", "clip": "clip",
    "transpose": "transpose", "reshape": "reshape", "ravel": "ravel", "flatten": "ravel",
    "squeeze": "squeeze",
}  # fmt: skip

# In NumPy the second argument of max is an axis, in Python another number.
NUMPY_NAMES: Mapping[str, str] = {"max": "amax", "min": "amin"}
CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
