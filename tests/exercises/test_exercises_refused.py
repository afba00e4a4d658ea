"""An exercise with a problem is refused, with the file, the line, and every problem at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from exercise_author import LINEAR, Author

from grader.exercises import ExerciseError, ExercisesError, UnknownExercise, load_catalogue

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


def changed(old: str, new: str, toml: str = LINEAR) -> str:
    assert old in toml
    return toml.replace(old, new)


@pytest.mark.parametrize(
    ("toml", "line", "message"),
    [
        (LINEAR + 'teeches = "x"\n', 8, "unknown key 'teeches'; did you mean 'teaches'?"),
        (changed('"values"', '"valeus"'), 1, "'kind' must be one of"),
        (changed('kind = "values"\n', ""), 1, "'kind' must be one of"),
        ("points = 'six'\n" + LINEAR, 1, "'points' must be a finite number"),
        ("points = -1\n" + LINEAR, 1, "'points' must be a finite number of at least 0"),
        ("points = inf\n" + LINEAR, 1, "'points' must be a finite number"),
        ("points = true\n" + LINEAR, 1, "'points' must be a finite number"),
        ("teaches = 5\n" + LINEAR, 1, "'teaches' must be a text in quotes, not a number"),
        ("step = 2.5\n" + LINEAR, 1, "'step' must be a whole number from 1 to 99"),
        (changed("g + b", "g + + "), 4, "program: "),
        (changed("W * x", "__import__('os')"), 3, "program: "),
        ("output = 'h'\n" + LINEAR, 1, "nothing is named 'h'"),
        ("ask = ['value.h']\n" + LINEAR, 1, "'value.h' asks for 'h', which the program does not have"),
        ("ask = ['dg_dW']\n" + LINEAR, 1, "an exercise of kind 'values' asks for value.NODE or grad.NODE"),
        ("ask = ['value.g', 'value.g']\n" + LINEAR, 1, "'ask' holds 'value.g' twice"),
        ("ask = 'value.g'\n" + LINEAR, 1, "'ask' must be a list"),
        ("ask = ['slope']\n" + LINEAR, 1, "'slope' is neither value.NODE, grad.NODE nor dNODE_dNODE"),
        (changed("W = -2, ", ""), 6, "'inputs' gives no number for W"),
        (changed("W = -2", "Q = 1, W = -2"), 6, "the program has no input 'Q'"),
        (changed("W = -2", "W = '-2'"), 6, "'W' in 'inputs' must be a finite number"),
        (changed("W = -2", "W = nan"), 6, "'W' in 'inputs' must be a finite number"),
        (changed("inputs = { W = -2, x = 5, b = 3 }\n", ""), 1, "'inputs' gives no number for W, x, b"),
        (changed('"-5..5", x', '"5..-5", x'), 7, "'W': the range '5..-5' ends before it begins"),
        (changed('"-5..5", x', '"few", x'), 7, "'W': 'few' is not a range"),
        (changed('"-5..5", x', "5, x"), 7, "'W': '5' is not a range"),
        (changed('b = "-9', 'c = "-9'), 7, "the program has no input 'c' to vary"),
        (LINEAR + "[parts]\n'value.g' = 1\n", 8, "[parts] gives no points to 'value.f'"),
        (LINEAR + "[parts]\n'value.q' = 1\n", 9, "there is no part 'value.q'"),
        (LINEAR + "[code]\nfunction = 'f'\n", 8, "[code] belongs to the kind 'code', not to 'values'"),
        (LINEAR + "repeat_penalty = 1.5\n", 8, "'repeat_penalty' is a share of a part's points, from 0 to 1"),
        (LINEAR + "undecided_points = -1\n", 8, "'undecided_points' must be a finite number of at least 0"),
        ("kind = \n" + LINEAR, 1, "Invalid value"),
        (LINEAR + "x = '''never closed\n", 8, "Expected"),
        ('kind = "formula"\nprogram = "z = x**2"\nask = ["dx_dz"]\n', 3, "'x' does not depend on 'z'"),
        ('kind = "formula"\nprogram = "z = x**2"\nask = ["grad.x"]\n', 3, "asks for dNODE_dNODE"),
        (changed('"slope"', '"not a name"', CODE), 4, "'not a name' is not a name for a Python function"),
        (changed('"slope"', '"__init__"', CODE), 4, "is not a name for a Python function"),
        (changed('returns = "grad.x"\n', "", CODE), 3, '"returns" is missing'),
        (changed("grad.x", "grad.q", CODE), 5, "'grad.q' asks for 'q'"),
        (changed('part = "values"\n', "", CODE), 6, "a trial needs a 'part'"),
        (changed('"-3..3 real"', '"3"', CODE), 8, "'x': '3' is not a range"),
        (changed("x = ", "y = ", CODE), 8, "'ranges' must give every argument and nothing else: x"),
        (changed('ranges = { x = "-3..3 real" }\n', "", CODE), 6, "a trial needs 'ranges', 'at', or both"),
        (CODE + "shapes = [[2, -1]]\n", 9, "[2, -1] is not a shape"),
        (CODE + "at = [{ x = 'a' }]\n", 9, "must hold finite numbers only"),
        (CODE + "count = 0\n", 9, "'count' must be a whole number from 1 to"),
        (CODE + "checks = 'looks'\n", 9, "'checks' must be one of 'values', 'shape', 'method', 'inputs', not 'looks'"),
        (changed("[code]", "ask = ['grad.x']\n[code]", CODE), 3, "for code, what is asked stands in 'returns'"),
        ('kind = "code"\nprogram = "f = x**2"\n', 1, "an exercise of kind 'code' needs a [code] table"),
    ],
)
def test_a_problem_is_shown_with_its_line(author: Author, toml: str, line: int, message: str) -> None:
    author.writes(toml, english="# T\n\nWords.\n", korean="# T\n\n말.\n")
    problems = author.is_refused().problems
    assert [problem.line for problem in problems if message in problem.message] == [line], problems
    assert all(problem.path.name == "exercise.toml" for problem in problems), problems


def test_all_problems_of_an_exercise_are_told_at_once(author: Author) -> None:
    author.writes("step = 0\n" + changed("W = -2", "W = true") + "more = 1\n", korean="no title\n\nWords [[Z]].\n")
    problems = author.is_refused().problems
    assert [(problem.path.name, problem.line) for problem in problems] == [
        ("exercise.toml", 9),
        ("exercise.toml", 1),
        ("exercise.toml", 7),
        ("statement.ko.md", 1),
        ("statement.ko.md", 3),
    ]


def test_a_broken_exercise_takes_no_other_down(author: Author) -> None:
    author.writes()
    author.writes("kind = 1", name="own/broken")
    catalogue = author.loads()
    assert [exercise.id for exercise in catalogue] == ["own/linear"]
    assert [error.exercise for error in catalogue.broken] == ["own/broken"]
    with pytest.raises(ExerciseError, match=r"own/broken/exercise\.toml:1: "):
        catalogue.get("own/broken")


@pytest.mark.parametrize("missing", ["exercise.toml", "statement.en.md", "statement.ko.md"])
def test_a_missing_file_is_named(author: Author, missing: str) -> None:
    folder = author.writes()
    (folder / missing).unlink()
    (problem,) = author.is_refused().problems
    assert (problem.path.name, problem.message) == (missing, "this file is missing")


@pytest.mark.parametrize("name", ["Own/linear", "own/two words", "own/_x", "own/-", "own/선형", "own/a--b"])
def test_a_folder_whose_name_is_no_id_is_refused_or_passed_over(author: Author, name: str) -> None:
    author.writes(name=name)
    catalogue = author.loads()
    assert len(catalogue) == 0
    assert all("is no ID" in str(error) for error in catalogue.broken)


@pytest.mark.parametrize("asked", ["../graph/linear", "graph/linear/", "", "\0", "graph/../graph/linear", "x" * 10**6])
def test_a_path_is_no_way_to_an_exercise(asked: str) -> None:
    with pytest.raises(UnknownExercise):
        load_catalogue().get(asked)


def test_an_unknown_exercise_names_those_that_are_near() -> None:
    with pytest.raises(UnknownExercise, match=r"no exercise 'graph/liner'; did you mean graph/linear"):
        load_catalogue().get("graph/liner")


def test_a_file_that_is_too_large_is_not_read(author: Author) -> None:
    author.writes(english="# T\n\n" + "x" * 70_000)
    (problem,) = author.is_refused().problems
    assert "larger than 65536 bytes" in problem.message


def test_bytes_that_are_no_utf8_are_refused_with_their_line(author: Author) -> None:
    folder = author.writes()
    (folder / "statement.ko.md").write_bytes("# 제목\n\n구하세요\n".encode("cp949"))
    (problem,) = author.is_refused().problems
    assert (problem.line, problem.message) == (1, "this is not UTF-8; save the file as UTF-8")


def test_of_two_exercises_with_one_id_the_first_is_kept(author: Author, tmp_path: Path) -> None:
    author.writes(name="graph/linear")
    catalogue = load_catalogue(tmp_path)
    assert catalogue.get("graph/linear").step == 4
    (error,) = catalogue.broken
    assert "'graph/linear' is in" in str(error)


def test_a_folder_given_twice_is_read_once(author: Author) -> None:
    author.writes()
    assert load_catalogue(author.folder, author.folder / ".", shipped=False).broken == ()


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ExercisesError, match="no folder of exercises can be read here: No such file"):
        load_catalogue(tmp_path / "nowhere")


def test_deeply_nested_toml_is_refused(author: Author) -> None:
    author.writes("x = " + "[" * 5_000 + "]" * 5_000)
    assert author.is_refused().problems[0].path.name == "exercise.toml"
