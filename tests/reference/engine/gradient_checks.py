"""Check one primitive's gradients against witnesses that know nothing of its rules."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import autograd
import numpy as np
import sympy
from autograd import numpy as anp
from primitive_cases import AUTOGRAD, Case

from reference.build import apply, constant, variable
from reference.evaluate import evaluate
from reference.gradient import gradient
from reference.graph import Graph, Node
from reference.numeric import central_differences, complex_step
from reference.primitive import Primitive
from reference.primitives import PRIMITIVES
from reference.symbolic import to_sympy

EXACT = 1e-11  # complex step and autograd, relative to the largest entry
Table = Mapping[str, Primitive]


def weighted(node: Node, seed: int) -> Node:
    """A scalar to which every entry of the node contributes differently."""
    weights = np.random.default_rng(seed).uniform(0.5, 2.0, node.shape)
    product = apply("multiply", node, constant(weights))
    return apply("sum", product) if node.shape else product


def graph_of(op: str, case: Case) -> Graph:
    """A scalar made of the primitive, with its arguments as the inputs x0, x1, … unless they are constant."""
    args = [
        constant(numbers) if place in case.constant else variable(f"x{place}", numbers.shape)
        for place, numbers in enumerate(case.numbers())
    ]
    inputs = [arg for place, arg in enumerate(args) if place not in case.constant]
    return Graph(inputs, {"f": weighted(apply(op, *args, **case.attrs), 1)})


def values_of(case: Case) -> dict[str, np.ndarray]:
    return {f"x{place}": numbers for place, numbers in enumerate(case.numbers()) if place not in case.constant}


def close(ours: Any, theirs: Any, tolerance: Any = EXACT) -> bool:
    """Whether two arrays agree, in shape and up to the tolerance relative to their largest entry (at least 1)."""
    ours, theirs = np.asarray(ours), np.asarray(theirs)
    scale = max(1.0, float(np.max(np.abs(theirs), initial=0.0)))
    return ours.shape == theirs.shape and bool(np.all(np.abs(ours - theirs) <= np.asarray(tolerance) * scale))


def first_order(op: str, case: Case, table: Table = PRIMITIVES) -> list[str]:
    """What is wrong with the gradient of a case: a sentence for each witness that disagrees."""
    graph, values = graph_of(op, case), values_of(case)
    ours = evaluate(gradient(graph, graph.inputs, primitives=table), values)
    problems = []
    exact = complex_step(graph, values)
    by_steps = central_differences(graph, values, step=0.02)
    by_autograd = _autograd(op, case, values)
    for name in graph.inputs:
        found = ours[f"grad.{name}"]
        if not close(found, exact[name]):
            problems.append(f"{op} {case}: {name}: complex step has {exact[name]}, the rule {found}")
        if not close(found, by_steps[name].gradient, 1e-7 + 10 * np.asarray(by_steps[name].error)):
            problems.append(f"{op} {case}: {name}: differences have {by_steps[name]}, the rule {found}")
        if by_autograd is not None and not close(found, by_autograd[name]):
            problems.append(f"{op} {case}: {name}: autograd has {by_autograd[name]}, the rule {found}")
    return problems


def second_order(op: str, case: Case, table: Table = PRIMITIVES) -> list[str]:
    """The same for the gradient of a weighted sum of the gradients."""
    graph, values = graph_of(op, case), values_of(case)
    grads = gradient(graph, graph.inputs, primitives=table)
    parts = [weighted(grads.node(f"grad.{name}"), seed) for seed, name in enumerate(graph.inputs, start=2)]
    total = parts[0]
    for part in parts[1:]:
        total = apply("add", total, part)
    slopes = Graph(map(graph.node, graph.inputs), {"s": total})
    ours = evaluate(gradient(slopes, slopes.inputs, primitives=table), values)
    exact = complex_step(slopes, values)
    return [
        f"{op} {case}: {name}: complex step has {exact[name]}, the rules {ours[f'grad.{name}']}"
        for name in graph.inputs
        if not close(ours[f"grad.{name}"], exact[name], 1e-9)
    ]


def by_sympy(op: str, case: Case, table: Table = PRIMITIVES) -> list[str]:
    """The same for scalars and SymPy's own derivative."""
    graph = graph_of(op, case)
    values = {name: float(value) for name, value in values_of(case).items()}
    ours = evaluate(gradient(graph, graph.inputs, primitives=table), values)
    expression = to_sympy(graph)
    at = {sympy.Symbol(name, real=True): value for name, value in values.items()}
    problems = []
    for name in graph.inputs:
        theirs = float(sympy.diff(expression, sympy.Symbol(name, real=True)).subs(at).doit().evalf())
        if not close(ours[f"grad.{name}"], theirs):
            problems.append(f"{op} {case}: {name}: SymPy has {theirs}, the rule {ours[f'grad.{name}']}")
    return problems


def _autograd(op: str, case: Case, values: Mapping[str, np.ndarray]) -> dict[str, Any] | None:
    """The gradient by HIPS autograd, or None for what it does not have."""
    function = AUTOGRAD.get(op)
    if function is None:
        return None
    numbers = case.numbers()
    weights = np.random.default_rng(1).uniform(0.5, 2.0, apply(op, *map(constant, numbers), **case.attrs).shape)

    def scalar(*args: Any) -> Any:
        return anp.sum(weights * function(*args, **case.attrs))

    return {name: autograd.grad(scalar, int(name[1:]))(*numbers) for name in values}
