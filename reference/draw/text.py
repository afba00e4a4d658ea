"""Draw a graph as text for a terminal, from left to right, values in the lines and gradients under them.

W ─ −2 ─╮
    5   ╰─▶ × ─ g = −10 ─╮
x ─ 5 ────▶     1        ╰─▶ + ─ f = −7 ──▶ f
    −2      b ─ 3 ─────────▶     1
                1
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from ..graph import Graph
from ..layout.diagram import Diagram, Vertex, diagram
from ..layout.model import Run
from ..layout.wording import MINUS, RAISED, drawn_number
from .alternative import steps
from .sheet import Cell, Sheet

PLAIN = {"×": "*", "÷": "/", "−": "-", "√": "sqrt", "σ": "sigmoid", "Σ": "sum", "∞": "inf", "·": "*"}
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")


def draw_text(
    graph: Graph,
    values: Mapping[str, object] | None = None,
    gradients: Mapping[str, object] | None = None,
    *,
    width: int = 100,
    ascii_only: bool = False,
) -> str:
    """The graph as lines of text, at most `width` columns wide: drawn, or where that is too wide, as a list of steps.

    `values` and `gradients` map node names to numbers or texts. With `ascii_only` lines and signs are ASCII.
    """
    drawn = diagram(graph)
    cells = {
        key: _cell(vertex, _shown(graph, values, vertex), _shown(graph, gradients, vertex), graph.outputs)
        for key, vertex in drawn.vertices.items()
    }
    if ascii_only:
        cells = {key: Cell(*map(_in_ascii, cell)) for key, cell in cells.items()}
    text = Sheet(drawn, cells).draw().text(ascii_only=ascii_only)
    if max(map(len, text.splitlines()), default=0) <= width:
        return text
    return _listed(graph, drawn, cells, ascii_only=ascii_only)


def _shown(graph: Graph, numbers: Mapping[str, object] | None, vertex: Vertex) -> str:
    """The text of a node's number, by any of its names."""
    if vertex.kind == "output":
        return ""
    return next(
        (drawn_number(number) for name, number in (numbers or {}).items() if graph.node(name) is vertex.node), ""
    )


def _cell(vertex: Vertex, value: str, gradient: str, outputs: Collection[str]) -> Cell:
    """What is written of a node; before a step's value its name, unless the box that follows says it."""
    if vertex.kind in {"input", "output"}:
        return Cell(vertex.name or "", value, gradient)
    if vertex.name and value:
        value = f"{vertex.name} = {value}"
    elif vertex.name and vertex.name not in outputs:
        value = vertex.name
    return Cell(_plain(vertex.symbol), value, gradient)


def _plain(runs: tuple[Run, ...]) -> str:
    """A symbol as plain text, with raised digits or a ^."""
    text = ""
    for run in runs:
        if run.style == "sup":
            whole = run.text.lstrip(MINUS).isdigit()
            text += run.text.translate(RAISED) if whole else f"^{run.text}"
        else:
            text += run.text
    return text


def _in_ascii(text: str) -> str:
    text = re.sub("[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+", lambda raised: f"^{raised[0].translate(LOWERED)}", text)
    return "".join(PLAIN.get(character, character) for character in text)


def _listed(graph: Graph, drawn: Diagram, cells: Mapping[str, Cell], *, ascii_only: bool) -> str:
    """Each step with its value and gradient in aligned columns."""
    formulas = dict(steps(graph))
    rows = []
    for key, vertex in drawn.vertices.items():
        if not vertex.name or vertex.kind == "output":
            continue
        step = f"{vertex.name} = {formulas[vertex.name]}" if vertex.name in formulas else vertex.name
        value = cells[key].value.removeprefix(f"{vertex.name} = ").removeprefix(vertex.name)
        rows.append((_in_ascii(step) if ascii_only else step, value, cells[key].gradient))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (f"{a:<{widths[0]}}   {b:>{widths[1]}}   {c:>{widths[2]}}" for a, b, c in rows)
    return "\n".join(line.rstrip() for line in lines)
