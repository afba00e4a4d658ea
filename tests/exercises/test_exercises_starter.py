"""A student starts from a file that says what to write, and that fails kindly as long as nothing is written."""

from __future__ import annotations

import tomllib

import pytest

from grader.exercises import Exercise, load_catalogue, make_instance, read_answer_file, starter

CATALOGUE = load_catalogue()
CODE = [exercise for exercise in CATALOGUE if exercise.answered_with_code]
TYPED = [exercise for exercise in CATALOGUE if not exercise.answered_with_code]


def answer_file(exercise: Exercise, seed: int | None = None) -> tuple[str, str]:
    files = starter(exercise, make_instance(exercise, seed))
    (name,) = {"solution.py", "answers.toml"} & set(files)
    return name, files[name]


@pytest.mark.parametrize("exercise", CATALOGUE, ids=lambda exercise: exercise.id)
@pytest.mark.parametrize("seed", [None, 0, 2**63 - 1])
def test_the_file_names_its_exercise_and_its_seed(exercise: Exercise, seed: int | None) -> None:
    name, text = answer_file(exercise, seed)
    assert text.startswith(f"# exercise: {exercise.id}\n")
    assert read_answer_file(text, name)[:2] == (exercise.id, seed)


@pytest.mark.parametrize("exercise", TYPED, ids=lambda exercise: exercise.id)
def test_typed_answers_start_empty_with_every_name_that_is_asked(exercise: Exercise) -> None:
    name, text = answer_file(exercise)
    assert name == "answers.toml"
    assert tomllib.loads(text) == {"answers": dict.fromkeys(exercise.answers, "")}


@pytest.mark.parametrize("exercise", CODE, ids=lambda exercise: exercise.id)
def test_code_compiles_and_says_that_nothing_is_written(exercise: Exercise) -> None:
    name, text = answer_file(exercise)
    assert name == "solution.py"
    space: dict[str, object] = {}
    exec(compile(text, name, "exec"), space)
    wanted, arguments = (exercise.code.function, len(exercise.code.arguments)) if exercise.code else ("Value", 1)
    function = space[wanted]
    assert callable(function)
    assert function.__doc__
    with pytest.raises(NotImplementedError, match="write your answer here"):
        function(*[1.0] * arguments)


def test_the_docstring_says_what_to_give_back() -> None:
    _, text = answer_file(CATALOGUE.get("backprop/linear"))
    assert 'Return {"W": ∂f/∂W, "x": ∂f/∂x, "b": ∂f/∂b}, where\n\n        g = W * x\n        f = g + b\n' in text


def test_the_statement_comes_along_in_both_languages_with_its_numbers() -> None:
    exercise = CATALOGUE.get("graph/linear")
    instance = make_instance(exercise, 3)
    files = starter(exercise, instance)
    assert set(files) == {"answers.toml", "statement.en.md", "statement.ko.md"}
    for lang in ("en", "ko"):
        text = files[f"statement.{lang}.md"]
        assert text.startswith(f"# {exercise.titles[lang]}\n\n")
        assert "[[" not in text
        assert f"```text\nW ─ {instance.inputs['W']:g} ─".replace("-", "−") in text
