"""How much room a node, its run and what stands beside the run need: the drawing's measures, in CSS pixels.

An edge leaves its node straight (its run) and only then bends, and numbers and fields stand beside runs only: in a wide
drawing the value above and the gradient below, in a tall one both to the right, the value first. So nothing but lines
is ever found between two layers, and nothing but straight lines within one.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import Enum
from math import ceil

from .diagram import RADIUS, Vertex
from .model import Field
from .wording import name_runs, text_width

FIELD_HEIGHT = 38
CAPTION_HEIGHT = 21  # 3 of gap and 18 of text
CAPTION_WIDTH = 96
FIELD_GAP = 9  # between an edge and a field
HEAD = 9  # an arrow head's length
HALO = 8  # how far the halo of a flagged node reaches out
PILL_HEIGHT = 24
PILL_GAP = 10  # between halo and pill
LABEL_SIZE = 20
VALUE_BASELINE, GRAD_BASELINE = -12, 26
ASCENT, DESCENT = 16, 5
BESIDE = 16  # in tall drawings, from the edge to what stands to its right
LEAD = 12  # in tall drawings, from a node to what stands beside its run: more than a halo
LINE_HEIGHT = 26  # a printed number's row in a tall drawing


class Pace(Enum):
    """How generous a drawing is.

    In pixels, room for a number; what the run after an operation has besides; the least space between layers; the gaps
    across the flow in a wide and in a tall drawing. Only roomy fields carry their question always.
    """

    ROOMY = (72, 44, 52, (24, 20))
    CLOSE = (60, 24, 36, (16, 14))
    TIGHT = (44, 16, 36, (16, 10))

    def __init__(self, number: float, spare: float, channel: float, gaps: tuple[float, float]) -> None:
        self.number = number
        self.spare = spare
        self.channel = channel
        self.gaps = gaps


@dataclass(frozen=True)
class Room:
    """Extents across the flow, from a node's axis: of the node itself, and of what stands beside its run."""

    node_before: float
    node_after: float
    run_before: float
    run_after: float

    @property
    def before(self) -> float:
        return max(self.node_before, self.run_before)

    @property
    def after(self) -> float:
        return max(self.node_after, self.run_after)


LANE = Room(1, 1, 1, 1)


@dataclass(frozen=True)
class Metrics:
    """The measures of one drawing of a graph whose output is named `of`.

    `fields` holds (row, node id) pairs; `flagged` is the id of the node with the flag, and `pill` the width of the pill
    where other things must make room for it.
    """

    tall: bool
    pace: Pace
    captions: bool
    fields: Collection[Field]
    of: str
    flagged: str | None = None
    pill: float = 0

    @property
    def gap(self) -> float:
        """The gap between neighbours in a layer."""
        return self.pace.gaps[self.tall]

    def has(self, vertex: Vertex, row: str) -> bool:
        """Whether a field stands in that row."""
        return (row, vertex.id) in self.fields

    def asks(self, vertex: Vertex, row: str) -> bool:
        """Whether the question stands in the field: always where there is room, and where nothing else would tell."""
        return self.pace is Pace.ROOMY or (row == "value" and vertex.kind != "input")

    def field_width(self, vertex: Vertex, row: str) -> float:
        """The width of a field, with its question ("∂f/∂W", "g =") where it asks."""
        if not self.asks(vertex, row):
            return 72
        sign = 22 if row == "value" else 23 + text_width(name_runs(self.of), 17)
        question = 10 + sign + text_width(name_runs(vertex.name or ""), 17)
        least = 72 if self.pace is not Pace.ROOMY else 100 if self.tall else 104
        return max(least, round(question + (48 if self.pace is Pace.ROOMY else 40)))

    def label_width(self, vertex: Vertex, row: str) -> float:
        """Room for a printed number with its name before it ("g = −0.1966"); longer ones are set smaller."""
        if not vertex.name:
            return 0
        if row == "grad" or vertex.kind == "input":
            return self.pace.number
        return self.pace.number + ceil(text_width(name_runs(vertex.name), LABEL_SIZE)) + 25

    def beside(self, vertex: Vertex) -> float:
        """The width of what stands beside the run."""
        widths = [
            self.field_width(vertex, row) if self.has(vertex, row) else self.label_width(vertex, row)
            for row in ("value", "grad")
        ]
        return max(widths)

    def overhang(self, vertex: Vertex) -> float:
        """How far captions reach out to each side of the narrowest field."""
        if not self.captions:
            return 0
        fields = [self.field_width(vertex, row) for row in ("value", "grad") if self.has(vertex, row)]
        return max(0.0, (CAPTION_WIDTH - min(fields, default=CAPTION_WIDTH)) / 2)

    def row_height(self, vertex: Vertex, row: str) -> float:
        """In a tall drawing, the height that a value or gradient takes along the run."""
        if not self.has(vertex, row):
            return LINE_HEIGHT if vertex.name else 0
        return FIELD_HEIGHT + (CAPTION_HEIGHT if self.captions else 0)

    def run(self, vertex: Vertex) -> float:
        """How long the straight part of the node's edge must be."""
        if vertex.kind == "output":
            return 0
        if self.tall and vertex.name:
            return LEAD + self.row_height(vertex, "value") + 8 + self.row_height(vertex, "grad") + 10
        if not vertex.name:
            return 20
        spare = 16 if vertex.kind != "operation" else self.pace.spare
        if self.pill and self.flagged == vertex.id:
            spare = max(spare, 2 * (self.pill / 2 + 4 - self.half(vertex) + self.overhang(vertex)))
        return max(self.beside(vertex) + spare, self.beside(vertex) + 2 * self.overhang(vertex) - 10)

    def half(self, vertex: Vertex) -> float:
        """Half of the node's size along the flow."""
        return (vertex.height if self.tall else vertex.width) / 2

    def reach(self, vertex: Vertex) -> float:
        """How far the node, or its flag, reaches along the flow from its axis."""
        flagged = self.pill and self.flagged == vertex.id and not self.tall
        return max(self.half(vertex), self.pill / 2 + 4 if flagged else 0)

    def room(self, vertex: Vertex) -> Room:
        """The node's extents across the flow."""
        flagged = self.pill > 0 and self.flagged == vertex.id
        aside = HALO + PILL_GAP + (self.pill if self.tall else PILL_HEIGHT) + 2 if flagged else 0
        if self.tall:
            half = vertex.width / 2
            before = half + HALO + 4 if flagged else half
            if vertex.kind == "output":
                return Room(before, half + aside, half, half)
            return Room(before, half + aside, 4, BESIDE + max(self.beside(vertex), self._caption_end(vertex)))
        half = vertex.height / 2 + 2
        above, below = self._above_and_below(vertex) if vertex.kind != "output" else (half, half)
        above, below = max(above, half + aside), max(below, half)
        return Room(above, below, above, below)

    def _caption_end(self, vertex: Vertex) -> float:
        """Where captions end in a tall drawing, from the fields' left side."""
        fields = [self.field_width(vertex, row) for row in ("value", "grad") if self.has(vertex, row)]
        return max((width / 2 + CAPTION_WIDTH / 2 for width in fields), default=0) if self.captions else 0

    def _above_and_below(self, vertex: Vertex) -> tuple[float, float]:
        """What value and gradient take above and below the run of a wide drawing."""
        field = FIELD_GAP + FIELD_HEIGHT + (CAPTION_HEIGHT if self.captions else 0)
        above = field if self.has(vertex, "value") else ASCENT - VALUE_BASELINE
        below = field if self.has(vertex, "grad") else GRAD_BASELINE + DESCENT + 1
        return above, below


def port_offsets(vertex: Vertex) -> list[float]:
    """How far from the node's axis each of its ports lies: ±30° for two, spread over ±50° for more."""
    count = len(vertex.sources)
    if vertex.kind != "operation" or count < 2:
        return [0.0] * count
    reach = RADIUS * (0.5 if count == 2 else 0.77)
    return [reach * (2 * port / (count - 1) - 1) for port in range(count)]
