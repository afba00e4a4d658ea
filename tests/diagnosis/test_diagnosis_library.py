"""The bug library is a table: its codes are those of the list of misconceptions, in its order."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from grader.diagnosis import LIBRARY, ORDER
from grader.diagnosis.fingerprints import Fingerprints
from reference import evaluate, gradient, parse_program

MISCONCEPTIONS = Path(__file__).parent.parent / "data" / "misconceptions.csv"


def listed() -> dict[str, str]:
    with MISCONCEPTIONS.open(encoding="utf-8", newline="") as file:
        return {row["code"]: row["exercise_kind"] for row in csv.DictReader(file)}


def test_codes_are_those_of_the_list_in_its_order() -> None:
    codes = [mistake.code for mistake in LIBRARY]
    assert codes == [code for code in listed() if code in ORDER]
    assert len(set(codes)) == len(codes)


def test_every_mistake_in_partial_derivatives_is_in_the_library() -> None:
    missing = {code for code, kind in listed().items() if kind == "partial" and code not in ORDER}
    assert missing == set()


def test_most_mistakes_in_graphs_and_about_the_sigmoid_are_in_the_library() -> None:
    missing = {code for code, kind in listed().items() if kind in ("graph", "sigmoid") and code not in ORDER}
    assert missing == {
        "sig_central_difference",  # recognised by its grain: grader.diagnosis.differences
        "influence_sign_ignored",  # these three are about questions that are asked in words
        "influence_added_not_scaled",
        "linear_taken_as_exact",
    }


@pytest.mark.parametrize(
    "program",
    [
        "g = W*x\nf = g + b",
        "z = x**2 + x*y + y",
        "a = u + v\nc = v + 1\nf = a*c",
        "n = -x\nu = exp(n)\nd = 1 + u\nf = 1/d",
        "p = tanh(x*y)\nq = sigmoid(p) - log(y)\nf = relu(q)*max(x, y)/sqrt(y) + cos(x)**3",
    ],
)
def test_without_a_mistake_the_passes_agree_with_the_engine(program: str) -> None:
    graph = parse_program(program)
    gradients = gradient(graph, "nodes")
    inputs = {name: np.array([0.7, 1.3, 2.1]) + place for place, name in enumerate(graph.inputs)}
    prints = Fingerprints(graph, inputs, "formula")
    for place in range(3):
        right = evaluate(gradients, {name: float(column[place]) for name, column in inputs.items()})
        for name, node in graph.named.items():
            backward = np.broadcast_to(prints.right(node), 3)[place]
            assert backward == pytest.approx(right[f"grad.{name}"], rel=1e-12)
            forward = np.broadcast_to(prints.tape.forward(node), 3)[place]
            assert forward == pytest.approx(right[f"grad.{name}"], rel=1e-12)


def test_every_mistake_fires_somewhere() -> None:
    programs = [
        "g = W*x\nf = g + b",
        "z = x**2 + x*y + y",
        "a = u + v\nc = v + 1\nf = a*c*c",
        "f = sigmoid(b*x)*tanh(x)",
        "n = -x\nu = exp(n)\nf = 1/u",
        "z = sin(cos(x**2))**3 / log(x) + exp(x)",
        "L = (w*x - y)**2 / 2",
        "z = x*exp(x) + x**(-1) + x/(1 + x)",
        "f = max(x, y)*z",
        "m = -relu(x)\nf = m*y",
    ]
    fired = {code for program in programs for code in _fired(program)}
    assert {mistake.code for mistake in LIBRARY} - fired == set()


def _fired(program: str) -> set[str]:
    graph = parse_program(program)
    inputs = {name: np.roll([-0.7, 0.0, 0.6, 2.2], place) * (1 + place / 7) for place, name in enumerate(graph.inputs)}
    found: set[str] = set()
    for kind in ("formula", "values"):
        prints = Fingerprints(graph, inputs, kind)
        for node in graph.named.values():
            swapped = {other: prints.right(node) for other in graph.named.values()}
            for each in prints.of(node, swapped):
                different = ~np.isclose(each.answer, prints.right(node), rtol=1e-9, atol=0)
                if np.any(different & np.isfinite(each.answer)):
                    found.add(each.mistake.code)
    return found
