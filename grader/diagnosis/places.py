"""Say where in a graph a rule applies: conditions on a node that the bug library's rows use."""

from __future__ import annotations

from fractions import Fraction

from reference.graph import CONSTANT, INPUT, Graph, Node, topological_order
from reference.primitives import PRIMITIVES

UNARY = " ".join(
    name
    for name, row in PRIMITIVES.items()
    if row.arity == 1 and row.elementwise and row.rules[0] is not None and name != "negate"
)
COMPOSING = f"{UNARY} power divide"
# Of relu the same mistake has a name of its own.
CURVED = " ".join(op for op in COMPOSING.split() if op != "relu")
ANY = f"{COMPOSING} add subtract multiply negate maximum minimum"


def number(node: Node) -> Fraction | None:
    """The exact number that a constant is (a negated one too), or None."""
    if node.op == "negate":
        inner = number(node.args[0])
        return None if inner is None else -inner
    return Fraction(node.attrs) if node.op == CONSTANT and node.shape == () else None


def has_input(node: Node) -> bool:
    """Whether any input reaches the node."""
    return any(each.op == INPUT for each in topological_order([node]))


def is_reciprocal(_graph: Graph, node: Node) -> bool:
    """A quotient with a constant above and something that varies below."""
    return node.op == "divide" and not has_input(node.args[0]) and has_input(node.args[1])


def is_power(_graph: Graph, node: Node) -> bool:
    """A power with a constant exponent."""
    return node.op == "power" and number(node.args[1]) is not None


def is_square(graph: Graph, node: Node) -> bool:
    return is_power(graph, node) and number(node.args[1]) == 2


def is_inverse_power(graph: Graph, node: Node) -> bool:
    return is_power(graph, node) and number(node.args[1]) == -1


def is_halved_square(graph: Graph, node: Node) -> bool:
    """A square with a factor ½ right behind it."""
    return is_square(graph, node) and any(
        (user.op == "multiply" and Fraction(1, 2) in map(number, user.args))
        or (user.op == "divide" and number(user.args[1]) == 2)
        for user in graph.users.get(node, ())
    )


def both_vary(_graph: Graph, node: Node) -> bool:
    """Inputs reach both arguments."""
    return all(has_input(arg) for arg in node.args)


def bottom_varies(_graph: Graph, node: Node) -> bool:
    """An input reaches the denominator."""
    return has_input(node.args[1])


def feeds(op: str, graph: Graph, node: Node) -> bool:
    """Whether a node with that operation uses this one."""
    return any(user.op == op for user in graph.users.get(node, ()))


def feeds_exp(graph: Graph, node: Node) -> bool:
    return feeds("exp", graph, node)


def feeds_sigmoid(graph: Graph, node: Node) -> bool:
    return feeds("sigmoid", graph, node)


def is_inner(graph: Graph, node: Node) -> bool:
    """Whether the node is not the output: something further up uses it."""
    return graph.named[graph.outputs[0]] is not node


def inner_function(graph: Graph, node: Node) -> bool:
    """Whether the node stands inside another function of one argument."""
    return any(len(user.args) == 1 or is_power(graph, user) for user in graph.users.get(node, ()))
