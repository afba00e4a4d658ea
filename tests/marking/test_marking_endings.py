"""However code ends, a student reads where, on which input, and what to do; and what of the file was left out."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from verdict_views import part

from grader.exercises import read_source
from grader.messages import finding_message, verdict_notes
from grader.verdict import Finding, Verdict

HandsIn = Callable[..., Verdict]
SIGMOID = "sigmoid/derivative"
DEF = "import numpy as np\ndef sigmoid_derivative(x):\n"


def found(verdict: Verdict) -> Finding:
    finding = part(verdict, "values").finding
    assert finding is not None
    return finding


@pytest.mark.parametrize(
    ("code", "english", "korean"),
    [
        (DEF + "    return x / 0\n", "stopped in line 3 with ZeroDivision", "멈춘 곳: 3행. 오류: ZeroDivision"),
        (DEF + "    return x / 0\n", "It was called with x = 0.", "호출한 입력: x = 0."),
        (DEF + "    return sigmoid_derivative(x)\n", "Is there a case in which it stops", "끝나는 경우가 있나요?"),
        (DEF + "    return np.ones((10**5, 10**5))\n", "stopped in line 3 because it asked for", "멈춘 곳: 3행."),
        (DEF + "    raise SystemExit\n", "a function must return its result instead", "결과를 돌려주어야"),
        (DEF + "    return float(input())\n", "nobody to answer `input()`", "`input()`에 답할 사람이 없음"),
        (DEF + "    return open('w.txt')\n", "In line 3 the code tried something", "시도한 곳: 3행"),
        (DEF + "    import helper\n", "there is no module helper here", "없는 모듈: helper"),
        ("def sigmoid_derivative():\n    return 1\n", "Called with x = 0, it stopped with Type", "호출하자 오류로"),
        (DEF + "    print 'value', x\n", "line 3, column 5: Missing parentheses in call to 'print'", "3행 5열."),
        (DEF + "    s = x\n\treturn s\n", "line 4, column 1: inconsistent use of tabs", "4행 1열."),
    ],
)  # fmt: skip
def test_an_ending_is_told_with_its_place(hands_in: HandsIn, code: str, english: str, korean: str) -> None:
    finding = found(hands_in(SIGMOID, code))
    assert english in finding_message(finding, "en")
    assert korean in finding_message(finding, "ko")


@pytest.mark.slow
def test_a_call_that_never_ends_is_told_with_its_input_and_the_rest_is_not_blamed(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, DEF + "    while True:\n        pass\n")
    message = finding_message(found(verdict), "en")
    assert message.startswith("The function did not finish within 2 s on x = 0; it was stopped in line ")
    last = part(verdict, "large-inputs").finding
    assert last is not None
    assert finding_message(last, "en").startswith("This was not tried any more")


@pytest.mark.slow
def test_calls_that_are_slow_together_are_not_told_that_one_of_them_never_ended(hands_in: HandsIn) -> None:
    code = "import time\n" + DEF + "    time.sleep(0.4)\n    s = 1 / (1 + np.exp(-x))\n    return s * (1 - s)\n"
    findings = [each.finding for each in hands_in(SIGMOID, code).parts if each.finding]
    assert findings
    assert {finding_message(each, "en")[:44] for each in findings} == {"The calls together took longer than 10 s, so"}
    assert finding_message(findings[0], "ko").startswith("호출을 모두 합해 10초를 넘겨")


@pytest.mark.slow
def test_a_file_that_never_comes_to_the_function_is_told_so(hands_in: HandsIn) -> None:
    code = "while True:\n    if False:\n        def sigmoid_derivative(x): return x\n"
    message = finding_message(found(hands_in(SIGMOID, code)), "en")
    assert message.startswith("The file itself did not finish within 1 s")


@pytest.mark.parametrize(
    ("noise", "why", "line"),
    [
        ("n = int(input())", "stopped in line 1 with EOFError: there is nobody to answer", "line 1 `n = int(input())`"),
        pytest.param("while True: pass", "ran for too long", "line 1 `while True: pass`", marks=pytest.mark.slow),
        ("from utils import plot", "there is no module utils here", "line 1 `from utils import plot`"),
        ("W = undefined", "stopped in line 1 with NameError", "line 1 `W = undefined`"),
    ],
)
def test_what_was_left_out_is_told_beside_a_right_answer(hands_in: HandsIn, noise: str, why: str, line: str) -> None:
    code = f"{noise}\n{DEF}    return 1 / (2 + np.exp(x) + np.exp(-x))\n"
    verdict = hands_in(SIGMOID, code)
    assert part(verdict, "values").outcome == "correct"
    [note] = verdict_notes(verdict, "en")
    assert why in note
    assert line in note
    assert "정의만 다시 실행했습니다" in verdict_notes(verdict, "ko")[0]
    assert verdict_notes(Verdict.from_dict(json.loads(json.dumps(verdict.to_dict()))), "en") == [note]


def test_a_library_that_stood_in_is_told(hands_in: HandsIn) -> None:
    verdict = hands_in(SIGMOID, f"import matplotlib.pyplot as plt\nplt.show()\n{DEF}    return x\n")
    assert [note.rpartition(": ")[2] for note in verdict_notes(verdict, "en")] == [
        "line 1 `import matplotlib.pyplot as plt`."
    ]


@pytest.mark.slow
def test_of_much_that_was_left_out_the_first_lines_are_told(hands_in: HandsIn) -> None:
    [note] = verdict_notes(hands_in(SIGMOID, "input()\n" + "print(1)\n" * 30 + DEF + "    return x\n"), "en")
    assert note.endswith("line 5 `print(1)` / and 26 more.")


def test_a_file_that_runs_as_it_stands_has_no_notes(hands_in: HandsIn) -> None:
    assert hands_in(SIGMOID, DEF + "    return x\nprint('done')\n").notes == ()


def test_a_notebook_is_told_by_its_cells(hands_in: HandsIn) -> None:
    cells = ["%matplotlib inline\nimport numpy as np", "n = input()\n\ndef sigmoid_derivative(x):\n    return x / 0"]
    made = [{"cell_type": "code", "source": source} for source in cells]
    code = read_source(json.dumps({"cells": made, "nbformat": 4}))
    verdict = hands_in(SIGMOID, code)
    finding = found(verdict)
    assert "stopped in code cell 2, line 4 with ZeroDivisionError" in finding_message(finding, "en")
    assert "코드 셀 2, 4행" in finding_message(finding, "ko")
    assert 'File "solution.py", code cell 2, line 4, in sigmoid_derivative' in finding.params["traceback"]
    dropped, skipped = verdict_notes(verdict, "en")
    assert "code cell 1, line 1 `%matplotlib inline`" in dropped
    assert "code cell 2, line 1 `n = input()`" in skipped


@pytest.mark.parametrize(
    "line",
    ["s = 1 / (1 + np.exp(-np.float32(x)))", "s = np.round(1 / (1 + np.exp(-x)), 6)", "s = 1 / (1 + 2.71828 ** -x)"],
)
def test_whose_digits_are_few_is_told_of_every_usual_cause(hands_in: HandsIn, line: str) -> None:
    message = finding_message(found(hands_in(SIGMOID, DEF + f"    {line}\n    return s * (1 - s)\n")), "en")
    assert "digits only" in message
    assert all(cause in message for cause in ("rounded constant", "float32", "difference quotient"))
