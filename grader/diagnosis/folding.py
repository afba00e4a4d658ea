"""See the sigmoid in a graph that spells it out, so that mistakes about it can be looked for there."""

from __future__ import annotations

from functools import lru_cache

from reference.graph import Graph, Node

from .places import number


@lru_cache(maxsize=256)
def folded(graph: Graph) -> Graph | None:
    """The graph with each 1/(1 + e⁻ᶻ) as one node `sigmoid`; None where there is none.

    Names of nodes that vanish inside a sigmoid are left out.
    """
    new: dict[Node, Node] = {}
    found = False
    for node in graph.order:
        argument = _sigmoid_argument(node)
        if argument is not None:
            new[node] = Node("sigmoid", (_renewed(argument, new),), (), node.shape)
            found = True
        else:
            new[node] = _renewed(node, new)
    if not found:
        return None
    outputs = {name: new[graph.node(name)] for name in graph.outputs}
    inputs = [graph.node(name) for name in graph.inputs]
    whole = Graph(inputs, outputs)
    kept = set(whole.order)
    named = {name: new[node] for name, node in graph.named.items() if new.get(node) in kept}
    return Graph(inputs, outputs, named)


def _renewed(node: Node, new: dict[Node, Node]) -> Node:
    """The node on the new nodes of its arguments; the node itself where they are the old ones."""
    if node in new:
        return new[node]
    args = tuple(new[arg] for arg in node.args)
    return node if args == node.args else Node(node.op, args, node.attrs, node.shape)


def _sigmoid_argument(node: Node) -> Node | None:
    """The z of 1/(1 + e⁻ᶻ), (1 + e⁻ᶻ)⁻¹ or eᶻ/(1 + eᶻ)."""
    if node.op == "divide":
        above, below = node.args
        exponential = _beside_one(below)
        if exponential is None or exponential.op != "exp":
            return None
        if number(above) == 1:
            return _negated(exponential.args[0])
        same = above.op == "exp" and above.args[0] is exponential.args[0]
        return exponential.args[0] if same else None
    if node.op == "power" and number(node.args[1]) == -1:
        exponential = _beside_one(node.args[0])
        return None if exponential is None or exponential.op != "exp" else _negated(exponential.args[0])
    return None


def _beside_one(node: Node) -> Node | None:
    """The u of 1 + u or u + 1."""
    if node.op != "add":
        return None
    left, right = node.args
    return right if number(left) == 1 else left if number(right) == 1 else None


def _negated(node: Node) -> Node | None:
    """The z of −z, −1·z or (−u)·v."""
    if node.op == "negate":
        return node.args[0]
    if node.op != "multiply":
        return None
    left, right = node.args
    if number(left) == -1:
        return right
    return Node("multiply", (left.args[0], right), (), node.shape) if left.op == "negate" else None
