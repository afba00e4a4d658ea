"""Put fields, printed numbers and the flag where they belong beside the runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from .diagram import Vertex
from .metrics import (
    ASCENT,
    BESIDE,
    CAPTION_HEIGHT,
    CAPTION_WIDTH,
    DESCENT,
    FIELD_GAP,
    FIELD_HEIGHT,
    GRAD_BASELINE,
    HALO,
    LEAD,
    PILL_GAP,
    PILL_HEIGHT,
    VALUE_BASELINE,
    Metrics,
)
from .model import Field, Flag, Label, PlacedNode, Point, Rect, Slot
from .wording import text_width


@dataclass(frozen=True)
class Beside:
    """What stands beside the runs: fields by (row, node id), and room for all numbers that are not fields."""

    slots: Mapping[Field, Slot]
    labels: tuple[Label, ...]


def beside(vertices: Mapping[str, Vertex], runs: Mapping[str, tuple[Point, Point]], metrics: Metrics) -> Beside:
    """Fields and labels; `runs` maps the ids of nodes to where their runs begin and end."""
    slots: dict[Field, Slot] = {}
    labels = []
    for key, run in runs.items():
        vertex = vertices[key]
        top = run[0][1] + LEAD
        for row in ("value", "grad"):
            width = metrics.field_width(vertex, row) if metrics.has(vertex, row) else metrics.label_width(vertex, row)
            corner = (
                _corner(run, row, width, metrics.has(vertex, row)) if not metrics.tall else (run[0][0] + BESIDE, top)
            )
            if metrics.has(vertex, row):
                slots[row, key] = _slot(corner, width, row, vertex, metrics)
            elif width:
                labels.append(_label(corner, width, row, key, metrics))
            top += metrics.row_height(vertex, row) + 8
    return Beside(slots, tuple(labels))


def _corner(run: tuple[Point, Point], row: str, width: float, field: bool) -> Point:
    """The upper left corner of a field or label in a wide drawing: in the middle of the run, above or below it."""
    (start, y), (end, _) = run
    if field:
        top = y - FIELD_GAP - FIELD_HEIGHT if row == "value" else y + FIELD_GAP
    else:
        top = y + (VALUE_BASELINE if row == "value" else GRAD_BASELINE) - ASCENT
    return (start + end) / 2 - width / 2, top


def _slot(corner: Point, width: float, row: str, vertex: Vertex, metrics: Metrics) -> Slot:
    """A field, with the strip for its caption on the side away from the edge."""
    left, top = corner
    wide = max(width, CAPTION_WIDTH)
    over = row == "value" and not metrics.tall
    strip = top - CAPTION_HEIGHT if over else top + FIELD_HEIGHT
    caption = Rect(left + (width - wide) / 2, strip, wide, CAPTION_HEIGHT)
    return Slot(left, top, width, FIELD_HEIGHT, caption, metrics.asks(vertex, row))


def _label(corner: Point, width: float, row: str, owner: str, metrics: Metrics) -> Label:
    """Room for a number: centred over or under the run, or beginning beside it in a tall drawing."""
    left, top = corner
    if metrics.tall:
        top += 4
    at = left if metrics.tall else left + width / 2
    return Label(left, top, width, ASCENT + DESCENT, row, owner, at, top + ASCENT, metrics.tall)


def pill_width(words: str) -> float:
    """The width of the flag's pill."""
    return round(text_width(words, 13) + 24)


def flags(node: PlacedNode, words: str, *, tall: bool) -> list[Flag]:
    """Places for the pill that points at a node, the best first."""
    over = node.height / 2 + HALO + PILL_GAP
    width = pill_width(words)
    shifts = (0, -16, 20 - width / 2, 16)
    level = [_over(node, words, shift, off) for off in (-over, over) for shift in shifts]
    return [_aside(node, words, 1), _aside(node, words, -1), *level] if tall else level


def _over(node: PlacedNode, words: str, shift: float, off: float) -> Flag:
    """A pill above (`off` negative) or below the node, moved sideways by `shift`."""
    x, y = node.center
    width, edge = pill_width(words), y + off
    top, point = (edge - PILL_HEIGHT, edge + 7) if off < 0 else (edge, edge - 7)
    tip = ((x - 5, edge), (x + 5, edge), (x, point))
    return Flag(x + shift - width / 2, top, width, PILL_HEIGHT, words, node.id, tip)


def _aside(node: PlacedNode, words: str, side: int) -> Flag:
    """A pill to the right (1) or left (-1) of the node."""
    x, y = node.center
    width = pill_width(words)
    edge = x + side * (node.width / 2 + HALO + PILL_GAP)
    tip = ((edge, y - 5), (edge, y + 5), (edge - side * 7, y))
    return Flag(edge if side > 0 else edge - width, y - PILL_HEIGHT / 2, width, PILL_HEIGHT, words, node.id, tip)
