"""Tell whether a formula has the form that was asked for: without decimals, factored, expanded.

A form is about what was typed, not about what it is equal to; it is asked for besides equality, never instead.
"""

from __future__ import annotations

from dataclasses import dataclass

from ..formula import Reading
from ..graph import CONSTANT, Graph, Node
from . import quotients
from .budget import OutOfBudgetError
from .lowering import UnsupportedError, add_graph
from .polynomials import Polynomials
from .tape import Tape

FORMS = ("exact", "factored", "expanded")

_PRODUCTS = frozenset({"multiply", "divide", "negate"})


@dataclass(frozen=True, slots=True)
class FormProblem:
    """What stands in the way of a form: `decimals`, `not_factored` or `not_expanded`, and which characters it is."""

    code: str
    place: tuple[int, int] | None


def form_problem(reading: Reading, form: str) -> FormProblem | None:
    """The first thing that the form does not allow, or None. Raises ValueError for a form that there is none of."""
    if form not in FORMS:
        raise ValueError(f"there is no form {form!r}; there are: {', '.join(FORMS)}")
    graph = reading.graph
    if form == "exact":
        return FormProblem("decimals", _decimal_place(reading)) if reading.decimals else None
    root = graph.node(graph.outputs[0])
    offender = _unfactored(root) if form == "factored" else _unexpanded(root)
    return None if offender is None else FormProblem(f"not_{form}", graph.spans.get(offender))


def _decimal_place(reading: Reading) -> tuple[int, int] | None:
    places = [reading.graph.spans.get(node) for node in reading.graph.order if node.op == CONSTANT]
    return next((place for place in places if place and set(reading.text[slice(*place)]) & set(".eE")), None)


def _unfactored(root: Node) -> Node | None:
    """A factor that is a sum and could be factored further over the rationals."""
    left = [root]
    while left:
        node = left.pop()
        if node.op in _PRODUCTS:
            left.extend(node.args)
        elif node.op == "power":
            left.append(node.args[0])
        elif _is_sum(node) and not _irreducible(node):
            return node
    return None


def _irreducible(node: Node) -> bool:
    """Whether a sum is one factor that occurs once, and has no number to take out of it."""
    tape = Tape()
    try:
        quotient = Polynomials(tape).quotient(add_graph(tape, node))
    except (OutOfBudgetError, UnsupportedError):
        return True
    if quotient is None or quotient.below != quotients.ONE:
        return quotient is None
    parts = quotients.factored(quotient.above)
    if parts is None:
        return not quotient.above
    whole_number = parts.number.denominator == 1 and abs(parts.number) != 1
    return not whole_number and not any(parts.powers) and sum(factor.times for factor in parts.factors) == 1


def _unexpanded(root: Node) -> Node | None:
    """A product or whole power of a sum that stands where a sum of products is wanted."""
    for node in Graph([], {"root": root}).order:
        sums = [arg for arg in node.args if _is_sum(arg)]
        power_of_sum = node.op == "power" and _is_sum(node.args[0]) and node.args[1].op == CONSTANT
        if (node.op == "multiply" and sums) or power_of_sum:
            return node
    return None


def _is_sum(node: Node) -> bool:
    while node.op == "negate":
        node = node.args[0]
    return node.op in {"add", "subtract"}
