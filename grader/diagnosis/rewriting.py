"""See a graph as an engine may compute it: a − b as a + (−b), a/b as a·b⁻¹, −a as a·(−1).

A mistake in one operation then shows in the others that are made of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from reference.build import apply, constant
from reference.graph import Graph, Node

Rewrite = Callable[[tuple[Node, ...]], Node]


def as_written(graph: Graph) -> Iterator[Graph]:
    """The graph in each of these ways, names kept; none where nothing would change."""
    for rules in (_WITH_NEGATION, _WITH_PRODUCTS):
        if any(node.op in rules for node in graph.order):
            yield _rewritten(graph, rules)


def _rewritten(graph: Graph, rules: Mapping[str, Rewrite]) -> Graph:
    new: dict[Node, Node] = {}
    for node in graph.order:
        args = tuple(new[arg] for arg in node.args)
        rewrite = rules.get(node.op)
        if rewrite is not None:
            new[node] = rewrite(args)
        else:
            new[node] = node if args == node.args else Node(node.op, args, node.attrs, node.shape)
    outputs = {name: new[graph.node(name)] for name in graph.outputs}
    named = {name: new[node] for name, node in graph.named.items() if node in new}
    return Graph(map(graph.node, graph.inputs), outputs, named)


def _negated(node: Node) -> Node:
    return apply("multiply", node, constant(-1))


_WITH_NEGATION: Mapping[str, Rewrite] = {
    "subtract": lambda args: apply("add", args[0], apply("negate", args[1])),
    "divide": lambda args: apply("multiply", args[0], apply("power", args[1], constant(-1))),
}
_WITH_PRODUCTS: Mapping[str, Rewrite] = {
    **_WITH_NEGATION,
    "subtract": lambda args: apply("add", args[0], _negated(args[1])),
    "negate": lambda args: _negated(args[0]),
}
