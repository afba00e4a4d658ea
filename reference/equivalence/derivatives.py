"""Prove two formulas equal by their derivatives: equal ones, on a domain in one piece, and one point where they agree.

Unsound where the domain falls into pieces, or a function has a corner: it is not tried there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from . import field_proof
from .balls import Unvalued, evaluate
from .convex import is_convex
from .knowledge import Knowledge
from .requirements import Requirement, requirements
from .tape import NUMBER, PI, VARIABLE, Tape

_LONGEST = 400
_VALUES = (Fraction(0), Fraction(1), Fraction(-1), Fraction(2), Fraction(1, 2))
_BITS = 256


def are_equal(left: int, right: int, knowledge: Knowledge, seed: int) -> bool:
    """Whether they are shown to be equal wherever both are defined and the facts hold."""
    tape = knowledge.tape
    if knowledge.switches([left, right]) or len(tape.needed([left, right])) > _LONGEST:
        return False
    needed = [*requirements(tape, left), *requirements(tape, right), *knowledge.facts]
    if not is_convex(tape, knowledge.polynomials, needed):
        return False
    apart = tape.apply("subtract", left, right)
    for name in tape.variables([apart]):
        if not field_proof.is_zero(derivative(tape, apart, name), knowledge, seed):
            return False
    return any(_vanishes_at(apart, value, knowledge, needed, seed) for value in _VALUES)


def _vanishes_at(apart: int, value: Fraction, knowledge: Knowledge, needed: list[Requirement], seed: int) -> bool:
    """Whether the difference is shown to be zero where all variables have this value, and that is in the domain."""
    tape = knowledge.tape
    point = dict.fromkeys(tape.variables([apart, *(condition.term for condition in needed)]), value)
    values = evaluate(tape, tape.needed([apart, *(condition.term for condition in needed)]), point, _BITS)
    if isinstance(values[apart], Unvalued) or not all(_holds(values[c.term], c.operator) for c in needed):
        return False
    return field_proof.is_zero(_at(tape, apart, value), Knowledge(tape, ()), seed)


def _holds(value: object, operator: str) -> bool:
    if isinstance(value, Unvalued):
        return False
    return bool(value > 0 or (operator == "!=" and value < 0))  # type: ignore[operator]  # a ball or a fraction


def _at(tape: Tape, root: int, value: Fraction) -> int:
    """The term with every variable replaced by the value."""
    new: dict[int, int] = {}
    for term in tape.needed([root]):
        if tape.ops[term] == VARIABLE:
            new[term] = tape.number(value)
        elif tape.args[term]:
            new[term] = tape.apply(tape.ops[term], *(new[arg] for arg in tape.args[term]))
        else:
            new[term] = term
    return new[root]


def derivative(tape: Tape, root: int, name: str) -> int:
    """The derivative of a term with respect to a variable, forward along the tape."""
    zero, one = tape.number(0), tape.number(1)
    found: dict[int, int] = {}
    for term in tape.needed([root]):
        op, args = tape.ops[term], tape.args[term]
        if op == VARIABLE:
            found[term] = one if tape.values[term] == name else zero
        elif op in {NUMBER, PI} or all(found[arg] == zero for arg in args):
            found[term] = zero
        else:
            found[term] = _RULES[op](_Builder(tape), term, args, [found[arg] for arg in args])
    return found[root]


class _Builder:
    """Short names for the operations of a tape."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    def __call__(self, op: str, *args: int | Fraction) -> int:
        return self.tape.apply(op, *(self.tape.number(a) if isinstance(a, Fraction) else a for a in args))


_ONE, _TWO = Fraction(1), Fraction(2)
Rule = Callable[[_Builder, int, tuple[int, ...], list[int]], int]


def _chain(outer: Callable[[_Builder, int, int], int]) -> Rule:
    """A function of one argument from its derivative, given the function's own value y and its argument u."""
    return lambda do, y, args, inner: do("multiply", outer(do, y, args[0]), inner[0])


def _root_of_square(do: _Builder, u: int, sign: Fraction, shift: Fraction) -> int:
    """1/√(sign·u² + shift)."""
    square = do("multiply", sign, do("multiply", u, u))
    return do("divide", _ONE, do("sqrt", do("add", square, shift)))


def _product(do: _Builder, _y: int, args: tuple[int, ...], inner: list[int]) -> int:
    return do("add", do("multiply", inner[0], args[1]), do("multiply", args[0], inner[1]))


def _quotient(do: _Builder, y: int, args: tuple[int, ...], inner: list[int]) -> int:
    return do("divide", do("subtract", inner[0], do("multiply", y, inner[1])), args[1])


def _power(do: _Builder, _y: int, args: tuple[int, ...], inner: list[int]) -> int:
    lower = do("power", args[0], do("subtract", args[1], _ONE))
    return do("multiply", do("multiply", args[1], lower), inner[0])


def _real_power(do: _Builder, y: int, args: tuple[int, ...], inner: list[int]) -> int:
    by_base = do("divide", do("multiply", args[1], inner[0]), args[0])
    return do("multiply", y, do("add", do("multiply", inner[1], do("log", args[0])), by_base))


_RULES: dict[str, Rule] = {
    "add": lambda do, _y, _args, inner: do("add", *inner),
    "subtract": lambda do, _y, _args, inner: do("subtract", *inner),
    "negate": lambda do, _y, _args, inner: do("negate", *inner),
    "multiply": _product,
    "divide": _quotient,
    "power": _power,
    "real_power": _real_power,
    "exp": _chain(lambda _do, y, _u: y),
    "log": _chain(lambda do, _y, u: do("divide", _ONE, u)),
    "sqrt": _chain(lambda do, y, _u: do("divide", _ONE, do("multiply", _TWO, y))),
    "sin": _chain(lambda do, _y, u: do("cos", u)),
    "cos": _chain(lambda do, _y, u: do("negate", do("sin", u))),
    "tan": _chain(lambda do, y, _u: do("add", _ONE, do("multiply", y, y))),
    "sinh": _chain(lambda do, _y, u: do("cosh", u)),
    "cosh": _chain(lambda do, _y, u: do("sinh", u)),
    "tanh": _chain(lambda do, y, _u: do("subtract", _ONE, do("multiply", y, y))),
    "sigmoid": _chain(lambda do, y, _u: do("multiply", y, do("subtract", _ONE, y))),
    "arcsin": _chain(lambda do, _y, u: _root_of_square(do, u, -_ONE, _ONE)),
    "arccos": _chain(lambda do, _y, u: do("negate", _root_of_square(do, u, -_ONE, _ONE))),
    "arctan": _chain(lambda do, _y, u: do("divide", _ONE, do("add", _ONE, do("multiply", u, u)))),
    "arcsinh": _chain(lambda do, _y, u: _root_of_square(do, u, _ONE, _ONE)),
    "arccosh": _chain(lambda do, _y, u: _root_of_square(do, u, _ONE, -_ONE)),
    "arctanh": _chain(lambda do, _y, u: do("divide", _ONE, do("subtract", _ONE, do("multiply", u, u)))),
}
