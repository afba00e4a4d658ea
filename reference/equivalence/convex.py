"""Tell domains in one piece: where conditions cut off half-spaces only, and nothing else has an edge or a pole."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from .intervals import Interval
from .polynomials import Polynomials
from .ranges import Ranges
from .requirements import NOT_ZERO, Requirement
from .tape import VARIABLE, Tape


def is_convex(tape: Tape, polynomials: Polynomials, conditions: Iterable[Requirement]) -> bool:
    """Whether the conditions are shown to hold on one convex set, and to hold all over it.

    Linear conditions make the set; the others must follow from the bounds that those put on single variables.
    """
    ranges = Ranges(tape)
    others = []
    for condition in conditions:
        if condition.operator != NOT_ZERO and polynomials.is_linear(condition.term):
            _learn(ranges, tape, polynomials, condition.term)
        else:
            others.append(condition)
    return all(_follows(ranges, condition) for condition in others)


def _learn(ranges: Ranges, tape: Tape, polynomials: Polynomials, term: int) -> None:
    """The bound of the variable in a linear condition on one variable."""
    names = [part for part in tape.needed([term]) if tape.ops[part] == VARIABLE]
    quotient = polynomials.quotient(term)
    if quotient is None or len(names) != 1:
        return
    slope = quotient.above.get(((("term", names[0]), 1),), Fraction(0))
    if slope:
        root = -quotient.above.get((), Fraction(0)) / slope
        ranges.learn(names[0], Interval(low=root) if slope > 0 else Interval(high=root))


def _follows(ranges: Ranges, condition: Requirement) -> bool:
    interval = ranges.of(condition.term)
    return interval.nonzero if condition.operator == NOT_ZERO else interval.positive
