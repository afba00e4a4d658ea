"""Draw a graph: as an accessible SVG (`draw_svg`), or as text for a terminal (`draw_text`)."""

from __future__ import annotations

from .svg import draw_svg
from .text import draw_text

__all__ = ["draw_svg", "draw_text"]
