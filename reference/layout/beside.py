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
    PILL_GAP,
    PILL_HEIGHT,
    VALUE_BASELINE,
    Metrics,
)
from .model import Flag, Label, PlacedNode, Point, Rect, Slot
from .wording import text_width

ROWS = ("value", "grad")


@dataclass(frozen=True)
class Beside:
    """What stands beside the runs, by (row, node id)."""

    slots: Mapping[tuple[str, str], Slot]
    labels: tuple[Label, ...]


def beside(
    vertices: Mapping[str, Vertex], runs: Mapping[str, tuple[Point, Point]], metrics: Metrics
) -> Beside:
    """Slots for the fields and room for all other numbers; `runs` maps ids to where their runs begin and end."""
    slots: dict[tuple[str, str], Slot] = {}
    labels = []
    for key, (start, end) in runs.items():
        top = start[1] + 8
        for row in ROWS:
            vertex = vertices[key]
            if metrics.has(vertex, row):
                width, asks = metrics.field_width(vertex, row), metrics.asks(vertex, row)
                slots[row, key] = (
                    _tall_slot(start, top, width, asks)
                    if metrics.tall
                    else _slot(start, end, row, width, asks)
                )
            else:
                width = metrics.label_width(vertex, row)
                labels.append(
                    _tall_label(start, top, row, key, width)
                    if metrics.tall
                    else _label(start, end, row, key, width)
                )
            top += metrics.row_height(vertex, row) + 8
    return Beside(slots, tuple(labels))


def _slot(start: Point, end: Point, row: str, width: float, asks: bool) -> Slot:
    middle, y = (start[0] + end[0]) / 2, start[1]
    wide = max(width, CAPTION_WIDTH)
    if row == "value":
        top = y - FIELD_GAP - FIELD_HEIGHT
        caption = Rect(middle - wide / 2, top - CAPTION_HEIGHT, wide, CAPTION_HEIGHT)
    else:
        top = y + FIELD_GAP
        caption = Rect(middle - wide / 2, top + FIELD_HEIGHT, wide, CAPTION_HEIGHT)
    return Slot(middle - width / 2, top, width, FIELD_HEIGHT, caption, asks)


def _tall_slot(start: Point, top: float, width: float, asks: bool) -> Slot:
    left = start[0] + BESIDE
    caption = Rect(left, top + FIELD_HEIGHT, width, CAPTION_HEIGHT)
    return Slot(left, top, width, FIELD_HEIGHT, caption, asks)


def _label(start: Point, end: Point, row: str, owner: str, width: float) -> Label:
    middle = (start[0] + end[0]) / 2
    baseline = start[1] + (VALUE_BASELINE if row == "value" else GRAD_BASELINE)
    return Label(
        middle - width / 2, baseline - ASCENT, width, ASCENT + DESCENT, row, owner, middle, baseline, False
    )


def _tall_label(start: Point, top: float, row: str, owner: str, width: float) -> Label:
    left, baseline = start[0] + BESIDE, top + 20
    return Label(left, baseline - ASCENT, width, ASCENT + DESCENT, row, owner, left, baseline, True)


def pill_width(words: str) -> float:
    """The width of the flag's pill."""
    return round(text_width(words, 13) + 24)


def flags(node: PlacedNode, words: str, *, tall: bool) -> list[Flag]:
    """Places for the pill that points at a node, the best first."""
    x, y = node.center
    width = pill_width(words)
    aside = node.width / 2 + HALO + PILL_GAP
    over = node.height / 2 + HALO + PILL_GAP
    right = Flag(
        x + aside,
        y - 12,
        width,
        PILL_HEIGHT,
        words,
        node.id,
        ((x + aside, y - 5), (x + aside, y + 5), (x + aside - 7, y)),
    )
    left = Flag(
        x - aside - width, y - 12, width, PILL_HEIGHT, words, node.id,
        ((x - aside, y - 5), (x - aside, y + 5), (x - aside + 7, y)),
    )  # fmt: skip
    level = [_over(node, words, width, shift, -over) for shift in (0, -16, -width / 2 + 20, 16)]
    level += [_over(node, words, width, shift, over) for shift in (0, -16, -width / 2 + 20)]
    return [right, left, *level] if tall else level


def _over(node: PlacedNode, words: str, width: float, shift: float, off: float) -> Flag:
    """A pill above (`off` negative) or below the node, moved sideways by `shift`."""
    x, y = node.center
    edge = y + off
    top = edge - PILL_HEIGHT if off < 0 else edge
    point = 7 if off < 0 else -7
    return Flag(
        x + shift - width / 2,
        top,
        width,
        PILL_HEIGHT,
        words,
        node.id,
        ((x - 5, edge), (x + 5, edge), (x, edge + point)),
    )
