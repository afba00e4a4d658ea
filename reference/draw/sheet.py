"""Set a diagram in characters, layer by layer, and wire the layers with each other."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import NamedTuple

from ..layout.diagram import Diagram
from ..layout.layers import Item, into_layers
from ..layout.metrics import Room
from ..layout.order import Orderer, order_layers
from ..layout.place import Placer
from .canvas import LEFT, RIGHT, Canvas
from .channel import Net, tracks


class Cell(NamedTuple):
    """What is written of a node: its symbol, what stands in its line, and what under it."""

    symbol: str
    value: str
    gradient: str


class Sheet:
    """Places the cells of a diagram on a canvas, layer by layer, and wires them."""

    def __init__(self, drawn: Diagram, cells: Mapping[str, Cell]) -> None:
        self.drawn, self.cells = drawn, cells
        self.layers = into_layers(drawn)
        self.rows = order_layers(self.layers, Orderer(self.layers, drawn))
        self.lines = self._lines()
        self.canvas = Canvas()

    def _lines(self) -> dict[Item, int]:
        """The line of every item; a node takes a line more for its gradient, and one for each argument."""
        rooms = {}
        for row in self.rows:
            for item in row:
                ports = 0 if self.layers.is_lane(item) else max(1, len(self.drawn.vertices[item[1]].sources) - 1)
                rooms[item] = Room(0, ports, 0, ports)
        placer = Placer(self.layers, self.rows, rooms, 1)
        placer.place([(one, other, float(port or 0)) for one, other, port in self.layers.links])
        lines: dict[Item, int] = {}
        for row in self.rows:
            low = -ceil(1e9)
            for item in row:
                lines[item] = max(low, round(placer.at[item]))
                low = lines[item] + ceil(rooms[item].node_after) + 1
        return lines

    def draw(self) -> Canvas:
        """The finished canvas."""
        column = 0
        for layer, row in enumerate(self.rows):
            end = column + max(map(self._length, row))
            for item in row:
                self._write(item, column, end)
            if layer + 1 < len(self.rows):
                column = self._channel(layer, end)
        return self.canvas

    def _length(self, item: Item) -> int:
        if self.layers.is_lane(item):
            return 1
        symbol, value, gradient = self.cells[item[1]]
        if self.drawn.vertices[item[1]].kind == "output":
            return len(symbol)
        return len(symbol) + 3 + max(len(value) + 2 if value else 0, len(gradient) + 1)

    def _write(self, item: Item, column: int, end: int) -> None:
        line = self.lines[item]
        if self.layers.is_lane(item):
            self.canvas.across(item[1], line, column, end - 1)
            return
        symbol, value, gradient = self.cells[item[1]]
        self.canvas.write(line, column, symbol)
        if self.drawn.vertices[item[1]].kind == "output":
            return
        start = column + len(symbol) + 1
        self.canvas.across(item[1], line, start, end - 1)
        if value:
            self.canvas.write(line, start + 1, f" {value} ")
        self.canvas.write(line + 1, start + 2, gradient)

    def _channel(self, layer: int, start: int) -> int:
        """Wire a layer with the next; return the column at which that one begins."""
        targets: dict[str, list[int]] = {}
        arrows = []
        for one, other, port in self.layers.links:
            if one[0] == layer:
                line = self.lines[other] + (0 if port is None else self._port(other[1], port))
                targets.setdefault(one[1], []).append(line)
                if port is not None:
                    arrows.append((one[1], line))
        nets = [Net(key, self.lines[layer, key], tuple(sorted(set(lines)))) for key, lines in targets.items()]
        placed = tracks(nets)
        end = start + max((track for _, track in placed), default=-1) + 1
        for net in nets:
            if net.straight:
                self.canvas.across(net.name, net.source, start, end)
        for net, track in placed:
            turns = (other for other in placed if other[0].inner and other[0].name == net.name)
            part = next((start + column - 1 for other, column in turns if other.source in net.targets), end)
            self._wire(net, start, start + track, part)
        for _, line in arrows:
            self.canvas.write(line, end + 1, "▶")
        for key, lines in targets.items():
            for line in set(lines).difference(line for name, line in arrows if name == key):
                self.canvas.across(key, line, end + 1, end + 2)
        return end + 3

    def _wire(self, net: Net, start: int, column: int, end: int) -> None:
        """One net: in from the left, along its track, and out to the right as far as the column `end`."""
        first, last = net.lines
        self.canvas.down(net.name, column, first, last)
        if not net.inner:
            self.canvas.across(net.name, net.source, start, column - 1)
        self.canvas.turn(net.name, net.source, column, LEFT)
        for line in net.targets:
            self.canvas.turn(net.name, line, column, RIGHT)
            self.canvas.across(net.name, line, column + 1, end)

    def _port(self, key: str, port: int) -> int:
        """The line of an argument below the node's first line; exchangeable ones in the order in which they come."""
        vertex = self.drawn.vertices[key]
        if not vertex.swaps:
            return port
        came = [self.lines[self.layers.of[key] - 1, source] for source in vertex.sources]
        return sorted(range(len(came)), key=came.__getitem__).index(port)
