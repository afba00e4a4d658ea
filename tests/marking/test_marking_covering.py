"""Tries where usual points do not come: ends, zero, whole numbers, and the code's own literals."""

from __future__ import annotations

import math

import numpy as np
import pytest

from grader.exercises import Answer, Catalogue, make_instance
from grader.marking.code.covering import Domain, covering
from grader.marking.code.literals import MAX_NUMBERS, literals
from grader.marking.code.plan import Try
from grader.marking.marks import Task


def tries(catalogue: Catalogue, exercise: str, code: str) -> list[Try]:
    found = catalogue.get(exercise)
    assert found.code is not None
    task = Task(found, make_instance(found), Answer.of_code(code), None, b"local", False)
    return covering(task, found.code, code)


def numbers(made: list[Try], name: str = "x") -> list[float]:
    return [each.inputs[name] for each in made if each.shape == ()]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("x == 3", {3.0}),
        ("x > -2.5", {2.5}),
        ("1/3", {1 / 3, 1.0, 3.0}),
        ("x * 10**-6", {1e-6, 10.0, 6.0}),
        ("f(1e3, [0.25])", {1000.0, 0.25}),
        ("True, 'a', None, 2j, 1e999", set()),
        ("10**10**10", {10.0, 1e10}),
        ("1/0", {1.0, 0.0}),
        ("x ==", set()),
        ("x > math.sqrt(2.25)", {2.25, 1.5}),
        ("from math import e\nx > e / 2", {math.e, 2.0, math.e / 2}),
        ("e = f(x)\ne / (1 + e)", {1.0}),
        ("np.log(1) + math.pi / 4", {1.0, 0.0, math.pi, 4.0, math.pi / 4}),
        ("limit = 18.5\nx > 2 * limit", {18.5, 2.0, 37.0}),
        ("n = 3\nn = 4\nx > n + 0.5", {3.0, 4.0, 0.5}),
        ("half = 4.5\nlimit = 2 * half\nx > limit + 1", {4.5, 2.0, 9.0, 1.0, 10.0}),
        ("x > float('3.5')", {3.5}),
        ("math.log(-1), math.exp(1e9), math.gamma(5), float('x')", {1.0, 1e9, 5.0}),
    ],
)
def test_the_numbers_in_a_text_are_collected(code: str, found: set[float]) -> None:
    assert set(literals(code)) == found


def test_no_more_than_so_many_numbers_and_the_less_usual_ones_first() -> None:
    many = literals("0, 1, 2, " + ", ".join(f"{n}.5" for n in range(50)))
    assert len(many) == MAX_NUMBERS
    assert not {0.0, 1.0, 2.0} & set(many)


def test_a_long_sum_hides_nothing() -> None:
    assert literals("y = 0.5" + " + 0.5" * 900 + "\nx > 37.5")[0] == 37.5


def test_what_something_is_compared_with_is_not_hidden_among_data() -> None:
    data = "data = [" + ", ".join(f"{n}.5" for n in range(500)) + "]\n"
    assert literals(data + "def f(x):\n    return x > 3.75 * 2")[:3] == [3.75 * 2, 3.75, 0.5]


def test_a_literal_is_tried_with_its_neighbours_on_both_sides_of_zero(catalogue: Catalogue) -> None:
    made = numbers(tries(catalogue, "sigmoid/derivative", "y = 37.5"))
    assert {37.5, -37.5, math.nextafter(37.5, 99), math.nextafter(37.5, 0), 37.75, 37.25} <= set(made)


def test_the_ends_and_both_zeros_are_tried(catalogue: Catalogue) -> None:
    made = numbers(tries(catalogue, "sigmoid/derivative", ""))
    assert {700.0, -700.0, 0.0} <= set(made)
    assert any(number == 0 and math.copysign(1, number) < 0 for number in made)


def test_whole_numbers_are_handed_over_as_such(catalogue: Catalogue) -> None:
    assert {number for number in numbers(tries(catalogue, "sigmoid/derivative", "")) if type(number) is int} == {
        0,
        1,
        -2,
    }


def test_a_literal_outside_what_is_promised_is_not_tried(catalogue: Catalogue) -> None:
    assert max(map(abs, numbers(tries(catalogue, "sigmoid/derivative", "y = 1e5")))) == 700


def test_each_try_belongs_to_a_trial_that_promises_its_point(catalogue: Catalogue) -> None:
    for made in tries(catalogue, "sigmoid/derivative", "a, b = 2.5, 300"):
        assert made.trial.checks == "values"
        assert made.trial.part == {(): made.trial.part}.get(made.shape, "arrays")
        for point in made.points:
            low = min(each.low for each in made.trial.ranges["x"])
            high = max(each.high for each in made.trial.ranges["x"])
            assert low <= point["x"] <= high


def test_arrays_hold_the_same_numbers_in_a_promised_number_of_dimensions(catalogue: Catalogue) -> None:
    made = [each for each in tries(catalogue, "sigmoid/derivative", "y = 2.5") if each.shape]
    assert {len(each.shape) for each in made} == {1, 3}
    assert 2.5 in np.concatenate([np.ravel(each.inputs["x"]) for each in made])


def test_with_several_arguments_each_is_tried_by_itself_and_all_at_once(catalogue: Catalogue) -> None:
    made = [each.inputs for each in tries(catalogue, "backprop/linear", "y = 4.5")]
    assert {"W": 4.5, "x": 4.5, "b": 4.5} in made
    for name in ("W", "x", "b"):
        assert any(each[name] == 4.5 and list(each.values()).count(4.5) == 1 for each in made)


def test_nothing_is_promised_of_arrays_where_no_trial_has_them(catalogue: Catalogue) -> None:
    spec = catalogue.get("backprop/linear").code
    assert spec is not None
    assert Domain.of(spec, arrays=True) is None


def test_the_same_code_is_tried_at_the_same_points(catalogue: Catalogue) -> None:
    first, second = (tries(catalogue, "backprop/linear", "y = 4.5") for _ in range(2))
    assert [each.inputs for each in first] == [each.inputs for each in second]
