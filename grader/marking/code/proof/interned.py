"""Build nodes from recorded operations, so that equal ones are the same object.

A table says what graph each operation of a trace is: `square` is x·x, `math.log2` is log(x)/log(2).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from reference.build import apply, constant, variable
from reference.graph import Node

_LARGEST_DIVISOR = 1_000


class Interned:
    """Builds nodes so that equal ones are the same object."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[Any, ...], Node] = {}

    def constant(self, value: float | Fraction) -> Node:
        """A number: `math.e` is e, a float is the simple fraction or the decimal that it stands for."""
        if value == math.e:
            return self.apply("exp", self.constant(1))
        exact = meant(value) if isinstance(value, float) else Fraction(value)
        return self._nodes.setdefault(("constant", exact), constant(exact))

    def variable(self, name: str) -> Node:
        return self._nodes.setdefault(("variable", name), variable(name))

    def entry(self, name: str, place: int) -> Node:
        """An entry of an array as an input of its own: `W1.0`, `W1.1` …"""
        return self.variable(f"{name}.{place}")

    def apply(self, op: str, *args: Node) -> Node:
        key = (op, *map(id, args))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = apply(op, *args)
        return found


def meant(number: float) -> Fraction:
    """The simple fraction next to which there is no other float than this (1/3), or the decimal as it is written."""
    simple = Fraction(number).limit_denominator(_LARGEST_DIVISOR)
    return simple if float(simple) == number else Fraction(repr(number))


Rule = Callable[..., Node]


def _logarithm(base: int) -> Rule:
    return lambda of, x: of.apply("divide", of.apply("log", x), of.apply("log", of.constant(base)))


def _folded(op: str) -> Rule:
    return lambda of, first, *rest: reduce(lambda left, right: of.apply(op, left, right), rest, first)


_DIRECT = (
    "add subtract multiply divide negate power exp log log1p expm1 sqrt sin cos tan sinh cosh tanh arcsin arccos "
    "arctan arcsinh arccosh arctanh maximum minimum abs sign less less_equal greater greater_equal equal "
    "not_equal where"
)
_OF_MATH = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
    "fabs": "abs", "pow": "power",
}  # fmt: skip
_SAME_IN_MATH = "exp log log1p expm1 sqrt sin cos tan sinh cosh tanh"
_BINARY = (
    "add subtract multiply divide power power_ufunc math.pow maximum minimum logaddexp and or "
    "less less_equal greater greater_equal equal not_equal"
)
# Operations of two arguments, and of any number; `where` has three, all others have one.
TWO = frozenset(_BINARY.split())
ANY_NUMBER = frozenset(("sum", "product", "max", "min", "all", "any"))


def _named(op: str) -> Rule:
    return lambda of, *args: of.apply(op, *args)


RULES: dict[str, Rule] = {
    **{name: _named(name) for name in _DIRECT.split()},
    **{f"math.{name}": _named(name) for name in _SAME_IN_MATH.split()},
    **{f"math.{name}": _named(op) for name, op in _OF_MATH.items()},
    "power_ufunc": _named("power"),
    "square": lambda of, x: of.apply("multiply", x, x),
    "reciprocal": lambda of, x: of.apply("divide", of.constant(1), x),
    "exp2": lambda of, x: of.apply("power", of.constant(2), x),
    "math.exp2": lambda of, x: of.apply("power", of.constant(2), x),
    "log2": _logarithm(2),
    "math.log2": _logarithm(2),
    "log10": _logarithm(10),
    "math.log10": _logarithm(10),
    "logaddexp": lambda of, a, b: of.apply("log", of.apply("add", of.apply("exp", a), of.apply("exp", b))),
    "indicator": lambda _of, truth: truth,
    "and": _named("multiply"),
    "or": _named("maximum"),
    "not": lambda of, truth: of.apply("subtract", of.constant(1), truth),
    "sum": _folded("add"),
    "product": _folded("multiply"),
    "max": _folded("maximum"),
    "min": _folded("minimum"),
    "all": _folded("multiply"),
    "any": _folded("maximum"),
}
