"""See terms as quotients of polynomials in whatever is no arithmetic, and those as products of irreducible factors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from flint import arb, ctx, fmpz_poly

from . import exponents, quotients
from .budget import Budget, OutOfBudgetError
from .exponents import Exponent, Monomial
from .quotients import Quotient
from .tape import NUMBER, VARIABLE, Tape
from .trial_values import OF_EXPONENTIAL

_STEPS = 20_000
_HIGHEST_POWER = 16
_HIGHEST_DEGREE = 24  # of polynomials whose roots are looked for
_ROOT_BITS = (64, 256, 1024)

Polynomial = frozenset[tuple[tuple[tuple[int, int], ...], int]]
"""Pairs of a monomial, (generator, power) pairs, and a coefficient. A generator is the term that it stands for."""


@dataclass(frozen=True, slots=True)
class Signed:
    """Where no factor is zero, the term's sign is `sign` times the product of the factors' signs."""

    sign: int
    factors: frozenset[Polynomial]

    def times(self, other: Signed) -> Signed:
        """The product, in which a factor twice is none."""
        return Signed(self.sign * other.sign, self.factors ^ other.factors)


class Polynomials:
    """The factors of terms, each worked out once."""

    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.budget = Budget(_STEPS)
        self._quotients: dict[int, Quotient | None] = {}
        self._signed: dict[int, Signed | None] = {}
        self._all: dict[int, frozenset[Polynomial]] = {}

    def signed(self, term: int) -> Signed | None:
        """The term's factors with odd powers; None where it is 0, or too long to be factored."""
        if term not in self._signed:
            try:
                self._signed[term] = self._factored(term)
            except OutOfBudgetError:
                self._signed[term] = None
        return self._signed[term]

    def quotient(self, term: int) -> Quotient | None:
        """The term as a quotient of polynomials; None where that is too long. Raises `OutOfBudgetError`."""
        for part in self.tape.needed([term]):
            if part not in self._quotients:
                self._quotients[part] = self._worked_out(part)
        return self._quotients[term]

    def is_linear(self, term: int) -> bool:
        """Whether the term is a sum of multiples of variables and a number."""
        try:
            quotient = self.quotient(term)
        except OutOfBudgetError:
            return False
        if quotient is None or quotient.below != quotients.ONE:
            return False
        names = {int(atom[1]) for monomial in quotient.above for atom, _ in monomial}
        degrees = [sum(power for _, power in monomial) for monomial in quotient.above]
        return max(degrees, default=0) <= 1 and all(self.tape.ops[name] == VARIABLE for name in names)

    def all_factors(self, term: int) -> frozenset[Polynomial] | None:
        """The factors with odd and even powers alike."""
        self.signed(term)
        return self._all.get(term)

    def _worked_out(self, term: int) -> Quotient | None:
        op, args = self.tape.ops[term], self.tape.args[term]
        if op == NUMBER:
            return quotients.whole(exponents.number(self.tape.values[term]))
        power = self.tape.number_of(args[1]) if op == "power" else None
        if power is not None and power.denominator == 1 and abs(power) <= _HIGHEST_POWER:
            base = self._quotients[args[0]]
            return None if base is None else quotients.power(base, power.numerator, self.budget)
        if op in OF_EXPONENTIAL:
            return self._of_exponential(term, op, args[0])
        if op not in {"add", "subtract", "multiply", "divide", "negate"}:
            return quotients.whole(_generator(term))
        return self._combined(op, args)

    def _of_exponential(self, term: int, op: str, arg: int) -> Quotient:
        """Functions of exp(u) as such, so that exp(x), exp(-x) and cosh(x) are all in terms of one generator."""
        monomial = exponential_monomial(self.tape, arg)
        if monomial is None:
            return quotients.whole(_generator(term))
        return Quotient(
            *(
                {tuple((atom, times * n) for atom, times in monomial if n): Fraction(c) for n, c in part.items()}
                for part in OF_EXPONENTIAL[op]
            )
        )

    def _combined(self, op: str, args: tuple[int, ...]) -> Quotient | None:
        first, second = self._quotients[args[0]], self._quotients[args[-1]]
        if first is None or second is None:
            return None
        if op == "negate":
            return Quotient(exponents.scaled(first.above, Fraction(-1)), first.below)
        if op in {"add", "subtract"}:
            return quotients.add(first, second, Fraction(1 if op == "add" else -1), self.budget)
        if op == "divide":
            second = Quotient(second.below, second.above)
        return quotients.multiply(first, second, self.budget) if second.below else None

    def _factored(self, term: int) -> Signed | None:
        quotient = self.quotient(term)
        if quotient is None:
            return None
        sign = 1
        odd: set[Polynomial] = set()
        every: set[Polynomial] = set()
        for polynomial in quotient:
            parts = quotients.factored(polynomial)
            if parts is None:
                return None
            sign *= 1 if parts.number > 0 else -1
            for factor, times in _powers(parts):
                every.add(factor)
                odd ^= {factor} if times % 2 else set()
        self._all[term] = frozenset(every)
        return Signed(sign, frozenset(odd))


def _generator(term: int) -> Exponent:
    return {((("term", term), 1),): Fraction(1)}


def exponential_monomial(tape: Tape, root: int) -> Monomial | None:
    """exp(root) as a product of whole powers of exponentials of what is no sum; None where powers are not whole."""
    powers: dict[int, Fraction] = {}
    left = {root: Fraction(1)}
    while left:  # the last first: whatever uses a term comes before it, so that each is taken apart once
        term = max(left)
        times = left.pop(term)
        op, args = tape.ops[term], tape.args[term]
        factor = tape.number_of(args[0]) if op == "multiply" else None
        if op in {"add", "subtract"}:
            parts = {args[0]: times}
            parts[args[1]] = parts.get(args[1], Fraction(0)) + (times if op == "add" else -times)
        elif op == "negate":
            parts = {args[0]: -times}
        elif factor is not None:
            parts = {args[1]: times * factor}
        else:
            parts = {}
            powers[term] = times
        for part, amount in parts.items():
            left[part] = left.get(part, Fraction(0)) + amount
    if any(power.denominator != 1 for power in powers.values()):
        return None
    atoms = {tape.term("exp", term): power.numerator for term, power in powers.items() if power}
    return tuple((("term", term), atoms[term]) for term in sorted(atoms))


def _powers(parts: quotients.Factored) -> Iterator[tuple[Polynomial, int]]:
    """All factors, generators among them, with their powers."""
    for generator, power in zip(parts.generators, parts.powers, strict=True):
        if power:
            yield frozenset({(((generator[1], 1),), 1)}), int(power)
    for factor in parts.factors:
        yield _polynomial(parts.generators, factor), factor.times


def _polynomial(generators: list[tuple[str, int]], factor: quotients.Factor) -> Polynomial:
    return frozenset(
        (
            tuple((g[1], int(power)) for g, power in zip(generators, powers, strict=True) if power),
            coefficient,
        )
        for coefficient, powers in factor.terms
    )


def generators(polynomial: Polynomial) -> set[int]:
    """The terms that the polynomial is in."""
    return {generator for monomial, _ in polynomial for generator, _ in monomial}


def dense(polynomial: Polynomial) -> list[int]:
    """The coefficients of a polynomial in one generator, the constant first."""
    powers = {monomial[0][1] if monomial else 0: coefficient for monomial, coefficient in polynomial}
    return [powers.get(n, 0) for n in range(max(powers) + 1)]


def value_at(coefficients: list[int], x: Fraction) -> Fraction:
    total = Fraction(0)
    for coefficient in reversed(coefficients):
        total = total * x + coefficient
    return total


def samples(polynomials: Iterable[list[int]], cuts: Iterable[Fraction] = ()) -> list[Fraction] | None:
    """A number from every interval into which the roots of the polynomials, and the cuts, divide the line.

    The polynomials must have no root in common. None where their roots are too near one another to be told
    apart.
    """
    rows = list(polynomials)
    if any(len(row) > _HIGHEST_DEGREE + 1 for row in rows):
        return None
    for bits in _ROOT_BITS:
        with ctx.workprec(bits):
            roots = [root for row in rows for root in _real_roots(row)]
            balls = sorted([*roots, *(arb(cut.numerator) / cut.denominator for cut in cuts)], key=_middle)
            between = _between(balls)
        if between is not None:
            return between
    return None


def _real_roots(coefficients: list[int]) -> list[arb]:
    """The real roots, each once; FLINT gives them an imaginary part of exactly 0."""
    found: list[Any] = fmpz_poly(coefficients).complex_roots()
    return [root.real for root, _ in found if root.imag == 0]


def _middle(ball: arb) -> Fraction:
    mantissa, exponent = (int(part) for part in ball.mid().man_exp())
    return mantissa * Fraction(2) ** exponent


def _between(balls: list[arb]) -> list[Fraction] | None:
    """Numbers left of, between, and right of the balls; None where two of them overlap without being the same."""
    ends: list[tuple[Fraction, Fraction]] = []
    for ball in balls:
        low, high = _middle(ball.lower()), _middle(ball.upper())
        if ends and low <= ends[-1][1]:
            if ends[-1][0] == ends[-1][1] == low == high:
                continue
            return None
        ends.append((low, high))
    if not ends:
        return [Fraction(0)]
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(ends)]
    low, high = ends[0][0], ends[-1][1]  # well beyond them, where they are large
    return [low - max(1, abs(low) // 8), *inner, high + max(1, abs(high) // 8)]
