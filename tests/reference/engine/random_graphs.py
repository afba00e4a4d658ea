"""Draw random graphs of scalars, small vectors and matrices, and write the same computation for HIPS autograd."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import autograd.numpy as anp
from hypothesis import strategies as st

from reference.build import apply, constant, variable
from reference.graph import Graph, Node, topological_order

SHAPES = [(), (3,), (2, 3), (2, 1)]
# Operations whose values stay moderate on moderate numbers, so that nothing overflows in 200 steps.
UNARY: dict[str, Callable[[Any], Any]] = {
    "negate": lambda x: -x,
    "sin": anp.sin,
    "cos": anp.cos,
    "tanh": anp.tanh,
    "arctan": anp.arctan,
    "sigmoid": lambda x: 1 / (1 + anp.exp(-x)),
    "arcsinh": anp.arcsinh,
}
BINARY: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
}
SQUASHED: dict[str, Callable[[Any], Any]] = {
    "exp": lambda x: anp.exp(anp.sin(x)),
    "log": lambda x: anp.log(2 + anp.sin(x)),
    "sqrt": lambda x: anp.sqrt(2 + anp.sin(x)),
    "reciprocal": lambda x: 1 / (2 + anp.sin(x)),
    "power": lambda x: (2 + anp.sin(x)) ** 1.5,
}


@dataclass(frozen=True)
class Drawn:
    """A graph with one scalar output, and the same as a function of the inputs for autograd."""

    graph: Graph
    function: Callable[..., Any]


@st.composite
def graphs(draw: st.DrawFn, most: int = 200) -> Drawn:
    """A random graph with up to `most` nodes, in which early nodes are used again and again.

    Hypothesis draws its length, which it can shrink, and a seed for the rest.
    """
    rng = random.Random(draw(st.integers(0, 2**32 - 1)))
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=3))
    nodes: list[Node] = [variable(f"x{i}", shape) for i, shape in enumerate(shapes)]
    steps: list[tuple[Callable[..., Any], tuple[int, ...]]] = []
    for _ in range(draw(st.integers(1, most))):
        first, second = max(0, len(nodes) - rng.choice([1, 1, 1, 1, 2])), rng.randrange(len(nodes))
        node, step, places = _step(rng, nodes, first, second)
        if len(topological_order([node])) >= most:
            break
        nodes.append(node)
        steps.append((step, places))
    inputs = nodes[: len(shapes)]

    def function(*values: Any) -> Any:
        found = list(values)
        for step, places in steps:
            found.append(step(*(found[place] for place in places)))
        return anp.sum(found[-1])

    return Drawn(Graph(inputs, {"f": apply("sum", nodes[-1])}), function)


def _step(
    rng: random.Random, nodes: list[Node], first: int, second: int
) -> tuple[Node, Callable[..., Any], tuple[int, ...]]:
    """One more node, the same for autograd, and which nodes it uses."""
    kind = rng.choice(["unary", "binary", "binary", "squashed", "squashed", "mean", "constant"])
    if kind == "unary":
        op = rng.choice(sorted(UNARY))
        return apply(op, nodes[first]), UNARY[op], (first,)
    if kind == "binary":
        op = rng.choice(sorted(BINARY))
        return apply("tanh", apply(op, nodes[first], nodes[second])), _tanh_of(BINARY[op]), (first, second)
    if kind == "squashed":
        op = rng.choice(sorted(SQUASHED))
        return _squashed(op, nodes[first]), SQUASHED[op], (first,)
    if kind == "mean":
        return (
            apply("multiply", apply("mean", nodes[second]), nodes[first]),
            lambda a, b: anp.mean(a) * b,
            (second, first),
        )
    value = rng.uniform(-2, 2)
    return apply("multiply", constant(value), nodes[first]), _times(value), (first,)


def _tanh_of(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda a, b: anp.tanh(function(a, b))


def _times(value: float) -> Callable[[Any], Any]:
    return lambda x: value * x


def _squashed(op: str, x: Node) -> Node:
    """The operation on a number between 1 and 3, or between −1 and 1 for the exponential."""
    sine = apply("sin", x)
    safe = apply("add", constant(2), sine)
    if op == "reciprocal":
        return apply("divide", constant(1), safe)
    if op == "power":
        return apply("power", safe, constant(1.5))
    return apply(op, sine if op == "exp" else safe)
