"""A slip at a node that was not asked for costs one mark, however many boxes are off for it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

from benchmarks.soak_marking import hidden_found
from grader.exercises import Exercise
from grader.messages import finding_message
from grader.verdict import Verdict

Types = Callable[..., Verdict]
PROGRAM = """
kind = "values"
program = '''
p = w * x
r = p + k
a = r**2
f = a * v
'''
ask = ASK
inputs = { w = 5, x = 3, k = -11, v = 7 }
"""


@pytest.fixture
def gradients(write_exercise: Callable[[str], Exercise]) -> Exercise:
    """All values are shown. At these inputs ∂f/∂a = 7, ∂f/∂r = 56, and ∂f/∂w, ∂f/∂x, ∂f/∂v are 168, 280 and 16."""
    return write_exercise(PROGRAM.replace("ASK", '["grad.a", "grad.w", "grad.x", "grad.k", "grad.v"]'))


def test_boxes_below_a_wrong_number_that_was_not_asked_for_cost_one_mark(types: Types, gradients: Exercise) -> None:
    """∂f/∂r was taken as 59: ∂f/∂w, ∂f/∂x and ∂f/∂k follow from that."""
    verdict = types(gradients, {"grad.a": "7", "grad.w": "177", "grad.x": "295", "grad.k": "59", "grad.v": "16"})
    assert outcomes(verdict) == {
        "grad.a": "correct", "grad.w": "incorrect", "grad.x": "follow-through", "grad.k": "follow-through",
        "grad.v": "correct",
    }  # fmt: skip
    assert verdict.points == 4
    finding = part(verdict, "grad.w").finding
    assert finding is not None
    assert finding.code == "value_wrong"
    assert "was not asked for" in finding_message(finding, "en")
    assert "59" not in finding_message(finding, "en")


def test_a_mistake_that_explains_them_all_is_named_all_the_same(types: Types, gradients: Exercise) -> None:
    """∂f/∂r was taken as 8, the square's own derivative: what arrives from above is missing."""
    verdict = types(gradients, {"grad.a": "7", "grad.w": "24", "grad.x": "40", "grad.k": "8", "grad.v": "16"})
    assert verdict.points == 4
    assert "mul_local_missing_upstream" in codes(verdict, "grad.w")


def test_boxes_that_no_one_number_explains_are_charged_each(types: Types, gradients: Exercise) -> None:
    verdict = types(gradients, {"grad.a": "7", "grad.w": "177", "grad.x": "290", "grad.k": "59", "grad.v": "16"})
    assert verdict.points == 2


def test_nothing_is_made_good_where_nothing_was_worked_out(types: Types, gradients: Exercise) -> None:
    wrong = {"grad.a": "3", "grad.w": "177", "grad.x": "295", "grad.k": "59", "grad.v": "5"}
    assert types(gradients, wrong).points == 0
    assert types(gradients, {**wrong, "grad.a": "7", "grad.v": "16", "grad.w": "0", "grad.x": "0"}).points == 2


def test_a_value_that_was_not_asked_for_is_found_too(types: Types, write_exercise: Callable[[str], Exercise]) -> None:
    """r = 6 for 4 makes f = 252 and the gradients 84, 252 and 420, the values themselves not being shown."""
    exercise = write_exercise(PROGRAM.replace("ASK", '["value.p", "value.f", "grad.r", "grad.w", "grad.a"]'))
    verdict = types(exercise, {"value.p": "15", "value.f": "252", "grad.r": "84", "grad.w": "252", "grad.a": "7"})
    assert outcomes(verdict)["value.f"] == "incorrect"
    assert outcomes(verdict)["grad.r"] == "follow-through"
    assert verdict.points == 4


@pytest.mark.slow
def test_in_random_graphs_most_hidden_slips_cost_one_mark() -> None:
    """Not all: some numbers are zeros or ones, and others fit what stands above by chance."""
    counted = hidden_found(200, 104)
    assert counted["1 charged"] >= 0.85 * counted.total()
    assert counted.total() > 60
