"""Prove two formulas equal case by case: by the sign of what stands in |u|, max(u, v) and so on.

Where u is positive |u| is u, and where it is negative −u: two formulas without that switch, and a fact more. Cases that
the facts exclude are left out. What happens where u is 0 does not matter: there both cases agree.
"""

from __future__ import annotations

from collections.abc import Callable

from . import field_proof
from .knowledge import Knowledge
from .requirements import POSITIVE, Requirement
from .switches import CONTINUOUS, chosen, turn

_MOST_CASES = 48


class Cases:
    """A proof by cases. `is_nonzero_somewhere` tells of a value that is surely not 0."""

    def __init__(self, knowledge: Knowledge, is_nonzero_somewhere: Callable[[int], bool], seed: int) -> None:
        self.tape, self.budget = knowledge.tape, knowledge.budget
        self.facts = knowledge.facts
        self.is_nonzero_somewhere = is_nonzero_somewhere
        self.seed = seed
        self.left = _MOST_CASES

    def are_zero(self, term: int, more: tuple[Requirement, ...] = ()) -> bool:
        """Whether the term is shown to be zero wherever it is defined, the facts hold, and so do `more`."""
        self.left -= 1
        if self.left < 0:
            return False
        knowledge = Knowledge(self.tape, (*self.facts, *more))
        knowledge.budget = self.budget
        switches = sorted(knowledge.switches([term]))
        if not switches:
            return field_proof.is_zero(term, knowledge, self.seed)
        switch = switches[0]  # with none inside
        turning = turn(self.tape, switch)
        if self.tape.ops[switch] not in CONTINUOUS or not self.is_nonzero_somewhere(turning):
            return False
        sign = knowledge.sign(turning)
        return all(
            self.are_zero(chosen(self.tape, term, {switch: upper}), (*more, self._fact(turning, upper=upper)))
            for upper in (True, False)
            if sign is None or upper == (sign == 1)
        )

    def _fact(self, turning: int, *, upper: bool) -> Requirement:
        return Requirement(turning if upper else self.tape.apply("negate", turning), POSITIVE)
