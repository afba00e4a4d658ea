"""Decide whether two formulas are equal, step by step, and say how it was shown."""

from __future__ import annotations

from collections.abc import Iterable

from ..formula import Condition, parse_formula, read_condition
from ..graph import Graph, Node
from . import second_opinion
from .comparison import Comparison, Note
from .lowering import UnsupportedError, add_graph
from .question import Assumption, Question
from .search import Search
from .tape import Tape


def compare(
    left: str | Graph,
    right: str | Graph,
    assume: Iterable[str] = (),
    names: Iterable[str] = (),
    *,
    seed: int = 0,
) -> Comparison:
    """Is `left` equal to `right`, the reference, almost everywhere on the real domain of `right`?

    Either is a text or a graph, of which the first output counts. The inputs of graphs and `names` are
    declared, so that `Wx` is read as W times x; other names are variables too. `assume` holds conditions such
    as "x > 0" that limit where the two are compared. The same arguments give the same result. Raises
    `FormulaError` for a text that cannot be read.
    """
    declared = [*names, *(name for side in (left, right) if isinstance(side, Graph) for name in side.inputs)]
    roots = [_root(side, declared) for side in (left, right)]
    conditions = [read_condition(text, declared, undeclared=True) for text in assume]
    tape = Tape()
    try:
        terms = [add_graph(tape, root) for root in roots]
        assumptions = [_assumption(tape, condition) for condition in conditions]
    except UnsupportedError as error:
        return Comparison("undecided", note=Note("not_supported", {"op": str(error)}))
    return _decide(Question(tape, terms[0], terms[1], tuple(assumptions)), seed)


def _root(side: str | Graph, declared: list[str]) -> Node:
    graph = parse_formula(side, declared, undeclared=True) if isinstance(side, str) else side
    return graph.node(graph.outputs[0])


def _assumption(tape: Tape, condition: Condition) -> Assumption:
    left, right = (add_graph(tape, side.node(side.outputs[0])) for side in (condition.left, condition.right))
    if condition.operator in {"<", "<="}:
        left, right = right, left
    operator = {"<": ">", "<=": ">="}.get(condition.operator, condition.operator)
    return Assumption(tape.apply("subtract", left, right), operator)


def _decide(question: Question, seed: int) -> Comparison:
    search = Search(question, {}, seed)
    found = search.go_on(8, 64, most_bits=1024)
    if found is not None:
        return found
    found = search.go_on(24, 256, most_bits=1024)
    if found is not None:
        return found
    if search.defined == 0:
        return Comparison("undecided", note=Note("reference_undefined"))
    tape = question.tape
    if second_opinion.is_zero(tape, tape.apply("subtract", question.left, question.right), []):
        return Comparison("equal", "sympy")
    return Comparison("undecided", note=Note("agrees_at_points", {"points": search.agreeing, "bits": 256}))
