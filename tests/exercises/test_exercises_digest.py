"""An exercise's digest covers what matters for marking, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from exercise_author import ENGLISH, LINEAR, Author

from grader.exercises import load_catalogue


def digest(folder: Path, toml: str, english: str = ENGLISH) -> str:
    author = Author(folder)
    author.writes(toml, english=english)
    return author.loads().get("own/linear").digest


@pytest.mark.parametrize(
    "toml",
    [
        "step = 4\nteaches = 'graphs'\n" + LINEAR,
        LINEAR.replace("g = W * x\n", "g = W * x   \n\n"),
        LINEAR.replace("W = -2", "W = -2.0"),
        "output = 'f'\npoints = 6\n" + LINEAR,
        LINEAR + "[parts]\n" + "".join(f"'{name}' = 1\n" for name in
            ("value.g", "value.f", "grad.g", "grad.W", "grad.x", "grad.b")),
        "# a comment\n" + LINEAR.replace("\n", "\r\n"),
    ],
)  # fmt: skip
def test_words_and_ways_of_writing_leave_it(tmp_path: Path, toml: str) -> None:
    plain = digest(tmp_path / "plain", LINEAR)
    assert digest(tmp_path / "changed", toml, english="# Other words\n\nMore of them.\n") == plain


@pytest.mark.parametrize(
    "toml",
    [
        "points = 5\n" + LINEAR,
        "undecided_points = 0\n" + LINEAR,
        "repeat_penalty = 1\n" + LINEAR,
        LINEAR.replace("g + b", "g - b"),
        LINEAR.replace("W = -2", "W = -3"),
        LINEAR.replace("-9..9", "-9..8"),
        "ask = ['value.g']\n" + LINEAR,
    ],
)
def test_what_is_marked_changes_it(tmp_path: Path, toml: str) -> None:
    assert digest(tmp_path / "changed", toml) != digest(tmp_path / "plain", LINEAR)


def test_it_does_not_depend_on_where_the_exercise_lies() -> None:
    exercises = load_catalogue()
    digests = {exercise.digest for exercise in exercises}
    assert len(digests) == len(exercises)
    assert all(len(each) == 64 for each in digests)


FORM = """kind = "formula"
program = "f = W**2 + 2*W"
inputs = { W = 3 }
form = { df_dW = { is = "factored", model = "2(W + 1)" } }
parts = { df_dW = 2, df_dW-form = 1 }
"""


def test_the_form_that_is_asked_for_is_marked_and_its_model_is_not(tmp_path: Path) -> None:
    plain = digest(tmp_path / "plain", FORM)
    assert digest(tmp_path / "form", FORM.replace("factored", "expanded")) != plain
    assert digest(tmp_path / "model", FORM.replace("2(W + 1)", "(W + 1)*2")) == plain
