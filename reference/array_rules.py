"""Gradient rules of the operations on arrays, each building the gradient for one argument from nodes.

As every rule they are called with the upstream gradient `g`, the node `y` itself, its arguments and its
attributes; rules for any number of arguments are told the `position` of theirs.
"""
# ruff: noqa: ARG001  (every rule is called alike; few need all that they are given)

from __future__ import annotations

import math
from typing import Any

from .algebra import divide, multiply, picked, reshape, spread, subtract, total
from .build import apply, constant
from .graph import Node, Shape


def _kept(reduced: Node, shape: Shape, axis: tuple[int, ...]) -> Node:
    """A reduced node with a length of 1 along the axes that went, so that it broadcasts against the whole."""
    if reduced.shape == ():
        return reduced
    return reshape(reduced, tuple(1 if i in axis else length for i, length in enumerate(shape)))


def sum_over(g: Node, y: Node, x: Node, axis: tuple[int, ...], **_: Any) -> Node:
    """Every entry raises its sum by as much as it rises itself."""
    return spread(_kept(g, x.shape, axis), x.shape)


def mean_over(g: Node, y: Node, x: Node, axis: tuple[int, ...], **_: Any) -> Node:
    """As the sum, divided by how many share it."""
    count = math.prod(x.shape[i] for i in axis)
    return spread(_kept(divide(g, constant(count)), x.shape, axis), x.shape)


def extreme_over(g: Node, y: Node, x: Node, axis: tuple[int, ...], **_: Any) -> Node:
    """All goes to the largest (or smallest) entry, in equal shares where several are."""
    hits = apply("equal", x, _kept(y, x.shape, axis))
    return multiply(_kept(g, x.shape, axis), divide(hits, total(hits, axis, keepdims=True)))


def logsumexp(g: Node, y: Node, x: Node, axis: tuple[int, ...], **_: Any) -> Node:
    """The derivative of log Σ eˣ is the softmax, here written with the value that is already there."""
    shares = apply("exp", subtract(x, _kept(y, x.shape, axis)))
    return multiply(_kept(g, x.shape, axis), shares)


def softmax(g: Node, y: Node, x: Node, axis: tuple[int, ...]) -> Node:
    """y · (g − Σ g·y)."""
    return multiply(y, subtract(g, total(multiply(g, y), axis, keepdims=True)))


def log_softmax(g: Node, y: Node, x: Node, axis: tuple[int, ...]) -> Node:
    """g − softmax(x) · Σ g."""
    return subtract(g, multiply(apply("exp", y), total(g, axis, keepdims=True)))


def clip(g: Node, y: Node, x: Node, low: float | None, high: float | None) -> Node:
    """What lies strictly between the bounds passes the gradient on; what is held at a bound does not."""
    if low is not None:
        g = multiply(g, apply("greater", x, constant(low)))
    if high is not None:
        g = multiply(g, apply("less", x, constant(high)))
    return g


def matmul_left(g: Node, y: Node, a: Node, b: Node) -> Node:
    """g @ bᵀ, where a vector counts as a row on the left and as a column on the right."""
    if len(b.shape) == 1:
        return multiply(_column(g), b) if len(a.shape) > 1 else multiply(g, b)
    row = reshape(g, (*g.shape[:-1], 1, g.shape[-1])) if len(a.shape) == 1 else g
    product = apply("matmul", row, swapped(b))
    return reshape(product, (*product.shape[:-2], a.shape[0])) if len(a.shape) == 1 else product


def matmul_right(g: Node, y: Node, a: Node, b: Node) -> Node:
    """aᵀ @ g, where a vector counts as a row on the left and as a column on the right."""
    if len(a.shape) == 1:
        return multiply(_column(a), _row(g)) if len(b.shape) > 1 else multiply(g, a)
    column = _column(g) if len(b.shape) == 1 else g
    product = apply("matmul", swapped(a), column)
    return reshape(product, product.shape[:-1]) if len(b.shape) == 1 else product


def _column(node: Node) -> Node:
    """A last axis of length 1 added."""
    return reshape(node, (*node.shape, 1))


def _row(node: Node) -> Node:
    """An axis of length 1 put before the last, where there are leading axes to keep apart."""
    return node if len(node.shape) == 1 else reshape(node, (*node.shape[:-1], 1, node.shape[-1]))


def swapped(node: Node) -> Node:
    """The last two axes exchanged: the transpose of each matrix."""
    count = len(node.shape)
    return apply("transpose", node, axes=(*range(count - 2), count - 1, count - 2))


def transpose(g: Node, y: Node, x: Node, axes: tuple[int, ...]) -> Node:
    """Every axis goes back to where it came from."""
    return apply("transpose", g, axes=tuple(sorted(range(len(axes)), key=axes.__getitem__)))


def reshape_back(g: Node, y: Node, x: Node, shape: Shape) -> Node:
    """The entries take their old shape again."""
    return reshape(g, x.shape)


def broadcast_back(g: Node, y: Node, x: Node, shape: Shape) -> Node:
    """Copies add up; the sum over them is taken where the gradient is fitted to the argument's shape."""
    return g


def concatenate(g: Node, y: Node, *arrays: Node, axis: int, position: int) -> Node:
    """Each array gets its own piece back."""
    start = sum(array.shape[axis] for array in arrays[:position])
    piece = slice(start, start + arrays[position].shape[axis])
    return picked(g, key=(*[slice(None)] * axis, piece))


def stack(g: Node, y: Node, *arrays: Node, axis: int, position: int) -> Node:
    """Each array gets its own layer back."""
    return picked(g, key=(*[slice(None)] * axis, position))


def index(g: Node, y: Node, x: Node, key: tuple[Any, ...]) -> Node:
    """Back to where the entries were picked from; an entry picked twice gets both."""
    return apply("scatter", g, key=key, shape=x.shape)


def scatter(g: Node, y: Node, x: Node, key: tuple[Any, ...], shape: Shape) -> Node:
    """The same entries picked out again."""
    return picked(g, key=key)


def where_true(g: Node, y: Node, condition: Node, a: Node, b: Node) -> Node:
    """The gradient where the condition holds, else 0."""
    return apply("where", condition, _bare(g, condition), constant(0))


def where_false(g: Node, y: Node, condition: Node, a: Node, b: Node) -> Node:
    """The gradient where the condition does not hold, else 0."""
    return apply("where", condition, constant(0), _bare(g, condition))


def _bare(g: Node, condition: Node) -> Node:
    """A gradient that is the same everywhere as the scalar that it is, where the condition has the whole shape."""
    return g.args[0] if g.op == "broadcast_to" and condition.shape == g.shape and g.args[0].shape == () else g
