"""Know what holds on RIGHT's domain, under the assumptions: signs of terms, and conditions that follow.

Three ways of reasoning, each of which can only fail to see something, never see what is not so: intervals
from the parts up; signs of products, by linear algebra over the two signs; and for polynomials in one
generator a table of signs between all roots.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from . import intervals as iv
from .budget import Budget
from .intervals import ABOVE_ZERO, FROM_ZERO, Interval
from .polynomials import Polynomial, Polynomials, Signed, dense, generators, samples, value_at
from .ranges import Ranges
from .requirements import NOT_ZERO, POSITIVE, Requirement
from .switches import SWITCHES, turn
from .tape import VARIABLE, Tape

# For all proofs in fields together; a step is some microseconds.
_STEPS = 150_000


class Knowledge:
    """What follows from conditions that hold, the `facts`, and the steps that may be spent on finding it out."""

    def __init__(self, tape: Tape, facts: Iterable[Requirement]) -> None:
        self.tape = tape
        self.facts = tuple(facts)
        self.ranges = Ranges(tape)
        self.polynomials = Polynomials(tape)
        self.budget = Budget(_STEPS)
        self.rows: list[Signed] = []
        for fact in self.facts:
            self._learn(fact)
        self._learn_bounds()
        self._factor_signs: dict[Polynomial, int | None] = {}

    def _learn(self, fact: Requirement) -> None:
        if fact.operator == NOT_ZERO:
            return
        self.ranges.learn(fact.term, ABOVE_ZERO if fact.operator == POSITIVE else FROM_ZERO)
        # A root's argument may be 0 on a whole region if it has a switch inside: then it tells no sign.
        if fact.operator == POSITIVE or not self.switches([fact.term]):
            row = self.polynomials.signed(fact.term)
            if row is not None:
                self.rows.append(row)

    def _learn_bounds(self) -> None:
        """Bounds of variables from facts like 2x + 3 > 0."""
        for row in self.rows:
            if len(row.factors) != 1:
                continue
            (factor,) = row.factors
            names = generators(factor)
            if len(names) != 1 or len(coefficients := dense(factor)) != 2:
                continue
            (generator,) = names
            root = Fraction(-coefficients[0], coefficients[1])
            upward = row.sign * coefficients[1] > 0
            self.ranges.learn(generator, Interval(low=root) if upward else Interval(high=root))

    def switches(self, roots: Iterable[int]) -> set[int]:
        """The terms among all parts of the roots that are switches."""
        return {term for term in self.tape.needed(roots) if self.tape.ops[term] in SWITCHES}

    def turns(self, roots: Iterable[int]) -> list[int]:
        """Terms with whose sign something may change: in switches, and under roots, which may hide a square."""
        tape = self.tape
        found = []
        for term in tape.needed(roots):
            op, args = tape.ops[term], tape.args[term]
            if op in SWITCHES:
                found.append(turn(tape, term))
            elif op == "sqrt" or (op == "power" and (tape.number_of(args[1]) or 0).denominator > 1):
                found.append(args[0])
        return found

    def bounds(self) -> dict[str, tuple[Fraction | None, Fraction | None]]:
        """The bounds of variables that are known, by name."""
        found = {}
        for term, interval in self.ranges.known.items():
            if self.tape.ops[term] == VARIABLE:
                low, high = interval.low, interval.high
                ends = (end if isinstance(end, Fraction) else None for end in (low, high))
                found[self.tape.values[term]] = (next(ends), next(ends))
        return found

    # -- signs

    def sign(self, term: int) -> int | None:
        """1 or −1 where the term, wherever it is not zero, has that sign; None where that is not known."""
        interval = self.ranges.of(term)
        if interval.nonnegative or interval.nonpositive:
            return 1 if interval.nonnegative else -1
        signed = self.polynomials.signed(term)
        if signed is None:
            return None
        rest = reduced = self.reduced(signed)
        basis = echelon(self.reduced_rows) if rest.factors else {}
        for greatest in sorted(basis, key=_order, reverse=True):
            if greatest in rest.factors:
                rest = rest.times(basis[greatest])
        return rest.sign if not rest.factors else self._sign_by_table(reduced)

    @property
    def reduced_rows(self) -> list[Signed]:
        """What the facts say of products of which no factor's sign is known by itself."""
        return [self.reduced(row) for row in self.rows]

    def reduced(self, signed: Signed) -> Signed:
        """The same without the factors whose sign is known by itself."""
        for factor in signed.factors:
            sign = self.factor_sign(factor)
            if sign is not None:
                signed = signed.times(Signed(sign, frozenset({factor})))
        return signed

    def factor_sign(self, factor: Polynomial) -> int | None:
        """The sign of a factor from the ranges of its generators, and from its roots where there is one generator."""
        if factor not in self._factor_signs:
            self._factor_signs[factor] = self._worked_out(factor)
        return self._factor_signs[factor]

    def _worked_out(self, factor: Polynomial) -> int | None:
        total = iv.closed(Fraction(0), Fraction(0))
        for monomial, coefficient in factor:
            part = iv.closed(Fraction(coefficient), Fraction(coefficient))
            for generator, power in monomial:
                part = iv.multiply(part, iv.power(self.ranges.of(generator), power))
            total = iv.add(total, part)
        if total.nonnegative or total.nonpositive:
            return 1 if total.nonnegative else -1
        return self._sign_by_table(Signed(1, frozenset({factor})))

    def _sign_by_table(self, signed: Signed) -> int | None:
        """The sign where it is the same in all intervals, between the roots, in which the facts hold."""
        names = {generator for factor in signed.factors for generator in generators(factor)}
        if len(names) != 1:
            return None
        (generator,) = names
        facts = [row for row in self.rows if row.factors and self._all_in(row, generator)]
        factors = {factor for row in (signed, *facts) for factor in row.factors}
        coefficients = {factor: dense(factor) for factor in factors}
        interval = self.ranges.of(generator)
        ends = [end for end in (interval.low, interval.high) if isinstance(end, Fraction)]
        points = samples(coefficients.values(), ends)
        if points is None:
            return None
        signs = {
            _sign_at(signed, coefficients, x)
            for x in points
            if interval.low < x < interval.high and all(_sign_at(row, coefficients, x) == 1 for row in facts)
        }
        return signs.pop() if len(signs) == 1 else None

    def _all_in(self, row: Signed, generator: int) -> bool:
        return all(generators(factor) == {generator} for factor in row.factors)


def _sign_at(signed: Signed, coefficients: dict[Polynomial, list[int]], x: Fraction) -> int:
    sign = signed.sign
    for factor in signed.factors:
        sign *= 1 if value_at(coefficients[factor], x) > 0 else -1
    return sign


def _order(polynomial: Polynomial) -> list[tuple[tuple[tuple[int, int], ...], int]]:
    return sorted(polynomial)


def echelon(rows: Iterable[Signed]) -> dict[Polynomial, Signed]:
    """As many of the rows, and products of them, as are independent, each by its greatest factor."""
    basis: dict[Polynomial, Signed] = {}
    for row in rows:
        rest = row
        while rest.factors:
            greatest = max(rest.factors, key=_order)
            if greatest not in basis:
                basis[greatest] = rest
                break
            rest = rest.times(basis[greatest])
    return basis
