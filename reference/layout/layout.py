"""Lay out a graph: layers, order, places, edges, fields, and a flag where one is asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ..graph import Graph
from .beside import beside, flags, pill_width
from .check import overlaps
from .diagram import Diagram, diagram
from .layers import Item, Layers, into_layers
from .metrics import LANE, Metrics, port_offsets
from .model import Field, Layout, PlacedNode, Point
from .order import order_layers
from .place import place
from .route import columns, edges

WIDE_LIMIT = 1078  # the stage of a page of 1128 px
TALL_WIDTH = 342  # a phone's stage
ROW_GAP = 16
TALL_GAP = 10
MARGIN = 3


def lay_out(
    graph: Graph,
    *,
    tall: bool = False,
    fields: Collection[Field] = (),
    captions: bool = False,
    flag: tuple[str, str] | None = None,
) -> Layout:
    """Where every node, edge, field and label of the graph goes, in CSS pixels.

    `fields` are the ("value" | "grad", node name) pairs for which an input box stands beside the node's edge; with
    `captions` there is room for a word about each. `flag` is a (node name, words) pair: a pill that points at the node.
    It is put where there is room; only where there is none do other things move for it. Raises `UnknownName`.
    """
    nodes = {name: graph.node(name) for _, name in fields}
    drawn = diagram(graph, nodes.values())
    asked = {(row, name): (row, drawn.ids[nodes[name]]) for row, name in fields}
    flagged = (drawn.ids[graph.node(flag[0])], flag[1]) if flag else None
    frame = _Frame(drawn, into_layers(drawn), asked, flagged)
    of = graph.outputs[0] if graph.outputs else ""
    limit = TALL_WIDTH if tall else WIDE_LIMIT
    for roomy in (True, False):
        metrics = Metrics(tall, roomy, captions, frozenset(asked.values()), of)
        layout = frame.lay_out(metrics)
        if layout.width <= limit:
            break
    if flagged:
        layout = frame.with_flag(layout, metrics)
    return layout


@dataclass(frozen=True)
class _Frame:
    """What does not depend on the measures: the diagram, its layers, and what is asked."""

    drawn: Diagram
    layers: Layers
    asked: dict[Field, Field]
    flagged: tuple[str, str] | None

    def with_flag(self, layout: Layout, metrics: Metrics) -> Layout:
        """The same layout with the flag in the first place that is free, or a layout that makes room for it."""
        key, words = self.flagged or ("", "")
        for candidate in flags(layout.node(key), words, tall=metrics.tall):
            flown = replace(layout, flag=candidate)
            if not overlaps(flown):
                return flown
        layout = self.lay_out(replace(metrics, pill=(key, pill_width(words))))
        return replace(layout, flag=flags(layout.node(key), words, tall=metrics.tall)[0])

    def lay_out(self, metrics: Metrics) -> Layout:
        vertices, layers = self.drawn.vertices, self.layers
        rows = order_layers(layers, self.drawn)
        ports = self._ports(rows)
        links = [
            (left, right, 0.0 if port is None else ports[right[1], port])
            for left, right, port in layers.links
        ]
        rooms = {
            item: LANE if layers.is_lane(item) else metrics.room(vertices[item[1]])
            for row in rows
            for item in row
        }
        at = place(layers, rows, links, rooms, TALL_GAP if metrics.tall else ROW_GAP)
        low = min((at[item] - min(rooms[item].node_before, 999) for item in at), default=0)
        low = min((min(low, at[item] - rooms[item].run_before) for item in at), default=0)
        high = max((at[item] + max(rooms[item].node_after, rooms[item].run_after) for item in at), default=0)
        slack = max(0.0, TALL_WIDTH - (high - low) - 2 * MARGIN) if metrics.tall else 0.0
        at = {item: value - low + MARGIN + round(slack / 2) for item, value in at.items()}
        across = high - low + 2 * MARGIN + slack
        places = columns(layers, links, at, self.drawn, metrics)
        along = max((column.end for column in places), default=0) + 4
        runs = {
            key: (_turned(places[layers.of[key]].axis + _half(self.drawn, key, metrics), at[layers.of[key], key], metrics),
                  _turned(places[layers.of[key]].end, at[layers.of[key], key], metrics))
            for key, vertex in vertices.items() if vertex.kind != "output"
        }  # fmt: skip
        stands = beside(vertices, runs, metrics)
        placed = tuple(
            self._placed(key, _turned(places[layers.of[key]].axis, at[layers.of[key], key], metrics))
            for key in vertices
        )
        routes = edges(
            self.drawn, layers, ports, at, places, metrics, self.flagged[0] if self.flagged else None
        )
        slots = {name: stands.slots[key] for name, key in self.asked.items()}
        width, height = (across, along) if metrics.tall else (along, across)
        return Layout(width, height, metrics.tall, placed, tuple(routes), slots, stands.labels)

    def _ports(self, rows: list[list[Item]]) -> dict[tuple[str, int], float]:
        """Where each edge enters: in the order of the arguments, or from where it comes if they may be exchanged."""
        place_of = {item: index for row in rows for index, item in enumerate(row)}
        found = {}
        for key, vertex in self.drawn.vertices.items():
            offsets = port_offsets(vertex)
            order = list(range(len(vertex.sources)))
            if vertex.swaps:
                layer = self.layers.of[key] - 1
                order.sort(key=lambda port, vertex=vertex, layer=layer: place_of[layer, vertex.sources[port]])  # type: ignore[misc]
            for position, port in enumerate(order):
                found[key, port] = offsets[position]
        return found

    def _placed(self, key: str, center: Point) -> PlacedNode:
        vertex = self.drawn.vertices[key]
        x, y = center[0] - vertex.width / 2, center[1] - vertex.height / 2
        return PlacedNode(
            x, y, vertex.width, vertex.height, key, vertex.kind, vertex.name, vertex.symbol, vertex.node
        )


def _turned(along: float, across: float, metrics: Metrics) -> Point:
    return (across, along) if metrics.tall else (along, across)


def _half(drawn: Diagram, key: str, metrics: Metrics) -> float:
    vertex = drawn.vertices[key]
    return (vertex.height if metrics.tall else vertex.width) / 2
