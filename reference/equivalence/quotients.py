"""Take the logarithm of a sum apart: log(e^x + e^(2x)) is x + log(1 + e^x), and log(4x + 12) is 2 log 2 + log(x + 3).

What stands inside is brought to a quotient of polynomials in generators (variables, exponentials, roots,
other values) and factored over the rationals by FLINT; a factor is known by its value in the field, whatever
its sign.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from math import lcm
from typing import Any, NamedTuple

from flint import fmpz, fmpz_mpoly_ctx

from . import exponents
from .budget import Budget
from .exponents import Exponent, Monomial

_MOST_TERMS = 40
# By number of generators, the most terms and the highest power of a polynomial that is given to FLINT to factor: far
# below sizes at which FLINT 3.6 was seen to take seconds, or to crash.
_SIZES = {1: (40, 60), 2: (30, 24), 3: (20, 12), 4: (16, 8), 5: (12, 4), 6: (12, 4), 7: (12, 4), 8: (12, 4)}
_SMOOTH_BITS = 64


class Quotient(NamedTuple):
    """Both polynomials map monomials in generators, with rational powers, to coefficients."""

    above: Exponent
    below: Exponent


ONE: Exponent = exponents.number(Fraction(1))


def whole(polynomial: Exponent) -> Quotient:
    return Quotient(polynomial, ONE)


def add(first: Quotient, second: Quotient, sign: Fraction, budget: Budget) -> Quotient | None:
    """first ± second."""
    if first.below == second.below:
        return _short(Quotient(exponents.combined(first.above, second.above, sign), first.below))
    left = exponents.product(first.above, second.below, budget)
    right = exponents.product(second.above, first.below, budget)
    below = exponents.product(first.below, second.below, budget)
    return _short(Quotient(exponents.combined(left, right, sign), below))


def multiply(first: Quotient, second: Quotient, budget: Budget) -> Quotient | None:
    above = exponents.product(first.above, second.above, budget)
    return _short(Quotient(above, exponents.product(first.below, second.below, budget)))


def power(base: Quotient, n: int, budget: Budget) -> Quotient | None:
    """The n-th power for small n, else None."""
    if n < 0:
        base, n = Quotient(base.below, base.above), -n
    above, below = exponents.power(base.above, n, budget), exponents.power(base.below, n, budget)
    return None if above is None or below is None else _short(Quotient(above, below))


def _short(quotient: Quotient) -> Quotient | None:
    return quotient if max(len(quotient.above), len(quotient.below)) <= _MOST_TERMS else None


class Factor(NamedTuple):
    """An irreducible polynomial, as (coefficient, power of each generator) pairs, and how often it occurs."""

    terms: list[tuple[int, tuple[Fraction, ...]]]
    times: int


class Factored(NamedTuple):
    """number · Π generator^power · Π factor^times; `generators` are the factors' too."""

    number: Fraction
    generators: list[Any]
    powers: list[Fraction]
    factors: list[Factor]


def factored(polynomial: Exponent) -> Factored | None:
    """The polynomial as a product; None where its degree is too high, or it is 0."""
    return _factored(frozenset(polynomial.items())) if polynomial else None


@lru_cache(maxsize=512)
def _factored(items: frozenset[tuple[Monomial, Fraction]]) -> Factored | None:
    polynomial = dict(items)
    generators = sorted({atom for monomial in polynomial for atom, _ in monomial})
    rows = {monomial: dict(monomial) for monomial in polynomial}
    least = [min(row.get(atom, 0) for row in rows.values()) for atom in generators]
    unit = [lcm(*(Fraction(row.get(atom, 0)).denominator for row in rows.values())) for atom in generators]
    scale = lcm(*(coefficient.denominator for coefficient in polynomial.values()))
    if len(polynomial) == 1:
        return Factored(next(iter(polynomial.values())), generators, [Fraction(power) for power in least], [])
    entries: dict[tuple[int, ...], int] = {}
    for monomial, row in rows.items():
        powers = tuple(
            int((row.get(atom, 0) - low) * step) for atom, low, step in zip(generators, least, unit, strict=True)
        )
        entries[powers] = int(polynomial[monomial] * scale)
    most_terms, highest = _SIZES.get(len(generators), (0, 0))
    if len(entries) > most_terms or max(map(max, entries)) > highest:
        return None
    names = [f"g{index}" for index in range(len(generators))]
    try:
        content, found = fmpz_mpoly_ctx.get(names, "lex").from_dict(entries).factor()
    except OverflowError:  # python-flint cannot put factors with such long coefficients in order
        return None
    factors = [Factor(_terms(factor, unit), int(times)) for factor, times in found]
    return Factored(Fraction(int(content), scale), generators, [Fraction(power) for power in least], factors)


def _terms(factor: Any, unit: list[int]) -> list[tuple[int, tuple[Fraction, ...]]]:
    return [
        (int(coefficient), tuple(Fraction(int(power), step) for power, step in zip(powers, unit, strict=True)))
        for powers, coefficient in factor.to_dict().items()
    ]


def reduced(above: Exponent, below: Exponent, budget: Budget) -> Quotient:
    """above / below without the factors that both have; what is left below begins with a coefficient of its own."""
    parts = factored(above), factored(below)
    if parts[0] is None or parts[1] is None:
        return Quotient(above, below)
    rows = [{_expanded(part.generators, factor): factor.times for factor in part.factors} for part in parts if part]
    common = {factor: min(times, rows[1].get(factor, 0)) for factor, times in rows[0].items()}
    if not any(common.values()):
        return Quotient(above, below)
    return Quotient(*(_product(part, row, common, budget) for part, row in zip(parts, rows, strict=True) if part))


def _expanded(generators: list[Any], factor: Factor) -> frozenset[tuple[Monomial, Fraction]]:
    return frozenset(
        (
            tuple((g, _whole(power)) for g, power in zip(generators, powers, strict=True) if power),
            Fraction(coefficient),
        )
        for coefficient, powers in factor.terms
    )


def _whole(power: Fraction) -> Any:
    return power.numerator if power.denominator == 1 else power


def _product(parts: Factored, row: dict[Any, int], common: dict[Any, int], budget: Budget) -> Exponent:
    """The number, the generators and the factors multiplied out again, but for the common ones."""
    powers = zip(parts.generators, parts.powers, strict=True)
    total: Exponent = {tuple((g, _whole(power)) for g, power in powers if power): parts.number}
    for factor, times in row.items():
        for _ in range(times - common.get(factor, 0)):
            total = exponents.product(total, dict(factor), budget)
    return total


def prime_powers(value: Fraction) -> list[tuple[int, int]]:
    """The primes in |value| with their powers; what is left of a very long number counts as a prime."""
    found: list[tuple[int, int]] = []
    for part, sign in ((value.numerator, 1), (value.denominator, -1)):
        number = fmpz(abs(part))
        if number.bit_length() <= _SMOOTH_BITS:
            pairs = number.factor() if number > 1 else []
        else:
            pairs = number.factor_smooth(20)
        found += [(int(prime), sign * int(times)) for prime, times in pairs if prime != 1]
    return found


def logarithm(
    quotient: Quotient,
    of_number: Callable[[Fraction], Exponent],
    of_generator: Callable[[Any], Exponent],
    of_factor: Callable[[list[Any], Factor], Exponent],
) -> Exponent | None:
    """log|quotient| from the logarithms of what it is made of; None where it cannot be taken apart."""
    total: Exponent = {}
    for polynomial, sign in ((quotient.above, Fraction(1)), (quotient.below, Fraction(-1))):
        parts = factored(polynomial)
        if parts is None:
            return None
        total = exponents.combined(total, of_number(parts.number), sign)
        for generator, times in zip(parts.generators, parts.powers, strict=True):
            total = exponents.combined(total, of_generator(generator), sign * times)
        for factor in parts.factors:
            total = exponents.combined(total, of_factor(parts.generators, factor), sign * factor.times)
    return total
