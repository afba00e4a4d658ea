"""Evaluate terms at a rational point with error bounds: a result is exact, a ball that contains it, or undefined.

Ball arithmetic is Arb's (Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic",
IEEE Trans. Computers 66, 2017), through python-flint. Rational operations on rational numbers stay exact, so
that a division by what is exactly zero is known to be undefined. `UNDEFINED` is certain; `UNKNOWN` means that
this precision cannot tell.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from fractions import Fraction
from typing import Any

from flint import arb, ctx, fmpq

from .tape import NUMBER, PI, Tape


class Unvalued(Enum):
    """Why there is no value."""

    UNDEFINED = "undefined"
    UNKNOWN = "unknown"


UNDEFINED, UNKNOWN = Unvalued.UNDEFINED, Unvalued.UNKNOWN

Value = Any  # an fmpq, an arb, UNDEFINED or UNKNOWN

LARGEST_EXPONENT = 10**6
_EXACT_BITS = 2048

# python-flint's working precision is global. A ball is right at any precision; the lock keeps results
# repeatable.
_precision = threading.RLock()


def evaluate(
    tape: Tape,
    terms: Iterable[int],
    point: Mapping[str, Fraction],
    bits: int,
    known: dict[int, Value] | None = None,
) -> dict[int, Value]:
    """The value of each term; `terms` must be in order, and complete but for those whose values are `known`."""
    values: dict[int, Value] = {} if known is None else known
    without = {term for term, value in values.items() if isinstance(value, Unvalued)}
    ops, arguments, operations = tape.ops, tape.args, _OPERATIONS
    with _precision:
        before, ctx.prec = ctx.prec, bits
        try:
            for term in terms:
                args = arguments[term]
                if not without.isdisjoint(args):
                    value = UNDEFINED if any(values[arg] is UNDEFINED for arg in args) else UNKNOWN
                elif len(args) == 2:
                    value = operations[ops[term]](values[args[0]], values[args[1]])
                elif args:
                    value = operations[ops[term]](values[args[0]])
                else:
                    value = _leaf(ops[term], tape.values[term], point)
                values[term] = value = _bounded(value)
                if value is UNDEFINED or value is UNKNOWN:
                    without.add(term)
        finally:
            ctx.prec = before
    return values


def _leaf(op: str, value: Any, point: Mapping[str, Fraction]) -> Value:
    if op == PI:
        return arb.pi()
    return rational(value if op == NUMBER else point[value])


def numbers(tape: Tape, terms: Iterable[int]) -> dict[int, Value]:
    """The terms that are numbers, with their values: `known` at every point."""
    return {term: rational(tape.values[term]) for term in terms if tape.ops[term] == NUMBER}


def _bounded(value: Value) -> Value:
    """A finite ball, or an exact number that is not too long."""
    if isinstance(value, arb):
        return value if value.is_finite() else UNKNOWN
    if isinstance(value, fmpq) and value.height_bits() > _EXACT_BITS:
        return arb(value)
    return value


def rational(value: Fraction) -> fmpq:
    return fmpq(value.numerator, value.denominator)


def is_exact(value: Value) -> bool:
    return isinstance(value, fmpq)


def holds_zero(value: Value) -> bool:
    """Whether zero is possible."""
    return bool(value == 0) if is_exact(value) else value.contains(0)


def is_nonzero(tape: Tape, term: int, point: Mapping[str, Fraction]) -> bool:
    """Whether the term is defined at the point and surely not zero there."""
    if not all(name in point for name in tape.variables([term])):
        return False
    value = evaluate(tape, tape.needed([term]), point, 256)[term]
    return not isinstance(value, Unvalued) and not holds_zero(value)


def difference(left: Value, right: Value, bits: int) -> Value:
    with _precision, ctx.workprec(bits):
        return left - right


def as_float(value: Value) -> float | None:
    """The nearest float, infinite where it is too large; None where there is no value."""
    if isinstance(value, Unvalued):
        return None
    try:
        return float(Fraction(int(value.p), int(value.q))) if is_exact(value) else float(value.mid())
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _ball(value: Value) -> arb:
    return arb(value) if is_exact(value) else value


def _divide(a: Value, b: Value) -> Value:
    if is_exact(b):
        return a / b if b != 0 else UNDEFINED
    return UNKNOWN if b.contains(0) else a / b


def _power(a: Value, b: fmpq) -> Value:
    if b.q == 1:
        return _integer_power(a, int(b.p))
    return fmpq(0) if is_exact(a) and a == 0 and b > 0 else _real_power(a, b)


def _integer_power(a: Value, n: int) -> Value:
    if n < 0:
        below = _integer_power(a, -n)
        return below if isinstance(below, Unvalued) else _divide(fmpq(1), below)
    if n > LARGEST_EXPONENT:
        size = abs(_ball(a))
        return UNKNOWN if not size > 0 else (size.log() * n).exp() * (-1 if n % 2 and a < 0 else 1)
    if is_exact(a) and n * a.height_bits() <= _EXACT_BITS:
        return a**n
    return _ball(a) ** n if is_exact(a) or not a.contains(0) else _product(a, n)


def _product(a: arb, n: int) -> arb:
    """aⁿ by repeated squaring, for balls around zero, of which Arb's power makes nothing."""
    result = arb(1)
    while n:
        if n & 1:
            result *= a
        a *= a
        n >>= 1
    return result


def _real_power(a: Value, b: Value) -> Value:
    """aᵇ with a varying exponent: for positive a only."""
    if a < 0 or (is_exact(a) and a == 0):
        return UNDEFINED
    return (_ball(a).log() * b).exp() if a > 0 else UNKNOWN


def _sqrt(a: Value) -> Value:
    if a < 0:
        return UNDEFINED
    if is_exact(a):
        root = a.p.isqrt(), a.q.isqrt()
        return fmpq(*root) if root[0] ** 2 == a.p and root[1] ** 2 == a.q else arb(a).sqrt()
    return a.sqrt() if a >= 0 else UNKNOWN


def _log(a: Value) -> Value:
    if a < 0 or (is_exact(a) and a == 0):
        return UNDEFINED
    if is_exact(a) and a == 1:
        return fmpq(0)
    return _ball(a).log() if a > 0 else UNKNOWN


def _within(function: Callable[[arb], arb], *, ends: bool) -> Callable[[Value], Value]:
    """A function on −1 … 1, with or without the ends."""

    def apply(a: Value) -> Value:
        size = abs(a)
        if size > 1 or (is_exact(a) and size == 1 and not ends):
            return UNDEFINED
        if is_exact(a) and a == 0 and function is not arb.acos:
            return a
        return function(_ball(a)) if size < 1 or is_exact(a) else UNKNOWN

    return apply


def _arccosh(a: Value) -> Value:
    if a < 1:
        return UNDEFINED
    return _ball(a).acosh() if is_exact(a) or a >= 1 else UNKNOWN


def _exp(a: Value) -> Value:
    return fmpq(1) if is_exact(a) and a == 0 else _ball(a).exp()


def _sigmoid(a: Value) -> Value:
    return 1 / (1 + (-_ball(a)).exp())


def _sign(a: Value) -> Value:
    if a > 0 or a < 0:
        return fmpq(1) if a > 0 else fmpq(-1)
    return fmpq(0) if is_exact(a) else UNKNOWN


def _larger(a: Value, b: Value) -> Value:
    if a >= b:
        return a
    return b if a <= b else _ball(a).max(_ball(b))


def _is_zero(a: Value) -> Value:
    if is_exact(a):
        return fmpq(1 if a == 0 else 0)
    return UNKNOWN if a.contains(0) else fmpq(0)


def _is_positive(a: Value) -> Value:
    sign = _sign(a)
    return sign if sign is UNKNOWN else fmpq(1 if sign == 1 else 0)


def _smooth(function: Callable[[arb], arb], *, odd: bool = True) -> Callable[[Value], Value]:
    """A function without limits to its domain; odd ones keep 0 exact."""
    return lambda a: a if odd and is_exact(a) and a == 0 else function(_ball(a))


_OPERATIONS: dict[str, Callable[..., Value]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": _divide,
    "negate": lambda a: -a,
    "power": _power,
    "real_power": _real_power,
    "exp": _exp,
    "log": _log,
    "sqrt": _sqrt,
    "sin": _smooth(arb.sin),
    "cos": _smooth(arb.cos, odd=False),
    "tan": _smooth(arb.tan),
    "sinh": _smooth(arb.sinh),
    "cosh": _smooth(arb.cosh, odd=False),
    "tanh": _smooth(arb.tanh),
    "arcsin": _within(arb.asin, ends=True),
    "arccos": _within(arb.acos, ends=True),
    "arctan": _smooth(arb.atan),
    "arcsinh": _smooth(arb.asinh),
    "arccosh": _arccosh,
    "arctanh": _within(arb.atanh, ends=False),
    "sigmoid": _sigmoid,
    "abs": abs,
    "sign": _sign,
    "maximum": _larger,
    "minimum": lambda a, b: -_larger(-a, -b),
    "relu": lambda a: _larger(a, fmpq(0)),
    "is_zero": _is_zero,
    "is_positive": _is_positive,
}
