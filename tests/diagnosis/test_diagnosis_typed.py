"""A mistake behind typed numbers is named where the evidence outweighs chance, and not where it does not."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from grader.diagnosis import Named, Sheet, Slip, name_slips
from reference import evaluate, gradient, parse_program

LINEAR = "g = W*x\nf = g + b"
TWO_PATHS = "p = w*x\nr = p + k\na = r**2\nb = x*v\nf = a + b"


def named(program: str, inputs: Mapping[str, float], wrong: Mapping[str, float]) -> dict[str, Named]:
    """What is named when all but the given gradients are right, and later boxes follow from the wrong ones."""
    graph = parse_program(program)
    values = evaluate(gradient(graph, "nodes"), dict(inputs))
    asked = [name for name in graph.named if name != graph.outputs[0]]
    typed = {graph.node(name): float(wrong.get(name, values[f"grad.{name}"])) for name in asked}
    slips = [Slip(graph.node(name), number, number) for name, number in wrong.items()]
    found = name_slips(Sheet(graph, inputs, {}, typed, len(asked)), slips)
    return {graph.name_of(node) or "?": mistake for node, mistake in found.items()}


def test_exchanged_factors_are_named_at_the_product() -> None:
    found = named(LINEAR, {"W": -2, "x": 5, "b": 3}, {"W": -2, "x": 5})
    assert set(found) == {"W", "x"}
    for mistake in found.values():
        assert "mul_own_input" in (mistake.code, *mistake.also)
        assert "w_x_swapped" in (mistake.code, *mistake.also)
        assert mistake.node == "g"
        assert not mistake.tentative


def test_a_missing_path_is_named_where_the_paths_meet() -> None:
    found = named(TWO_PATHS, {"w": 5, "x": 3, "k": -11, "v": 7}, {"x": 40})
    assert found["x"].code == "branch_overwrite"
    assert found["x"].also == ("branch_last_path_only",)
    assert found["x"].node == "x"


def test_each_of_two_mistakes_gets_its_own_name() -> None:
    """r handed on without its local derivative; at x one path only, taken from the student's own p."""
    graph = parse_program(TWO_PATHS)
    typed = {"a": 1.0, "b": 1.0, "r": 1.0, "v": 3.0, "p": 1.0, "k": 1.0, "w": 3.0, "x": 5.0}
    gradients = {graph.node(name): number for name, number in typed.items()}
    sheet = Sheet(graph, {"w": 5, "x": 3, "k": -11, "v": 7}, {}, gradients, 8)
    found = name_slips(sheet, [Slip(graph.node("r"), 1.0, 1.0), Slip(graph.node("x"), 5.0, 5.0)])
    codes = {graph.name_of(node): [mistake.code, *mistake.also] for node, mistake in found.items()}
    assert "chain_inner_missing" in codes["r"]
    assert "branch_overwrite" in codes["x"]


def test_a_decimal_stands_for_its_digits() -> None:
    program = "n = -x\nu = exp(n)\nd = 1 + u\nf = 1/d"
    graph = parse_program(program)
    sheet = Sheet(graph, {"x": 0.5}, {}, {}, 4)
    found = name_slips(sheet, [Slip(graph.node("d"), 0.3865, 0.3875)])
    assert found[graph.node("d")].code == "recip_minus_missing"
    assert name_slips(sheet, [Slip(graph.node("d"), 0.3805, 0.3815)]) == {}


@pytest.mark.parametrize("number", [6.0, 4.0, 11.0, 0.37, 100.0, 2.5])
def test_a_slip_of_arithmetic_is_given_no_name(number: float) -> None:
    assert named(LINEAR, {"W": -2, "x": 5, "b": 3}, {"W": number}) == {}


@pytest.mark.slow
def test_small_numbers_that_fit_by_chance_are_given_no_name() -> None:
    """Of random small whole numbers in one box few are named, although many hit some candidate."""
    stream = np.random.default_rng(7)
    given = 0
    for _ in range(300):
        inputs = {name: float(stream.choice([-4, -3, -2, 2, 3, 4, 5])) for name in ("w", "x", "k", "v")}
        name = str(stream.choice(["r", "v", "p", "k", "w", "x"]))
        graph = parse_program(TWO_PATHS)
        right = evaluate(gradient(graph, "nodes"), dict(inputs))[f"grad.{name}"]
        number = float(stream.integers(-9, 10))
        if number != right:
            mistakes = named(TWO_PATHS, inputs, {name: number})
            given += any(not mistake.tentative for mistake in mistakes.values())
    assert given <= 9


def test_no_slip_has_no_name() -> None:
    assert named(LINEAR, {"W": -2, "x": 5, "b": 3}, {}) == {}


def test_a_gradient_that_relu_should_have_stopped_goes_by_the_name_of_relu() -> None:
    found = named("h = w*x\nr = relu(h)\ns = r*v\nf = s + b", {"w": -3, "x": 4, "v": 5, "b": 7}, {"h": 5})
    assert found["h"].code == "relu_negative_pass"
    assert "chain_inner_missing" not in found["h"].also
