"""Show that LEFT is defined almost everywhere where RIGHT is, condition by condition; name those that are left.

What is shown is shown for good. What is not is for the search to refute, with points made for the purpose.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from . import field_proof
from .convex import is_convex
from .knowledge import Knowledge
from .requirements import NOT_NEGATIVE, NOT_ZERO, POSITIVE, Requirement, requirements
from .switches import chosen
from .tape import Tape

# These are zero exactly where their argument is, or nowhere.
_ZERO_WITH_ARGUMENT = frozenset(
    {"divide", "power", "negate", "abs", "sqrt", "sign", "sinh", "tanh", "arcsinh", "arctan", "arcsin", "arctanh"}
)
# These are not negative where their arguments are not.
_SIGN_OF_PARTS = frozenset({"multiply", "divide", "tanh", "sinh", "arctan", "arcsinh"})
_NEVER_ZERO = frozenset({"exp", "sigmoid", "cosh", "real_power"})
# Functions of one value for every complex number but their poles: what they build is 0 almost nowhere, or
# everywhere.
_ONE_VALUED = frozenset(
    {"number", "variable", "pi", "add", "subtract", "multiply", "divide", "negate", "exp", "sin", "cos", "tan"}
    | {"sinh", "cosh", "tanh", "sigmoid"}
)
_MOST_SWITCHES = 3
_DEEPEST = 40
_FEW_PARTS = 6
_MOST_FACTS = 6


class DomainProof:
    """Which conditions hold wherever the facts do. `is_nonzero_somewhere` tells of a value that is surely not 0."""

    def __init__(self, knowledge: Knowledge, is_nonzero_somewhere: Callable[[int], bool]) -> None:
        self.knowledge = knowledge
        self.tape: Tape = knowledge.tape
        self.is_nonzero_somewhere = is_nonzero_somewhere
        self.given = {(fact.term, fact.operator) for fact in knowledge.facts}
        self._give_parts()
        self._not_negative: dict[int, bool] = {}
        self._nonzero: dict[int, bool] = {}

    def missing(self, term: int) -> list[Requirement]:
        """The conditions of a term that could not be shown to follow."""
        return [condition for condition in requirements(self.tape, term) if not self.holds(condition)]

    def _give_parts(self) -> None:
        """What is not zero has no part that would make it zero."""
        left = [term for term, operator in self.given if operator != NOT_NEGATIVE]
        while left:
            for part in self._zero_with(left.pop()) or ():
                if (part, NOT_ZERO) not in self.given:
                    self.given.add((part, NOT_ZERO))
                    left.append(part)

    def holds(self, condition: Requirement, depth: int = 0) -> bool:
        """Whether the condition is shown to hold almost everywhere where the facts hold."""
        term, operator = condition.term, condition.operator
        if (term, operator) in self.given or (operator != NOT_ZERO and (term, POSITIVE) in self.given):
            return True
        if operator == NOT_ZERO:
            return self.nonzero(term) or self._is_a_fact(term, operator)
        if operator == POSITIVE and self.knowledge.ranges.of(term).positive:
            return True
        if self.not_negative(term, 0) and (operator == NOT_NEGATIVE or self.nonzero(term)):
            return True
        parts = self.tape.args[term] if self.tape.ops[term] in {"multiply", "divide"} and depth < _FEW_PARTS else ()
        by_parts = bool(parts) and all(self.holds(Requirement(part, operator), depth + 1) for part in parts)
        return by_parts or self._is_a_fact(term, operator)

    def _is_a_fact(self, term: int, operator: str) -> bool:
        """Whether the term is shown to be equal to one that a fact speaks of."""
        enough = {operator, POSITIVE}
        candidates = [fact.term for fact in self.knowledge.facts if fact.operator in enough][:_MOST_FACTS]
        return any(
            field_proof.is_zero(self.tape.apply("subtract", term, candidate), self.knowledge, 0)
            for candidate in candidates
        )

    # -- not negative

    def not_negative(self, term: int, depth: int) -> bool:
        """Whether the term is shown to be ≥ 0 wherever the facts hold."""
        if term not in self._not_negative:
            self._not_negative[term] = self._is_not_negative(term, depth)
        return self._not_negative[term]

    def _is_not_negative(self, term: int, depth: int) -> bool:
        if self.knowledge.ranges.of(term).nonnegative or self.knowledge.sign(term) == 1:
            return True
        op, args = self.tape.ops[term], self.tape.args[term]
        if depth > _DEEPEST:
            return False
        if op in {"add", "subtract"}:
            return self._sum_with_root(op, *args, depth=depth)
        return op in _SIGN_OF_PARTS and all(self.not_negative(arg, depth + 1) for arg in args)

    def _sum_with_root(self, op: str, a: int, b: int, *, depth: int) -> bool:
        """√w ± a ≥ 0 where w ≥ a²; a + √w ≥ 0 where a ≥ 0."""
        pairs = [(a, b), (b, a)] if op == "add" else [(b, a)]
        for other, root in pairs:
            if self.tape.ops[root] != "sqrt":
                continue
            inside = self.tape.args[root][0]
            gap = self.tape.apply("subtract", inside, self.tape.apply("multiply", other, other))
            if self.not_negative(gap, depth + 1):
                return True
        return op == "add" and all(self.not_negative(arg, depth + 1) for arg in (a, b))

    # -- not zero

    def nonzero(self, term: int, depth: int = 0) -> bool:
        """Whether the term is shown to be zero on single points at most, wherever the facts hold."""
        if term not in self._nonzero:
            self._nonzero[term] = self._is_nonzero(term, depth)
        return self._nonzero[term]

    def _is_nonzero(self, term: int, depth: int) -> bool:
        if {(term, NOT_ZERO), (term, POSITIVE)} & self.given or self.knowledge.ranges.of(term).nonzero:
            return True
        parts = self._zero_with(term) if depth <= _DEEPEST else None
        if parts is not None:
            return all(self.nonzero(part, depth + 1) for part in parts)
        if self.knowledge.switches([term]):
            return self._nonzero_in_every_case(term)
        return self._analytic(term) and self.is_nonzero_somewhere(term)

    def _zero_with(self, term: int) -> list[int] | None:
        """Terms of which one is zero wherever this one is; None where there are none at hand."""
        op, args = self.tape.ops[term], self.tape.args[term]
        if op in _NEVER_ZERO:
            return []
        if op in _ZERO_WITH_ARGUMENT:
            return [args[0]]
        if op == "multiply":
            return list(args)
        if op in {"log", "arccosh"}:
            return [self.tape.apply("subtract", args[0], self.tape.number(1))]
        return None

    def _analytic(self, term: int) -> bool:
        """Whether the term is one analytic function, so that it is zero almost nowhere unless it is everywhere.

        It is where all is one-valued, poles or not; and else where its domain is convex and without poles.
        """
        one_valued = all(self._one_valued(part) for part in self.tape.needed([term]))
        return one_valued or is_convex(self.tape, self.knowledge.polynomials, requirements(self.tape, term))

    def _one_valued(self, term: int) -> bool:
        if self.tape.ops[term] == "power":
            exponent = self.tape.number_of(self.tape.args[term][1]) or Fraction(0)
            return exponent.denominator == 1
        return self.tape.ops[term] in _ONE_VALUED

    def _nonzero_in_every_case(self, term: int) -> bool:
        """Whether every choice of signs inside |u|, relu(u) and so on leaves something that is not zero everywhere."""
        switches = sorted(self.knowledge.switches([term]))
        if len(switches) > _MOST_SWITCHES:
            return False
        for case in range(2 ** len(switches)):
            choices = {switch: bool(case >> n & 1) for n, switch in enumerate(switches)}
            case_term = chosen(self.tape, term, choices)
            if self.knowledge.switches([case_term]) or not self.nonzero(case_term):
                return False
        return True
