"""Say in formulas what a drawing shows, for those who cannot see it: "g = W × x, f = g + b; W = −2, ∂f/∂W = 5"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..graph import CONSTANT, INPUT, Graph, Node
from ..layout import Layout
from ..layout.symbols import HOLE, SIGNS, constant_text
from ..layout.wording import MINUS, RAISED, number_text, shortened

INFIX = {"add": "+", "subtract": MINUS, "multiply": "×", "divide": "/", "matmul": "@"}
LONGEST = 200


def alternative(graph: Graph, layout: Layout, printed: Mapping[str, Mapping[str, str]]) -> str:
    """The drawn steps as assignments, then the numbers that are printed. The same in every language."""
    steps = [f"{name} = {text}" for name, text in assignments(graph)]
    values = [
        f"{key} = {number}" for key, number in printed["value"].items() if not _asked(layout, "value", key)
    ]
    of = graph.outputs[0] if graph.outputs else ""
    slopes = [
        f"∂{of}/∂{key} = {number}"
        for key, number in printed["grad"].items()
        if not _asked(layout, "grad", key)
    ]
    return "; ".join(", ".join(part) for part in (steps, values, slopes) if part)


def _asked(layout: Layout, row: str, key: str) -> bool:
    return (row, key) in layout.slots


def assignments(graph: Graph) -> list[tuple[str, str]]:
    """(name, formula) for every named step and output, a formula being written in the names of earlier steps."""
    names: dict[Node, str] = {}
    for known, node in graph.named.items():
        names.setdefault(node, known)
    written: dict[Node, str] = {}
    found: list[tuple[str, str]] = []
    for node in graph.order:
        text = step(node, [written[arg] for arg in node.args])
        name = names.get(node)
        if name is None or node.op == INPUT:
            written[node] = text if node.op in {INPUT, CONSTANT} or not _compound(node) else f"({text})"
            continue
        found.append((name, text))
        written[node] = name
    found += [
        (name, written[graph.named[name]]) for name in graph.outputs if names[graph.named[name]] != name
    ]
    return found


def _compound(node: Node) -> bool:
    return node.op in INFIX or node.op in {"negate", "power"}


def step(node: Node, args: Sequence[str]) -> str:
    """One operation as a formula of its arguments' texts."""
    if node.op == INPUT:
        return str(node.attrs)
    if node.op == CONSTANT:
        return constant_text(node)
    if node.op in INFIX and len(args) == 2:
        return shortened(f"{args[0]} {INFIX[node.op]} {args[1]}", LONGEST)
    if node.op == "negate":
        return shortened(f"{MINUS}{args[0]}", LONGEST)
    if node.op == "power":
        exponent = number_text(node.args[1].attrs) if node.args[1].op == CONSTANT else ""
        raised = exponent.translate(RAISED) if exponent.lstrip(MINUS).isdigit() else f"^{args[1]}"
        return shortened(f"{args[0]}{raised}", LONGEST)
    sign = SIGNS.get(node.op, node.op)
    inside = ", ".join(args)
    return shortened(sign.replace(HOLE, inside) if HOLE in sign else f"{sign}({inside})", LONGEST)
