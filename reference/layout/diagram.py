"""Reduce a graph to what is drawn: boxes for inputs and outputs, circles for operations, numbers folded into them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from ..graph import CONSTANT, INPUT, Graph, Node, topological_order
from .model import Run
from .symbols import COMMUTATIVE, constant_text, foldable, is_fixed, symbol
from .wording import name_runs, text_width

RADIUS = 26
BOX_WIDTH, BOX_HEIGHT, BOX_CORNER = 52, 46, 12


@dataclass(frozen=True)
class Vertex:
    """A node that is drawn. `sources` are the ids of its drawn arguments, in order; `swaps`: their order is free."""

    id: str
    kind: str
    name: str | None
    node: Node
    symbol: tuple[Run, ...]
    sources: tuple[str, ...]
    width: float
    height: float
    swaps: bool


@dataclass(frozen=True)
class Diagram:
    """The drawn nodes, each after its sources, and who uses whom."""

    vertices: dict[str, Vertex]
    ids: dict[Node, str]

    def links(self) -> list[tuple[str, str, int]]:
        """(source, target, port) for every drawn edge."""
        return [
            (source, vertex.id, port) for vertex in self.vertices.values() for port, source in enumerate(vertex.sources)
        ]


def diagram(graph: Graph, extra: Iterable[Node] = ()) -> Diagram:
    """What is drawn of the graph: all that its outputs need, all inputs, and the nodes `extra` with what they need."""
    outputs = [graph.named[name] for name in graph.outputs]
    order = topological_order([*outputs, *(graph.named[name] for name in graph.inputs), *extra])
    names = {}
    for name, node in reversed(list(graph.named.items())):
        names[node] = name
    names |= {node: name for name, node in zip(graph.outputs, outputs, strict=True) if node.op != INPUT}
    drawn = _drawn(order, names, set(outputs))
    ids: dict[Node, str] = {}
    vertices: dict[str, Vertex] = {}
    for index, node in enumerate(order):
        if node in drawn:
            ids[node] = names.get(node) or f"#{index}"
            vertices[ids[node]] = _vertex(node, ids, drawn, names.get(node))
    for name, node in zip(graph.outputs, outputs, strict=True):
        vertices[f"→{name}"] = _box(f"→{name}", "output", name, node, (ids[node],))
    return Diagram(vertices, ids)


def _drawn(order: Sequence[Node], names: Mapping[Node, str], outputs: Collection[Node]) -> set[Node]:
    """All nodes but the unnamed numbers that are folded into every one of their users."""
    fixed: set[Node] = set()
    for node in order:
        if is_fixed(node, fixed) and node not in names and node not in outputs:
            fixed.add(node)
    kept = {node for node in order if node not in fixed}
    for user in reversed(order):
        if user in kept:
            folded = [arg for arg in user.args if arg in fixed and foldable(arg, user)]
            kept.update(user.args if len(folded) == len(user.args) else set(user.args).difference(folded))
    return kept


def _vertex(node: Node, ids: dict[Node, str], drawn: set[Node], name: str | None) -> Vertex:
    if node.op == INPUT:
        return _box(ids[node], "input", node.attrs, node, ())
    if node.op == CONSTANT:
        return replace(_box(ids[node], "constant", None, node, ()), name=name)
    indices = [index for index, arg in enumerate(node.args) if arg in drawn]
    runs = symbol(node, indices)
    sources = tuple(ids[node.args[index]] for index in indices)
    width = max(2 * RADIUS, _even(text_width(runs, symbol_size(runs)) + 20))
    swaps = node.op in COMMUTATIVE
    return Vertex(ids[node], "operation", name, node, runs, sources, width, 2 * RADIUS, swaps)


def _box(key: str, kind: str, name: str | None, node: Node, sources: tuple[str, ...]) -> Vertex:
    runs = name_runs(name) if name else (Run(constant_text(node)),)
    width = max(BOX_WIDTH, _even(text_width(runs, 25) + 18))
    return Vertex(key, kind, name, node, runs, sources, width, BOX_HEIGHT, False)


def _even(width: float) -> int:
    """The next even number of pixels, so that middles are whole."""
    return 2 * ceil(width / 2)


def symbol_size(runs: tuple[Run, ...]) -> int:
    """The size in pixels at which an operation's symbol is set: signs large, words and steps smaller."""
    return 25 if len(runs) == 1 and len(runs[0].text) == 1 else 20
