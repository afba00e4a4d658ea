"""Exercises on arrays of declared shapes, and on engines: how they are written, and what is wrong with some."""

from __future__ import annotations

import json

import pytest
from exercise_author import Author

from grader.exercises import Instance, lint_exercise, make_instance

REGRESSION = """\
kind = "code"
program = '''
z = X @ w + b
L = mean((z - y) ** 2)
'''
[code]
function = "gradients"
arguments = ["X", "y", "w", "b"]
shapes = { X = ["n", 2], y = ["n"], w = [2] }
returns = { w = "grad.w", b = "grad.b" }
[[code.trials]]
ranges = { X = "-2..2 real", y = "-2..2 real", w = "-2..2 real", b = "-2..2 real" }
sizes = [{ n = 3 }, { n = 5 }]
"""
ENGINE = """\
kind = "engine"
[engine]
class = "Value"
operations = ["multiply", "add", "tanh"]
"""
PLAIN = """\
kind = "code"
program = "f = x**2"
[code]
function = "slope"
returns = "grad.x"
[[code.trials]]
part = "values"
ranges = { x = "-3..3 real" }
"""
ENGLISH = "# T\n\nWrite `gradients(X, y, w, b)`, or `Value`.\n"
KOREAN = "# 제목\n\n`gradients(X, y, w, b)` 또는 `Value`를 작성하세요.\n"


def written(author: Author, toml: str) -> Author:
    author.writes(toml, english=ENGLISH, korean=KOREAN)
    return author


def test_arrays_have_the_shapes_of_the_first_sizes(author: Author) -> None:
    exercise = written(author, REGRESSION).loads().get("own/linear")
    assert exercise.shapes == {"X": (3, 2), "y": (3,), "w": (2,)}
    assert exercise.graph.node("z").shape == (3,)
    assert exercise.code is not None
    assert exercise.code.sized({"n": 7})["X"] == (7, 2)
    assert list(exercise.parts) == ["w", "b"]


def test_an_instance_keeps_its_shapes_through_json(author: Author) -> None:
    instance = make_instance(written(author, REGRESSION).loads().get("own/linear"))
    again = Instance.from_dict(json.loads(json.dumps(instance.to_dict())))
    assert again == instance
    assert again.with_shapes({"X": (4, 2), "y": (4,), "w": (2,)}).graph.node("z").shape == (4,)


def test_an_instance_that_was_stored_without_shapes_is_read(author: Author) -> None:
    author.writes()
    data = make_instance(author.loads().get("own/linear")).to_dict()
    del data["shapes"]
    assert Instance.from_dict(data).shapes == {}


def test_programs_of_arrays_are_proved_by_three_witnesses(author: Author) -> None:
    assert lint_exercise(written(author, REGRESSION).loads().get("own/linear")) == []


def test_an_engine_has_the_parts_of_its_operations(author: Author) -> None:
    exercise = written(author, ENGINE).loads().get("own/linear")
    assert list(exercise.parts) == [
        "addition", "multiplication", "functions", "numbers", "reflected", "accumulation", "order",
    ]  # fmt: skip
    assert (exercise.program, exercise.ask, exercise.answered_with_code) == ("", (), True)
    assert lint_exercise(exercise) == []


def changed(old: str, new: str, toml: str = REGRESSION) -> str:
    assert old in toml
    return toml.replace(old, new)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        (changed('["n", 2]', '["n", -1]'), "'X' in 'shapes' must be a list of lengths and letters"),
        (changed('["n", 2]', '"n"'), "'X' in 'shapes' must be a list of lengths and letters"),
        (changed("[2] }", "[3] }"), "program: "),
        (changed("y = [", "q = ["), "'q', which is not an input"),
        (changed("sizes = [{ n = 3 }, { n = 5 }]\n", ""), "no trial gives 'sizes' such as { n = 3 }"),
        (changed("{ n = 5 }", "{ m = 5 }"), "{'m': 5} in 'sizes' must be like { n = 3 }, and small"),
        (changed("{ n = 5 }", "{ n = 100000 }"), "in 'sizes' must be like { n = 3 }, and small"),
        (REGRESSION + "shapes = [[2]]\n", "a trial has 'ranges' and 'sizes' only"),
        (changed("L = mean((z - y) ** 2)", "L = z - y"), "must be a number, not an array"),
        (PLAIN + "sizes = [{ n = 3 }]\n", "'sizes' needs 'shapes' in [code]"),
        (changed('"Value"', '"a value"', ENGINE), "'a value' is not a name for a Python class"),
        (changed('"tanh"', '"cosh"', ENGINE), "'cosh' is no operation for an engine"),
        (changed('["multiply", "add", "tanh"]', '["tanh"]', ENGINE), "without it no two paths meet"),
        (changed("[engine]", "program = 'f = x'\n[engine]", ENGINE), "'program' does not belong to the kind 'engine'"),
        (ENGINE + "depth = 10000000\n", "'depth' must be a whole number from 1 to"),
        (ENGINE + "graphs = 0\n", "'graphs' must be a whole number from 1 to"),
        (ENGINE + "graph = 5\n", "unknown key 'graph'; did you mean 'graphs'?"),
        ('kind = "engine"\n', "an exercise of kind 'engine' needs an [engine] table"),
        (changed("[code]", "[engine]\nclass = 'V'\n[code]"), "[engine] belongs to the kind 'engine', not to 'code'"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told(author: Author, toml: str, message: str) -> None:
    problems = written(author, toml).is_refused().problems
    assert any(message in problem.message for problem in problems), problems
