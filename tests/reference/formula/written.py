"""Write a formula's graph as nested calls, to compare readings by their structure."""

from __future__ import annotations

from reference.formula import parse_formula
from reference.graph import CONSTANT, INPUT, Graph, Node

_SHORT = {"add": "+", "subtract": "-", "multiply": "*", "divide": "/", "power": "^", "negate": "neg"}


def tree(graph: Graph) -> str:
    """The output as nested calls: `2x + y` is (+ (* 2 x) y)."""
    written: dict[Node, str] = {}
    for node in graph.order:
        if node.op in {INPUT, CONSTANT}:
            written[node] = str(node.attrs)
        elif (node.op, *(written[arg] for arg in node.args)) == ("arccos", "-1"):
            written[node] = "π"
        else:
            written[node] = f"({_SHORT.get(node.op, node.op)} {' '.join(written[arg] for arg in node.args)})"
    return written[graph.named[graph.outputs[0]]]


def read(text: str, names: list[str] | None = None) -> str:
    """The tree of a text."""
    return tree(parse_formula(text, names))
