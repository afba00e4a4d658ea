"""Lay out a graph: layers, order, places, edges, fields, and a flag where one is asked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from ..graph import Graph
from .beside import beside, flags, pill_width
from .check import overlaps
from .diagram import Diagram, diagram
from .layers import Item, Layers, into_layers
from .metrics import LANE, Metrics, Pace, port_offsets
from .model import Field, Layout, PlacedNode
from .order import order_layers
from .place import Link, Placer
from .route import Router, columns

WIDE_LIMIT = 1078  # the stage on a page of 1128 px
TALL_WIDTH = 342  # the stage on a phone
ROW_GAP, COLUMN_GAP = 16, 10
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
    `captions` there is room for a word about each. `flag` is a (node name, words) pair: a pill that points at the
    node. It is put where there is room; only where there is none do other things move for it. Raises `UnknownName`.
    """
    nodes = {name: graph.node(name) for _, name in fields}
    drawn = diagram(graph, nodes.values())
    asked = {(row, name): (row, drawn.ids[nodes[name]]) for row, name in fields}
    flagged = drawn.ids[graph.node(flag[0])] if flag else None
    of = graph.outputs[0] if graph.outputs else ""
    sketch = _Sketch(drawn, into_layers(drawn), asked)
    metrics = Metrics(tall, Pace.ROOMY, captions, frozenset(asked.values()), of, flagged)
    layout = sketch.lay_out(metrics)
    for pace in (Pace.CLOSE, Pace.TIGHT):
        if layout.width > (TALL_WIDTH if tall else WIDE_LIMIT):
            metrics = replace(metrics, pace=pace)
            layout = sketch.lay_out(metrics)
    return sketch.with_flag(layout, metrics, flag[1]) if flag else layout


@dataclass(frozen=True)
class _Sketch:
    """What does not depend on the measures: the diagram, its layers in order, and the fields by the names asked."""

    drawn: Diagram
    layers: Layers
    asked: dict[Field, Field]

    def lay_out(self, metrics: Metrics) -> Layout:
        """A layout by these measures, without the flag."""
        vertices, layers = self.drawn.vertices, self.layers
        rows = order_layers(layers, self.drawn)
        ports = self._ports(rows)
        links = [
            (one, other, 0.0 if port is None else ports[other[1], port]) for one, other, port in layers.links
        ]
        at, across = self._places(rows, links, metrics)
        router = Router(
            self.drawn, layers, ports, at, columns(layers, links, at, self.drawn, metrics), metrics
        )
        along = max((column.end for column in router.columns), default=0) + 4
        width, height = router.turn((along, across))
        runs = {key: router.run(key) for key, vertex in vertices.items() if vertex.kind != "output"}
        stands = beside(
            vertices, {key: (router.turn(a), router.turn(b)) for key, (a, b) in runs.items()}, metrics
        )
        slots = {name: stands.slots[key] for name, key in self.asked.items()}
        nodes = tuple(self._placed(key, router) for key in vertices)
        return Layout(width, height, metrics.tall, nodes, tuple(router.edges()), slots, stands.labels)

    def _places(
        self, rows: list[list[Item]], links: list[Link], metrics: Metrics
    ) -> tuple[dict[Item, float], float]:
        """The coordinates across the flow, and the size of the drawing in that direction."""
        rooms = {
            item: LANE if self.layers.is_lane(item) else metrics.room(self.drawn.vertices[item[1]])
            for row in rows
            for item in row
        }
        placer = Placer(self.layers, rows, rooms, COLUMN_GAP if metrics.tall else ROW_GAP)
        span = max(TALL_WIDTH - 2 * MARGIN, placer.span) if metrics.tall else float("inf")
        at = placer.place(links, span)
        low = min((at[item] - room.before for item, room in rooms.items()), default=0)
        high = max((at[item] + room.after for item, room in rooms.items()), default=0)
        size = max(high - low, TALL_WIDTH - 2 * MARGIN if metrics.tall else 0)
        shift = MARGIN - low + round((size - (high - low)) / 2)
        return {item: value + shift for item, value in at.items()}, size + 2 * MARGIN

    def _ports(self, rows: list[list[Item]]) -> dict[tuple[str, int], float]:
        """Where each edge enters: in the order of the arguments, or by where it comes from if they may be exchanged."""
        places = {item: index for row in rows for index, item in enumerate(row)}
        found = {}
        for key, vertex in self.drawn.vertices.items():
            order = list(range(len(vertex.sources)))
            if vertex.swaps:
                came = [places[self.layers.of[key] - 1, source] for source in vertex.sources]
                order.sort(key=came.__getitem__)
            found.update(
                {(key, port): offset for port, offset in zip(order, port_offsets(vertex), strict=True)}
            )
        return found

    def _placed(self, key: str, router: Router) -> PlacedNode:
        vertex = self.drawn.vertices[key]
        x, y = router.turn(router.position(key))
        left, top = x - vertex.width / 2, y - vertex.height / 2
        return PlacedNode(
            left, top, vertex.width, vertex.height, key, vertex.kind, vertex.name, vertex.symbol, vertex.node
        )

    def with_flag(self, layout: Layout, metrics: Metrics, words: str) -> Layout:
        """The same layout with the flag in the first place that is free, or a layout that makes room for it."""
        node = layout.node(metrics.flagged or "")
        for candidate in flags(node, words, tall=metrics.tall):
            flown = replace(layout, flag=candidate)
            if not overlaps(flown):
                return flown
        layout = self.lay_out(replace(metrics, pill=pill_width(words)))
        return replace(layout, flag=flags(layout.node(node.id), words, tall=metrics.tall)[0])
