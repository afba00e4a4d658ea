"""Give every node a layer, left of those that use it, and every long edge a lane through the layers that it passes.

An input stands one layer before its first user. All other nodes stand where the edges become shortest in sum, as late
as possible where that leaves a choice. Edges of one source share their lane until they part.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf

from .diagram import Diagram

# (layer, id): a node in its layer, or the place where a lane of that source passes.
Item = tuple[int, str]


@dataclass(frozen=True)
class Layers:
    """`rows[k]` lists the items of layer k; `links` (item, item, port) join layers, with port None in a lane."""

    of: dict[str, int]
    rows: list[list[Item]]
    links: list[tuple[Item, Item, int | None]]

    def is_lane(self, item: Item) -> bool:
        """Whether an edge only passes here."""
        return self.of[item[1]] != item[0]


def into_layers(diagram: Diagram, widths: Mapping[str, float] | None = None, limit: float = inf) -> Layers:
    """Layers, lanes and the links between neighbouring layers, rows in order of a walk back from the outputs.

    With `widths` no row of nodes is wider than `limit`, as far as that can be: some stand in an earlier layer then.
    """
    of = _layer_of(diagram)
    if widths:
        of = _narrowed(diagram, of, widths, limit)
    users: dict[str, list[tuple[int, str, int]]] = {key: [] for key in of}
    for source, target, port in diagram.links():
        users[source].append((of[target], target, port))
    rows: list[list[Item]] = [[] for _ in range(max(of.values(), default=0) + 1)]
    links: list[tuple[Item, Item, int | None]] = []
    for key in _walk_back(diagram):
        last = max((layer for layer, _, _ in users[key]), default=of[key])
        for layer in range(of[key], max(last, of[key] + 1)):
            rows[layer].append((layer, key))
            if layer > of[key]:
                links.append(((layer - 1, key), (layer, key), None))
        links.extend(((layer - 1, key), (layer, target), port) for layer, target, port in users[key])
    return Layers(of, rows, links)


def _users(diagram: Diagram) -> dict[str, list[str]]:
    users: dict[str, list[str]] = {key: [] for key in diagram.vertices}
    for source, target, _ in diagram.links():
        users[source].append(target)
    return users


def _from_zero(layer: Mapping[str, int]) -> dict[str, int]:
    lowest = min(layer.values(), default=0)
    return {key: value - lowest for key, value in layer.items()}


def _layer_of(diagram: Diagram) -> dict[str, int]:
    users = _users(diagram)
    layer: dict[str, int] = {}
    for key, vertex in diagram.vertices.items():
        layer[key] = max((layer[source] + 1 for source in vertex.sources), default=0)
    for _ in range(4):
        for key in reversed(list(diagram.vertices)):
            layer[key] = _best_layer(key, diagram, users, layer)
    return _from_zero(layer)


def _narrowed(diagram: Diagram, of: Mapping[str, int], widths: Mapping[str, float], limit: float) -> dict[str, int]:
    """Fill the layers from the last one on, each node as late as its users allow and a row has room."""
    users = _users(diagram)
    places = {key: index for index, key in enumerate(_walk_back(diagram))}
    taken: dict[int, float] = {}
    layer: dict[str, int] = {}
    for key in sorted(of, key=lambda key: (-of[key], places[key])):
        at = min((layer[user] for user in users[key]), default=max(of.values()) + 1) - 1
        while taken.get(at) and taken[at] + widths[key] > limit:
            at -= 1
        layer[key] = at
        taken[at] = taken.get(at, 0) + widths[key]
    return _from_zero(layer)


def _best_layer(key: str, diagram: Diagram, users: dict[str, list[str]], layer: dict[str, int]) -> int:
    """The layer between a node's sources and its users at which its edges are shortest, the latest of these."""
    vertex = diagram.vertices[key]
    highest = min((layer[user] for user in users[key]), default=layer[key] + 1) - 1
    if not vertex.sources:
        return highest
    if vertex.kind == "output":
        return layer[vertex.sources[0]] + 1
    lowest = max(layer[source] for source in vertex.sources) + 1
    # Inputs move along with their first user, so only edges from other nodes, and from shared inputs, pull it back.
    pulls = sum(
        any(other != key for other in users[source]) or diagram.vertices[source].kind == "operation"
        for source in dict.fromkeys(vertex.sources)
    )
    return lowest if pulls > 1 else highest


def _walk_back(diagram: Diagram) -> list[str]:
    """The drawn nodes in the order in which a walk from the outputs, first arguments first, meets them."""
    met: dict[str, None] = {}
    ends = [key for key, vertex in diagram.vertices.items() if vertex.kind == "output"]
    stack = [*reversed(diagram.vertices), *reversed(ends)]
    while stack:
        key = stack.pop()
        if key not in met:
            met[key] = None
            stack.extend(reversed(diagram.vertices[key].sources))
    return list(met)
