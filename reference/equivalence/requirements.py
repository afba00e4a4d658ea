"""List what must hold for a formula to be defined: arguments of logarithms positive, divisors not zero, and so on."""

from __future__ import annotations

from dataclasses import dataclass

from .tape import Tape

POSITIVE, NOT_NEGATIVE, NOT_ZERO = ">", ">=", "!="

_OF_ARGUMENT = {"log": POSITIVE, "real_power": POSITIVE, "sqrt": NOT_NEGATIVE}
_WITHIN = frozenset({"arcsin", "arccos", "arctanh", "arccosh"})


@dataclass(frozen=True, slots=True)
class Requirement:
    """`term` OP 0, with `operator` one of > >= !=."""

    term: int
    operator: str


def requirements(tape: Tape, root: int) -> list[Requirement]:
    """The conditions of all parts of a term, each once; terms that they speak of are added to the tape."""
    found: dict[Requirement, None] = {}
    for term in tape.needed([root]):
        for condition in _of(tape, tape.ops[term], tape.args[term]):
            found[condition] = None
    return list(found)


def _of(tape: Tape, op: str, args: tuple[int, ...]) -> list[Requirement]:
    if op in _OF_ARGUMENT:
        return [Requirement(args[0], _OF_ARGUMENT[op])]
    if op == "divide":
        return [Requirement(args[1], NOT_ZERO)]
    if op == "power":
        return _of_power(tape, *args)
    if op == "tan":
        return [Requirement(tape.apply("cos", args[0]), NOT_ZERO)]
    return [Requirement(end, operator) for end, operator in _ends(tape, op, *args)] if op in _WITHIN else []


def _ends(tape: Tape, op: str, u: int) -> list[tuple[int, str]]:
    """What is not negative, or positive, between the ends of an inverse function's domain."""
    one = tape.number(1)
    if op == "arccosh":
        return [(tape.apply("subtract", u, one), NOT_NEGATIVE)]
    operator = POSITIVE if op == "arctanh" else NOT_NEGATIVE
    return [(tape.apply("subtract", one, u), operator), (tape.apply("add", one, u), operator)]


def _of_power(tape: Tape, base: int, exponent: int) -> list[Requirement]:
    power = tape.number_of(exponent) or 0
    if power.denominator == 1:
        return [Requirement(base, NOT_ZERO)] if power < 0 else []
    return [Requirement(base, NOT_NEGATIVE if power > 0 else POSITIVE)]
