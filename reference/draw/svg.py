"""Draw a graph as an accessible SVG: values above an edge, gradients below; in a tall drawing both to its right.

The SVG carries classes only, for a style sheet under a strict content security policy; STYLE says what they mean.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape

from ..graph import Graph, Node
from ..layout import Layout, drawn_number, lay_out
from .alternative import alternative
from .shapes import edges, halo, labels, node, number
from .shapes import flag as pill
from .style import STYLE

Values = Mapping[str, object]


def draw_svg(  # noqa: PLR0913  (each is one independent choice about the picture, given by keyword)
    graph: Graph,
    values: Values | None = None,
    gradients: Values | None = None,
    *,
    tall: bool = False,
    fields: Collection[tuple[str, str]] = (),
    captions: bool = False,
    marks: Mapping[str, str] | None = None,
    flag: tuple[str, str] | None = None,
    bad_edges: Collection[tuple[str, str]] = (),
    title: str | None = None,
    standalone: bool = False,
) -> str:
    """The graph as SVG. `values` and `gradients` map node names to numbers, or to texts, which are shown as they are.

    Where a field stands nothing is printed. `marks` maps node names to "bad", "good" or "carry"; `flag` is a (node
    name, words) pair; `bad_edges` holds (source name, target name) pairs. The text alternative begins with `title` and
    goes on in formulas, which need no translation. `lay_out` with the same graph, `tall`, `fields`, `captions` and
    `flag` says where the fields are. `standalone` adds a style, light and dark. Raises `UnknownName`.
    """
    layout = lay_out(graph, tall=tall, fields=fields, captions=captions, flag=flag)
    ids = {placed.node: placed.id for placed in reversed(layout.nodes) if placed.kind != "output"}
    states = {ids.get(graph.node(name)): state for name, state in (marks or {}).items()}
    bad = {(ids.get(graph.node(one), ""), ids.get(graph.node(other))) for one, other in bad_edges}
    printed = {"value": _by_id(graph, values, ids), "grad": _by_id(graph, gradients, ids)}
    body = [
        *edges(layout, bad),
        *(halo(placed) for placed in layout.nodes if layout.flag and layout.flag.owner == placed.id),
        *(node(placed, states.get(placed.id, "")) for placed in layout.nodes),
        pill(layout),
        *labels(layout, printed, graph.outputs),
    ]
    text = alternative(graph, layout, printed)
    return _document(layout, "".join(body), title or "Computation graph", text, standalone=standalone)


def _by_id(graph: Graph, numbers: Values | None, ids: Mapping[Node, str]) -> dict[str, str]:
    """The texts of the given numbers by the id of their drawn node."""
    found: dict[str, str] = {}
    for name, value in (numbers or {}).items():
        placed = ids.get(graph.node(name))
        if placed is not None:
            found.setdefault(placed, drawn_number(value))
    return found


def _document(layout: Layout, body: str, title: str, text: str, *, standalone: bool) -> str:
    width, height = number(layout.width), number(layout.height)
    shape = f'class="{"tall" if layout.tall else "wide"}" role="img"'
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    if not standalone:
        return f'<svg {shape} aria-label="{escape(f"{title}: {text}")}" {size}>{body}</svg>'
    head = f'<title id="t">{escape(title)}</title><desc id="d">{escape(text)}</desc><style>{STYLE}</style>'
    return f'<svg {shape} aria-labelledby="t d" xmlns="http://www.w3.org/2000/svg" {size}>{head}{body}</svg>'
