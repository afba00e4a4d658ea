"""Differentiate what an exercise asks for in three ways that know nothing of one another, and say where they part.

Reverse mode gives the answers that are marked; SymPy's `diff` and the complex step are its witnesses.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import reference
from reference.build import variable
from reference.evaluate import evaluate, evaluate_nodes
from reference.graph import INPUT, Graph, Node
from reference.numeric import complex_step

from .errors import VariantError
from .instances import make_instance
from .model import Ask, Exercise
from .stream import Stream

_SEEDS = 5
_DRAWS = 6
_DIGITS = 20


def disagreements(exercise: Exercise) -> list[str]:
    """One line for each asked gradient and point where the three do not agree; empty where all is well."""
    points = [point for point in _points(exercise) if _is_defined(exercise.graph, point)]
    if not points:
        return ["the program has no finite value at any point that was tried"]
    found = []
    for ask in exercise.asks.values():
        if ask.what == "gradient":
            found += _of_one(exercise, ask, points)
    return found


def _points(exercise: Exercise) -> Iterator[Mapping[str, float]]:
    """Inputs that students may meet: of several seeds, of the trials of code, and any others for formulas."""
    stream = Stream("oracles", exercise.digest)
    shows_numbers = exercise.kind in ("values", "choice") and exercise.inputs
    if not shows_numbers and not exercise.code:
        for _ in range(_DRAWS):
            yield {name: stream.real(-3.0, 3.0) for name in exercise.graph.inputs}
    for trial in exercise.code.trials if exercise.code else ():
        yield from trial.at
        for _ in range(_DRAWS if trial.ranges else 0):
            yield {name: stream.choice(ranges).draw(stream) for name, ranges in trial.ranges.items()}
    if shows_numbers:
        for seed in (None, *range(_SEEDS)):
            try:
                yield make_instance(exercise, seed).inputs
            except VariantError:
                continue  # another check of lint says so


def _is_defined(graph: Graph, point: Mapping[str, float]) -> bool:
    return all(math.isfinite(float(value)) for value in evaluate(graph, point).values())


def _of_one(exercise: Exercise, ask: Ask, points: list[Mapping[str, float]]) -> list[str]:
    by_reverse_mode = exercise.asked_graph(ask.name)
    cut = _cut(exercise.graph, ask)
    symbolic = reference.to_sympy(cut)
    slope = symbolic.diff(next((each for each in symbolic.free_symbols if each.name == ask.node), 0) or ask.node)
    found = []
    for point in points:
        reached = {name: value for name, value in point.items() if name in cut.inputs}
        reached[ask.node] = float(evaluate_nodes(exercise.graph, point)[exercise.graph.node(ask.node)])
        numbers = {
            "reverse mode": float(evaluate(by_reverse_mode, point)[ask.name]),
            "SymPy": float(slope.evalf(_DIGITS, subs={each: reached[each.name] for each in slope.free_symbols})),
            "complex step": float(complex_step(cut, reached, [ask.node])[ask.node]),
        }
        first = numbers["reverse mode"]
        if not all(math.isclose(first, other, rel_tol=1e-9, abs_tol=1e-12) for other in numbers.values()):
            told = ", ".join(f"{name} {number:.12g}" for name, number in numbers.items())
            found.append(f"{ask.name} at {dict(point)}: {told}")
    return found


def _cut(graph: Graph, ask: Ask) -> Graph:
    """The graph of the differentiated quantity in which the node asked about is an input of its own."""
    target, root = graph.node(ask.node), graph.node(ask.of)
    if target.op == INPUT and target.attrs == ask.node:
        return Graph(map(graph.node, graph.inputs), {ask.of: root})
    new: dict[Node, Node] = {target: variable(ask.node)}
    for node in graph.order:
        if node not in new:
            args = tuple(new[arg] for arg in node.args)
            new[node] = node if args == node.args else Node(node.op, args, node.attrs, node.shape)
    return Graph([*map(graph.node, graph.inputs), new[target]], {ask.of: new[root]})
