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

    Where the term is a polynomial in that variable, to a number between every two of its roots and beyond
    them; and in any case to numbers of all sizes.
    """
    tape = knowledge.tape
    for other in others:
        for name in tape.variables([term]):
            for value in _between_roots(knowledge, term, name, other):
                yield {**other, name: value}
    for other in others[:2]:
        for name in tape.variables([term]):
            for scale in _SCALES:
                yield {**other, name: scale * Fraction(rng.randrange(1009, 9973), 1009)}


def _between_roots(knowledge: Knowledge, term: int, name: str, other: Mapping[str, Fraction]) -> list[Fraction]:
    tape = knowledge.tape
    try:
        quotient = knowledge.polynomials.quotient(term)
    except OutOfBudgetError:
        return []
    if quotient is None:
        return []
    rows = []
    for polynomial in quotient:
        row = _in_one_variable(tape, polynomial, name, other)
        if row is None:
            return []
        parts = factored(row)
        if parts is not None:
            rows += [_dense(factor.terms) for factor in parts.factors]
            if any(parts.powers):
                rows.append([0, 1])
    found = samples({tuple(row): row for row in rows}.values())
    return [] if found is None else found


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
