"""Draw a graph as an accessible SVG: values above an edge, gradients below (in a tall drawing, both to its right).

The SVG carries classes only, for a style sheet with a strict content security policy; `standalone` adds its own style.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from html import escape

from ..graph import Graph, Node
from ..layout import Label, Layout, PlacedEdge, PlacedNode, Run, lay_out, name_runs, number_text, text_width
from ..layout.diagram import RADIUS, symbol_size
from ..layout.metrics import HALO, HEAD, LABEL_SIZE
from .alternative import alternative
from .style import STYLE

Values = Mapping[str, object]
SMALL = 15


def draw_svg(
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
    """The graph as SVG. `values` and `gradients` map node names to numbers or to texts, which are shown as they are.

    Where a field stands nothing is printed. `marks` maps node names to "bad", "good" or "carry"; `flag` is a (node name,
    words) pair; `bad_edges` holds (source name, target name) pairs. The text alternative begins with `title` and goes on
    in formulas, which need no translation. Give `lay_out` the same graph, `tall`, `fields`, `captions` and `flag` to know
    where the fields are. Raises `UnknownName`.
    """
    layout = lay_out(graph, tall=tall, fields=fields, captions=captions, flag=flag)
    ids = {node.node: node.id for node in reversed(layout.nodes) if node.kind != "output"}
    states = {ids[graph.node(name)]: state for name, state in (marks or {}).items()}
    bad = {(ids[graph.node(one)], ids[graph.node(other)]) for one, other in bad_edges}
    printed = {"value": _by_id(graph, values, ids), "grad": _by_id(graph, gradients, ids)}
    parts = [
        *_edges(layout, bad),
        *(
            f'<circle class="g-halo" cx="{_n(x)}" cy="{_n(y)}" r="{RADIUS + HALO}"/>'
            for x, y in _flagged(layout)
        ),
        *(_node(node, states.get(node.id, "")) for node in layout.nodes),
        *_flag(layout),
        *_labels(layout, printed),
    ]
    text = alternative(graph, layout, printed)
    return _document(layout, "".join(parts), title or "Computation graph", text, standalone=standalone)


def _by_id(graph: Graph, numbers: Values | None, ids: Mapping[Node, str]) -> dict[str, str]:
    """The texts of the given numbers by the id of their drawn node."""
    found: dict[str, str] = {}
    for name, number in (numbers or {}).items():
        node = graph.node(name)
        if node in ids:
            found.setdefault(ids[node], number_text(number))
    return found


def _document(layout: Layout, body: str, title: str, text: str, *, standalone: bool) -> str:
    width, height = _n(layout.width), _n(layout.height)
    shape = "tall" if layout.tall else "wide"
    size = f'width="{width}" height="{height}" viewBox="0 0 {width} {height}"'
    if not standalone:
        return (
            f'<svg class="{shape}" role="img" aria-label="{escape(f"{title}: {text}")}" {size}>{body}</svg>'
        )
    head = f'<title id="t">{escape(title)}</title><desc id="d">{escape(text)}</desc><style>{STYLE}</style>'
    names = 'role="img" aria-labelledby="t d" xmlns="http://www.w3.org/2000/svg"'
    return f'<svg class="{shape}" {names} {size}>{head}{body}</svg>'


def _edges(layout: Layout, bad: Collection[tuple[str, str | None]]) -> Iterable[str]:
    """One path for all good edges of a source, so that their common run is painted once; bad edges over them."""
    sources: dict[str, list[PlacedEdge]] = {}
    for edge in layout.edges:
        if (edge.source, edge.target) not in bad:
            sources.setdefault(edge.source, []).append(edge)
    for edges in sources.values():
        yield f'<path class="g-edge" d="{"".join(_path(edge) for edge in edges)}"/>'
        yield from (_head(edge, "g-head", layout) for edge in edges if edge.target is not None)
    for edge in layout.edges:
        if (edge.source, edge.target) in bad:
            yield f'<path class="g-edge g-bad-edge" d="{_path(edge)}"/>{_head(edge, "g-head g-bad-head", layout)}'


def _path(edge: PlacedEdge) -> str:
    steps = (
        ("L" if len(step) == 1 else "C") + " ".join(f"{_n(x)} {_n(y)}" for x, y in step)
        for step in edge.steps
    )
    return f"M{_n(edge.start[0])} {_n(edge.start[1])}{''.join(steps)}"


def _head(edge: PlacedEdge, name: str, layout: Layout) -> str:
    back = f"l-5 -{HEAD + 1}h10z" if layout.tall else f"l-{HEAD + 1} -5v10z"
    return f'<path class="{name}" d="M{_n(edge.tip[0])} {_n(edge.tip[1])}{back}"/>'


def _flagged(layout: Layout) -> list[tuple[float, float]]:
    return [layout.node(layout.flag.owner).center] if layout.flag else []


def _node(node: PlacedNode, state: str) -> str:
    x, y = node.center
    marked = f" st-{state}" if state else ""
    shape = f'x="{_n(node.x)}" y="{_n(node.y)}" width="{_n(node.width)}" height="{_n(node.height)}"'
    if node.kind != "operation":
        text = f'<text class="g-name" x="{_n(x)}" y="{_n(y + 8)}">{_runs(node.symbol)}</text>'
        return f'<rect class="g-node{marked}" {shape} rx="12"/>{text}'
    if node.width > 2 * RADIUS:
        outline = f'<rect class="g-op{marked}" {shape} rx="{RADIUS}"/>'
    else:
        outline = f'<circle class="g-op{marked}" cx="{_n(x)}" cy="{_n(y)}" r="{RADIUS}"/>'
    large = symbol_size(node.symbol) == 25
    baseline = y + (8.5 if large else 7)
    return f'{outline}<text class="g-sym{"" if large else " s"}" x="{_n(x)}" y="{_n(baseline)}">{_runs(node.symbol)}</text>'


def _flag(layout: Layout) -> Iterable[str]:
    if (flag := layout.flag) is None:
        return
    tip = "L".join(f"{_n(x)} {_n(y)}" for x, y in flag.tip)
    pill = f'<rect x="{_n(flag.x)}" y="{_n(flag.y)}" width="{_n(flag.width)}" height="{_n(flag.height)}" rx="12"/>'
    words = f'<text x="{_n(flag.middle)}" y="{_n(flag.y + 16.5)}">{escape(flag.words)}</text>'
    yield f'<g class="g-flag"><path class="g-bad-head" d="M{tip}z"/>{pill}{words}</g>'


def _labels(layout: Layout, printed: Mapping[str, Mapping[str, str]]) -> Iterable[str]:
    for label in layout.labels:
        node = layout.node(label.owner)
        number = printed[label.row].get(label.owner)
        runs: tuple[Run, ...] = () if number is None else (Run(number),)
        if label.row == "value" and node.kind == "operation" and node.name:
            runs = (*name_runs(node.name), *((Run(" = "), *runs) if runs else ()))
        if runs:
            yield _label(label, runs)


def _label(label: Label, runs: tuple[Run, ...]) -> str:
    """A number in its room: smaller where it would not fit, and squeezed where even that is too wide."""
    small = text_width(runs, LABEL_SIZE) > label.width
    squeezed = text_width(runs, SMALL) > label.width
    name = (
        ("g-val" if label.row == "value" else "g-grad")
        + (" s" if small else "")
        + (" start" if label.start else "")
    )
    fit = f' textLength="{_n(label.width)}" lengthAdjust="spacingAndGlyphs"' if squeezed else ""
    return f'<text class="{name}" x="{_n(label.at_x)}" y="{_n(label.baseline)}"{fit}>{_runs(runs)}</text>'


def _runs(runs: Iterable[Run]) -> str:
    """Runs as SVG text: raised and lowered pieces move the baseline, and the next piece moves it back."""
    written, level = [], 0
    for run in runs:
        wanted = {"sup": -7, "sub": 5}.get(run.style, 0)
        move = f' dy="{wanted - level}"' if wanted != level else ""
        style = f' class="{run.style}"' if run.style else ""
        written.append(
            f"<tspan{style}{move}>{escape(run.text)}</tspan>" if style or move else escape(run.text)
        )
        level = wanted
    return "".join(written)


def _n(value: float) -> str:
    """A coordinate, to a tenth of a pixel."""
    return f"{round(value, 1):g}"
