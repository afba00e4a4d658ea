"""A wrong program gives itself away at some inputs and not at others."""

from __future__ import annotations

import numpy as np
import pytest

from grader.diagnosis import LIBRARY
from grader.diagnosis.wrong_programs import differences, has_kink, right_gradients
from reference import parse_program

LINEAR = parse_program("g = W * x\nf = g + b")
SWITCH = parse_program("r = relu(x)\nf = max(r, c)")


def shows(program: str, code: str, **test: float) -> list[bool]:
    """For each form of the mistake whether that one test shows it."""
    graph = parse_program(program)
    tests = {name: np.array([value]) for name, value in test.items()}
    return [bool(form[0]) for form in differences(graph, graph.inputs, [code], tests)[code]]


@pytest.mark.parametrize(
    ("code", "test", "shown"),
    [
        ("mul_own_input", {"W": 3, "x": -4, "b": 7}, True),
        ("mul_own_input", {"W": 3, "x": 3, "b": 7}, False),
        ("upstream_without_local", {"W": 1, "x": 1, "b": 7}, False),
        ("upstream_without_local", {"W": 1, "x": 2, "b": 7}, True),
        ("value_for_gradient", {"W": 3, "x": 3, "b": 1}, False),
        ("value_for_gradient", {"W": 3, "x": 3, "b": 2}, True),
        ("product_sum", {"W": 0, "x": 0, "b": 5}, False),
    ],
)
def test_a_mistake_shows_where_its_rule_and_the_right_one_part(code: str, test: dict[str, float], shown: bool) -> None:
    assert shows("g = W * x\nf = g + b", code, **test) == [shown]


def test_a_program_that_divides_by_zero_gives_itself_away() -> None:
    shown = shows("g = W * x\nf = g + b", "derivative_inverted", W=0.0, x=1.0, b=5.0)
    assert shown
    assert all(shown)


def test_a_mistake_that_can_be_made_in_several_ways_has_a_form_for_each() -> None:
    program = "a = x * y\nb = x * z\nc = x * w\nf = a + b + c"
    forms = shows(program, "branch_overwrite", x=2.0, y=3.0, z=5.0, w=7.0)
    assert forms == [True, True, True]
    assert sorted(shows(program, "branch_overwrite", x=2.0, y=0.0, z=0.0, w=7.0)) == [False, True, True]


def test_a_mistake_that_cannot_be_made_has_no_form() -> None:
    for code in ("max_both", "relu_negative_pass", "no_such_thing"):
        assert shows("g = W * x\nf = g + b", code, W=3.0, x=-4.0, b=7.0) == []


def test_all_tests_are_looked_at_in_one_go() -> None:
    tests = {"W": np.array([3.0, 3.0, 1.0]), "x": np.array([3.0, -4.0, 1.0]), "b": np.array([7.0, 7.0, 7.0])}
    (form,) = differences(LINEAR, LINEAR.inputs, ["mul_own_input"], tests)["mul_own_input"]
    assert form.tolist() == [False, True, False]


def test_every_mistake_of_the_library_can_be_asked_for() -> None:
    codes = [mistake.code for mistake in LIBRARY]
    tests = {"x": np.array([0.7]), "c": np.array([-0.3])}
    assert differences(SWITCH, SWITCH.inputs, codes, tests).keys() == set(codes)


def test_a_kink_is_where_a_switch_stands_on_its_edge() -> None:
    assert has_kink(SWITCH, {"x": 0.0, "c": -1.0})
    assert has_kink(SWITCH, {"x": 2.0, "c": 2.0})
    assert not has_kink(SWITCH, {"x": 2.0, "c": 1.0})
    assert not has_kink(LINEAR, {"W": 0.0, "x": 0.0, "b": 0.0})


def test_the_right_gradients_are_those_of_the_program() -> None:
    assert right_gradients(LINEAR, ["W", "x", "b"], {"W": 3, "x": -4, "b": 7}) == {"W": -4.0, "x": 3.0, "b": 1.0}
