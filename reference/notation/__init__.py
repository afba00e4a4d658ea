"""Write a graph as a formula, the way a person writes it: plain text, LaTeX, or MathML for a web page.

    to_text(graph)          (1 - sigmoid(x))*sigmoid(x)        what `parse_formula` reads back
    to_latex(graph)         \\left(1 - \\sigma(x)\\right) \\sigma(x)
    to_mathml(graph)        <math xmlns=…>…</math>
    assignments(graph)      a program line by line: [("g", "W*x"), ("f", "g + b")]

Each takes a graph (its first output, or `output=`) or a node. Nodes named in `names` are written as their
name, so that a long formula may be shown in terms of its parts. Nothing is simplified: what is written is
what is in the graph.
"""

from __future__ import annotations

from collections.abc import Iterable

from ..graph import INPUT, Graph, Node
from .latex import Latex
from .mathml import MathML, document
from .pieces import Notation
from .text import Text

__all__ = ["assignments", "to_latex", "to_mathml", "to_text"]

FORMATS: dict[str, type[Notation]] = {"text": Text, "latex": Latex, "mathml": MathML}


def to_text(source: Graph | Node, output: str | None = None, names: Iterable[str] = ()) -> str:
    """The formula as plain text that can be typed. Raises `EngineError` beyond 20,000 characters."""
    return _write(Text(), source, output, names)


def to_latex(source: Graph | Node, output: str | None = None, names: Iterable[str] = ()) -> str:
    """The formula as LaTeX, without dollar signs."""
    return _write(Latex(), source, output, names)


def to_mathml(
    source: Graph | Node, output: str | None = None, names: Iterable[str] = (), *, display: bool = False
) -> str:
    """The formula as a MathML element; `display` sets it as a paragraph of its own."""
    return document(_write(MathML(), source, output, names), display=display)


def assignments(graph: Graph, notation: str = "text") -> list[tuple[str, str]]:
    """A program's lines in the order they are computed, name and formula, in `text`, `latex` or `mathml`.

    The names come in the same notation; MathML comes as what goes into a `<math>` element.
    """
    inverse = {node: name for name, node in reversed(list(graph.named.items())) if node.op != INPUT}
    writer = FORMATS[notation]()
    lines = []
    for node in graph.order:
        if node in inverse:
            others = {other: name for other, name in inverse.items() if other is not node}
            lines.append((writer.name(inverse[node]), writer.write(node, others)))
    return lines


def _write(writer: Notation, source: Graph | Node, output: str | None, names: Iterable[str]) -> str:
    if isinstance(source, Node):
        return writer.write(source, {})
    written = output or source.outputs[0]
    shown = {source.node(name): name for name in names if name != written}
    return writer.write(source.node(written), shown)
