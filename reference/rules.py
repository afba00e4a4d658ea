"""Write a gradient rule as mathematics: with the letters below, `g * (1 - y * y)` builds the nodes.

    g     the upstream gradient: of the output with respect to the operation's value
    y     the operation's value
    x     the argument of an operation that has one
    a, b  the arguments of an operation that has two

A rule is called with nodes, `rule(g, y, *args)`, and gives a node; what it builds leaves out trivial work.
"""

from __future__ import annotations

from collections.abc import Callable

from . import algebra
from .build import Number, apply, constant
from .graph import Node

Build = Callable[[tuple[Node, ...]], Node]


class Letters:
    """A rule put together from letters, numbers and operators; called with g, y and the arguments."""

    __slots__ = ("build",)

    def __init__(self, build: Build) -> None:
        self.build = build

    def __call__(self, *nodes: Node, **_attrs: object) -> Node:
        return self.build(nodes)

    def __add__(self, other: Written) -> Letters:
        return _joined(algebra.add, self, other)

    def __sub__(self, other: Written) -> Letters:
        return _joined(algebra.subtract, self, other)

    def __rsub__(self, other: Written) -> Letters:
        return _joined(algebra.subtract, other, self)

    def __mul__(self, other: Written) -> Letters:
        return _joined(algebra.multiply, self, other)

    def __rmul__(self, other: Written) -> Letters:
        return _joined(algebra.multiply, other, self)

    def __truediv__(self, other: Written) -> Letters:
        return _joined(algebra.divide, self, other)

    def __pow__(self, other: Written) -> Letters:
        return _joined(algebra.power, self, other)

    def __neg__(self) -> Letters:
        inner = self.build
        return Letters(lambda nodes: algebra.negate(inner(nodes)))

    def __gt__(self, other: Written) -> Letters:
        return _joined(_compare("greater"), self, other)

    def __lt__(self, other: Written) -> Letters:
        return _joined(_compare("less"), self, other)


Written = Letters | Number


def _build(written: Written) -> Build:
    if isinstance(written, Letters):
        return written.build
    return lambda _nodes: constant(written)


def _joined(join: Callable[[Node, Node], Node], left: Written, right: Written) -> Letters:
    first, second = _build(left), _build(right)
    return Letters(lambda nodes: join(first(nodes), second(nodes)))


def _compare(op: str) -> Callable[[Node, Node], Node]:
    return lambda left, right: apply(op, left, right)


def _function(op: str) -> Callable[[Letters], Letters]:
    def of(argument: Letters) -> Letters:
        return Letters(lambda nodes: apply(op, argument.build(nodes)))

    return of


def equal(left: Letters, right: Letters) -> Letters:
    """1 where the two are equal, else 0 (`==` compares rules, not their values)."""
    return _joined(_compare("equal"), left, right)


def larger(left: Letters, right: Letters) -> Letters:
    """1 where the left is larger, ½ where both are equal, else 0."""
    return (left > right) + equal(left, right) / 2


def smaller(left: Letters, right: Letters) -> Letters:
    """1 where the left is smaller, ½ where both are equal, else 0."""
    return (left < right) + equal(left, right) / 2


g, y, x = (Letters(lambda nodes, place=place: nodes[place]) for place in range(3))  # type: ignore[misc]
a, b = x, Letters(lambda nodes: nodes[3])

sin, cos, sinh, cosh = _function("sin"), _function("cos"), _function("sinh"), _function("cosh")
log, sqrt, sign = _function("log"), _function("sqrt"), _function("sign")
