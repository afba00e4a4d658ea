"""Variants tell right from wrong: on them no known mistake gives the right number by chance."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from grader.diagnosis import make_variant, telling
from grader.diagnosis.variants import told_apart
from grader.exercises import Instance, VariantError, acceptable, load_catalogue, make_instance

CATALOGUE = load_catalogue()
VARYING = [exercise for exercise in CATALOGUE if exercise.vary and exercise.kind == "values"]


@pytest.mark.slow
@pytest.mark.parametrize("exercise", VARYING, ids=lambda exercise: exercise.id)
def test_on_a_variant_every_known_mistake_shows(exercise) -> None:
    variants = [make_variant(exercise, seed) for seed in range(30)]
    assert [found.hidden for found in telling(variants)] == [()] * 30
    assert all(map(acceptable, variants))
    assert len({tuple(variant.inputs.values()) for variant in variants}) >= 10


@pytest.mark.slow
@pytest.mark.parametrize("exercise", VARYING, ids=lambda exercise: exercise.id)
def test_variants_confuse_fewer_mistakes_than_any_acceptable_inputs(exercise) -> None:
    chosen, any_ones = (
        sum(len(found.confused) for found in telling([make(exercise, seed) for seed in range(30)]))
        for make in (make_variant, make_instance)
    )
    assert chosen < any_ones


def test_a_seed_gives_the_same_variant_again() -> None:
    exercise = CATALOGUE.get("graph/deep")
    assert make_variant(exercise, 7) == make_variant(exercise, 7)
    assert make_variant(exercise, 7) != make_variant(exercise, 8)
    assert make_variant(exercise, 7).seed == 7


@pytest.mark.parametrize("name", ["graph/linear", "partial/quadratic", "backprop/linear"])
def test_without_a_seed_or_numbers_to_vary_it_is_the_plain_instance(name: str) -> None:
    exercise = CATALOGUE.get(name)
    assert make_variant(exercise) == make_instance(exercise)
    if exercise.kind != "values":
        assert make_variant(exercise, 3) == make_instance(exercise, 3)


def test_ranges_without_acceptable_inputs_end_with_the_same_error() -> None:
    exercise = replace(CATALOGUE.get("graph/linear"), vary={"W": "0..1"})
    with pytest.raises(VariantError, match="no acceptable inputs"):
        make_variant(exercise, 3)


def test_few_acceptable_inputs_are_enough() -> None:
    """Fewer than are compared at a time: x = 3 alone."""
    exercise = replace(CATALOGUE.get("graph/linear"), vary={"W": "3..4"}, inputs={"W": -2, "x": 5, "b": 4})
    assert make_variant(exercise, 3).inputs["W"] == 3


def test_equal_factors_hide_that_they_were_exchanged() -> None:
    program = Instance("own/one", "digest", 1, "values", "f = x * y", "f", {"x": 3.0, "y": 3.0}, ("grad.x",))
    equal, different = telling([program, replace(program, inputs={"x": 3.0, "y": 5.0})])
    assert ("grad.x", "mul_own_input") in equal.hidden
    assert different.hidden == ()


def square(x: float) -> Instance:
    return Instance("own/one", "digest", 1, "values", "f = x ** 2", "f", {"x": x}, ("grad.x",))


def test_two_mistakes_that_give_one_wrong_number_are_confused_there() -> None:
    """At x = 6 the power that kept its exponent, 2x², is the power that was integrated, x³/3."""
    six, five = telling([square(6.0), square(5.0)])
    assert ("grad.x", "power_divides_like_integral", "power_exponent_kept") in six.confused
    assert ("grad.x", "power_divides_like_integral", "power_exponent_kept") not in five.confused


@pytest.mark.parametrize(
    ("wrong", "right", "apart"),
    [
        (4.0, 4.0, False),
        (4.0, 4.01, True),
        (2.25, 2.2, True),
        (0.2349, 0.2350, False),  # 0.23 stands for both
        (0.2461, 0.2350, True),
        (0.2449, 0.2350, False),  # 0.24 reaches down to it
        (0.2349, 0.2449, True),
        (-0.2350, 0.2350, True),
        (0.0, 0.2, True),
        (0.0, 0.0, False),
        (1.0, 0.9997, True),
        (0.9997, 1.0, False),  # written as 1.0
    ],
)
def test_numbers_are_told_apart_at_the_loosest_rounding(wrong: float, right: float, apart: bool) -> None:
    assert bool(told_apart(np.float64(wrong), np.float64(right))) == apart
