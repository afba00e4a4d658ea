"""Prove that two formulas without any case distinction are equal, and that one has a value everywhere on a region.

The proof is the one of `reference.equivalence`, without the search that it makes where it cannot prove anything: no
proof is an answer here. What was proved is remembered, since most people write the same formulas.
"""

from __future__ import annotations

from reference.equivalence.decide import Decision
from reference.equivalence.intervals import Interval
from reference.equivalence.lowering import UnsupportedError, add_graph
from reference.equivalence.question import Question
from reference.equivalence.ranges import Ranges
from reference.equivalence.requirements import NOT_NEGATIVE, NOT_ZERO, Requirement, requirements
from reference.equivalence.tape import Tape
from reference.graph import Node, topological_order

from .regions import Region
from .remembered import Remembered

MAX_NODES = 1_000
MAX_REMEMBERED = 2_000
_POINTS, _BITS, _MOST_BITS = 8, 64, 1024

_proved: Remembered[bool] = Remembered(MAX_REMEMBERED)


def written(node: Node) -> str:
    """The formula as a text that tells it from every other one."""
    order = topological_order([node])
    number = {each: place for place, each in enumerate(order)}
    return ";".join(f"{each.op} {each.attrs} {[number[arg] for arg in each.args]}" for each in order)


def equal(left: Node, right: Node) -> bool:
    """Whether the two are shown to be equal wherever both are defined."""
    if left is right:
        return True
    if len(topological_order([left, right])) > MAX_NODES:
        return False
    return _proved.get((written(left), written(right)), lambda: _equal(left, right))


def _equal(left: Node, right: Node) -> bool:
    tape = Tape()
    try:
        decision = Decision(Question(tape, add_graph(tape, left), add_graph(tape, right)), 0)
    except UnsupportedError:
        return False
    if decision.search.go_on(_POINTS, _BITS, _MOST_BITS) is not None or decision.search.defined == 0:
        return False
    found = decision.equal()
    return found is not None and found.relation == "equal"


class Bounds:
    """What intervals tell of formulas on a region: strictly, for every single point of it."""

    def __init__(self, region: Region) -> None:
        self._tape = Tape()
        self._ranges = Ranges(self._tape)
        for name, span in region.spans.items():
            interval = Interval(span.low, span.high, not span.low_in, not span.high_in)
            self._ranges.learn(self._tape.variable(name), interval)

    def sign(self, left: Node, right: Node) -> int | None:
        """The sign of left − right, where it is the same everywhere."""
        try:
            terms = add_graph(self._tape, left), add_graph(self._tape, right)
        except UnsupportedError:
            return None
        interval = self._ranges.of(self._tape.apply("subtract", *terms))
        return 1 if interval.positive else -1 if interval.negative else None

    def defined(self, node: Node) -> bool:
        """Whether the formula is shown to have a value at every point."""
        try:
            term = add_graph(self._tape, node)
        except UnsupportedError:
            return False
        return all(map(self._holds, requirements(self._tape, term)))

    def _holds(self, condition: Requirement) -> bool:
        interval = self._ranges.of(condition.term)
        if condition.operator == NOT_ZERO:
            return interval.nonzero
        return interval.nonnegative if condition.operator == NOT_NEGATIVE else interval.positive


def is_defined(node: Node, region: Region) -> bool:
    """Whether the formula is shown to have a value everywhere on the region."""
    anywhere = _proved.get(("defined", written(node)), lambda: Bounds(Region({})).defined(node))
    return anywhere or Bounds(region).defined(node)
