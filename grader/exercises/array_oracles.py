"""The three witnesses for programs of arrays: reverse mode, the complex step and SymPy, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import prod
from typing import Any

import numpy as np

import reference
from reference.evaluate import evaluate
from reference.gradient import gradient
from reference.graph import INPUT, Graph
from reference.numeric import complex_step
from reference.symbolic import symbols

from .model import Ask, Exercise
from .specs import CodeSpec
from .stream import Stream

_DRAWS = 2
_DIGITS = 20


def disagreements_of_arrays(exercise: Exercise, spec: CodeSpec) -> list[str]:
    """One line for each asked gradient where the three do not agree, at the smallest sizes that are tried."""
    shapes = min(
        (spec.sized(sizes) for trial in spec.trials for sizes in trial.sizes),
        key=lambda shapes: sum(map(prod, shapes.values())),
    )
    graph = reference.parse_program(exercise.program, exercise.output, shapes)
    found: list[str] = []
    for inputs in _draws(exercise, spec, graph):
        for ask in exercise.asks.values():
            if ask.what == "gradient" and graph.node(ask.node).op == INPUT:
                found += _of_one(graph, ask, inputs)
    return found


def _draws(exercise: Exercise, spec: CodeSpec, graph: Graph) -> Iterator[Mapping[str, Any]]:
    stream = Stream("array oracles", exercise.digest)
    ranges = next(trial.ranges for trial in spec.trials if trial.ranges)
    for _ in range(_DRAWS):
        inputs = {}
        for name in graph.inputs:
            shape = graph.node(name).shape
            numbers = [stream.choice(ranges[name]).draw(stream) for _ in range(prod(shape))]
            inputs[name] = np.array(numbers).reshape(shape) if shape else numbers[0]
        yield inputs


def _of_one(graph: Graph, ask: Ask, inputs: Mapping[str, Any]) -> Iterator[str]:
    by_reverse_mode = np.asarray(evaluate(gradient(graph, [ask.node], of=ask.of), inputs)[f"grad.{ask.node}"])
    whole = Graph(map(graph.node, graph.inputs), {ask.of: graph.node(ask.of)})
    for witness, found in {
        "SymPy": _by_sympy(whole, ask, inputs),
        "complex step": np.asarray(complex_step(whole, inputs, [ask.node])[ask.node]),
    }.items():
        if not np.allclose(by_reverse_mode, found, rtol=1e-9, atol=1e-12):
            yield f"{ask.name}: reverse mode gives {by_reverse_mode.tolist()}, {witness} {found.tolist()}"


def _by_sympy(graph: Graph, ask: Ask, inputs: Mapping[str, Any]) -> Any:
    expression = reference.to_sympy(graph)
    numbers: dict[Any, Any] = {}
    for name in graph.inputs:
        named = np.asarray(symbols(name, graph.node(name).shape), dtype=object)
        numbers |= dict(zip(named.flat, np.asarray(inputs[name]).flat, strict=True))
    wanted = np.asarray(symbols(ask.node, graph.node(ask.node).shape), dtype=object)
    slopes = [float(expression.diff(symbol).evalf(_DIGITS, subs=numbers)) for symbol in wanted.flat]
    return np.array(slopes).reshape(wanted.shape)
