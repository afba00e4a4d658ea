"""Lay a graph out in layers, so that nothing overlaps and fields have their places: `lay_out`, `overlaps`, `Layout`.

    graph → diagram.py: what is drawn → layers.py, order.py, place.py: where → route.py, beside.py: edges, fields

The result is the same for the same arguments, on every machine: text is measured by an estimate that errs on the wide
side, never by a font.
"""

from __future__ import annotations

from .check import overlaps
from .layout import lay_out
from .model import Field, Flag, Label, Layout, PlacedEdge, PlacedNode, Rect, Run, Slot
from .wording import drawn_number, name_runs, text_width

__all__ = [
    "Field",
    "Flag",
    "Label",
    "Layout",
    "PlacedEdge",
    "PlacedNode",
    "Rect",
    "Run",
    "Slot",
    "drawn_number",
    "lay_out",
    "name_runs",
    "overlaps",
    "text_width",
]
