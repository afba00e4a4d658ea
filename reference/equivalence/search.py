"""Look for a point that proves two formulas different, with error bounds and therefore without any tolerance.

A ball of LEFT − RIGHT that excludes zero is a proof, and so is a point around which LEFT is undefined where
RIGHT is not. That nothing was found proves nothing.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from .balls import UNDEFINED, UNKNOWN, Unvalued, Value, as_float, difference, evaluate, holds_zero, is_exact, numbers
from .budget import Budget, OutOfBudgetError
from .comparison import Comparison, Note
from .points import Bounds, generator, nearby, points
from .question import Question

# What may be evaluated: a step is about a microsecond.
_STEPS = 400_000
_SAMPLES = 3
_BESIDE = 4
_JUMPS = frozenset({"sign", "is_zero", "is_positive"})
# Of so many candidates one must lie in RIGHT's domain, or the search gives up.
_CANDIDATES_PER_POINT = 12


class Search:
    """A search over one stream of points, which may be continued.

    `agreeing` counts the points of RIGHT's domain where both have a value and no difference was found.
    """

    def __init__(self, question: Question, bounds: Bounds, seed: int) -> None:
        self.tape = question.tape
        self.left, self.right, self.assumptions = question.left, question.right, question.assumptions
        wanted = [self.left, self.right, *(assumption.term for assumption in self.assumptions)]
        terms = self.tape.needed(wanted)
        self.numbers = numbers(self.tape, terms)
        self.terms = [term for term in terms if term not in self.numbers]
        self.jumps = [self.tape.args[term][0] for term in terms if self.tape.ops[term] in _JUMPS]
        self.names = self.tape.variables_in(terms)
        self.budget = Budget(_STEPS)
        self.stream: Iterator[dict[str, Fraction]] = points(self.names, bounds, seed)
        self.seed = seed
        self.agreeing = 0
        self.defined = 0
        self.gap: dict[str, Fraction] | None = None  # a point where LEFT alone is undefined, if only there
        self.samples: list[dict[str, Fraction]] = []  # some points of RIGHT's domain

    def go_on(self, wanted: int, bits: int, most_bits: int) -> Comparison | None:
        """Try points until `wanted` more agree; a difference that was found, or None."""
        for _ in range(wanted * _CANDIDATES_PER_POINT if self.names else 1):
            if wanted == 0:
                break
            before = self.agreeing
            found = self.examine(next(self.stream), bits, most_bits)
            if found is not None:
                return found
            wanted -= self.agreeing - before
        return None

    @cached_property
    def rng(self) -> random.Random:
        """For the places beside a point, which few searches need."""
        return generator(self.seed + 1)

    def any_point(self) -> dict[str, Fraction]:
        """The next point of the stream."""
        return next(self.stream)

    def examine(self, point: Mapping[str, Fraction], bits: int, most_bits: int) -> Comparison | None:
        """What one point shows: a difference or nothing. More bits are used where fewer cannot tell."""
        try:
            return self._examine(point, bits, most_bits)
        except OutOfBudgetError:
            return None

    def _examine(self, point: Mapping[str, Fraction], bits: int, most_bits: int) -> Comparison | None:
        left, right = self.values(point, bits)
        while UNKNOWN in (left, right) and bits < most_bits and UNDEFINED not in (right,):
            bits *= 4
            left, right = self.values(point, bits)
        if isinstance(right, Unvalued):
            return None
        self.defined += 1
        if len(self.samples) < _SAMPLES:
            self.samples.append(dict(point))
        if left is UNDEFINED:
            return self.undefined(point, right, bits)
        if left is UNKNOWN:
            return None
        apart = difference(left, right, bits)
        if holds_zero(apart):
            self.agreeing += 1
            return None
        if self.is_alone(point, bits):
            return None
        return Comparison("different", "balls", dict(point), as_float(left), as_float(right))

    def is_alone(self, point: Mapping[str, Fraction], bits: int) -> bool:
        """Whether RIGHT is defined at this single point only, as far as can be seen."""
        beside = (self.values(nearby(point, self.rng), bits) for _ in range(_BESIDE)) if self.names else ()
        return bool(self.names) and all(isinstance(right, Unvalued) for _, right in beside)

    def values(self, point: Mapping[str, Fraction], bits: int) -> tuple[Value, Value]:
        """Both sides at a point; undefined where RIGHT is, an assumption fails, or a function jumps.

        Raises `OutOfBudgetError` when too much has been evaluated.
        """
        self.budget.spend(len(self.terms) * (bits // 64 + 3))
        found = evaluate(self.tape, self.terms, point, bits, dict(self.numbers))
        held = all(assumption.holds(found[assumption.term]) for assumption in self.assumptions)
        if not held or found[self.right] is UNDEFINED:
            return UNDEFINED, UNDEFINED
        if any(is_exact(found[term]) and found[term] == 0 for term in self.jumps):
            return UNDEFINED, UNDEFINED
        return found[self.left], found[self.right]

    def try_values(self, point: Mapping[str, Fraction], bits: int) -> tuple[Value, Value]:
        """The same, and undefined where no more may be evaluated."""
        try:
            return self.values(point, bits)
        except OutOfBudgetError:
            return UNDEFINED, UNDEFINED

    def undefined(self, point: Mapping[str, Fraction], right: Value, bits: int) -> Comparison | None:
        """LEFT is undefined here: is it so all around?"""
        for _ in range(2):
            beside = self.values(nearby(point, self.rng), bits)
            if beside[0] is not UNDEFINED or isinstance(beside[1], Unvalued):
                self.gap = self.gap or dict(point)
                return None
        return Comparison("different", "balls", dict(point), None, as_float(right), Note("left_undefined"))
