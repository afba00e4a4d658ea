"""Build sums, products, quotients and powers of nodes as a person writes them, without trivial work.

Gradients are built with these: 1 and 0 vanish, constants are folded exactly, signs go to the front, so that
the gradient of `W*x + b` with respect to `W` is `x` and not `1*x`. The result always has the shape that the
plain operation has.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np

from .build import Number, apply, constant
from .graph import CONSTANT, Node, Shape
from .shapes import broadcast, reduced

# Exact constants are folded while both numerator and denominator stay below this; beyond it a long chain of
# products would carry numbers of ever more digits.
_LARGEST = 2**53

# How many factors back a minus sign is looked for: the work for each node stays bounded.
_DEPTH = 4


def known(node: Node) -> Number | None:
    """The number that every entry of the node is, where that can be seen at once; else None."""
    if node.op == "broadcast_to":
        node = node.args[0]
    if node.op == "negate" and node.args[0].op == CONSTANT and node.args[0].shape == ():
        opposite: Number = node.args[0].attrs
        return -opposite
    if node.op != CONSTANT or isinstance(node.attrs, np.ndarray):
        return None
    value: Number = node.attrs
    return value


def negated(node: Node) -> bool:
    """Whether a node has a minus sign in front, and only one: a chain of signs is left as it was written."""
    return node.op == "negate" and node.args[0].op != "negate"


def filled(value: Number, shape: Shape) -> Node:
    """A constant number spread over a shape."""
    return spread(constant(value), shape)


def spread(node: Node, shape: Shape) -> Node:
    """The node broadcast to the shape, if it does not have it already."""
    if node.shape == shape:
        return node
    if node.op == "broadcast_to":
        node = node.args[0]
    return apply("broadcast_to", node, shape=shape)


def _same(a: Node, b: Node) -> bool:
    """Whether two nodes are one, or one operation on the same nodes and constants."""
    if a is b or a.op != b.op or a.op not in ("multiply", "divide", "negate"):
        return a is b
    pairs = zip(a.args, b.args, strict=True)
    return all(p is q or (p.shape == q.shape and (u := known(p)) is not None and u == known(q)) for p, q in pairs)


def _opposite(node: Node) -> Node | None:
    """−a for a node that visibly has a minus sign: in front, or as a factor or dividend; else None."""
    if negated(node):
        return node.args[0]
    path: list[Node] = []
    while node.op in ("multiply", "divide") and known(node.args[0]) is None:
        if len(path) == _DEPTH:
            return None
        path.append(node)
        node = node.args[0]
    value = known(node.args[0]) if node.op in ("multiply", "divide") else None
    if value is None or not value < 0:
        return None
    positive = filled(-value, node.args[0].shape)
    result = multiply(positive, node.args[1]) if node.op == "multiply" else divide(positive, node.args[1])
    for user in reversed(path):
        result = _elementwise(user.op, result, user.args[1], user.shape)
    return result


def _folded(exact: Callable[[Any, Any], Number], a: Number, b: Number) -> Number | None:
    """The exact result on two exact constants, or None where they are not exact or it grew too long."""
    if isinstance(a, float) or isinstance(b, float):
        return None
    result = Fraction(exact(Fraction(a), Fraction(b)))
    if abs(result.numerator) > _LARGEST or result.denominator > _LARGEST:
        return None
    return result.numerator if result.denominator == 1 else result


def _elementwise(op: str, a: Node, b: Node, shape: Shape) -> Node:
    """Apply the operation, without broadcasting beforehand what the operation itself broadcasts."""
    if a.op == "broadcast_to" and broadcast(a.args[0].shape, b.shape) == shape:
        a = a.args[0]
    if b.op == "broadcast_to" and broadcast(a.shape, b.args[0].shape) == shape:
        b = b.args[0]
    return apply(op, a, b)


def add(a: Node, b: Node) -> Node:  # noqa: PLR0911  (a line per simplification)
    """a + b, where 0 vanishes and a sum with a negated term becomes a difference."""
    shape = broadcast(a.shape, b.shape)
    u, v = known(a), known(b)
    if u == 0:
        return spread(b, shape)
    if v == 0:
        return spread(a, shape)
    if u is not None and v is not None and (sum_ := _folded(lambda p, q: p + q, u, v)) is not None:
        return filled(sum_, shape)
    if _same(a, b):
        return multiply(constant(2), a)
    if (opposite := _opposite(b)) is not None:
        return _elementwise("subtract", a, opposite, shape)
    if negated(a):
        return _elementwise("subtract", b, a.args[0], shape)
    return _elementwise("add", a, b, shape)


def subtract(a: Node, b: Node) -> Node:
    """a − b, where 0 vanishes and two minus signs make a plus."""
    shape = broadcast(a.shape, b.shape)
    u, v = known(a), known(b)
    if v == 0:
        return spread(a, shape)
    if u == 0:
        return spread(negate(b), shape)
    if u is not None and v is not None and (difference := _folded(lambda p, q: p - q, u, v)) is not None:
        return filled(difference, shape)
    if (opposite := _opposite(b)) is not None:
        return add(a, opposite)
    return _elementwise("subtract", a, b, shape)


def negate(a: Node) -> Node:
    """−a, where two signs cancel and a constant takes the sign itself."""
    value = known(a)
    if value is not None:
        return filled(-value, a.shape)
    return a.args[0] if a.op == "negate" else apply("negate", a)


def multiply(a: Node, b: Node) -> Node:  # noqa: PLR0911  (a line per simplification)
    """a · b, where 1 and 0 vanish, signs go to the front, and constants come first and are one."""
    shape = broadcast(a.shape, b.shape)
    u, v = known(a), known(b)
    if v is not None and u is None:
        a, b, u, v = b, a, v, u
    if u is not None:
        if u == 0 or v == 0:
            return filled(0, shape)
        if u == 1:
            return spread(b, shape)
        if u == -1:
            return spread(negate(b), shape)
        if v is not None and (product := _folded(lambda p, q: p * q, u, v)) is not None:
            return filled(product, shape)
        w = known(b.args[0]) if b.op == "multiply" else None
        if w is not None and (product := _folded(lambda p, q: p * q, u, w)) is not None:
            rest = b.args[1]
            return spread(
                rest if product == 1 else _elementwise("multiply", constant(product), rest, rest.shape), shape
            )
    if negated(a):
        return negate(multiply(a.args[0], b))
    if negated(b):
        return negate(multiply(a, b.args[0]))
    return _elementwise("multiply", a, b, shape)


def divide(a: Node, b: Node) -> Node:
    """a / b, where a divisor 1 and a dividend 0 vanish and signs go to the front."""
    shape = broadcast(a.shape, b.shape)
    u, v = known(a), known(b)
    if v == 1:
        return spread(a, shape)
    if u == 0:
        return filled(0, shape)
    if u is not None and v and (quotient := _folded(lambda p, q: p / q, u, v)) is not None:
        return filled(quotient, shape)
    if negated(a):
        return negate(divide(a.args[0], b))
    if negated(b):
        return negate(divide(a, b.args[0]))
    return _elementwise("divide", a, b, shape)


def power(a: Node, b: Node) -> Node:
    """a to the power b, where the exponents 1 and 0 vanish."""
    shape = broadcast(a.shape, b.shape)
    exponent = known(b)
    if exponent == 1:
        return spread(a, shape)
    if exponent == 0:
        return filled(1, shape)
    return _elementwise("power", a, b, shape)


def total(a: Node, axis: tuple[int, ...], *, keepdims: bool) -> Node:
    """The sum over axes, known at once where every entry is the same scalar."""
    shape, _ = reduced(a.shape, axis, keepdims)
    if a.op == "broadcast_to" and a.args[0].shape == ():
        count = math.prod(a.shape[i] for i in axis)
        return spread(multiply(constant(count), a.args[0]), shape)
    return apply("sum", a, axis=axis, keepdims=keepdims)


def reshape(a: Node, shape: Shape) -> Node:
    """The same entries in another shape."""
    if a.shape == shape:
        return a
    if a.op == "broadcast_to" and a.args[0].shape == ():
        return spread(a.args[0], shape)
    inner = a.args[0] if a.op == "reshape" else a
    return inner if inner.shape == shape else apply("reshape", inner, shape=shape)


def picked(a: Node, key: tuple[Any, ...]) -> Node:
    """What an index picks out, known at once where every entry is the same scalar."""
    node = apply("index", a, key=key)
    if a.op == "broadcast_to" and a.args[0].shape == ():
        return spread(a.args[0], node.shape)
    return node


def unbroadcast(part: Node, shape: Shape) -> Node:
    """The node summed over the axes along which an array of the shape was stretched to the node's shape."""
    extra = len(part.shape) - len(shape)
    stretched = [extra + i for i, length in enumerate(shape) if length == 1 and part.shape[extra + i] != 1]
    if stretched:
        part = total(part, tuple(stretched), keepdims=True)
    return total(part, tuple(range(extra)), keepdims=False) if extra else part
