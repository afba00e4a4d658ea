"""See a program as a network of layers: `A @ W + b` with a function around it, each layer on the one before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reference.graph import INPUT, Graph, Node
from reference.primitives import PRIMITIVES


@dataclass(frozen=True)
class Layer:
    """Its nodes: what goes in, weights, biases, the sum, and what comes out (the sum itself without a function)."""

    inside: Node
    weights: Node
    biases: Node
    sums: Node
    out: Node


def layers_of(graph: Graph) -> tuple[Layer, ...]:
    """The layers from the first to the last; none where the program is no such chain."""
    found = list(_layers(graph))
    chained = all(after.inside is before.out for before, after in pairwise(found))
    return tuple(found) if chained else ()


def _layers(graph: Graph) -> Iterator[Layer]:
    for node in graph.order:
        if node.op != "add":
            continue
        product = next((arg for arg in node.args if arg.op == "matmul"), None)
        biases = next((arg for arg in node.args if arg.op == INPUT), None)
        if product is None or biases is None or product.args[1].op != INPUT:
            continue
        users = dict.fromkeys(graph.users[node])
        function = next(iter(users), None)
        around = len(users) == 1 and function is not None and _is_function(function)
        yield Layer(product.args[0], product.args[1], biases, node, function if around and function else node)


def _is_function(node: Node) -> bool:
    """Whether it makes of a layer's sums what comes out. A softmax does, which puts each row's numbers together."""
    elementwise = len(node.args) == 1 and PRIMITIVES[node.op].elementwise and node.op != "negate"
    return elementwise or (node.op == "softmax" and dict(node.attrs)["axis"] == (len(node.shape) - 1,))
