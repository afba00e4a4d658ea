"""Find what overlaps in a drawing: labels, fields, nodes, the flag, and edges that run through any of these."""

from __future__ import annotations

from .metrics import HALO
from .model import Layout, Rect

# Edges keep this distance from whatever they do not belong to.
CLEARANCE = 2


def overlaps(layout: Layout) -> list[str]:
    """One line for each clash; an empty list is a clean drawing.

    Room that is kept for numbers and captions counts as taken, whether or not they are printed.
    """
    things = _things(layout)
    found = []
    for index, (name, rect) in enumerate(things):
        found += [f"{name} overlaps {other}" for other, taken in things[index + 1 :] if rect.overlaps(taken)]
        if rect.x < 0 or rect.y < 0 or rect.right > layout.width or rect.bottom > layout.height:
            found.append(f"{name} leaves the drawing")
    for edge in layout.edges:
        own = {f"node {edge.source}", f"node {edge.target}"}
        points = edge.points()
        for name, rect in things:
            if name not in own and any(rect.holds(point, CLEARANCE) for point in points):
                found.append(f"the edge from {edge.source} to {edge.target} crosses {name}")
    return found


def _things(layout: Layout) -> list[tuple[str, Rect]]:
    """All that takes room, with a name for messages."""
    things: list[tuple[str, Rect]] = []
    for node in layout.nodes:
        grow = HALO if layout.flag and layout.flag.owner == node.id else 0
        rect = Rect(node.x - grow, node.y - grow, node.width + 2 * grow, node.height + 2 * grow)
        things.append((f"node {node.id}", rect))
    things += [(f"label {label.row} of {label.owner}", label) for label in layout.labels]
    for (row, name), slot in layout.slots.items():
        things.append((f"field {row} of {name}", slot))
        if layout.captions:
            things.append((f"caption {row} of {name}", slot.caption))
    if layout.flag:
        things.append((f"flag at {layout.flag.owner}", layout.flag))
    return things
