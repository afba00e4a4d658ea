"""Decide whether two formulas are equal, step by step, and say how it was shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from ..formula import Condition, parse_formula, read_conditions
from ..graph import Graph, Node
from . import derivatives, field_proof, second_opinion
from .aims import aimed
from .balls import is_nonzero
from .cases import Cases
from .comparison import Comparison, Note
from .domain import DomainProof
from .knowledge import Knowledge
from .lowering import UnsupportedError, add_graph
from .notes import digits, gap
from .points import generator
from .question import Assumption, Question
from .requirements import Requirement, requirements
from .search import Search
from .settling import settled
from .tape import Tape

# Points, bits, and how many bits where those cannot tell.
_FIRST = (6, 64, 1024)
_MORE = ((24, 256, 1024), (4, 1024, 4096))


def compare(
    left: str | Graph,
    right: str | Graph,
    assume: Iterable[str] = (),
    names: Iterable[str] = (),
    *,
    seed: int = 0,
) -> Comparison:
    """Is `left` equal to `right`, the reference, almost everywhere on the real domain of `right`?

    Either is a text or a graph, of which the first output counts. Inputs of graphs and `names` are declared, so that
    `Wx` is read as W times x; other names are variables too. `assume` holds conditions such as "x > 0" that limit where
    the two are compared. The same arguments give the same result: points and primes come from `seed` and from the
    formulas themselves, so that nobody can make a formula for points known beforehand. Raises `FormulaError` for a text
    that cannot be read.
    """
    declared = [*names, *(name for side in (left, right) if isinstance(side, Graph) for name in side.inputs)]
    roots = [_root(side, declared) for side in (left, right)]
    conditions = [condition for text in assume for condition in read_conditions(text, declared, undeclared=True)]
    tape = Tape()
    try:
        terms = [add_graph(tape, root) for root in roots]
        assumptions = [_assumption(tape, condition) for condition in conditions]
    except UnsupportedError as error:
        return Comparison("undecided", note=Note("not_supported", {"op": str(error)}))
    question = Question(tape, terms[0], terms[1], tuple(assumptions))
    return _answer(question, question.seed(seed))


def _root(side: str | Graph, declared: list[str]) -> Node:
    graph = parse_formula(side, declared, undeclared=True) if isinstance(side, str) else side
    return graph.node(graph.outputs[0])


def _assumption(tape: Tape, condition: Condition) -> Assumption:
    left, right = (add_graph(tape, side.node(side.outputs[0])) for side in (condition.left, condition.right))
    if condition.operator in {"<", "<="}:
        left, right = right, left
    operator = {"<": ">", "<=": ">="}.get(condition.operator, condition.operator)
    return Assumption(tape.apply("subtract", left, right), operator)


def _answer(question: Question, seed: int) -> Comparison:
    decision = Decision(question, seed)
    found = decision.decide()
    if found.relation == "undecided" or (found.relation == "different" and found.left_value is None):
        simpler = settled(question, seed)
        if simpler is not question:
            decision = Decision(simpler, seed)
            found = decision.decide()
    if found.relation == "different" and found.note is None:
        return replace(found, note=digits(decision.search))
    if found.relation != "undecided":
        return found
    return decision.think_longer() or decision.ask_sympy() or found


class Decision:
    """The steps over one question, each of which may answer it."""

    def __init__(self, question: Question, seed: int) -> None:
        self.question, self.seed = question, seed
        tape = self.tape = question.tape
        facts = requirements(tape, question.right)
        for assumption in question.assumptions:
            facts += [*requirements(tape, assumption.term), Requirement(assumption.term, assumption.operator)]
        self.knowledge = Knowledge(tape, facts)
        self.search = Search(question, self.knowledge.bounds(), seed)
        self.missing: list[Requirement] = []

    def decide(self) -> Comparison:
        found = self.search.go_on(*_FIRST)
        if found is None and self.search.defined == 0:
            found = self.aim(condition.term for condition in self.knowledge.facts)
        if found is not None:
            return found
        if self.search.defined == 0:
            return Comparison("undecided", note=Note("reference_undefined"))
        return self.equal() or self.different() or Comparison("undecided", note=self.doubt())

    # -- equal

    def equal(self) -> Comparison | None:
        """Equal where both are defined, and LEFT defined where RIGHT is; or a difference of domain."""
        self.missing = DomainProof(self.knowledge, self.is_nonzero_somewhere).missing(self.question.left)
        found = self.aim(condition.term for condition in self.missing)
        if found is not None or self.missing:
            return found
        left, right = self.question.left, self.question.right
        apart = self.tape.apply("subtract", left, right)
        if self.search.agreeing == 0:
            return None
        if field_proof.is_zero(apart, self.knowledge, self.seed):
            return Comparison("equal", "field", note=gap(self.search, self.knowledge))
        if self.squares_are_equal(left, right):
            return Comparison("equal", "field", note=gap(self.search, self.knowledge))
        if derivatives.are_equal(left, right, self.knowledge, self.seed):
            return Comparison("equal", "derivatives", note=gap(self.search, self.knowledge))
        return None

    def squares_are_equal(self, left: int, right: int) -> bool:
        """Whether both have the same sign and equal squares: √(5+2√6) = √2+√3, of which a field knows no sign."""
        product = self.tape.apply("multiply", left, right)
        if self.knowledge.sign(product) != 1:
            return False
        squares = (self.tape.apply("multiply", side, side) for side in (left, right))
        return field_proof.is_zero(self.tape.apply("subtract", *squares), self.knowledge, self.seed)

    def is_nonzero_somewhere(self, term: int) -> bool:
        """Whether the term is surely not zero at some sample point of RIGHT's domain."""
        return any(is_nonzero(self.tape, term, point) for point in self.search.samples)

    # -- different

    def different(self) -> Comparison | None:
        """A point that was harder to find: more points, more bits, points on both sides of every switch."""
        for step in _MORE:
            found = self.search.go_on(*step)
            if found is not None:
                return found
        limited = (self.tape.variable(name) for name in self.knowledge.bounds())
        return self.aim([*self.knowledge.turns([self.question.left, self.question.right]), *limited])

    def aim(self, terms: Iterable[int]) -> Comparison | None:
        """Try points made for these terms."""
        rng = generator(self.seed + 2)
        for term in dict.fromkeys(terms):
            others = [self.search.any_point() for _ in range(3)]
            for point in aimed(self.knowledge, term, others, rng):
                found = self.search.examine(point, 64, 256)
                if found is not None:
                    return found
        return None

    # -- undecided

    def doubt(self) -> Note:
        """What is known, all the same."""
        if self.missing:
            return Note("domain_not_shown")
        return Note("agrees_at_points", {"points": self.search.agreeing, "bits": 256})

    def think_longer(self) -> Comparison | None:
        """The proof in a field once more, case by case, or where there are many combinations of signs."""
        if self.missing or self.search.agreeing == 0:
            return None
        apart = self.tape.apply("subtract", self.question.left, self.question.right)
        shown = Cases(self.knowledge, self.is_nonzero_somewhere, self.seed).are_zero(apart)
        if shown or field_proof.is_zero(apart, self.knowledge, self.seed, freedom=field_proof.MANY_SIGNS):
            return Comparison("equal", "field", note=gap(self.search, self.knowledge))
        return None

    def ask_sympy(self) -> Comparison | None:
        """SymPy's zero, where nothing but a proof of equality is wanting."""
        if self.missing or self.search.agreeing == 0:
            return None
        positive = [name for name, (low, _) in self.knowledge.bounds().items() if low is not None and low >= 0]
        apart = self.tape.apply("subtract", self.question.left, self.question.right)
        if second_opinion.is_zero(self.tape, apart, positive):
            return Comparison("equal", "sympy", note=gap(self.search, self.knowledge))
        return None
