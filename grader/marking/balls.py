"""Evaluate scalar graphs in ball arithmetic (Arb, through python-flint): numbers with proven bounds of error.

The truth that code and typed numbers are compared with is worked out here, to as many bits as it takes:
nothing overflows, and cancellation shows as a wide ball, which is then computed again with more bits. Arb:
Johansson, "Arb: efficient arbitrary-precision midpoint-radius interval arithmetic", IEEE Transactions on
Computers 66 (2017).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from grader.diagnosis.tape import local_rule
from reference.graph import CONSTANT, INPUT, Node

BITS = (128, 512, 2048, 8192)
_UNKNOWN = arb("nan")
_MOST_FACTORS = 64


def ball(number: float | Fraction, radius: Fraction = Fraction(0)) -> Any:
    """The number as a ball: exact where it is a binary fraction, and as near as the precision allows elsewhere."""
    if type(number) is float and not radius:
        return arb(number)
    centre = Fraction(number)
    middle = arb(fmpq(centre.numerator, centre.denominator))
    return middle + arb(0, fmpq(radius.numerator, radius.denominator)) if radius else middle


def ball_values(nodes: Iterable[Node], inputs: Mapping[str, Any]) -> dict[Node, Any]:
    """The ball of every node, in the order given (arguments before users); not finite where it has no value."""
    values: dict[Node, Any] = {}
    for node in nodes:
        if node.op == INPUT:
            values[node] = inputs[node.attrs]
        elif node.op == CONSTANT:
            values[node] = ball(node.attrs)
        else:
            values[node] = RULES[node.op](*(values[arg] for arg in node.args))
    return values


def ball_apply(node: Node, args: tuple[Any, ...]) -> Any:
    """The ball of a node whose arguments have these."""
    return _steady(RULES[node.op], args)


def ball_local(node: Node, index: int, args: tuple[Any, ...], value: Any) -> Any:
    """The ball of the node's local derivative for one argument: the engine's own gradient rule, run on balls."""
    steps, result = local_rule(node.op, index, len(args))

    def derivative(y: Any, *balls: Any) -> Any:
        return ball_values(steps, {"y": y, **{f"a{place}": each for place, each in enumerate(balls)}})[result]

    return _steady(derivative, (value, *args))


def _steady(compute: Callable[..., Any], balls: tuple[Any, ...]) -> Any:
    """The result for the balls; where they leave it open, as at a tie of max, the one for their middles."""
    result = compute(*balls)
    return result if result.is_finite() else compute(*(each.mid() for each in balls))


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + (-x).exp())


def _power(base: Any, exponent: Any) -> Any:
    """Arb goes by the logarithm, which a base around 0 does not have; there a whole power is a product of factors."""
    whole = exponent.unique_fmpz() if exponent.is_exact() else None
    if whole is None or not 1 <= whole <= _MOST_FACTORS or not base.contains(0):
        return base**exponent
    result = base
    for _ in range(int(whole) - 1):
        result = result * base
    return result


def _sign(x: Any) -> Any:
    return x.sgn() if x.is_exact() or not x.contains(0) else _UNKNOWN


def _holds(left: Any, right: Any, relation: str) -> Any:
    """1 or 0 where the balls decide the comparison, else no value."""
    if left < right:
        return arb(relation in ("<", "<=", "!="))
    if left > right:
        return arb(relation in (">", ">=", "!="))
    if left.is_exact() and right.is_exact() and left == right:
        return arb(relation in ("<=", ">=", "=="))
    return _UNKNOWN


def _where(condition: Any, yes: Any, no: Any) -> Any:
    if not condition.contains(0):
        return yes
    return no if condition.is_exact() else _UNKNOWN


def _compared(relation: str) -> Callable[[Any, Any], Any]:
    return lambda left, right: _holds(left, right, relation)


RULES: Mapping[str, Callable[..., Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negate": lambda a: -a,
    "power": _power,
    "exp": lambda x: x.exp(),
    "log": lambda x: x.log(),
    "sqrt": lambda x: x.sqrt(),
    "expm1": lambda x: x.expm1(),
    "log1p": lambda x: x.log1p(),
    "sin": lambda x: x.sin(),
    "cos": lambda x: x.cos(),
    "tan": lambda x: x.tan(),
    "arcsin": lambda x: x.asin(),
    "arccos": lambda x: x.acos(),
    "arctan": lambda x: x.atan(),
    "sinh": lambda x: x.sinh(),
    "cosh": lambda x: x.cosh(),
    "tanh": lambda x: x.tanh(),
    "arcsinh": lambda x: x.asinh(),
    "arccosh": lambda x: x.acosh(),
    "arctanh": lambda x: x.atanh(),
    "sigmoid": _sigmoid,
    "relu": lambda x: x.max(arb(0)),
    "abs": abs,
    "sign": _sign,
    "maximum": lambda a, b: a.max(b),
    "minimum": lambda a, b: a.min(b),
    "greater": _compared(">"),
    "greater_equal": _compared(">="),
    "less": _compared("<"),
    "less_equal": _compared("<="),
    "equal": _compared("=="),
    "not_equal": _compared("!="),
    "where": _where,
}
