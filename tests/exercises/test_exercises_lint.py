"""Lint proves the shipped exercises sound, and finds what is wrong in others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

import pytest
from exercise_author import ENGLISH, KOREAN, LINEAR, Author

from grader.exercises import Answer, Exercise, Instance, lint_exercise, load_catalogue, make_instance, starter, template
from grader.exercises.lint import starter_problems
from grader.verdict import Finding, Part, Verdict

CATALOGUE = load_catalogue()
FORMULA = 'kind = "formula"\nprogram = "z = x**2 + x*y + y"\n'
KINK = "kind = 'values'\nprogram = 'f = max(x, y)'\ninputs = { x = 3, y = 3 }\n"
UNDEFINED = "kind = 'values'\nprogram = 'f = log(x)'\ninputs = { x = -3 }\n"
CODE = """\
kind = "code"
program = "f = x**2"
[code]
function = "slope"
returns = "grad.x"
[[code.trials]]
part = "values"
ranges = { x = "-3..3 real" }
"""


AT_A_CORNER = """\
kind = "code"
program = "f = sum(relu(X))"
[code]
function = "slope"
arguments = ["X"]
shapes = { X = ["n", 2] }
returns = { X = "grad.X" }
[[code.trials]]
ranges = { X = "0..1" }
sizes = [{ n = 3 }]
"""
CHOICE = """\
kind = "choice"
program = "f = x * x"
[[choice.options]]
id = "added"
en = "Added."
ko = "더합니다."
right = true
[[choice.options]]
id = "multiplied"
en = "Multiplied."
ko = "곱합니다."
mistake = "paths_multiplied"
"""


@pytest.mark.slow
@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda exercise: exercise.id)
def test_every_shipped_exercise_is_sound(exercise: Exercise) -> None:
    assert lint_exercise(exercise) == []


def test_a_new_exercise_from_the_template_is_sound(author: Author) -> None:
    files = template("graph/triangle")
    author.writes(files["exercise.toml"], "graph/triangle", files["statement.en.md"], files["statement.ko.md"])
    assert lint_exercise(author.loads().get("graph/triangle")) == []


@pytest.mark.parametrize("name", ["triangle", "../graph/x", "Graph/x", "graph/x/y", ""])
def test_a_new_exercise_needs_an_id(name: str) -> None:
    with pytest.raises(ValueError, match="write topic/name"):
        template(name)


PLAIN = {"english": "# T\n\nFind it.\n", "korean": "# 제목\n\n구하세요.\n"}


@pytest.mark.parametrize(
    ("toml", "words", "problem"),
    [
        (KINK, PLAIN, "oracles: grad.x at {'x': 3.0, 'y': 3.0}: reverse mode 0.5"),
        (UNDEFINED, PLAIN, "oracles: the program has no finite value"),
        (AT_A_CORNER, PLAIN, "oracles: grad.X: reverse mode gives [["),
        ("kind = 'values'\nprogram = 'f = x'\ninputs = { x = 3 }\nask = ['grad.x', 'grad.f']\n", PLAIN,
         "drawing (tall): field grad of x overlaps field grad of f"),
        (LINEAR.replace("b = 3 ", "b = 5 "), {}, "inputs: x and b are both 5 here, up to sign"),
        (LINEAR.replace("W = -2, x = 5, b = 3", "W = -3, x = 5, b = 2"), {}, "inputs: b is 2, where a square"),
        (LINEAR.replace("W = -2, x = 5", "W = 300, x = 5"), {}, "inputs: value.g is 1500: not a number to write down"),
        (LINEAR.replace('W = "-5..5", x = "-5..5", b = "-9..9"', 'W = "3..4"'), {}, "vary: only 1 different variants"),
        (LINEAR.replace('W = "-5..5"', 'W = "0..1"'), {}, "vary: own/linear: no acceptable inputs for seed 0"),
        (LINEAR, {"english": ENGLISH.replace("[[W]]", "-2")}, "statements: the languages do not fill in"),
        (LINEAR, {"english": ENGLISH + "<b>Now</b>\n"}, "statement.en.md: <b> is HTML"),
        (LINEAR, {"english": ENGLISH + "![x](http://example.org/x.png)\n"}, "statement.en.md: ![x] is an image"),
        (LINEAR, {"english": ENGLISH + "It costs $5.\n"}, "statement.en.md: a $ has no partner"),
        (LINEAR, {"english": ENGLISH + "So $f = -7$.\n"}, "it contains the number 7, the answer to value.f"),
        (LINEAR, {"korean": KOREAN + "$[[W]]$를 보세요.\n"}, "statement.ko.md: the particle 를 stands right after"),
        (LINEAR, {"korean": KOREAN + "당신의 답을 쓰세요.\n"}, "statement.ko.md: 당신 is not how"),
        (FORMULA, {**PLAIN, "english": "# T\n\nHint: $z_x = y + 2x$.\n"}, "it shows y + 2x, the answer to dz_dx"),
        (CODE, PLAIN, "statement.en.md: it does not say `slope(x)`"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_found(author: Author, toml: str, words: dict[str, str], problem: str) -> None:
    author.writes(toml, **words)
    found = lint_exercise(author.loads().get("own/linear"))
    assert [line for line in found if problem in line], found


def test_a_statement_may_show_the_program_and_its_inputs(author: Author) -> None:
    author.writes(
        'kind = "formula"\nprogram = "f = exp(x)"\n',
        english="# T\n\nFind the derivative of $f = e^x$ at any $x$.\n",
        korean="# 제목\n\n$f = e^x$를 미분하여 도함수를 구하세요.\n",
    )
    assert lint_exercise(author.loads().get("own/linear")) == []


def marking(earned: Callable[[Answer], float]) -> Callable[[Exercise, Instance, Answer], Verdict]:
    """A marker that gives every answer the points that a rule says: what lint is told by a higher layer."""

    def mark(exercise: Exercise, instance: Instance, answer: Answer) -> Verdict:
        points = earned(answer)
        outcome: Literal["correct", "incorrect"] = "correct" if points else "incorrect"
        blank = not points and is_blank(answer)
        finding = Finding("name_missing") if blank else Finding("value_wrong")
        part = Part("all", outcome, points, 1.0, None if points else finding)
        return Verdict(exercise.id, exercise.digest, "0", instance.seed, outcome, points, 1.0, (part,))

    return mark


def is_blank(answer: Answer) -> bool:
    return "write your answer here" in answer.code if answer.code else not all((answer.typed or {}).values())


def written(answer: Answer) -> float:
    return 0.0 if is_blank(answer) else 1.0


@pytest.mark.parametrize("name", ["graph/linear", "backprop/linear", "partial/quadratic"])
def test_the_model_answer_must_get_full_marks_and_the_untouched_starter_none(name: str) -> None:
    exercise = CATALOGUE.get(name)
    assert lint_exercise(exercise, marking(written)) == []
    refused = lint_exercise(exercise, marking(lambda answer: 0.0))
    assert refused[0] == "marking: the model answer (seed None) loses all (value_wrong)"
    assert lint_exercise(exercise, marking(lambda answer: 1.0)) == ["marking: the untouched starter earns 1 points"]


@pytest.mark.parametrize("name", ["graph/linear", "engine/value"])
def test_the_untouched_starter_must_be_told_that_nothing_is_written_yet(name: str) -> None:
    def unkind(exercise: Exercise, instance: Instance, answer: Answer) -> Verdict:
        verdict = marking(written)(exercise, instance, answer)
        harsh = replace(verdict.parts[0], finding=Finding("raised", params={"case": "line"}))
        return replace(verdict, parts=(harsh,)) if is_blank(answer) else verdict

    told = "marking: the untouched starter is told raised, and not that nothing is written yet"
    assert lint_exercise(CATALOGUE.get(name), unkind) == [told]


def test_a_wrong_answer_must_lose_points_and_its_mistake_be_known(author: Author) -> None:
    author.writes(CHOICE, **PLAIN)
    exercise = author.loads().get("own/linear")
    full = lint_exercise(exercise, marking(written))
    assert "marking: the wrong answer multiplied gets full marks" in full
    nameless = lint_exercise(exercise, marking(lambda answer: float((answer.typed or {}).get("choice") == "added")))
    told = "marking: the mistake 'paths_multiplied' of the answer multiplied is not known; see docs/marking.md"
    assert nameless == [told]


@pytest.mark.parametrize(
    ("name", "file", "old", "new", "problem"),
    [
        ("backprop/linear", "solution.py", "def backward", "def backward(", "starter: solution.py does not compile: "),
        ("backprop/linear", "solution.py", "# exercise:", "#", "starter: solution.py does not name its exercise"),
        (
            "graph/linear",
            "answers.toml",
            "graph/linear",
            "graph/deep",
            "starter: answers.toml does not name its exercise",
        ),
    ],
)
def test_a_starter_must_compile_and_name_its_exercise(name: str, file: str, old: str, new: str, problem: str) -> None:
    exercise = CATALOGUE.get(name)
    files = starter(exercise, make_instance(exercise))
    assert list(starter_problems(exercise, files)) == []
    (found,) = starter_problems(exercise, {**files, file: files[file].replace(old, new)})
    assert found.startswith(problem)
