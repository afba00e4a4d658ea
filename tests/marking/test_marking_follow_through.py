"""One slip costs its own box: what follows from it by the student's own numbers is not charged again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes

from benchmarks.soak_marking import rounding_blamed, slips_found
from grader.exercises import Catalogue, Exercise
from grader.verdict import Verdict
from reference import evaluate

Types = Callable[..., Verdict]
TWO_PATHS = {
    "grad.a": "1", "grad.b": "1", "grad.r": "1", "grad.v": "3",
    "grad.p": "1", "grad.k": "1", "grad.w": "3", "grad.x": "5",
}  # fmt: skip
LINEAR = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "1"}


def test_two_slips_cost_two_boxes_and_what_follows_from_the_first_is_right(types: Types) -> None:
    """At r the square's own derivative is missing; at x one of the two paths."""
    verdict = types("graph/two-paths", TWO_PATHS)
    assert outcomes(verdict) == {
        "grad.a": "correct", "grad.b": "correct", "grad.r": "incorrect", "grad.v": "correct",
        "grad.p": "follow-through", "grad.k": "follow-through", "grad.w": "follow-through", "grad.x": "incorrect",
    }  # fmt: skip
    assert verdict.points == 6.0
    assert verdict.outcome == "partial"
    assert "chain_inner_missing" in codes(verdict, "grad.r")
    assert "branch_overwrite" in codes(verdict, "grad.x")


def test_a_slip_on_the_way_forward_is_carried_forward_and_into_the_gradients(types: Types) -> None:
    verdict = types("graph/linear", {**LINEAR, "value.g": "-9", "value.f": "-6"})
    assert outcomes(verdict)["value.g"] == "incorrect"
    assert outcomes(verdict)["value.f"] == "follow-through"
    assert verdict.points == 5.0


def test_a_right_number_is_right_even_below_a_wrong_one(types: Types) -> None:
    verdict = types("graph/linear", {**LINEAR, "value.g": "-9"})
    assert outcomes(verdict)["value.f"] == "correct"


def test_a_box_that_follows_has_no_finding(types: Types) -> None:
    verdict = types("graph/two-paths", TWO_PATHS)
    assert all((each.finding is None) == (each.outcome in ("correct", "follow-through")) for each in verdict.parts)


def test_a_slipped_zero_carries_nothing_forward(types: Types) -> None:
    zeros = {**TWO_PATHS, "grad.r": "0", "grad.p": "0", "grad.k": "0", "grad.w": "0"}
    found = outcomes(types("graph/two-paths", zeros))
    assert [found[name] for name in ("grad.r", "grad.p", "grad.k", "grad.w")] == ["incorrect"] * 4


@pytest.mark.parametrize("filled", ["0", "1", "-1", "1e-300", "1e9", "1e300"])
@pytest.mark.parametrize("exercise", ["graph/linear", "graph/deep", "graph/two-paths", "sigmoid/by-chain-rule"])
def test_filling_in_one_number_everywhere_earns_no_follow_through(
    types: Types, catalogue: Catalogue, exercise: str, filled: str
) -> None:
    verdict = types(exercise, dict.fromkeys(catalogue.get(exercise).ask, filled))
    assert "follow-through" not in outcomes(verdict).values()


@pytest.mark.parametrize("exercise", ["graph/linear", "graph/deep", "graph/two-paths", "sigmoid/by-chain-rule"])
def test_copying_the_upstream_gradient_down_earns_no_follow_through(
    types: Types, catalogue: Catalogue, exercise: str
) -> None:
    """All values are right; every gradient is the one above it, which begins with a one."""
    found = catalogue.get(exercise)
    right = evaluate(found.quantities, found.inputs)
    typed = {name: "1" if name.startswith("grad.") else repr(float(right[name])) for name in found.ask}
    assert "follow-through" not in outcomes(types(exercise, typed)).values()


def test_ones_with_one_other_number_among_them_earn_no_follow_through(types: Types) -> None:
    found = outcomes(types("graph/two-paths", {**dict.fromkeys(TWO_PATHS, "1"), "grad.x": "7"}))
    assert "follow-through" not in found.values()


@pytest.mark.slow
@pytest.mark.parametrize(("slips", "seed", "least"), [(1, 101, 0.99), (2, 102, 0.96)])
def test_in_random_graphs_exactly_the_slipped_boxes_lose_their_points(slips: int, seed: int, least: float) -> None:
    """The full run of 1,500 graphs is benchmarks/soak_marking.py, its output beside it under results."""
    counted, others = slips_found(250, slips, seed)
    assert counted["exactly the slipped boxes"] >= least * counted.total()
    assert [work.told() for work in others] == []


@pytest.mark.parametrize("going_on", [False, True], ids=["rounded when typed", "worked out with the rounded numbers"])
@pytest.mark.parametrize("digits", [2, 3, 4])
def test_who_rounds_without_a_slip_is_blamed_for_nothing(digits: int, going_on: bool) -> None:
    counted = rounding_blamed(40, 103, digits, going_on=going_on)
    assert counted["blamed"] == 0
    assert counted["boxes"] > 300


def test_whoever_types_all_digits_a_float_has_is_not_blamed_for_the_floats(
    types: Types, write_exercise: Callable[[str], Exercise]
) -> None:
    """0.1 + 0.2 − 0.3 is 5.6e-17 in floats, and 0 for a person."""
    exercise = write_exercise(
        'kind = "values"\nprogram = """\na = x + y\nb = a - z\nf = b * w\n"""\n'
        'ask = ["value.a", "value.b", "value.f"]\ninputs = { x = 0.1, y = 0.2, z = 0.3, w = 7 }\n'
    )
    b = 0.1 + 0.2 - 0.3
    floats = {"value.a": repr(0.1 + 0.2), "value.b": repr(b), "value.f": repr(7 * b)}
    for typed in (floats, {"value.a": "0.3", "value.b": "0", "value.f": "0"}):
        assert types(exercise, typed).points == 3
    assert outcomes(types(exercise, {**floats, "value.b": "1e-15"}))["value.b"] == "incorrect"


@pytest.mark.parametrize("number", ["1.05", "0.49"])
def test_a_slipped_value_may_be_used_as_it_is_or_worked_out_again(
    types: Types, write_exercise: Callable[[str], Exercise], number: str
) -> None:
    """exp(u) is its own derivative: whoever slipped in its value may take either for it."""
    exercise = write_exercise(
        'kind = "values"\nprogram = """\nu = x * y\np = exp(u)\nf = p * y\n"""\n'
        'ask = ["value.u", "value.p", "grad.p", "grad.u"]\ninputs = { x = 0.25, y = 3 }\n'
    )
    right = {"value.u": "0.75", "grad.p": "3", "value.p": number}
    for gradient in (3 * float(number), 6.351):
        found = outcomes(types(exercise, {**right, "grad.u": repr(round(gradient, 3))}))
        assert found["value.p"] == "incorrect"
        assert found["grad.u"] in ("correct", "follow-through")
