"""Code that gives several gradients: one slip costs its own, what follows keeps its points, a repeat costs half."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import codes, outcomes, part

from grader.exercises import Exercise
from grader.messages import finding_message
from grader.verdict import Verdict

HandsIn = Callable[..., Verdict]
Write = Callable[[str], Exercise]
LINEAR = "backprop/linear"
TWO_PATHS = """
kind = "code"
program = '''
p = w*x
r = p + k
a = r**2
b = x*v
f = a + b
'''
[code]
function = "gradients"
arguments = ["w", "x", "k", "v"]
returns = { r = "grad.r", p = "grad.p", k = "grad.k", w = "grad.w", x = "grad.x", v = "grad.v" }
[[code.trials]]
at = [{ w = 5, x = 3, k = -11, v = 7 }]
ranges = { w = "-3..3 real", x = "-3..3 real", k = "-3..3 real", v = "-3..3 real" }
"""
RIGHT = {"r": "2*r", "p": "dr", "k": "dr", "w": "dr*x", "x": "dr*w + v", "v": "x"}


def gradients(**changed: str) -> str:
    slopes = {**RIGHT, **changed}
    result = ", ".join(f"'{name}': {'dr' if name == 'r' else text}" for name, text in slopes.items())
    return f"def gradients(w, x, k, v):\n    r = w*x + k\n    dr = {slopes['r']}\n    return {{{result}}}\n"


def backward(**slopes: str) -> str:
    return f"def backward(W, x, b):\n    return {{{', '.join(f'{name!r}: {text}' for name, text in slopes.items())}}}\n"


def test_right_code_is_right(hands_in: HandsIn, write_exercise: Write) -> None:
    assert hands_in(write_exercise(TWO_PATHS), gradients()).points == 6


@pytest.mark.parametrize("slip", ["r", "3*r + 1", "2*r**2", "k"])
def test_one_slip_costs_its_own_part_and_the_rest_follows(hands_in: HandsIn, write_exercise: Write, slip: str) -> None:
    verdict = hands_in(write_exercise(TWO_PATHS), gradients(r=slip))
    assert outcomes(verdict) == {
        "r": "incorrect", "p": "follow-through", "k": "follow-through", "w": "follow-through",
        "x": "follow-through", "v": "correct",
    }  # fmt: skip
    assert verdict.points == 5


def test_two_slips_cost_two_parts(hands_in: HandsIn, write_exercise: Write) -> None:
    verdict = hands_in(write_exercise(TWO_PATHS), gradients(r="r", x="dr*w"))
    assert outcomes(verdict)["x"] == "incorrect"
    assert verdict.points == 4


@pytest.mark.parametrize(
    "filled",
    [
        {"r": "1.0", "p": "1.0", "k": "1.0", "w": "1.0", "x": "1.0", "v": "1.0"},
        {"r": "0.0", "p": "0.0", "k": "0.0", "w": "0.0", "x": "0.0", "v": "0.0"},
        {"r": "w", "w": "dr", "x": "dr", "v": "dr"},
        {"r": "1e-300", "p": "1e-300", "k": "1e-300", "w": "1e-300", "x": "1e-300", "v": "1e-300"},
    ],
)
def test_filling_in_earns_nothing(hands_in: HandsIn, write_exercise: Write, filled: dict[str, str]) -> None:
    verdict = hands_in(write_exercise(TWO_PATHS), gradients(**filled))
    assert verdict.points == 0


@pytest.mark.parametrize("factor", ["2", "-1", "0.5", "(W*x + b)", "x"])
def test_one_factor_in_everything_costs_one_part(hands_in: HandsIn, factor: str) -> None:
    verdict = hands_in(LINEAR, backward(W=f"{factor}*x", x=f"{factor}*W", b=f"{factor}*1.0"))
    assert outcomes(verdict) == {"W": "follow-through", "x": "follow-through", "b": "incorrect"}
    assert verdict.points == 2


def test_different_factors_cost_each_its_part(hands_in: HandsIn) -> None:
    assert hands_in(LINEAR, backward(W="2*x", x="3*W", b="1.5")).points == 0


def test_what_follows_at_usual_points_only_does_not_follow(hands_in: HandsIn, write_exercise: Write) -> None:
    code = gradients(r="r", p="dr if w != 5 else 0.0")
    assert outcomes(hands_in(write_exercise(TWO_PATHS), code))["p"] == "incorrect"


def test_exchanged_factors_are_one_idea_in_code_as_well(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward(W="W", x="x", b="1.0"))
    assert [part(verdict, name).points for name in "Wxb"] == [0, 0.5, 1]
    second = part(verdict, "x").finding
    assert second is not None
    assert "same idea as at ∂f/∂W" in finding_message(second, "en")


def test_ones_at_both_factors_are_no_idea_that_repeats(hands_in: HandsIn) -> None:
    verdict = hands_in(LINEAR, backward(W="1.0", x="1.0", b="1.0"))
    assert codes(verdict, "W") == codes(verdict, "x")
    assert verdict.points == 1
