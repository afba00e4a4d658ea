"""How much room a node, its run and what stands beside the run need: the drawing's measures, in CSS pixels.

An edge leaves its node straight (its run) and only then bends, and numbers and fields stand beside runs only: in a wide
drawing the value above and the gradient below, in a tall one both to the right, the value first. So nothing but lines
is ever found between two layers, and nothing but straight lines within one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from .diagram import RADIUS, Vertex
from .model import Field
from .wording import name_runs, text_width

FIELD_HEIGHT = 38
CAPTION_HEIGHT = 21  # 3 of gap and 18 of text
FIELD_GAP = 9  # between an edge and a field
HEAD = 9  # an arrow head's length
HALO = 8  # how far the halo of a flagged node reaches out
PILL_HEIGHT = 24
PILL_GAP = 10  # between halo and pill
LABEL_SIZE = 20
VALUE_BASELINE, GRAD_BASELINE = -12, 26
ASCENT, DESCENT = 16, 5
BESIDE = 16  # in tall drawings, from the edge to what stands to its right
LINE_HEIGHT = 26  # a printed number's row in a tall drawing
CAPTION_WIDTH = 96


@dataclass(frozen=True)
class Room:
    """Extents across the flow, from a node's axis: of the node itself, and of what stands beside its run."""

    node_before: float
    node_after: float
    run_before: float
    run_after: float


@dataclass(frozen=True)
class Metrics:
    """The measures of one drawing. `roomy` fields carry their question; `fields` maps (row, node id) to the field asked.

    `pill` is the flagged node's id and the pill's width where the layers must make room for it.
    """

    tall: bool
    roomy: bool
    captions: bool
    fields: Collection[Field]
    of: str
    pill: tuple[str, float] | None = None

    def label_width(self, vertex: Vertex, row: str) -> float:
        """Room for a printed number with its name before it ("g = −0.1966"); longer ones are set smaller."""
        number = 72 if self.roomy else 50
        if row == "grad" or vertex.kind != "operation" or not vertex.name:
            return number
        return number + text_width(name_runs(vertex.name), LABEL_SIZE) + 25

    def field_width(self, vertex: Vertex, row: str) -> float:
        """The width of a field, with its question ("∂f/∂W", "g =") where it asks."""
        least = (100 if self.tall else 104) if self.roomy else 72
        if not self.asks(vertex, row):
            return least
        name = text_width(name_runs(vertex.name or ""), 17)
        question = name + (20 if row == "value" else 32 + text_width(name_runs(self.of), 17))
        return max(least, round(question + (62 if self.roomy else 52)))

    def asks(self, vertex: Vertex, row: str) -> bool:
        """Whether the question stands in the field: always where there is room, and where nothing else would tell."""
        return self.roomy or (row == "value" and vertex.kind == "operation")

    def has(self, vertex: Vertex, row: str) -> bool:
        return (row, vertex.id) in self.fields

    def beside(self, vertex: Vertex) -> float:
        """The width of what stands beside the run."""
        rows = ("value", "grad")
        return max(
            self.field_width(vertex, row) if self.has(vertex, row) else self.label_width(vertex, row)
            for row in rows
        )

    def row_height(self, vertex: Vertex, row: str) -> float:
        """In a tall drawing, the height that a value or gradient takes along the run."""
        if not self.has(vertex, row):
            return LINE_HEIGHT
        return FIELD_HEIGHT + (CAPTION_HEIGHT if self.captions else 0)

    def run(self, vertex: Vertex) -> float:
        """How long the straight part of the node's edge must be."""
        if vertex.kind == "output":
            return 0
        if self.tall:
            return 8 + self.row_height(vertex, "value") + 8 + self.row_height(vertex, "grad") + 10
        beside = self.beside(vertex)
        if self.captions and (self.has(vertex, "value") or self.has(vertex, "grad")):
            beside = max(beside, CAPTION_WIDTH - 20)
        return beside + (16 if vertex.kind != "operation" else 44 if self.roomy else 28)

    def along(self, vertex: Vertex) -> float:
        """Half of the node's extent along the flow."""
        half = (vertex.height if self.tall else vertex.width) / 2
        if self.pill and self.pill[0] == vertex.id and not self.tall:
            return max(half, self.pill[1] / 2 + 4)
        return half

    def room(self, vertex: Vertex) -> Room:
        """The node's extents across the flow."""
        half = (vertex.width if self.tall else vertex.height) / 2 + (0 if self.tall else 2)
        flagged = self.pill is not None and self.pill[0] == vertex.id
        aside = HALO + PILL_GAP + (self.pill[1] if self.tall and self.pill else PILL_HEIGHT) + 2
        if self.tall:
            after = BESIDE + self.beside(vertex) if vertex.kind != "output" else half
            return Room(half, half + (aside if flagged else 0), 4, after)
        caption = CAPTION_HEIGHT if self.captions else 0
        field = FIELD_GAP + FIELD_HEIGHT + caption
        above: float = field if self.has(vertex, "value") else ASCENT - VALUE_BASELINE
        below: float = field if self.has(vertex, "grad") else GRAD_BASELINE + DESCENT + 1
        if vertex.kind == "output":
            above = below = half
        above, below = max(above, half + (aside if flagged else 0)), max(below, half)
        return Room(above, below, above, below)


LANE = Room(1, 1, 1, 1)


def port_offsets(vertex: Vertex) -> Mapping[int, float]:
    """How far from the node's axis each of its ports lies: ±30° for two, spread over ±50° for more."""
    count = len(vertex.sources)
    if vertex.kind != "operation" or count < 2:
        return dict.fromkeys(range(count), 0.0)
    reach = RADIUS * (0.5 if count == 2 else 0.77)
    return {port: reach * (2 * port / (count - 1) - 1) for port in range(count)}
