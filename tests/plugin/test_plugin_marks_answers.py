"""`pytest` in a student's folder marks the answer: one test per part, the finding instead of a traceback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

pytest_plugins = ["pytester"]

RIGHT = "# exercise: backprop/linear\ndef backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"
EXCHANGED = "# exercise: backprop/linear\ndef backward(W, x, b):\n    return {'W': W, 'x': x, 'b': 1.0}\n"


@pytest.fixture
def student(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """Someone in an otherwise empty folder, whose terminal speaks English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    return pytester


@pytest.mark.slow
def test_right_code_passes_a_test_per_part(student: pytest.Pytester) -> None:
    student.path.joinpath("solution.py").write_text(RIGHT)
    student.runpytest_subprocess().assert_outcomes(passed=3)


@pytest.mark.slow
def test_a_file_that_is_named_is_marked_and_not_imported(student: pytest.Pytester) -> None:
    for name in ("solution.py", "test_solution.py"):
        student.path.joinpath(name).write_text(RIGHT + "raise SystemExit('imported')\n")
        student.runpytest_subprocess(name).assert_outcomes(passed=3)


@pytest.mark.slow
def test_a_notebook_is_marked_and_a_line_told_by_its_cell(student: pytest.Pytester) -> None:
    cells = [["# exercise: backprop/linear\n", "%matplotlib inline"], [EXCHANGED.replace("1.0", "1 / (W - W)")]]
    made = [{"cell_type": "code", "source": source} for source in cells]
    student.path.joinpath("hw.ipynb").write_text(json.dumps({"cells": made, "nbformat": 4}))
    student.path.joinpath("other.ipynb").write_text("no exercise, and no notebook")
    result = student.runpytest_subprocess()
    result.assert_outcomes(failed=3)
    result.stdout.fnmatch_lines(["*code cell 2, line 3 with ZeroDivisionError*", "*left out*matplotlib inline*"])


@pytest.mark.slow
def test_what_was_printed_and_what_was_left_out_is_told_once_at_the_end(student: pytest.Pytester) -> None:
    code = RIGHT + "print('trained \\x1b[31m')\nn = input()\nprint('never')\n"
    student.path.joinpath("solution.py").write_text(code)
    result = student.runpytest_subprocess()
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(["*input()*", "What your code printed:", "trained ␛[[]31m"])
    assert result.stdout.str().count("What your code printed") == 1
    assert "출력한 내용" in student.runpytest_subprocess("--grader-lang", "ko").stdout.str()


@pytest.mark.slow
def test_an_error_is_shown_with_an_arrow_at_its_line(student: pytest.Pytester) -> None:
    student.path.joinpath("solution.py").write_text(RIGHT.replace("1.0", "1 / 0"))
    student.runpytest_subprocess().stdout.fnmatch_lines(['*File "solution.py", line 3, in backward*', "*→ return*"])


@pytest.mark.slow
def test_wrong_code_fails_with_the_finding_and_no_traceback(student: pytest.Pytester) -> None:
    student.path.joinpath("solution.py").write_text(EXCHANGED)
    result = student.runpytest_subprocess()
    result.assert_outcomes(passed=1, failed=2)
    assert "Traceback" not in result.stdout.str()
    assert "NotRight" not in result.stdout.str()


@pytest.mark.slow
def test_typed_answers_are_marked_too(student: pytest.Pytester) -> None:
    student.path.joinpath("answers.toml").write_text(
        '# exercise: partial/quadratic\n[answers]\ndz_dx = "2x + y"\ndz_dy = "x"\n'
    )
    result = student.runpytest_subprocess("-rf")
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*partial/quadratic: dz_dy*"])


@pytest.mark.slow
def test_korean_is_spoken_when_asked_for(student: pytest.Pytester) -> None:
    student.path.joinpath("solution.py").write_text(EXCHANGED)
    assert "니다" in student.runpytest_subprocess("--grader-lang", "ko").stdout.str()


@pytest.mark.slow
def test_other_files_are_left_alone(student: pytest.Pytester) -> None:
    student.path.joinpath("helper.py").write_text("raise SystemExit('collected')\n")
    student.path.joinpath("late.py").write_text("import os\n# exercise: backprop/linear\nraise SystemExit\n")
    student.path.joinpath("pyproject.toml").write_text("[tool.x]\n")
    student.path.joinpath("test_own.py").write_text("def test_own():\n    assert True is not False\n")
    student.runpytest_subprocess().assert_outcomes(passed=1)


@pytest.mark.slow
def test_an_unknown_exercise_is_a_clear_collection_error(student: pytest.Pytester) -> None:
    student.path.joinpath("solution.py").write_text("# exercise: backprop/liner\n")
    result = student.runpytest_subprocess()
    assert "backprop/linear" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


@pytest.mark.slow
def test_an_endless_loop_ends_and_is_said(student: pytest.Pytester) -> None:
    student.path.joinpath("solution.py").write_text(
        "# exercise: backprop/linear\ndef backward(W, x, b):\n    while True: pass\n"
    )
    student.runpytest_subprocess().assert_outcomes(failed=3)


@pytest.mark.slow
def test_a_numpy_beside_the_file_does_no_harm(student: pytest.Pytester) -> None:
    Path(student.path, "numpy.py").write_text("raise SystemExit('imported the wrong numpy')\n")
    student.path.joinpath("solution.py").write_text(RIGHT.replace("def", "import numpy as np\ndef", 1))
    student.runpytest_subprocess().assert_outcomes(passed=3)
