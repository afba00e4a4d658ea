"""Differentiate a graph: what comes out is a graph again, to evaluate, compile, draw or differentiate.

Reverse mode: the nodes are walked from the output backwards, each after all its users, and every node's
gradient is the sum over its users of what the user's rule passes back. Nothing is computed twice, and nothing
for inputs that nobody asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy.typing as npt

from . import algebra
from .build import Number, constant
from .errors import GradientError
from .graph import INPUT, Graph, Node, Shape, topological_order
from .primitive import Primitive
from .primitives import PRIMITIVES

PREFIX = "grad."


def gradient(
    graph: Graph,
    wrt: Iterable[str],
    of: str | None = None,
    seed: Node | Number | npt.ArrayLike | None = None,
    *,
    primitives: Mapping[str, Primitive] = PRIMITIVES,
) -> Graph:
    """The graph of an output and of its gradients with respect to the names in `wrt`.

    `wrt` lists names of inputs or of nodes between, or is `"nodes"` for every name in the graph. `of` picks
    one of several outputs or any other name. The outputs are that output and `grad.<name>` in the order
    asked, each of the shape of its node. Differentiating `grad.x` of such a graph again gives
    `grad.x.<name>`. The output must be a scalar, or `seed` be given: the upstream gradient of the output's
    shape, as numbers or as a node. What does not reach the output has gradient zero. `primitives` may be a
    table with changed rules.

    Raises `UnknownName` for a name the graph does not have and `GradientError` for an array output without
    seed.
    """
    name = _output(graph, of)
    root = graph.node(name)
    wanted = _wanted(graph, wrt)
    start = _seed(name, root, seed)
    adjoints = _backward(root, start, {graph.node(asked) for asked in wanted}, primitives)
    outputs = {name: root}
    prefix = f"{name}." if name.startswith(PREFIX) else PREFIX
    for asked in wanted:
        node = graph.node(asked)
        outputs[prefix + asked] = adjoints.get(node) or algebra.filled(0, node.shape)
    between = {
        prefix + inner: adjoints[graph.named[inner]] for inner in _plain(graph) if graph.named[inner] in adjoints
    }
    inputs = dict.fromkeys(map(graph.node, graph.inputs))
    inputs.update(dict.fromkeys(node for node in topological_order([start]) if node.op == INPUT))
    return Graph(inputs, outputs, {**graph.named, **between, **outputs}, graph.spans)


def _output(graph: Graph, of: str | None) -> str:
    """The name of the output that is differentiated."""
    if of is not None:
        graph.node(of)
        return of
    if len(graph.outputs) != 1:
        listed = ", ".join(graph.outputs)
        raise GradientError("which_output", f"the gradient of which output? of= picks one of: {listed}")
    return graph.outputs[0]


def _wanted(graph: Graph, wrt: Iterable[str]) -> list[str]:
    """The names asked for, each once."""
    if wrt == "nodes":
        return _plain(graph)
    return list(dict.fromkeys([wrt] if isinstance(wrt, str) else wrt))


def _plain(graph: Graph) -> list[str]:
    """The names that are not themselves those of gradients."""
    return [name for name in graph.named if not name.startswith(PREFIX)]


def _seed(name: str, root: Node, seed: Node | Number | npt.ArrayLike | None) -> Node:
    """The upstream gradient of the output: 1 unless it is given."""
    if seed is None:
        if root.shape != ():
            message = f"{name} has shape {root.shape}: a gradient needs a scalar output, or a seed of that shape"
            raise GradientError("not_a_scalar", message, name=name, shape=root.shape)
        return constant(1)
    node = seed if isinstance(seed, Node) else constant(seed)
    if node.shape not in ((), root.shape):
        message = f"the seed has shape {node.shape}, but {name} has shape {root.shape}"
        raise GradientError("seed_shape", message, name=name, shape=root.shape, found=node.shape)
    return algebra.spread(node, root.shape)


def _backward(root: Node, seed: Node, wanted: set[Node], primitives: Mapping[str, Primitive]) -> dict[Node, Node]:
    """The gradient of the root with respect to every node that is wanted."""
    order = topological_order([root])
    needed = set(wanted)
    for node in order:
        if not needed.isdisjoint(node.args):
            needed.add(node)
    adjoints = {root: seed}
    for node in reversed(order):
        upstream = adjoints.get(node)
        if upstream is None or not node.args or node not in needed:
            continue
        row = primitives[node.op]
        settings = dict(node.attrs)
        for position, arg in enumerate(node.args):
            rule = row.rules[0 if row.arity is None else position]
            if rule is None or arg not in needed:
                continue
            if row.arity is None:
                settings["position"] = position
            part = _fitted(rule(upstream, node, *node.args, **settings), arg.shape)
            earlier = adjoints.get(arg)
            adjoints[arg] = part if earlier is None else algebra.add(earlier, part)
    return adjoints


def _fitted(part: Node, shape: Shape) -> Node:
    """The gradient summed over the axes along which the argument was broadcast."""
    return part if part.shape == shape else algebra.unbroadcast(part, shape)
