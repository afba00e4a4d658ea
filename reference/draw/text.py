"""Draw a graph as text for a terminal."""

from __future__ import annotations

from collections.abc import Mapping

from ..graph import Graph
from ..layout.wording import number_text
from .alternative import assignments


def draw_text(
    graph: Graph, values: Mapping[str, object] | None = None, gradients: Mapping[str, object] | None = None
) -> str:
    """The graph as lines of text: each step, its value, its gradient."""
    lines = []
    steps = dict(assignments(graph))
    for name in dict.fromkeys([*graph.inputs, *steps]):
        step = f"{name} = {steps[name]}" if name in steps else name
        value = number_text((values or {}).get(name, ""))
        slope = number_text((gradients or {}).get(name, ""))
        lines.append(f"{step:<24} {value:>10} {slope:>10}".rstrip())
    return "\n".join(lines)
