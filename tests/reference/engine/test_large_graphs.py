"""Large and deep graphs need no recursion, and time and memory that grow linearly.

The full size, 10⁶ nodes, is measured by benchmarks/engine_growth.py; docs/engine.md has the table.
"""

from __future__ import annotations

import math
import sys
import tracemalloc
from contextlib import contextmanager
from fractions import Fraction

import pytest

from reference import Graph, apply, constant, evaluate, gradient, variable


def chain(links):
    """y ← tanh(a·y), again and again: two nodes a link."""
    a, x = variable("a"), variable("x")
    y = x
    for _ in range(links):
        y = apply("tanh", apply("multiply", a, y))
    return Graph([a, x], {"y": y})


def by_hand(links, a, x):
    ys = [x]
    for _ in range(links):
        ys.append(math.tanh(a * ys[-1]))
    slope, da = 1.0, 0.0
    for y, before in zip(ys[:0:-1], ys[-2::-1], strict=True):
        slope *= 1 - y * y
        da += slope * before
        slope *= a
    return {"y": ys[-1], "grad.a": da, "grad.x": slope}


@contextmanager
def shallow_stack():
    """A recursion limit that leaves a hundred calls."""
    frame, depth, limit = sys._getframe(), 0, sys.getrecursionlimit()
    while frame:
        frame, depth = frame.f_back, depth + 1
    sys.setrecursionlimit(depth + 100)
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)


def python_calls(action):
    """How many Python functions an action calls: a measure of work that no other process disturbs."""
    count = 0

    def watch(_frame, event, _arg):
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(watch)
    try:
        action()
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.slow
def test_a_chain_of_fifty_thousand_nodes_needs_no_recursion():
    with shallow_stack():
        graph = chain(25_000)
        found = evaluate(gradient(graph, ["a", "x"]), {"a": 1.1, "x": 0.4})
        del graph
    assert found == pytest.approx(by_hand(25_000, 1.1, 0.4), rel=1e-9)


@pytest.mark.slow
def test_a_node_with_very_many_users_is_no_trouble():
    x = variable("x")
    total = x
    for _ in range(20_000):
        total = apply("add", total, x)
    with shallow_stack():
        assert evaluate(gradient(Graph([x], {"f": total}), ["x"]), {"x": 1})["grad.x"] == 20_001


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    [
        lambda y: apply("negate", y),
        lambda y: apply("multiply", constant(2), apply("multiply", constant(Fraction(1, 4)), y)),
        lambda y: apply("divide", y, constant(-1)),
        lambda y: apply("subtract", constant(0), y),
        lambda y: apply("reshape", apply("reshape", y, shape=(1, 1)), shape=()),
        lambda y: apply("transpose", y),
        lambda y: apply("power", y, constant(1)),
    ],
)
def test_leaving_out_trivial_work_needs_no_recursion_either(step):
    x = y = variable("x")
    for _ in range(3000):
        y = step(y)
    graph = Graph([x], {"f": apply("multiply", apply("add", y, x), apply("subtract", x, y))})
    with shallow_stack():
        found = evaluate(gradient(graph, ["x"]), {"x": 3.0})
    assert math.isfinite(found["grad.x"])


def test_a_graph_in_which_every_node_is_used_twice_is_not_walked_twice():
    node = x = variable("x")
    for _ in range(60):
        node = apply("add", node, node)
    graph = Graph([x], {"f": node})
    assert len(graph) == 61
    assert evaluate(gradient(graph, ["x"]), {"x": 1}) == {"f": 2.0**60, "grad.x": 2.0**60}


@pytest.mark.slow
def test_the_work_of_differentiating_and_evaluating_grows_linearly():
    graphs = [chain(links) for links in (500, 1000, 2000)]
    differentiate = [python_calls(lambda graph=graph: gradient(graph, ["a", "x"])) for graph in graphs]
    slopes = [gradient(graph, ["a", "x"]) for graph in graphs]
    run = [python_calls(lambda graph=graph: evaluate(graph, {"a": 1.1, "x": 0.4})) for graph in slopes]
    nodes = [len(graph) for graph in slopes]
    for counts in (differentiate, nodes):
        assert counts[1] / counts[0] == pytest.approx(2, rel=0.01)
        assert counts[2] / counts[1] == pytest.approx(2, rel=0.01)
    assert run[2] <= 2.02 * run[1]


@pytest.mark.slow
def test_a_million_nodes_would_fit_into_two_gigabytes():
    links = 5_000
    tracemalloc.start()
    try:
        graph = chain(links)
        evaluate(gradient(graph, ["a", "x"]), {"a": 1.1, "x": 0.4})
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak / len(graph) * 1_000_000 < 2e9
