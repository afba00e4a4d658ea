"""What is right by another convention is named as that, and costs what the exercise says."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from verdict_views import outcomes, part

from grader.exercises import Exercise
from grader.messages import LANGUAGES, finding_message, to_json
from grader.verdict import Verdict

Marks = Callable[..., Verdict]
Write = Callable[[str], Exercise]
HALF = """
kind = "formula"
program = "L = (w*x - y)**2 / 2"
ask = ["dL_dw", "dL_dy"]
"""
TWICE = {"dL_dw": "2 (w x - y) x", "dL_dy": "-(w x - y)"}
CODE = """
kind = "code"
program = "{program}"
[code]
function = "slopes"
arguments = {arguments}
returns = {returns}
[[code.trials]]
ranges = {ranges}
"""
AT_A_CORNER = """
kind = "values"
program = '''
h = w * x
r = relu(h)
f = r * v
'''
ask = ["value.r", "grad.r", "grad.h", "grad.w"]
inputs = { w = 0, x = 3, v = 5 }
"""


def code_exercise(write: Write, program: str, *names: str, asked: str) -> Exercise:
    table = ", ".join(f'{name} = "grad.{name}"' for name in asked.split())
    ranges = ", ".join(f'{name} = "-2..2 real"' for name in names)
    arguments = str(list(names)).replace("'", '"')
    return write(CODE.format(program=program, arguments=arguments, returns=f"{{ {table} }}", ranges=f"{{ {ranges} }}"))


@pytest.mark.parametrize(("cost", "points"), [("", 1.0), ("square_factor2 = 0.25", 1.75), ("square_factor2 = 1", 1.0)])
def test_a_convention_costs_what_the_exercise_says(
    types: Marks, write_exercise: Write, cost: str, points: float
) -> None:
    verdict = types(write_exercise(f"{HALF}\n[conventions]\n{cost}"), TWICE)
    assert verdict.points == points
    finding = part(verdict, "dL_dw").finding
    assert finding is not None
    assert finding.code == "square_factor2"
    for lang, told in (("en", "only 0.25 of 1 points"), ("ko", "1점 중 0.25점만")):
        assert (told in finding_message(finding, lang)) == (points == 1.75)


def test_one_that_costs_nothing_is_noted_and_right(types: Marks, write_exercise: Write) -> None:
    verdict = types(write_exercise(f"{HALF}\n[conventions]\nsquare_factor2 = 0"), TWICE)
    assert (verdict.outcome, verdict.points) == ("correct", 2.0)
    found = part(verdict, "dL_dw")
    assert found.finding is None
    assert found.note is not None
    assert found.note.code == "square_factor2"
    assert all("square_factor2" in str(to_json(verdict, lang)) for lang in LANGUAGES)


def test_a_mistake_costs_all_the_same(types: Marks, write_exercise: Write) -> None:
    exercise = write_exercise(f"{HALF}\n[conventions]\nsquare_factor2 = 0")
    assert types(exercise, {**TWICE, "dL_dw": "3 (w x - y) x"}).points == 1


def test_numbers_at_a_corner_may_take_either_sides_slope(types: Marks, write_exercise: Write) -> None:
    exercise = write_exercise(AT_A_CORNER)
    right = {"value.r": "0", "grad.r": "5", "grad.h": "0", "grad.w": "0"}
    assert types(exercise, right).points == 4
    verdict = types(exercise, {**right, "grad.h": "5", "grad.w": "15"})
    assert verdict.points == 4
    assert outcomes(verdict)["grad.w"] == "follow-through"
    note = part(verdict, "grad.h").note
    assert note is not None
    assert note.code == "relu_kink"


RELU = "def slopes(x, z):\n    return {{'x': z * {slope}, 'z': max(x, 0)}}\n"


@pytest.mark.parametrize("slope", ["(x >= 0)", "(x > 0)", "(1 if x > 0 else 0.5 if x == 0 else 0)"])
def test_code_may_take_any_slope_between_both_sides(hands_in: Marks, write_exercise: Write, slope: str) -> None:
    verdict = hands_in(code_exercise(write_exercise, "f = relu(x)*z", "x", "z", asked="x z"), RELU.format(slope=slope))
    assert (verdict.outcome, verdict.points) == ("correct", 2.0)
    assert verdict.shown_by in ("proof", "points")
    note = part(verdict, "x").note
    assert (None if note is None else note.code) == (None if slope == "(x > 0)" else "relu_kink")


@pytest.mark.parametrize(
    "slope", ["(7 if x == 0 else x > 0)", "(-1 if x == 0 else x > 0)", "(x >= 1e-9)", "(x > -1e-9)"]
)
def test_another_slope_at_the_corner_or_another_corner_is_wrong(
    hands_in: Marks, write_exercise: Write, slope: str
) -> None:
    verdict = hands_in(code_exercise(write_exercise, "f = relu(x)*z", "x", "z", asked="x z"), RELU.format(slope=slope))
    assert outcomes(verdict) == {"x": "incorrect", "z": "correct"}


@pytest.mark.parametrize(
    ("x", "y"), [("x >= y", "x < y"), ("x > y", "y >= x"), ("x >= y", "y >= x"), ("x > y", "y > x")]
)
def test_where_two_are_equal_either_may_be_the_larger_one(
    hands_in: Marks, write_exercise: Write, x: str, y: str
) -> None:
    exercise = code_exercise(write_exercise, "f = max(x, y)*z", "x", "y", "z", asked="x y")
    code = f"def slopes(x, y, z):\n    return {{'x': z * ({x}), 'y': z * ({y})}}\n"
    assert hands_in(exercise, code).points == 2
    assert hands_in(exercise, code.replace("z * (y", "z * (y + 1e-9").replace("z * (x <", "z * (x - 1e-9 <")).points < 2


def test_the_size_has_a_corner_too(hands_in: Marks, write_exercise: Write) -> None:
    exercise = code_exercise(write_exercise, "f = abs(x*y)", "x", "y", asked="x")
    code = "def slopes(x, y):\n    return {'x': y if x * y > 0 else %s}\n"
    assert hands_in(exercise, code % "-y").points == 1
    assert hands_in(exercise, code % "y").points == 0
