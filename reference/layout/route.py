"""Draw the edges through the placed layers: a straight run out of the node, curves between layers, lanes, a tip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

from .diagram import Diagram, Vertex
from .layers import Item, Layers
from .metrics import HALO, HEAD, Metrics
from .model import PlacedEdge, Point
from .place import Link

Flow = tuple[float, float]  # along the flow, across it


@dataclass(frozen=True)
class Column:
    """One layer along the flow: where its nodes begin, their common axis, and where its runs end."""

    start: float
    axis: float
    end: float


def columns(
    layers: Layers, links: Sequence[Link], at: Mapping[Item, float], drawn: Diagram, metrics: Metrics
) -> list[Column]:
    """Where the layers lie along the flow. The space between two is longer where edges have far to go across."""
    far = [0.0] * (len(layers.rows) + 1)
    for left, right, offset in links:
        far[left[0]] = max(far[left[0]], abs(at[right] + offset - at[left]))
    found: list[Column] = []
    start = 4.0
    for index, row in enumerate(layers.rows):
        vertices = [drawn.vertices[key] for layer, key in row if layers.of[key] == layer]
        before = max((metrics.reach(vertex) for vertex in vertices), default=0)
        after = max((metrics.half(vertex) + metrics.run(vertex) for vertex in vertices), default=0)
        found.append(Column(start, start + before, start + before + after))
        start = round(found[-1].end + _channel(far[index], metrics))
    return found


def _channel(far: float, metrics: Metrics) -> float:
    """How long the space between two layers is when the farthest edge in it goes `far` across."""
    if metrics.tall:
        return 40 + min(24, max(0, far - 120) * 0.12)
    return metrics.pace.channel + min(70, far * 0.24)


@dataclass(frozen=True)
class Router:
    """Draws edges in a placed diagram; `ports` says how far off the axis of a node its ports are."""

    drawn: Diagram
    layers: Layers
    ports: Mapping[tuple[str, int], float]
    at: Mapping[Item, float]
    columns: Sequence[Column]
    metrics: Metrics

    def position(self, key: str) -> Flow:
        """The node's middle."""
        layer = self.layers.of[key]
        return self.columns[layer].axis, self.at[layer, key]

    def runs(self) -> dict[str, tuple[Point, Point]]:
        """Where in the drawing the edges of each node go straight."""
        keys = [key for key, vertex in self.drawn.vertices.items() if vertex.kind != "output"]
        return {key: (self.turn(start), self.turn(end)) for key in keys for start, end in [self.run(key)]}

    def run(self, key: str) -> tuple[Flow, Flow]:
        """The straight part of the edges that leave a node, along the flow."""
        along, across = self.position(key)
        start = along + self.metrics.half(self.drawn.vertices[key])
        return (start, across), (self.columns[self.layers.of[key]].end, across)

    def edges(self) -> list[PlacedEdge]:
        """Every drawn edge; a value that nobody uses keeps a loose end."""
        found = [self._edge(source, target, port) for source, target, port in self.drawn.links()]
        used = {edge.source for edge in found}
        for key, vertex in self.drawn.vertices.items():
            if key not in used and vertex.kind != "output":
                start, end = self.run(key)
                found.append(PlacedEdge(key, None, 0, self.turn(start), ((self.turn(end),),), self.turn(end)))
        return found

    def turn(self, point: Flow) -> Point:
        """The point in the drawing."""
        return (point[1], point[0]) if self.metrics.tall else point

    def _edge(self, source: str, target: str, port: int) -> PlacedEdge:
        """Straight lines along runs and lanes, one cubic from each to the next, its tangents along the flow."""
        layer = self.layers.of[target]
        tip = self._tip(self.drawn.vertices[target], self.ports[target, port])
        straights = [self.run(source)]
        for passed in range(self.layers.of[source] + 1, layer):
            across = self.at[passed, source]
            straights.append(((self.columns[passed].start, across), (self.columns[passed].end, across)))
        lead = min(tip[0] - HEAD, self.columns[layer].start - 4)
        straights.append(((lead, tip[1]), (tip[0] - HEAD, tip[1])))
        steps: list[tuple[Point, ...]] = [(self.turn(straights[0][1]),)]
        for (_, one), (other, end) in pairwise(straights):
            middle = (one[0] + other[0]) / 2
            steps.append((self.turn((middle, one[1])), self.turn((middle, other[1])), self.turn(other)))
            if end != other:
                steps.append((self.turn(end),))
        return PlacedEdge(source, target, port, self.turn(straights[0][0]), tuple(steps), self.turn(tip))

    def _tip(self, vertex: Vertex, offset: float) -> Flow:
        """Where an edge meets the node's outline, or the halo's: a box's side, or the round of an operation."""
        along, across = self.position(vertex.id)
        half, halo = self.metrics.half(vertex), HALO + 2 if vertex.id == self.metrics.flagged else 0
        if vertex.kind != "operation":
            return along - half - halo, across + offset
        radius = vertex.height / 2
        straight = vertex.width / 2 - radius
        if self.metrics.tall:
            return along - _chord(radius + halo, max(0.0, abs(offset) - straight)), across + offset
        return along - straight - _chord(radius + halo, offset), across + offset


def _chord(radius: float, offset: float) -> float:
    return sqrt(max(0.0, radius**2 - offset**2))
