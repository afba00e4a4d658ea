"""A graph of arrays taken apart into formulas of single numbers, which say the same."""

from __future__ import annotations

import numpy as np
import pytest

from grader.marking.code.proof.interned import Interned, meant
from grader.marking.entries import NoEntriesError, entries
from reference import evaluate, gradient, parse_program
from reference.graph import INPUT, Graph, topological_order

PROGRAM = "H = sigmoid(X @ W + b)\nL = -mean(Y * log(H) + (1 - Y) * log(1 - H))"
SHAPES = {"X": (3, 2), "W": (2, 2), "b": (2,), "Y": (3, 2)}


def test_entries_have_the_values_of_the_arrays() -> None:
    graph = gradient(parse_program(PROGRAM, output="L", shapes=SHAPES), wrt=["W", "b"])
    random = np.random.default_rng(0)
    inputs = {name: random.uniform(0.1, 0.9, shape) for name, shape in SHAPES.items()}
    single = {f"{name}.{place}": float(v) for name, a in inputs.items() for place, v in enumerate(a.ravel())}
    for name, nodes in entries(graph, Interned()).items():
        for node, wanted in zip(nodes, np.ravel(evaluate(graph, inputs)[name]), strict=True):
            used = [each for each in topological_order([node]) if each.op == INPUT]
            found = evaluate(Graph(used, {"entry": node}), {each.attrs: single[each.attrs] for each in used})
            assert found["entry"] == pytest.approx(wanted, rel=1e-12)


def test_what_has_no_entries_of_its_own_is_refused() -> None:
    graph = parse_program("y = softmax(x)", shapes={"x": (3,)})
    with pytest.raises(NoEntriesError):
        entries(graph, Interned())


@pytest.mark.parametrize(
    ("number", "fraction"),
    [(1 / 3, "1/3"), (0.1, "1/10"), (0.333, "333/1000"), (1e-12, "1/1000000000000"), (1.000001, "1000001/1000000")],
)
def test_a_float_is_what_it_was_written_as(number: float, fraction: str) -> None:
    assert str(meant(number)) == fraction


def test_the_number_e_is_itself() -> None:
    of = Interned()
    assert of.constant(np.e) is of.apply("exp", of.constant(1))
