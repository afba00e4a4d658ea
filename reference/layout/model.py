"""What a laid-out drawing consists of: nodes, edges, places for labels and fields. Units are CSS pixels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ..graph import Node

Point = tuple[float, float]

# A field is ("value", name) or ("grad", name): the place of an input box beside that node's outgoing edge.
Field = tuple[str, str]


@dataclass(frozen=True)
class Rect:
    """A rectangle: its upper left corner and its size."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    def overlaps(self, other: Rect) -> bool:
        """Whether the two have inner points in common."""
        apart = self.right <= other.x or other.right <= self.x or self.bottom <= other.y or other.bottom <= self.y
        return not apart

    def holds(self, point: Point, margin: float = 0) -> bool:
        """Whether the point lies inside, or closer than `margin`."""
        x, y = point
        return self.x - margin < x < self.right + margin and self.y - margin < y < self.bottom + margin


@dataclass(frozen=True)
class Slot(Rect):
    """Where an input box stands. `caption` is the strip for a word about it; `asks` says that the question fits inside.

    Where `asks` is false, the printed label or the node beside the box says what the box is about.
    """

    caption: Rect
    asks: bool


@dataclass(frozen=True)
class Label(Rect):
    """Room for a printed number: `row` is "value" or "grad", `owner` the id of the node it belongs to.

    The text's baseline starts (`start`) or is centred at (`at_x`, `baseline`).
    """

    row: str
    owner: str
    at_x: float
    baseline: float
    start: bool


@dataclass(frozen=True)
class Run:
    """A piece of a symbol or name: plain, italic ("it"), raised ("sup") or lowered ("sub")."""

    text: str
    style: str = ""


@dataclass(frozen=True)
class PlacedNode(Rect):
    """A node as drawn. `kind` is "input", "constant", "operation" or "output"; `name` is None for an unnamed step.

    `id` is the node's name, "#3" for an unnamed one, and "→f" for the box of the output f.
    """

    id: str
    kind: str
    name: str | None
    symbol: tuple[Run, ...]
    node: Node

    @property
    def center(self) -> Point:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class PlacedEdge:
    """An edge from the source's box to the arrow head's tip.

    `steps` are the ends of straight lines (one point) and of cubic curves (three points); `target` is None for the
    loose end of a value that nobody uses. `port` counts the target's drawn arguments.
    """

    source: str
    target: str | None
    port: int
    start: Point
    steps: tuple[tuple[Point, ...], ...]
    tip: Point

    @staticmethod
    def along(start: Point, step: tuple[Point, ...], pieces: int = 24) -> list[Point]:
        """Points on one step that begins at `start`: the two ends of a line, many points of a cubic."""
        if len(step) == 1:
            return [start, step[0]]
        found = []
        for index in range(pieces + 1):
            t = index / pieces
            weights = ((1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3)
            x, y = (sum(w * end[axis] for w, end in zip(weights, (start, *step), strict=True)) for axis in (0, 1))
            found.append((x, y))
        return found


@dataclass(frozen=True)
class Flag(Rect):
    """The pill of words that points at a node: `tip` is the triangle between them."""

    words: str
    owner: str
    tip: tuple[Point, Point, Point]


@dataclass(frozen=True)
class Layout:
    """Where everything goes. `labels` holds room for each number that may be printed, fields left out.

    Whether room is kept for the fields' captions is said by `captions`.
    """

    width: float
    height: float
    tall: bool
    captions: bool
    nodes: tuple[PlacedNode, ...]
    edges: tuple[PlacedEdge, ...]
    slots: Mapping[Field, Slot]
    labels: tuple[Label, ...]
    flag: Flag | None = None

    def node(self, key: str) -> PlacedNode:
        """The drawn node with that id. Raises `KeyError`."""
        for node in self.nodes:
            if node.id == key:
                return node
        raise KeyError(key)
