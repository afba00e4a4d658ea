"""Read a derivation line by line, and tell what a line is built of, as it was written."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass

from grader.exercises import Instance
from grader.verdict import Finding
from reference import FormulaError, parse_formula
from reference.graph import CONSTANT, Graph, Node, topological_order

from .reading import read_formula_of, unreadable

_ARITHMETIC = frozenset({"add", "subtract", "multiply", "divide", "negate", "power"})
# Operations in which the order does not matter, with the number that changes nothing.
_NEUTRAL = {"add": 0, "multiply": 1}


@dataclass(frozen=True)
class Line:
    """One line, by its number from 1: its text, and how it was read or why it cannot be."""

    number: int
    text: str
    read: Graph | Finding


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
    roots = [_root(parse_formula(each, names)) for each in (text, *pieces)]
    written = _written(roots)
    allowed = {written[root] for root in roots[1:]}
    todo = roots[:1]
    while todo:
        node = todo.pop()
        if written[node] in allowed or node.op == CONSTANT:
            continue
        if node.op not in _ARITHMETIC:
            return False
        todo.extend(node.args)
    return True


def same_as_written(one: Graph, other: Graph) -> bool:
    """Whether two formulas are the same but for the order of terms and factors and for zeros and ones that change
    nothing: not whether they are equal."""
    written = _written(map(_root, (one, other)))
    return written[_root(one)] == written[_root(other)]


def _root(graph: Graph) -> Node:
    return graph.node(graph.outputs[0])


def _written(roots: Iterable[Node]) -> dict[Node, int]:
    """A number for every node, the same for nodes that are the same operation on the same things, in any order where
    the order does not matter."""
    numbers: dict[Hashable, int] = {}
    written: dict[Node, int] = {}
    members: dict[Node, tuple[int, ...]] = {}
    for node in topological_order(roots):
        if node.op in _NEUTRAL:
            members[node] = _members(node, written, members)
            if len(members[node]) == 1:
                written[node] = members[node][0]
                continue
        key = (node.op, node.attrs, *members.get(node, tuple(written[arg] for arg in node.args)))
        written[node] = numbers.setdefault(key, len(numbers))
    return written


def _members(node: Node, written: Mapping[Node, int], members: Mapping[Node, tuple[int, ...]]) -> tuple[int, ...]:
    """The terms of a sum, or the factors of a product, by their numbers in order, without those that are neutral."""
    found: list[int] = []
    for arg in node.args:
        if arg.op == node.op:
            found += members[arg]
        elif not (arg.op == CONSTANT and arg.attrs == _NEUTRAL[node.op]):
            found.append(written[arg])
    return tuple(sorted(found)) or (written[node.args[0]],)
