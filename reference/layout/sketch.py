"""Turn layers in a certain order into a layout by certain measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from .beside import beside
from .diagram import Diagram
from .layers import Item, Layers
from .metrics import LANE, Metrics, port_offsets
from .model import Field, Layout, PlacedNode
from .order import Orderer, order_layers, polish
from .place import Link, Placer
from .route import Router, columns

TALL_WIDTH = 342  # the stage on a phone
MARGIN = 3
# Orders of larger drawings are not polished, so that none takes long.
POLISHED = 80

Rows = list[list[Item]]


@dataclass(frozen=True)
class Sketch:
    """What does not depend on the measures: the diagram, its layers in order, and the fields by the names asked."""

    drawn: Diagram
    layers: Layers
    rows: Rows
    asked: Mapping[Field, Field]

    @classmethod
    def of(cls, drawn: Diagram, layers: Layers, asked: Mapping[Field, Field]) -> Sketch:
        """The sketch with few crossings."""
        return cls(drawn, layers, order_layers(layers, Orderer(layers, drawn)), asked)

    def polished(self, metrics: Metrics) -> Sketch:
        """The sketch in an order that, by these measures, bends its edges least without crossing more."""
        if sum(len(row) for row in self.rows) > POLISHED:
            return self
        rows = polish(self.rows, self.layers, Orderer(self.layers, self.drawn), lambda rows: self._bends(rows, metrics))
        return replace(self, rows=rows)

    def width(self, metrics: Metrics) -> float:
        """How wide the drawing will be by these measures, give or take a bend."""
        placer, (_, links) = self._placer(self.rows, metrics), self._links(self.rows)
        if metrics.tall:
            return placer.span + 2 * MARGIN
        placer.place(links, roughly=True)
        return columns(self.layers, links, placer.at, self.drawn, metrics)[-1].end + 4

    def lay_out(self, metrics: Metrics) -> Layout:
        """The layout by these measures, without the flag."""
        ports, links = self._links(self.rows)
        placer = self._placer(self.rows, metrics)
        placer.place(links)
        at, across = self._centred(placer, metrics)
        places = columns(self.layers, links, at, self.drawn, metrics)
        router = Router(self.drawn, self.layers, ports, at, places, metrics)
        width, height = router.turn((places[-1].end + 4, across))
        stands = beside(self.drawn.vertices, router.runs(), metrics)
        slots = {name: stands.slots[key] for name, key in self.asked.items()}
        nodes = tuple(self._placed(key, router) for key in self.drawn.vertices)
        return Layout(width, height, metrics.tall, metrics.captions, nodes, tuple(router.edges()), slots, stands.labels)

    def _placer(self, rows: Rows, metrics: Metrics) -> Placer:
        """All items in their rows; a tall drawing is at least as wide as a phone."""
        rooms = {
            item: LANE if self.layers.is_lane(item) else metrics.room(self.drawn.vertices[item[1]])
            for row in rows
            for item in row
        }
        return Placer(self.layers, rows, rooms, metrics.gap, TALL_WIDTH - 2 * MARGIN if metrics.tall else None)

    def _bends(self, rows: Rows, metrics: Metrics) -> float:
        """How far all edges go across the flow, lanes counting thrice."""
        placer, (_, links) = self._placer(rows, metrics), self._links(rows)
        placer.place(links, roughly=True)
        at = placer.at
        return sum(abs(at[b] + off - at[a]) * (3 if a[1] == b[1] else 1) for a, b, off in links)

    def _centred(self, placer: Placer, metrics: Metrics) -> tuple[dict[Item, float], float]:
        """The coordinates across the flow, from the drawing's border, and its size in that direction."""
        low, high = placer.extent()
        size = max(high - low, TALL_WIDTH - 2 * MARGIN if metrics.tall else 0)
        shift = MARGIN - low + round((size - (high - low)) / 2)
        return {item: value + shift for item, value in placer.at.items()}, size + 2 * MARGIN

    def _links(self, rows: Rows) -> tuple[dict[tuple[str, int], float], list[Link]]:
        """Where each edge enters its target, and all links with that.

        Ports follow the order of the arguments, or where the edges come from if the arguments may be exchanged.
        """
        places = {item: index for row in rows for index, item in enumerate(row)}
        ports: dict[tuple[str, int], float] = {}
        for key, vertex in self.drawn.vertices.items():
            order = list(range(len(vertex.sources)))
            if vertex.swaps:
                came = [places[self.layers.of[key] - 1, source] for source in vertex.sources]
                order.sort(key=came.__getitem__)
            ports.update({(key, port): offset for port, offset in zip(order, port_offsets(vertex), strict=True)})
        links = [(a, b, 0.0 if port is None else ports[b[1], port]) for a, b, port in self.layers.links]
        return ports, links

    def _placed(self, key: str, router: Router) -> PlacedNode:
        vertex = self.drawn.vertices[key]
        x, y = router.turn(router.position(key))
        left, top = x - vertex.width / 2, y - vertex.height / 2
        return PlacedNode(
            left, top, vertex.width, vertex.height, key, vertex.kind, vertex.name, vertex.symbol, vertex.node
        )
