"""Find what overlaps in a drawing: labels, fields, nodes, the flag, and edges that run through any of these."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from .metrics import HALO
from .model import Layout, PlacedEdge, PlacedNode, Point, Rect

# Edges keep this distance from whatever they do not belong to.
CLEARANCE = 2

Thing = tuple[str, Rect]


def overlaps(layout: Layout) -> list[str]:
    """One line for each clash; an empty list is a clean drawing.

    Room that is kept for numbers and captions counts as taken, whether or not they are printed.
    """
    things = _things(layout)
    found = [f"{name} leaves the drawing" for name, rect in things if _leaves(layout, rect)]
    for index, (name, rect) in enumerate(things):
        found += [f"{name} overlaps {other}" for other, taken in things[index + 1 :] if rect.overlaps(taken)]
    return found + list(_crossed(layout, things))


def flag_fits(layout: Layout) -> bool:
    """Whether the flag, and the halo of the node it points at, are in nobody's way."""
    if layout.flag is None:
        return True
    about = {"flag", f"node {layout.flag.owner}"}
    things = _things(layout)
    ours = [thing for thing in things if thing[0] in about]
    others = [rect for name, rect in things if name not in about]
    if _leaves(layout, layout.flag) or any(rect.overlaps(other) for _, rect in ours for other in others):
        return False
    return next(_crossed(layout, ours), None) is None


def _things(layout: Layout) -> list[Thing]:
    """All that takes room, with a name for messages."""
    things: list[Thing] = []
    for node in layout.nodes:
        flagged = layout.flag is not None and layout.flag.owner == node.id
        things.append((f"node {node.id}", _with_halo(node) if flagged else node))
    things += [(f"label {label.row} of {label.owner}", label) for label in layout.labels]
    for (row, name), slot in layout.slots.items():
        things.append((f"field {row} of {name}", slot))
        if layout.captions:
            things.append((f"caption {row} of {name}", slot.caption))
    if layout.flag:
        things.append(("flag", layout.flag))
    return things


def _with_halo(node: PlacedNode) -> Rect:
    return Rect(node.x - HALO, node.y - HALO, node.width + 2 * HALO, node.height + 2 * HALO)


def _leaves(layout: Layout, rect: Rect) -> bool:
    # A halo may reach out a little: drawings are not clipped, and have some space around them.
    out = min(rect.x, rect.y, layout.width - rect.right, layout.height - rect.bottom)
    return out < -HALO if layout.flag and rect is not layout.flag else out < 0


def _crossed(layout: Layout, things: Collection[Thing]) -> Iterator[str]:
    """Where edges run through things that they do not begin or end at."""
    for edge in layout.edges:
        own = {f"node {edge.source}", f"node {edge.target}"}
        pieces = list(_pieces(edge))
        for name, rect in things:
            if name not in own and any(_meets(rect, piece) for piece in pieces):
                yield f"the edge from {edge.source} to {edge.target} crosses {name}"


def _pieces(edge: PlacedEdge) -> Iterator[list[Point]]:
    """The edge in pieces: straight ones by their ends, curves by points close together."""
    at = edge.start
    for step in (*edge.steps, (edge.tip,)):
        yield edge.along(at, step)
        at = step[-1]


def _meets(rect: Rect, piece: list[Point]) -> bool:
    """Whether a piece of an edge comes too near to a rectangle; straight pieces lie along an axis."""
    left, right = min(x for x, _ in piece), max(x for x, _ in piece)
    top, bottom = min(y for _, y in piece), max(y for _, y in piece)
    near = left < rect.right + CLEARANCE and right > rect.x - CLEARANCE
    near = near and top < rect.bottom + CLEARANCE and bottom > rect.y - CLEARANCE
    return near and (len(piece) == 2 or any(rect.holds(point, CLEARANCE) for point in piece))
