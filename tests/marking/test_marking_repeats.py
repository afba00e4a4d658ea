"""The same mistake at several boxes costs the first in full and the others a part, as the exercise says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import outcomes, part

from grader.exercises import Exercise
from grader.messages import LANGUAGES, finding_message
from grader.verdict import Verdict

Types = Callable[..., Verdict]
LINEAR = {"value.g": "-10", "value.f": "-7", "grad.g": "1", "grad.W": "5", "grad.x": "-2", "grad.b": "1"}
EXCHANGED = {**LINEAR, "grad.W": "-2", "grad.x": "5"}
TOML = """
kind = "values"
program = '''
p = w * x
q = p * y
f = q * z
'''
ask = ["grad.q", "grad.z", "grad.p", "grad.y", "grad.w", "grad.x"]
inputs = { w = 3, x = 5, y = 7, z = -4 }
"""


def test_exchanged_factors_are_one_idea(types: Types) -> None:
    verdict = types("graph/linear", EXCHANGED)
    assert verdict.outcome == "partial"
    assert {name for name, outcome in outcomes(verdict).items() if outcome == "incorrect"} == {"grad.W", "grad.x"}
    assert [part(verdict, name).points for name in ("grad.W", "grad.x")] == [0, 0.5]
    assert verdict.points == 4.5


@pytest.mark.parametrize(("penalty", "points"), [("0", 5.0), ("0.5", 4.5), ("0.25", 4.75), ("1", 4.0)])
def test_an_exercise_says_what_a_repeat_costs(
    types: Types, write_exercise: Callable[[str], Exercise], penalty: str, points: float
) -> None:
    exercise = write_exercise(
        f'kind = "values"\nrepeat_penalty = {penalty}\nprogram = "g = W * x\\nf = g + b"\n'
        'ask = ["value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b"]\ninputs = { W = -2, x = 5, b = 3 }\n'
    )
    assert types(exercise, EXCHANGED).points == points


def test_a_repeat_says_what_it_costs_and_why(types: Types) -> None:
    verdict = types("graph/linear", EXCHANGED)
    first, second = (part(verdict, name).finding for name in ("grad.W", "grad.x"))
    assert first is not None
    assert second is not None
    told = {
        "en": "as at ∂f/∂W, so that only 0.5 of 1 points are taken off",
        "ko": "1점 중 0.5점만 감점됩니다.",
    }
    for lang in LANGUAGES:
        assert told[lang] in finding_message(second, lang)
        assert told[lang] not in finding_message(first, lang)


def test_a_repeat_that_costs_everything_says_nothing_of_it(
    types: Types, write_exercise: Callable[[str], Exercise]
) -> None:
    exercise = write_exercise("repeat_penalty = 1" + TOML)
    typed = {"grad.q": 105, "grad.z": -4, "grad.p": 105 * 15, "grad.y": 105 * 7, "grad.w": 3 * 1575, "grad.x": 5 * 1575}
    verdict = types(exercise, {name: str(number) for name, number in typed.items()})
    assert verdict.points == 0
    assert not any("same idea" in finding_message(each.finding, "en") for each in verdict.parts if each.finding)


def test_a_mistake_at_every_product_costs_one_box_and_halves(
    types: Types, write_exercise: Callable[[str], Exercise]
) -> None:
    """Each product hands its inputs their own values: six boxes, one idea."""
    typed = {"grad.q": 105, "grad.z": -4, "grad.p": 105 * 15, "grad.y": 105 * 7, "grad.w": 3 * 1575, "grad.x": 5 * 1575}
    verdict = types(write_exercise(TOML), {name: str(number) for name, number in typed.items()})
    assert [each.points for each in verdict.parts] == [0, 0.5, 0.5, 0.5, 0.5, 0.5]


def test_different_mistakes_cost_each_its_own(types: Types) -> None:
    """The square without its derivative at r; one of two paths at x."""
    typed = {"grad.a": "1", "grad.b": "1", "grad.r": "1", "grad.v": "3",
             "grad.p": "1", "grad.k": "1", "grad.w": "3", "grad.x": "5"}  # fmt: skip
    assert types("graph/two-paths", typed).points == 6


@pytest.mark.parametrize("copied", [{"grad.g": "-10", "grad.W": "-2", "grad.x": "5", "grad.b": "3"},
                                    {"grad.W": "1", "grad.x": "1"}, {"grad.W": "0", "grad.x": "0"}])  # fmt: skip
def test_copying_what_is_there_anyway_is_no_idea_that_repeats(types: Types, copied: dict[str, str]) -> None:
    verdict = types("graph/linear", {**LINEAR, **copied})
    assert verdict.points == 6 - len(copied)


@pytest.mark.parametrize("filled", ["2", "-4", "0.5", "1e-300"])
def test_one_number_everywhere_is_no_idea_that_repeats(
    types: Types, write_exercise: Callable[[str], Exercise], filled: str
) -> None:
    exercise = write_exercise(TOML)
    verdict = types(exercise, dict.fromkeys(exercise.ask, filled))
    assert all(each.points in (0, each.max_points) for each in verdict.parts)
    assert "follow-through" not in outcomes(verdict).values()
