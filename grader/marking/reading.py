"""Read what somebody typed, and say with column and hint why it cannot be read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.exercises import Instance
from grader.messages import plain, reading_phrases
from grader.verdict import Evidence, Finding
from reference import FormulaError, parse_formula
from reference.formula import Reading, read_formula
from reference.graph import Graph


def read_typed(text: str, names: Iterable[str], between: Mapping[str, Graph] | None = None) -> Graph:
    """The text as a graph of the names; `between` are the nodes that may be used by their names too.

    Raises `FormulaError`.
    """
    graph: Graph = parse_formula(text, list(names), definitions=between or {})
    return graph


def read_formula_of(instance: Instance, text: str) -> Graph:
    """The same in the inputs of an instance's program and, if its writer likes, its assigned names."""
    graph: Graph = formula_reading(instance, text).graph
    return graph


def formula_reading(instance: Instance, text: str) -> Reading:
    """All that can be said of how that text is read."""
    graph = instance.graph
    between = {name: graph for name in graph.named if name not in graph.inputs and name.isidentifier()}
    return read_formula(text, graph.inputs, definitions=between)


def unreadable(error: FormulaError, text: str, *, number: bool = False) -> Finding:
    """The finding for a text that cannot be read; with `number`, names in it are told to be out of place."""
    place = error.place
    column = 1 if place is None or place.column is None else place.column
    end = column + 1 if place is None or place.end is None else place.end
    more = reading_phrases(error.code, error.parameters)
    if number and error.code in ("unknown_name", "unknown_command", "unexpected_character"):
        more.append({"words": "reading.a_number_is_wanted"})
    params = {"column": column, "end": end, "more": more}
    return Finding("unreadable", params=params, evidence=Evidence(got=plain(text)))
