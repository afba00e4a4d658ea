"""Kinds with a table of their own: a slip in the table is told with its line, and lint proves what can be proved."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from exercise_author import Author

from grader.exercises import Exercise, lint_exercise, load_catalogue, make_instance, read_answer_file, starter
from grader.marking.local import LocalMarker

CATALOGUE = load_catalogue()
OWN = [exercise for exercise in CATALOGUE if exercise.spec is not None]
PLAIN = {"english": "# T\n\nAnswer.\n", "korean": "# 제목\n\n답하세요.\n"}
WANTED = {"english": "# T\n\n$g = y$ and $h = x$\n", "korean": "# 제목\n\n$g = y$, $h = x$\n"}

CHOICE = """\
kind = "choice"
program = "f = x * y"
[choice]
several = true
[[choice.options]]
id = "one"
en = "One."
ko = "하나."
right = true
[[choice.options]]
id = "two"
en = "Two."
ko = "둘."
mistake = "paths_multiplied"
"""
NODES = 'kind = "choice"\nprogram = "f = x * x"\n[choice]\nnodes = "several-users"\n'
MOVED = 'kind = "choice"\nprogram = "f = x**2"\ninputs = { x = 3 }\n[choice]\nmoved = { x = 3 }\n'
DERIVATION = """\
kind = "derivation"
program = "f = x**2 + x"
[derivation]
ends_in = ["x"]
model = ["2x + 1", "x + x + 1", "1 + 2x"]
"""
PROGRAM = 'kind = "program"\nprogram = "f = x * y"\n[build]\noperations = ["multiply"]\nmost = 1\n'
FORM = """\
kind = "formula"
program = "f = x**2 + 2*x"
[form]
df_dx = { is = "factored", model = "2(x + 1)" }
[parts]
df_dx = 2
df_dx-form = 1
"""
MUTANTS = """\
kind = "mutants"
program = "f = x * y"
[mutants]
mistakes = ["mul_own_input"]
model = [{ x = 3, y = 5 }]
"""


def changed(toml: str, old: str, new: str) -> str:
    assert old in toml
    return toml.replace(old, new)


@pytest.mark.parametrize(
    ("toml", "line", "message"),
    [
        (changed(CHOICE, "[choice]\nseveral = true\n", "").partition("[[")[0], 1, "needs a table [choice]"),
        (changed(NODES, "nodes", "notes"), 3, "[choice] needs one of 'options', 'nodes' and 'moved'"),
        (changed(NODES, "nodes", "notes"), 4, "unknown key 'notes'; did you mean 'nodes'?"),
        (NODES + "moved = { x = 1 }\n", 5, "[choice] needs one of"),
        (changed(NODES, "several-users", "many"), 4, "'nodes' must be one of 'several-users', 'largest-influence'"),
        (NODES + 'among = ["q"]\n', 5, "the program has no node 'q'"),
        (MOVED + 'among = ["x"]\n', 6, "'among' belongs to 'nodes'"),
        (
            changed(MOVED, "{ x = 3 }\n[choice]\nmoved = { x = 3 }", "{ x = 3 }\n[choice]\nmoved = { x = 0 }"),
            5,
            "'moved'",
        ),
        (changed(MOVED, "moved = { x", "moved = { q"), 5, "'moved' must be one input and by how much it grows"),
        (changed(CHOICE, "several = true", "several = 1"), 4, "'several' must be true or false"),
        (changed(CHOICE, 'id = "two"', 'id = "one"'), 5, "two options have the id 'one'"),
        (changed(CHOICE, 'id = "two"', 'id = "Two!"'), 11, "'Two!' is no id for an option"),
        (changed(CHOICE, "right = true", "right = false"), 5, "an option that is not right needs a reason"),
        (changed(CHOICE, 'mistake = "paths_multiplied"\n', ""), 10, "an option that is not right needs a reason"),
        (changed(CHOICE, '"paths_multiplied"', '"Paths!"'), 14, "'Paths!' is no code of a mistake"),
        (changed(CHOICE, 'ko = "둘."\n', ""), 10, "'ko' is missing"),
        (CHOICE + 'why = { en = "No.", de = "Nein." }\n', 15, "unknown key 'de'"),
        (changed(CHOICE, "right = true", 'right = true\nmistake = "recip_log"'), 5, "needs no 'mistake' and no 'why'"),
        (CHOICE + 'ask = ["df_dx"]\n', 15, "unknown key 'ask'"),
        ('ask = ["df_dx"]\n' + NODES, 1, "'ask' does not belong to the kind 'choice'"),
        (changed(DERIVATION, 'ends_in = ["x"]\n', ""), 3, "'ends_in' is missing"),
        (changed(DERIVATION, '["x"]', '["x +"]'), 4, "'x +' in 'ends_in' cannot be read"),
        (changed(DERIVATION, '"2x + 1", ', ""), 5, "'model' has 2 lines, and 3 are asked for"),
        (changed(DERIVATION, '"2x + 1"', '"2x + $"'), 5, "cannot be read"),
        (DERIVATION + "lines = 2\n", 6, "'lines' must be a whole number from 3 to 20"),
        (changed(DERIVATION, "x**2 + x", "x**2 + y"), 3, "a derivation begins with one derivative"),
        ("inputs = { x = 1 }\n" + DERIVATION, 1, "'inputs' does not belong to the kind 'derivation'"),
        (changed(PROGRAM, '"multiply"', '"times"'), 4, "'times' is no operation; there are: add"),
        (changed(PROGRAM, '"multiply"', '"add"'), 4, "the exercise's own program uses *"),
        (changed(PROGRAM, "x * y", "x * y * y"), 5, "the exercise's own program has 1 operations more"),
        (
            'ask = ["dg_dx"]\n' + changed(PROGRAM, '"f = x * y"', '"g = x * y\\nf = g"'),
            4,
            "no derivative of the output",
        ),
        (changed(MUTANTS, '["mul_own_input"]', "[]"), 4, "'mistakes' must name 1 to 30 mistakes"),
        (changed(MUTANTS, '["mul_own_input"]', '["mul own"]'), 4, "'mul own' is no code of a mistake"),
        (changed(MUTANTS, ", y = 5", ""), 5, "a test in 'model' gives a number to each of x, y"),
        (changed(MUTANTS, "y = 5 }", "y = 5 }, { x = 1, y = 2 }"), 5, "'model' must hold 1 to 1 tests"),
        (MUTANTS + "tests = 9\n", 6, "'tests' must be a whole number from 1 to 5"),
        (
            changed(FORM, '"factored"', '"simple"'),
            4,
            "'is' must be one of 'exact', 'factored', 'expanded', not 'simple'",
        ),
        (changed(FORM, ', model = "2(x + 1)"', ""), 4, "'model' is missing"),
        (changed(FORM, "(x + 1)", "(x + 1"), 4, "the model answer '2(x + 1' cannot be read"),
        (changed(FORM, "df_dx = {", "df_dy = {"), 4, "unknown key 'df_dy'; did you mean 'df_dx'?"),
        (changed(FORM, "df_dx = 2", "df_dx = 1"), 5, "give 'df_dx-form' fewer points than 'df_dx' in [parts]"),
        (FORM.partition("[parts]")[0], 1, "a form is a smaller part"),
        (changed(FORM, "df_dx-form = 1\n", ""), 5, "[parts] gives no points to 'df_dx-form'"),
        (
            changed(PROGRAM, "[build]", '[form]\ndf_dx = { is = "exact" }\n[build]'),
            3,
            "[form] belongs to the kind 'formula'",
        ),
        ('kind = "formula"\nprogram = "f = x"\n[mutants]\ntests = 1\n', 3, "[mutants] belongs to the kind 'mutants'"),
    ],
)
def test_a_problem_is_shown_with_its_line(author: Author, toml: str, line: int, message: str) -> None:
    author.writes(toml, **PLAIN)
    problems = author.is_refused().problems
    assert [problem.line for problem in problems if message in problem.message] == [line], problems


@pytest.mark.parametrize("toml", [CHOICE, NODES, MOVED, DERIVATION, PROGRAM, FORM, MUTANTS])
def test_what_is_written_rightly_is_read(author: Author, toml: str) -> None:
    author.writes(toml, **PLAIN)
    assert author.loads().broken == ()


@pytest.fixture(scope="module")
def marker() -> Iterator[LocalMarker]:
    with LocalMarker() as marker:
        yield marker


@pytest.mark.parametrize("exercise", OWN, ids=lambda exercise: exercise.id)
def test_every_shipped_exercise_is_sound_its_marking_included(exercise: Exercise, marker: LocalMarker) -> None:
    assert lint_exercise(exercise, marker.mark_instance) == []


@pytest.mark.parametrize(
    ("toml", "words", "problem"),
    [
        (
            changed(CHOICE, "paths_multiplied", "paths_mixed_up"),
            PLAIN,
            "the mistake 'paths_mixed_up' of the answer two",
        ),
        (
            changed(DERIVATION, '"x + x + 1"', '"x + 1"'),
            PLAIN,
            "the model answer (seed None) loses steps (value_wrong)",
        ),
        (changed(DERIVATION, '["x"]', '["x^2"]'), PLAIN, "the model answer (seed None) loses last-line (value_wrong)"),
        (changed(FORM, "2(x + 1)", "2x + 2"), PLAIN, "the model answer (seed None) loses df_dx-form (value_wrong)"),
        (changed(FORM, "2(x + 1)", "2(x + 2)"), PLAIN, "the model answer (seed None) loses df_dx (chain_added)"),
        (PROGRAM, PLAIN, "statement.en.md: it does not write out the wanted ∂f/∂x"),
        (
            PROGRAM,
            {**WANTED, "english": WANTED["english"] + "\n[[graph]]\n", "korean": WANTED["korean"] + "\n[[graph]]\n"},
            "statement.ko.md: [[graph]] shows a program that is an answer",
        ),
        (changed(MUTANTS, "y = 5", "y = 3"), PLAIN, "the model answer (seed None) loses mul_own_input (value_wrong)"),
        (changed(MUTANTS, "mul_own_input", "max_both"), PLAIN, "the model answer (seed None) loses max_both"),
        (changed(MUTANTS, "mul_own_input", "no_such_thing"), PLAIN, "loses no_such_thing"),
        (changed(NODES, "x * x", "x * y"), PLAIN, "inputs: none of the nodes is right"),
    ],
)
def test_what_is_wrong_is_found(
    author: Author, marker: LocalMarker, toml: str, words: dict[str, str], problem: str
) -> None:
    author.writes(toml, **words)
    found = lint_exercise(author.loads().get("own/linear"), marker.mark_instance)
    assert [line for line in found if problem in line], found


def test_a_program_whose_derivatives_are_written_out_is_sound(author: Author, marker: LocalMarker) -> None:
    author.writes(PROGRAM, **WANTED)
    assert lint_exercise(author.loads().get("own/linear"), marker.mark_instance) == []


@pytest.mark.parametrize("exercise", OWN, ids=lambda exercise: exercise.id)
def test_the_statement_in_the_folder_to_work_in_has_what_the_form_has(exercise: Exercise) -> None:
    instance = make_instance(exercise)
    files = starter(exercise, instance, called=lambda code, lang: f"{code} in {lang}")
    assert read_answer_file(files["answers.toml"], "answers.toml").answer.typed == dict.fromkeys(instance.answers, "")
    for lang in ("en", "ko"):
        text = files[f"statement.{lang}.md"]
        assert all(f"- `{option.id}`" in text for option in instance.options)
        if exercise.kind == "mutants":
            assert all(f"- {mistake} in {lang}" in text for mistake in exercise.parts)


def test_several_lines_are_read_back_as_they_stand_backslashes_too() -> None:
    text = starter(CATALOGUE.get("sigmoid/line-by-line"), make_instance(CATALOGUE.get("sigmoid/line-by-line")))
    filled = text["answers.toml"].replace("'''\n'''", "'''\n\\frac{1}{2}\ns (1 - s)\n'''")
    answer = read_answer_file(filled, "answers.toml").answer
    assert answer.typed == {"derivation": "\\frac{1}{2}\ns (1 - s)\n"}
