"""Bring exponents into a normal form, so that e^(2x+y) and e^y·(eˣ)² are products of the same powers.

An exponent is a polynomial with rational coefficients in atoms: variables, logarithms, π, and whatever else
by its value in the field. A monomial is a sorted tuple of (atom, whole power); the polynomial maps monomials
to coefficients.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from .budget import Budget
from .lengths import is_long_power

Atom = tuple[str, str | int]  # what kind of atom, and which
Monomial = tuple[tuple[Atom, int], ...]
Exponent = Mapping[Monomial, Fraction]

CONSTANT: Monomial = ()
_MOST_POWER = 12


def number(value: Fraction) -> Exponent:
    return {CONSTANT: value} if value else {}


def atom(kind: str, key: str | int) -> Exponent:
    return {(((kind, key), 1),): Fraction(1)}


def lone_atom(monomial: Monomial) -> Atom | None:
    """The atom that the monomial is, or None."""
    return monomial[0][0] if len(monomial) == 1 and monomial[0][1] == 1 else None


def combined(first: Exponent, second: Exponent, factor: Fraction) -> Exponent:
    """first + factor · second."""
    result = dict(first)
    for monomial, coefficient in second.items():
        _put(result, monomial, factor * coefficient)
    return result


def _put(polynomial: dict[Monomial, Fraction], monomial: Monomial, coefficient: Fraction) -> None:
    """Add a term, where what comes to 0 vanishes."""
    if monomial in polynomial:
        coefficient += polynomial[monomial]
    if coefficient:
        polynomial[monomial] = coefficient
    else:
        polynomial.pop(monomial, None)


def scaled(exponent: Exponent, factor: Fraction) -> Exponent:
    return {monomial: factor * coefficient for monomial, coefficient in exponent.items()} if factor else {}


def product(first: Exponent, second: Exponent, budget: Budget) -> Exponent:
    """The product; its cost is the number of products of coefficients."""
    budget.spend(len(first) * len(second))
    result: dict[Monomial, Fraction] = {}
    for left, a in first.items():
        for right, b in second.items():
            _put(result, _joined(left, right), a * b)
    return result


def power(base: Exponent, n: int, budget: Budget) -> Exponent | None:
    """baseⁿ, or None where that is not a polynomial, or a long one."""
    if len(base) == 1:
        ((monomial, coefficient),) = base.items()
        if is_long_power(coefficient, n):
            return None
        return {tuple((atom_, times * n) for atom_, times in monomial) if n else (): coefficient**n}
    if not 0 <= n <= _MOST_POWER:
        return None
    result: Exponent = number(Fraction(1))
    for _ in range(n):
        result = product(result, base, budget)
    return result


def _joined(left: Monomial, right: Monomial) -> Monomial:
    if not left or not right:
        return left or right
    powers = dict(left)
    for atom_, times in right:
        powers[atom_] = powers.get(atom_, 0) + times
    return tuple(sorted((atom_, times) for atom_, times in powers.items() if times))
