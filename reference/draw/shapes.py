"""The parts of a drawing as SVG: edges, nodes, the flag, numbers. All text is escaped, all style is in classes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from html import escape

from ..layout import Label, Layout, PlacedEdge, PlacedNode, Run, name_runs, text_width
from ..layout.diagram import BOX_CORNER, RADIUS, symbol_size
from ..layout.metrics import HALO, HEAD, LABEL_SIZE
from ..layout.wording import shortened

SMALL = 15


def edges(layout: Layout, bad: Collection[tuple[str, str | None]]) -> Iterable[str]:
    """One path for all good edges of a source, so that their common run is painted once; bad edges over them."""
    sources: dict[str, list[PlacedEdge]] = {}
    for edge in layout.edges:
        if (edge.source, edge.target) not in bad:
            sources.setdefault(edge.source, []).append(edge)
    for group in sources.values():
        yield f'<path class="g-edge" d="{"".join(map(_path, group))}"/>'
        yield from (_head(edge, "g-head", layout) for edge in group if edge.target is not None)
    for edge in layout.edges:
        if (edge.source, edge.target) in bad:
            yield f'<path class="g-edge g-bad-edge" d="{_path(edge)}"/>' + _head(edge, "g-head g-bad-head", layout)


def _path(edge: PlacedEdge) -> str:
    steps = ("LC"[len(step) == 3] + " ".join(f"{number(x)} {number(y)}" for x, y in step) for step in edge.steps)
    return f"M{number(edge.start[0])} {number(edge.start[1])}{''.join(steps)}"


def _head(edge: PlacedEdge, name: str, layout: Layout) -> str:
    back = f"l-5 -{HEAD + 1}h10z" if layout.tall else f"l-{HEAD + 1} -5v10z"
    return f'<path class="{name}" d="M{number(edge.tip[0])} {number(edge.tip[1])}{back}"/>'


def node(placed: PlacedNode, state: str) -> str:
    """A node's outline and what is written in it; `state` is "bad", "good", "carry" or empty."""
    marked = f" st-{escape(state)}" if state else ""
    if placed.kind != "operation":
        name = "g-sym" if placed.kind == "constant" else "g-name"
        return _outline(placed, f"g-node{marked}", 0) + _written(placed, name, 8)
    large = symbol_size(placed.symbol) == 25
    return _outline(placed, f"g-op{marked}", 0) + _written(placed, "g-sym" if large else "g-sym s", 8.5 if large else 7)


def halo(placed: PlacedNode) -> str:
    """What lights up around the flagged node."""
    return _outline(placed, "g-halo", HALO)


def _outline(placed: PlacedNode, name: str, grow: float) -> str:
    """A circle, or a box where the node is one or has much to say, `grow` pixels larger than the node."""
    x, y = placed.center
    if placed.kind == "operation" and placed.width == placed.height:
        return f'<circle class="{name}" cx="{number(x)}" cy="{number(y)}" r="{RADIUS + grow}"/>'
    corner = (RADIUS if placed.kind == "operation" else BOX_CORNER) + grow
    left, top = number(placed.x - grow), number(placed.y - grow)
    width, height = number(placed.width + 2 * grow), number(placed.height + 2 * grow)
    return f'<rect class="{name}" x="{left}" y="{top}" width="{width}" height="{height}" rx="{corner}"/>'


def _written(placed: PlacedNode, name: str, down: float) -> str:
    x, y = placed.center
    return f'<text class="{name}" x="{number(x)}" y="{number(y + down)}">{spans(placed.symbol)}</text>'


def flag(layout: Layout) -> str:
    """The pill of words that points at a node, if there is one."""
    if layout.flag is None:
        return ""
    pill = layout.flag
    tip = "L".join(f"{number(x)} {number(y)}" for x, y in pill.tip)
    size = f'width="{number(pill.width)}" height="{number(pill.height)}"'
    shape = f'<rect x="{number(pill.x)}" y="{number(pill.y)}" {size} rx="{number(pill.height / 2)}"/>'
    words = f'<text x="{number(pill.middle)}" y="{number(pill.y + 16.5)}">{escape(pill.words)}</text>'
    return f'<g class="g-flag"><path class="g-bad-head" d="M{tip}z"/>{shape}{words}</g>'


def labels(layout: Layout, printed: Mapping[str, Mapping[str, str]], outputs: Collection[str]) -> Iterable[str]:
    """The numbers beside the edges; before a step's value its name, alone where no value is given."""
    for label in layout.labels:
        placed = layout.node(label.owner)
        text = printed[label.row].get(label.owner)
        named = label.row == "value" and placed.kind != "input" and placed.name
        before = name_runs(placed.name) if named and placed.name else ()
        if text is not None:
            yield _label(label, (*before, Run(" = ")) if before else (), text)
        elif before and placed.name not in outputs:
            yield _label(label, before, "")


def _label(label: Label, before: tuple[Run, ...], text: str) -> str:
    """A number in its room: set smaller, cut and squeezed as far as it must be."""
    runs = (*before, Run(shortened(text, 24)))
    written = spans(runs)
    fit = ""
    if text_width(runs, LABEL_SIZE) > label.width:
        written = f'<tspan font-size="{SMALL}">{written}</tspan>'
    if text_width(runs, SMALL) > label.width:
        fit = f' textLength="{number(label.width)}" lengthAdjust="spacingAndGlyphs"'
    name = ("g-val" if label.row == "value" else "g-grad") + (" start" if label.start else "")
    return f'<text class="{name}" x="{number(label.at_x)}" y="{number(label.baseline)}"{fit}>{written}</text>'


def spans(runs: Iterable[Run]) -> str:
    """Runs as SVG text: raised and lowered pieces move the baseline, and the next piece moves it back.

    Their size is an attribute, as their place is, so that they need no style sheet to be right.
    """
    written, level = [], 0
    for run in runs:
        wanted = {"sup": -7, "sub": 5}.get(run.style, 0)
        look = ' class="it"' if run.style == "it" else ' font-size="68%" font-style="normal"' if wanted else ""
        move = f' dy="{wanted - level}"' if wanted != level else ""
        written.append(f"<tspan{look}{move}>{escape(run.text)}</tspan>" if look or move else escape(run.text))
        level = wanted
    return "".join(written)


def number(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{round(value, 1):g}"
