"""Draw the edges through the placed layers: a straight run out of the node, a curve between layers, a lane, a tip."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from .diagram import Diagram, Vertex
from .layers import Item, Layers
from .metrics import HALO, HEAD, Metrics
from .model import PlacedEdge, Point

Flow = tuple[float, float]  # along the flow, across it


@dataclass(frozen=True)
class Column:
    """One layer along the flow: where its nodes begin, their common axis, and where its runs end."""

    start: float
    axis: float
    end: float


def columns(
    layers: Layers,
    links: Sequence[tuple[Item, Item, float]],
    at: Mapping[Item, float],
    diagram: Diagram,
    metrics: Metrics,
) -> list[Column]:
    """Where the layers lie along the flow. Channels are wider where edges have far to go across."""
    far = [0.0] * (len(layers.rows) + 1)
    for left, right, offset in links:
        far[left[0]] = max(far[left[0]], abs(at[right] + offset - at[left]))
    found: list[Column] = []
    start = 4.0
    for index, row in enumerate(layers.rows):
        vertices = [diagram.vertices[key] for layer, key in row if layers.of[key] == layer]
        half = max((metrics.along(vertex) for vertex in vertices), default=0)
        reach = max((metrics.along(vertex) + metrics.run(vertex) for vertex in vertices), default=0)
        found.append(Column(start, start + half, start + half + reach))
        start = round(found[-1].end + channel(far[index], metrics))
    return found


def channel(far: float, metrics: Metrics) -> float:
    """How long the space between two layers is when the farthest edge in it goes `far` across."""
    if metrics.tall:
        return 40 + min(24, max(0, far - 120) * 0.12)
    return 54 + min(50, max(0, far - 80) * 0.16)


def edges(
    diagram: Diagram,
    layers: Layers,
    ports: Mapping[tuple[str, int], float],
    at: Mapping[Item, float],
    places: Sequence[Column],
    metrics: Metrics,
    flagged: str | None,
) -> list[PlacedEdge]:
    """Every drawn edge, by source and in the order of its users; a value that nobody uses keeps a loose end."""
    found = []
    used = set()
    for source, target, port in diagram.links():
        used.add(source)
        vertex = diagram.vertices[target]
        halo = HALO + 2 if target == flagged else 0
        path = _through(
            source, layers.of[source], layers.of[target], at, places, diagram.vertices[source], metrics
        )
        offset = ports[target, port]
        tip = _tip(
            vertex, places[layers.of[target]].axis, at[layers.of[target], target], offset, halo, metrics
        )
        lead = min(tip[0] - HEAD, places[layers.of[target]].start - 4)
        path.append((lead, tip[1]))
        found.append(_edge(source, target, port, path, tip, metrics))
    for key, vertex in diagram.vertices.items():
        if key not in used and vertex.kind != "output":
            layer = layers.of[key]
            start = (places[layer].axis + _half(vertex, metrics), at[layer, key])
            end = (start[0] + metrics.run(vertex), start[1])
            found.append(_edge(key, None, 0, [start, end], end, metrics))
    return found


def _through(
    source: str,
    first: int,
    last: int,
    at: Mapping[Item, float],
    places: Sequence[Column],
    vertex: Vertex,
    metrics: Metrics,
) -> list[Flow]:
    """The points of an edge up to the end of the last straight part before its target's layer.

    They come in pairs: each straight part's beginning and end.
    """
    points: list[Flow] = [
        (places[first].axis + _half(vertex, metrics), at[first, source]),
        (places[first].end, at[first, source]),
    ]
    for layer in range(first + 1, last):
        across = at[layer, source]
        points += [(places[layer].start, across), (places[layer].end, across)]
    return points


def _half(vertex: Vertex, metrics: Metrics) -> float:
    return (vertex.height if metrics.tall else vertex.width) / 2


def _tip(vertex: Vertex, axis: float, across: float, offset: float, halo: float, metrics: Metrics) -> Flow:
    """Where the edge meets the node's outline: a box's side, or the round end of an operation."""
    half = _half(vertex, metrics)
    if vertex.kind != "operation":
        return axis - half - halo, across + offset
    if metrics.tall:
        flat = max(0.0, vertex.width / 2 - vertex.height / 2)
        return axis - _chord(vertex.height / 2 + halo, max(0.0, abs(offset) - flat)), across + offset
    radius = vertex.height / 2
    return axis - (half - radius) - _chord(radius + halo, offset), across + offset


def _chord(radius: float, offset: float) -> float:
    return sqrt(max(0.0, radius**2 - offset**2))


def _edge(
    source: str, target: str | None, port: int, path: list[Flow], tip: Flow, metrics: Metrics
) -> PlacedEdge:
    """Straight lines along the pairs of points, curves between them, all turned for a tall drawing."""

    def turn(point: Flow) -> Point:
        return (point[1], point[0]) if metrics.tall else point

    steps: list[tuple[Point, ...]] = []
    for index in range(1, len(path)):
        one, other = path[index - 1], path[index]
        if index % 2 or one[1] == other[1]:
            steps.append((turn(other),))
        else:
            middle = (one[0] + other[0]) / 2
            steps.append((turn((middle, one[1])), turn((middle, other[1])), turn(other)))
    last = (tip[0] - HEAD, tip[1]) if target is not None else tip
    if last != path[-1]:
        steps.append((turn(last),))
    return PlacedEdge(source, target, port, turn(path[0]), tuple(steps), turn(tip))
