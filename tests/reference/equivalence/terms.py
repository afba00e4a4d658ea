"""Put formulas on a tape, for tests of the single steps."""

from __future__ import annotations

from reference.equivalence.knowledge import Knowledge
from reference.equivalence.lowering import add_graph
from reference.equivalence.requirements import Requirement
from reference.equivalence.tape import Tape
from reference.formula import parse_formula, read_condition


def term(tape: Tape, text: str) -> int:
    """The term of a formula."""
    graph = parse_formula(text)
    return add_graph(tape, graph.node(graph.outputs[0]))


def known(tape: Tape, *facts: str) -> Knowledge:
    """What follows from facts such as `x > 0`, each of the form `u OP 0`."""
    found = []
    for text in facts:
        condition = read_condition(text)
        left = add_graph(tape, condition.left.node(condition.left.outputs[0]))
        found.append(Requirement(left, condition.operator))
    return Knowledge(tape, found)
