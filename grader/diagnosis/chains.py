"""Write rows of the bug library briefly: rules for one argument of a node, rules inside a composition."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from .rules import Forward, Reverse
from .tape import Array, ForwardRow, Motion, ReverseRow, Site


def first(row: ReverseRow) -> ReverseRow:
    """The row for the first argument; what goes to the other one stays right."""
    return lambda s: row(s) if s.index == 0 else s.up * s.local


def second(row: ReverseRow) -> ReverseRow:
    """The row for the second argument."""
    return lambda s: row(s) if s.index == 1 else s.up * s.local


def sigmoid_row(formula: Callable[[Array, Array], Array]) -> Reverse:
    """Another local derivative of the sigmoid, as a formula in its input x and its output s."""
    return Reverse("sigmoid", lambda s: s.up * formula(s.u, s.y))


def composed(row: ForwardRow) -> ForwardRow:
    """The row where one argument moves and is a function of what is varied; elsewhere all stays right."""

    def changed(m: Motion) -> Array:
        simple = len(m.moving) != 1 or m.node.args[m.inner] is m.start
        linear = m.node.op == "divide" and m.inner == 0
        return m.rate if simple or linear else row(m)

    return changed


def still_term(counted: Callable[[Array], Array]) -> Forward:
    """A sum or difference in which a term that does not move adds something to the rate all the same."""

    def changed(m: Motion) -> Array:
        if len(m.moving) == 2:
            return m.rate
        still = 1 - m.inner
        extra = counted(m.value(still))
        return m.rate - extra if m.node.op == "subtract" and still == 1 else m.rate + extra

    return Forward("add subtract", changed)


def quotient(numerator: Callable[[Motion], Array]) -> ForwardRow:
    """A quotient's rate with another formula, where the denominator moves."""
    return lambda m: numerator(m) if 1 in m.moving else m.rate


def outer_at_start(m: Motion) -> Array:
    """The outer derivative taken at the variable itself, times the inner rate."""
    return m.outer_at(m.tape.values[m.start])[1] * m.moved(m.inner)


def outer_at_rate(m: Motion) -> Array:
    """The outer derivative taken at the inner rate."""
    return m.outer_at(m.moved(m.inner))[1]


def as_product(m: Motion) -> Array:
    """f(g(x)) moved as if it were f(x)·g(x)."""
    value, slope = m.outer_at(m.tape.values[m.start])
    return slope * m.value(m.inner) + value * m.moved(m.inner)


def sigmoid(x: Array) -> Array:
    """1 / (1 + e⁻ˣ)."""
    return 1 / (1 + np.exp(-x))


def at_output(s: Site) -> Array:
    """The local derivative of a node of one argument, taken at the node's value."""
    return s.up * s.local_at_output()
