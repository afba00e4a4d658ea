"""An exercise is held against every known mistake: each shows on its variants, costs points, and tells no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from grader.exercises import Answer, Catalogue, Exercise, Instance, load_catalogue, make_instance
from grader.marking import mark
from grader.marking.mistaken import MistakenFunction, mistaken_numbers
from grader.marking.soundness import soundness
from grader.verdict import Verdict

SHIPPED = [exercise for exercise in load_catalogue() if exercise.kind in ("formula", "values", "code")]
LINEAR = """
kind = "values"
program = "g = W * x\\nf = g + b"
ask = ["value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b"]
inputs = { W = 5, x = 10, b = 6 }
vary = { W = "5..6" }
"""


@pytest.mark.slow
@pytest.mark.parametrize("exercise", SHIPPED, ids=lambda exercise: exercise.id)
def test_shipped_exercises_are_sound(exercise: Exercise) -> None:
    assert soundness(exercise, seeds=20).problems == []


def test_what_cannot_be_told_apart_is_noted_and_no_problem(catalogue: Catalogue) -> None:
    found = soundness(catalogue.get("graph/linear"), seeds=10)
    assert "grad.W, grad.x: cannot tell apart mul_own_input, value_for_gradient" in found.notes
    assert found.problems == []


@pytest.mark.slow
def test_progress_is_told(catalogue: Catalogue) -> None:
    told: list[tuple[int, int]] = []
    soundness(catalogue.get("graph/linear"), seeds=50, progress=lambda done, of: told.append((done, of)))
    assert told == [(20, 50), (40, 50), (50, 50)]


@pytest.mark.slow
def test_variants_that_hide_a_mistake_are_a_problem(write_exercise: Callable[[str], Exercise]) -> None:
    """Only W = 5 can be drawn, where x less once the gradient W is the gradient: 10 − 5 = 5."""
    found = soundness(write_exercise(LINEAR), seeds=3)
    assert "vary: with seed 0 update_for_gradient gives the right number for grad.x" in found.problems


def lenient(exercise: Exercise, instance: Instance, answer: Answer) -> Verdict:
    """Takes the exchanged gradients for right."""
    verdict = mark(exercise, instance, answer)
    parts = tuple(replace(part, outcome="correct", points=part.max_points, finding=None) for part in verdict.parts)
    exchanged = answer.typed is not None and answer.typed["grad.W"] == repr(float(instance.inputs["W"]))
    return replace(verdict, parts=parts, points=verdict.max_points) if exchanged else verdict


def test_a_mistake_that_gets_full_marks_is_a_problem(catalogue: Catalogue) -> None:
    problems = soundness(catalogue.get("graph/linear"), lenient, seeds=1).problems
    assert "marking: mul_own_input gets full marks (seed None)" in problems


def talkative(exercise: Exercise, instance: Instance, answer: Answer) -> Verdict:
    """Says what is right in the place of the digits that are."""
    verdict = mark(exercise, instance, answer)
    right = instance.inputs["x"]
    told = {"case": "code", "digits": right}
    parts = tuple(
        replace(part, finding=replace(part.finding, code="precision", params=told))
        if part.finding is not None and part.name == "grad.W"
        else part
        for part in verdict.parts
    )
    return replace(verdict, parts=parts)


def test_a_message_that_holds_the_answer_is_a_problem(catalogue: Catalogue) -> None:
    problems = soundness(catalogue.get("graph/linear"), talkative, seeds=1).problems
    assert any("holds the answer for grad.W (seed None)" in problem for problem in problems), problems


def test_shown_answers_are_a_problem(catalogue: Catalogue) -> None:
    def shows(exercise: Exercise, instance: Instance, answer: Answer) -> Verdict:
        return mark(exercise, instance, answer, show_answers=True)

    assert soundness(catalogue.get("graph/linear"), shows, seeds=1).problems


def test_the_wrong_answers_are_those_of_known_mistakes(types: Callable[..., Verdict], catalogue: Catalogue) -> None:
    exercise = catalogue.get("graph/linear")
    instance = make_instance(exercise)
    typed = [numbers for code, numbers in mistaken_numbers(instance) if code == "mul_own_input"]
    assert {"grad.W": -2.0, "grad.x": 5.0}.items() <= typed[0].items()
    assert types(exercise, typed[0]).points == 4.5


def test_a_function_under_a_changed_rule_is_marked_like_any_other(catalogue: Catalogue) -> None:
    exercise = catalogue.get("sigmoid/derivative")
    assert exercise.code is not None
    function = MistakenFunction(make_instance(exercise), exercise.code)
    place = next(place for place, code in function.ways.items() if code == "sig_returns_sigmoid")
    function.place = place
    verdict = mark(exercise, make_instance(exercise), Answer.of_code("# by a changed rule"), function)
    found = {part.finding.code for part in verdict.parts if part.finding is not None}
    assert "sig_returns_sigmoid" in found
