"""Say in formulas what a drawing shows, for those who cannot see it: "g = W·x, f = g + b; W = −2, ∂f/∂W = 5"."""

from __future__ import annotations

from collections.abc import Mapping

from ..graph import Graph
from ..layout import Layout
from ..layout.wording import MINUS, RAISED, shortened
from ..notation import assignments

LONGEST = 300


def alternative(graph: Graph, layout: Layout, printed: Mapping[str, Mapping[str, str]]) -> str:
    """The drawn steps as assignments, then the numbers that are printed. The same in every language."""
    of = graph.outputs[0] if graph.outputs else ""
    said = [
        [f"{name} = {formula}" for name, formula in steps(graph)],
        [f"{key} = {number}" for key, number in printed["value"].items() if ("value", key) not in layout.slots],
        [f"∂{of}/∂{key} = {number}" for key, number in printed["grad"].items() if ("grad", key) not in layout.slots],
    ]
    return "; ".join(", ".join(part) for part in said if part)


def steps(graph: Graph) -> list[tuple[str, str]]:
    """(name, formula) for every named step, in the names of earlier ones, written for people: W·x, x², −y."""
    return [(name, _for_people(formula)) for name, formula in assignments(graph)]


def _for_people(formula: str) -> str:
    """A typed formula with real signs and raised digits."""
    pieces = formula.replace("*", "·").replace("-", MINUS).split("^")
    text = pieces[0]
    for piece in pieces[1:]:
        digits = len(piece) - len(piece.lstrip("0123456789"))
        raised = digits and piece[digits : digits + 1] not in {".", "("}
        text += piece[:digits].translate(RAISED) + piece[digits:] if raised else f"^{piece}"
    return shortened(text, LONGEST)
