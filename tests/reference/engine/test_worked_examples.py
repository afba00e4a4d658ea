"""Graphs of courses, books and papers that teach back-propagation: every node and every gradient to 1e-12."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from reference import compile_graph, evaluate, gradient, parse_program
from reference.evaluate import evaluate_nodes
from reference.numeric import complex_step

DATA = Path(__file__).parents[2] / "data" / "worked_examples.toml"
EXAMPLES = tomllib.loads(DATA.read_text(encoding="utf-8"))


def near(value):
    return pytest.approx(value, rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_values_of_all_nodes_are_those_of_the_source(name):
    example = EXAMPLES[name]
    graph = parse_program(example["program"], output=example["output"])
    values = evaluate_nodes(graph, example["inputs"])
    for node, value in example["outputs"].items():
        assert values[graph.node(node)] == near(value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_gradients_of_all_nodes_are_those_of_the_source(name):
    example = EXAMPLES[name]
    graph = parse_program(example["program"], output=example["output"])
    found = evaluate(gradient(graph, wrt="nodes"), example["inputs"])
    for node, value in {**example["gradients"], **example["node_gradients"]}.items():
        assert found[f"grad.{node}"] == near(value)


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_compiled_function_and_complex_step_agree_with_it(name):
    example = EXAMPLES[name]
    graph = parse_program(example["program"], output=example["output"])
    run = compile_graph(gradient(graph, wrt=graph.inputs))
    found = run(*(example["inputs"][name] for name in graph.inputs))
    assert found[1:] == near(tuple(example["gradients"][name] for name in graph.inputs))
    assert complex_step(graph, example["inputs"]) == near(example["gradients"])


def test_the_numbers_of_the_lesson():
    graph = parse_program("g = W*x\nf = g + b", output="f")
    grads = gradient(graph, wrt=["W", "x", "b"])
    assert evaluate(grads, {"W": -2, "x": 5, "b": 3}) == {"f": -7.0, "grad.W": 5.0, "grad.x": -2.0, "grad.b": 1.0}
    assert evaluate(graph, {"W": -1, "x": 5, "b": 3}) == {"f": -2.0}
