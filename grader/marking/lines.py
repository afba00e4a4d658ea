"""Read a derivation line by line, and tell what a line is built of, as it was written."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from grader.exercises import Instance
from grader.verdict import Finding
from reference import FormulaError, parse_formula
from reference.graph import CONSTANT, Graph, Node, topological_order

from .reading import read_formula_of, unreadable

_ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide", "negate", "power"})
_D = r"(?:d|∂|\\partial\b)\s*"
_NAME = r"\\?[^\W\d]\w*"
# What people write before the first equals sign: ds/dx, ∂f/∂x, \frac{ds}{dx}, s', σ'(x).
_LEFT_SIDE = re.compile(
    rf"{_D}{_NAME}\s*/\s*{_D}{_NAME}|\\d?frac\{{\s*{_D}{_NAME}\s*\}}\s*\{{\s*{_D}{_NAME}\s*\}}"
    rf"|{_NAME}\s*['′’](?:\s*\(\s*{_NAME}\s*\))?"
)


@dataclass(frozen=True)
class Line:
    """One line, by its number from 1: its text, and how it was read or why it cannot be."""

    number: int
    text: str
    read: Graph | Finding


def split_lines(text: str) -> list[str]:
    """The formulas of a derivation, without empty lines and without the derivative's own name on the left.

    Lines end at the end of a line and at an equals sign.
    """
    return [text[start:end] for start, end in line_places(text)]


def line_places(text: str) -> list[tuple[int, int]]:
    """Where those formulas stand: the characters [start, end)."""
    places = []
    at = 0
    for row in text.splitlines(keepends=True):
        for piece in row.split("="):
            start = at + len(piece) - len(piece.lstrip())
            if piece.strip():
                places.append((start, start + len(piece.strip())))
            at += len(piece) + 1
        at -= 1  # behind the last piece of a row there is no equals sign
    named = len(places) > 1 and _LEFT_SIDE.fullmatch(text[slice(*places[0])])
    return places[1:] if named else places


def read_lines(instance: Instance, texts: Iterable[str]) -> list[Line]:
    """Every line, read in the inputs of the program and its assigned names."""
    return [Line(number, text, _read(instance, number, text)) for number, text in enumerate(texts, 1)]


def _read(instance: Instance, number: int, text: str) -> Graph | Finding:
    try:
        return read_formula_of(instance, text)
    except FormulaError as error:
        finding = unreadable(error, text)
        return Finding(
            finding.code, params={**finding.params, "case": "line", "line": number}, evidence=finding.evidence
        )


def built_of(instance: Instance, text: str, pieces: Iterable[str]) -> bool:
    """Whether a readable formula is put together from these formulas and numbers by arithmetic alone.

    `s(1 - s)` is built of `s`; `1/(1 + e^-x)` is not, although it equals s.
    """
    names = [name for name in instance.graph.named if name.isidentifier()]
    graphs = [parse_formula(each, names) for each in (text, *pieces)]
    roots = [graph.node(graph.outputs[0]) for graph in graphs]
    written = _written(roots)
    allowed = {written[root] for root in roots[1:]}
    todo = [roots[0]]
    while todo:
        node = todo.pop()
        if written[node] in allowed or node.op == CONSTANT:
            continue
        if node.op not in _ARITHMETIC:
            return False
        todo.extend(node.args)
    return True


def same_as_written(one: Graph, other: Graph) -> bool:
    """Whether two formulas are the same, operation by operation: not whether they are equal."""
    roots = [graph.node(graph.outputs[0]) for graph in (one, other)]
    written = _written(roots)
    return written[roots[0]] == written[roots[1]]


def _written(roots: Iterable[Node]) -> dict[Node, int]:
    """A number for every node, the same for nodes that are the same operation on the same things."""
    numbers: dict[Hashable, int] = {}
    written: dict[Node, int] = {}
    for node in topological_order(roots):
        key = (node.op, node.attrs, *(written[arg] for arg in node.args))
        written[node] = numbers.setdefault(key, len(numbers))
    return written
