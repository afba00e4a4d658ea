"""An exercise that says little gets sensible defaults."""

from __future__ import annotations

from exercise_author import LINEAR, Author

WORDS = {"english": "# T\n\nWords.\n", "korean": "# 제목\n\n말.\n"}


def test_a_graph_asks_for_everything_that_is_not_given(author: Author) -> None:
    author.writes()
    exercise = author.loads().get("own/linear")
    assert exercise.ask == ("value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b")
    assert (exercise.output, exercise.points, exercise.undecided_points, exercise.step) == ("f", 6, None, None)
    assert set(exercise.parts.values()) == {1.0}


def test_a_formula_asks_for_every_partial_derivative(author: Author) -> None:
    author.writes('kind = "formula"\nprogram = "z = x*y + w"\n', **WORDS)
    assert author.loads().get("own/linear").ask == ("dz_dx", "dz_dy", "dz_dw")


def test_points_are_shared_equally(author: Author) -> None:
    author.writes("points = 3\n" + LINEAR)
    assert author.loads().get("own/linear").parts == dict.fromkeys(
        ("value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b"), 0.5
    )


def test_parts_give_the_points_when_they_are_said(author: Author) -> None:
    author.writes(LINEAR + 'ask = ["value.g", "grad.W"]\n[parts]\n"grad.W" = 2\n"value.g" = 1\n')
    exercise = author.loads().get("own/linear")
    assert list(exercise.parts.items()) == [("value.g", 1.0), ("grad.W", 2.0)]
    assert exercise.points == 3


def test_an_output_can_be_any_assigned_name(author: Author) -> None:
    author.writes("output = 'g'\nask = ['value.g', 'grad.W']\n" + LINEAR)
    assert author.loads().get("own/linear").output == "g"


def test_code_takes_the_inputs_in_order_and_tries_twenty_floats(author: Author) -> None:
    toml = """
kind = "code"
program = "f = x * y"
[code]
function = "slopes"
returns = { x = "grad.x", y = "grad.y" }
[[code.trials]]
ranges = { x = "-3..3 real", y = ["1..2 real", "8..9"] }
"""
    author.writes(toml, **WORDS)
    exercise = author.loads().get("own/linear")
    assert exercise.code is not None
    (trial,) = exercise.code.trials
    assert exercise.code.signature == "slopes(x, y)"
    assert (trial.part, trial.checks, trial.shapes, trial.count) == (None, "values", ((),), 20)
    assert (trial.relative, trial.absolute) == (1e-9, 1e-12)
    assert len(trial.ranges["y"]) == 2
    assert exercise.parts == {"x": 1.0, "y": 1.0}
    assert not exercise.code.takes_arrays


def test_a_name_with_an_underscore_can_be_asked_for(author: Author) -> None:
    author.writes('kind = "formula"\nprogram = "y_d = x_d**2"\nask = ["dy_d_dx_d"]\n', **WORDS)
    ask = author.loads().get("own/linear").asks["dy_d_dx_d"]
    assert (ask.of, ask.node, ask.label) == ("y_d", "x_d", "dy_d/dx_d")
