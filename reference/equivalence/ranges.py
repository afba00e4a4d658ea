"""Bound the values of terms by intervals, from the terms up, beginning with what is known of some of them."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import isfinite

from . import intervals as iv
from .balls import Unvalued, Value, as_float, evaluate, rational
from .intervals import ABOVE_ZERO, ALL, FROM_ZERO, Interval
from .tape import NUMBER, PI, VARIABLE, Tape

_ZERO, _ONE = Fraction(0), Fraction(1)
_UNIT = iv.closed(-_ONE, _ONE)
_ARC = iv.between(Fraction(-8, 5), Fraction(8, 5))  # wider than ±π/2
_RIGHT_ANGLE = Fraction(157, 100)  # a little less
_PI = iv.between(Fraction(314, 100), Fraction(315, 100))
_BITS = 96


_LEAVES: dict[str, Callable[..., Interval]] = {
    NUMBER: lambda value: iv.closed(value, value),
    VARIABLE: lambda _name: ALL,
    PI: lambda _none: _PI,
}


class Ranges:
    """Bounds of every term asked for. `learn` narrows a term; what was worked out before is forgotten."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.known: dict[int, Interval] = {}
        self._found: dict[int, Interval] = {}
        self._constants: dict[int, Value] = {}

    def learn(self, term: int, interval: Interval) -> None:
        self.known[term] = iv.meet(self.known.get(term, ALL), interval)
        self._found.clear()

    def of(self, term: int) -> Interval:
        """An interval that holds all values of the term where what is known holds, and the term is defined."""
        if term not in self._found:
            for part in self.tape.needed([term]):
                if part not in self._found:
                    self._found[part] = iv.meet(self._worked_out(part), self.known.get(part, ALL))
        return self._found[term]

    def _worked_out(self, term: int) -> Interval:
        op, args = self.tape.ops[term], self.tape.args[term]
        if op in _LEAVES:
            return _LEAVES[op](self.tape.values[term])
        if self.tape.constant[term]:
            return self._constant(term)
        if op == "power":
            return _power(self._found[args[0]], self.tape.number_of(args[1]) or _ZERO)
        if op == "multiply" and args[0] == args[1]:
            return iv.power(self._found[args[0]], 2)
        return _RULES[op](*(self._found[arg] for arg in args))

    def _constant(self, term: int) -> Interval:
        """A term without variables. Its arguments are such terms too, and were asked for before it."""
        wanted = [part for part in (*self.tape.args[term], term) if part not in self._constants]
        evaluate(self.tape, wanted, {}, _BITS, self._constants)
        return _around(self._constants[term])


def _around(value: Value) -> Interval:
    """The ball of a value as an interval, with outward rational ends."""
    if isinstance(value, Unvalued):
        return ALL
    if value == 0:
        return iv.closed(_ZERO, _ZERO)
    middle = as_float(value) or 0.0
    if not isfinite(middle) or middle == 0:
        return ALL
    slack = abs(Fraction(middle)) / 2**40
    low, high = Fraction(middle) - slack, Fraction(middle) + slack
    inside = value > rational(low) and value < rational(high)
    return iv.closed(low, high) if inside else ALL


def _power(base: Interval, exponent: Fraction) -> Interval:
    if exponent.denominator == 1:
        return iv.power(base, exponent.numerator)
    root = iv.increasing(base, _ONE, _ONE, ABOVE_ZERO if base.positive else FROM_ZERO)
    return root if exponent > 0 else iv.invert(root)


def _odd(bounds: Interval) -> Callable[[Interval], Interval]:
    return lambda a: iv.increasing(a, _ZERO, _ZERO, bounds)


def _sharp(a: Interval) -> bool:
    """Whether the angle is less than a right one, to either side."""
    return a.low >= -_RIGHT_ANGLE and a.high <= _RIGHT_ANGLE


def _sin(a: Interval) -> Interval:
    if _sharp(a):
        return iv.increasing(a, _ZERO, _ZERO, iv.between(-_ONE, _ONE))
    return iv.meet(_UNIT, ABOVE_ZERO) if a.positive and a.high <= 2 * _RIGHT_ANGLE else _UNIT


def _cos(a: Interval) -> Interval:
    return iv.meet(_UNIT, ABOVE_ZERO) if _sharp(a) else _UNIT


def _tan(a: Interval) -> Interval:
    return iv.increasing(a, _ZERO, _ZERO, ALL) if _sharp(a) else ALL


def _cosh(a: Interval) -> Interval:
    return Interval(_ONE, low_open=a.nonzero)


def _sign(a: Interval) -> Interval:
    return iv.closed(-_ONE if not a.nonnegative else _ONE if a.positive else _ZERO, _sign_high(a))


def _sign_high(a: Interval) -> Fraction:
    return _ONE if not a.nonpositive else -_ONE if a.negative else _ZERO


def _is_positive(a: Interval) -> Interval:
    return iv.closed(_ONE if a.positive else _ZERO, _ZERO if a.nonpositive else _ONE)


def _minimum(a: Interval, b: Interval) -> Interval:
    return iv.negate(iv.larger(iv.negate(a), iv.negate(b)))


_RULES: dict[str, Callable[..., Interval]] = {
    "add": iv.add,
    "subtract": lambda a, b: iv.add(a, iv.negate(b)),
    "multiply": iv.multiply,
    "divide": lambda a, b: iv.multiply(a, iv.invert(b)),
    "negate": iv.negate,
    "real_power": lambda _a, _b: ABOVE_ZERO,
    "exp": lambda a: iv.increasing(a, _ZERO, _ONE, ABOVE_ZERO),
    "log": lambda a: iv.increasing(a, _ONE, _ZERO, ALL),
    "sqrt": lambda a: _power(a, Fraction(1, 2)),
    "sin": _sin,
    "cos": _cos,
    "tan": _tan,
    "sinh": _odd(ALL),
    "cosh": _cosh,
    "tanh": _odd(iv.between(-_ONE, _ONE)),
    "arcsin": _odd(_ARC),
    "arccos": lambda _a: iv.closed(_ZERO, Fraction(16, 5)),
    "arctan": _odd(_ARC),
    "arcsinh": _odd(ALL),
    "arccosh": lambda a: ABOVE_ZERO if a.low > 1 else FROM_ZERO,
    "arctanh": _odd(ALL),
    "sigmoid": lambda a: iv.increasing(a, _ZERO, Fraction(1, 2), iv.between(_ZERO, _ONE)),
    "abs": iv.size,
    "sign": _sign,
    "maximum": iv.larger,
    "minimum": _minimum,
    "relu": lambda a: iv.larger(a, iv.closed(_ZERO, _ZERO)),
    "is_zero": lambda a: iv.closed(_ZERO, _ZERO if a.nonzero else _ONE),
    "is_positive": _is_positive,
}
