"""Prepare terms for the field: fewer kinds of operations, and a list of what must be known of each term.

`normalised` rewrites by identities that hold wherever the original is defined: inverse hyperbolic functions
as logarithms, arccos by arcsin, the larger of two by relu.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

from .tape import Tape

_ALGEBRA = frozenset({"add", "subtract", "multiply", "divide", "negate", "power"})
_OF_EXPONENTS = _ALGEBRA | {"abs", "relu"}
_OF_EXPONENT = frozenset({"exp", "sigmoid", "sinh", "cosh", "tanh"})
_OF_ANGLE = frozenset({"sin", "cos", "tan"})
# Of these, the logarithm is known from the logarithms of the arguments.
_LOG_THROUGH = frozenset({"multiply", "divide", "negate", "abs", "power", "sqrt", "real_power"})


def normalised(tape: Tape, roots: Iterable[int]) -> list[int]:
    """The same terms, written with fewer operations."""
    wanted = list(roots)
    new: dict[int, int] = {}
    for term in tape.needed(wanted):
        args = [new[arg] for arg in tape.args[term]]
        rewrite = _REWRITES.get(tape.ops[term])
        if rewrite is not None:
            new[term] = rewrite(tape, *args)
        elif args:
            new[term] = tape.apply(tape.ops[term], *args)
        else:
            new[term] = term
    return [new[root] for root in wanted]


def _maximum(tape: Tape, a: int, b: int) -> int:
    return tape.apply("add", b, tape.apply("relu", tape.apply("subtract", a, b)))


def _minimum(tape: Tape, a: int, b: int) -> int:
    return tape.apply("subtract", a, tape.apply("relu", tape.apply("subtract", a, b)))


def _arcsinh(tape: Tape, u: int) -> int:
    return _log_of_root(tape, u, tape.number(1))


def _arccosh(tape: Tape, u: int) -> int:
    return _log_of_root(tape, u, tape.number(-1))


def _log_of_root(tape: Tape, u: int, shift: int) -> int:
    """log(u + √(u² + shift))."""
    inside = tape.apply("add", tape.apply("multiply", u, u), shift)
    return tape.apply("log", tape.apply("add", u, tape.apply("sqrt", inside)))


def _arctanh(tape: Tape, u: int) -> int:
    one = tape.number(1)
    above = tape.apply("log", tape.apply("add", one, u))
    below = tape.apply("log", tape.apply("subtract", one, u))
    return tape.apply("multiply", tape.number(Fraction(1, 2)), tape.apply("subtract", above, below))


def _arccos(tape: Tape, u: int) -> int:
    quarter = tape.apply("multiply", tape.number(Fraction(1, 2)), tape.term("pi"))
    return tape.apply("subtract", quarter, tape.apply("arcsin", u))


def _log(tape: Tape, u: int) -> int:
    """The logarithm, where it does not undo an exponential."""
    return tape.args[u][0] if tape.ops[u] == "exp" else tape.apply("log", u)


_REWRITES: dict[str, Callable[..., int]] = {
    "maximum": _maximum,
    "minimum": _minimum,
    "arcsinh": _arcsinh,
    "arccosh": _arccosh,
    "arctanh": _arctanh,
    "arccos": _arccos,
    "log": _log,
}


@dataclass(frozen=True, slots=True)
class Plan:
    """The terms in order, and those of which an exponent, a logarithm or a quotient of polynomials is needed too."""

    terms: tuple[int, ...]
    exponents: frozenset[int]
    logarithms: frozenset[int]
    quotients: frozenset[int]


def plan(tape: Tape, roots: Iterable[int]) -> Plan:
    """What the roots need, found from the roots down."""
    terms = tape.needed(roots)
    exponents: set[int] = set()
    logarithms: set[int] = set()
    quotients: set[int] = set()
    for term in reversed(terms):
        op, args = tape.ops[term], tape.args[term]
        if op in _OF_EXPONENT or op in _OF_ANGLE:
            exponents.update(args)
        elif op == "log":
            logarithms.update(args)
        elif op == "real_power":
            logarithms.add(args[0])
            exponents.add(args[1])
        if term in exponents and op in _OF_EXPONENTS:
            exponents.update(args)
        if term in logarithms:
            if op in _LOG_THROUGH:
                logarithms.add(args[0])
                logarithms.update(args[1:] if op in {"multiply", "divide"} else ())
            else:
                quotients.add(term)
        if term in quotients and op in _ALGEBRA:
            quotients.update(args)
        if term in quotients and op in {"sqrt", "power"}:
            logarithms.add(args[0])
    return Plan(tuple(terms), frozenset(exponents), frozenset(logarithms), frozenset(quotients))
