"""Make points at which a condition is likely to fail, or a switch to be on its other side, however far out that is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from .budget import OutOfBudgetError
from .exponents import Exponent
from .knowledge import Knowledge
from .polynomials import samples
from .quotients import factored
from .tape import VARIABLE, Tape

_SCALES = tuple(sign * Fraction(10) ** n for n in range(-3, 8) for sign in (1, -1))


def aimed(
    knowledge: Knowledge, term: int, others: Sequence[Mapping[str, Fraction]], rng: random.Random
) -> Iterator[dict[str, Fraction]]:
    """Points around the given ones, each with one variable of the term changed.

    Where the term is a polynomial in that variable, to a number between every two of its roots, or the ends of what
    the variable may be, and beyond them; and in any case to numbers near those ends and of all sizes.
    """
    tape = knowledge.tape
    for other in others:
        for name in tape.variables([term]):
            for value in _between_roots(knowledge, term, name, other):
                yield {**other, name: value}
    for name in tape.variables([term]):
        for value in _near_ends(*knowledge.bounds().get(name, (None, None))):
            yield {**others[0], name: value}
    for other in others[:2]:
        for name in tape.variables([term]):
            for scale in _SCALES:
                yield {**other, name: scale * Fraction(rng.randrange(1009, 9973), 1009)}


def _near_ends(low: Fraction | None, high: Fraction | None) -> Iterator[Fraction]:
    """Numbers just inside of what a variable may be, nearer and nearer to its ends."""
    for end, inward in ((low, 1), (high, -1)):
        if end is not None:
            yield from (end + inward * Fraction(1, 10**n) for n in range(1, 13))


def _between_roots(knowledge: Knowledge, term: int, name: str, other: Mapping[str, Fraction]) -> list[Fraction]:
    factors = _factors(knowledge, term, name, other)
    ends = [end for end in knowledge.bounds().get(name, ()) if end is not None]
    found = samples(factors, ends)
    return samples(factors) or [] if found is None else found  # an end may be a root too


def rational_roots(knowledge: Knowledge, term: int, name: str, other: Mapping[str, Fraction]) -> list[Fraction]:
    """Where the term is zero or has a pole, along this variable and through a point, as far as rational."""
    rows = _factors(knowledge, term, name, other)
    return [Fraction(-row[0], row[1]) for row in rows if len(row) == 2]


def _factors(knowledge: Knowledge, term: int, name: str, other: Mapping[str, Fraction]) -> list[list[int]]:
    """The irreducible factors of a term as polynomials in one variable; none where it is no such thing."""
    try:
        quotient = knowledge.polynomials.quotient(term)
    except OutOfBudgetError:
        return []
    rows: dict[tuple[int, ...], None] = {}
    for polynomial in quotient or ():
        row = _in_one_variable(knowledge.tape, polynomial, name, other)
        parts = None if row is None else factored(row)
        if parts is None:
            return []
        rows |= dict.fromkeys(tuple(_dense(factor.terms)) for factor in parts.factors)
        if any(parts.powers):
            rows[0, 1] = None
    return [list(row) for row in rows]


def _in_one_variable(tape: Tape, polynomial: Exponent, name: str, other: Mapping[str, Fraction]) -> Exponent | None:
    """The polynomial with all other variables replaced by their values; None where it is in more than variables."""
    total: dict[tuple[tuple[tuple[str, str | int], int], ...], Fraction] = {}
    for monomial, coefficient in polynomial.items():
        value, left = coefficient, []
        for (kind, generator), power in monomial:
            if tape.ops[int(generator)] != VARIABLE:
                return None
            if tape.values[int(generator)] == name:
                left.append(((kind, generator), power))
            else:
                value *= other[tape.values[int(generator)]] ** power
        key = tuple(left)
        total[key] = total.get(key, Fraction(0)) + value
    return {key: value for key, value in total.items() if value}


def _dense(terms: list[tuple[int, tuple[Fraction, ...]]]) -> list[int]:
    powers = {int(power[0]): coefficient for coefficient, power in terms}
    return [powers.get(n, 0) for n in range(max(powers) + 1)]
