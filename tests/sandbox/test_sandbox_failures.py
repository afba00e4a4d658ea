"""Every way of failing is told apart, and what was done before the end is kept."""

from __future__ import annotations

import re

import pytest
from sandbox_running import Run

from grader.sandbox.child import MAX_TIMEOUTS


def test_an_exception_comes_with_the_students_own_line(run: Run) -> None:
    report = run(
        "import numpy as np\n\ndef f(x):\n    y = 0 * x\n    return g(x, y)\n\ndef g(x, y):\n    return x / y\n", 3.0
    )
    assert report.status == "ran"
    failure = report.calls[0].failure
    assert failure is not None
    assert (report.calls[0].status, failure.type, failure.line, failure.text) == (
        "raised",
        "ZeroDivisionError",
        8,
        "return x / y",
    )
    assert failure.traceback == (
        'File "solution.py", line 5, in f\n    return g(x, y)\nFile "solution.py", line 8, in g\n  → return x / y'
    )


def test_a_wrong_number_of_arguments_is_the_students_error_too(run: Run) -> None:
    (call,) = run("def f(a, b):\n    return a\n", 1.0).calls
    assert call.status == "raised"
    assert call.failure is not None
    assert "missing 1 required positional argument" in call.failure.message


def test_one_failing_call_leaves_the_others_alone(run: Run) -> None:
    report = run("def f(x):\n    return 1 / x\n", 1.0, 0.0, 2.0)
    assert [call.status for call in report.calls] == ["returned", "raised", "returned"]


@pytest.mark.parametrize(
    ("source", "line", "column"),
    [
        ("def f(x):\n    return (x\n", 2, 12),
        ("def f(x):\nreturn x\n", 2, 1),
        ("print 'hello'\n", 1, 1),
        ("x = = 1\n", 1, 5),
        ("return 1\n", 1, 1),
    ],
)
def test_a_syntax_error_has_line_and_column(run: Run, source: str, line: int, column: int) -> None:
    report = run(source, 1.0)
    assert report.status == "syntax_error"
    assert report.calls == ()
    assert report.failure is not None
    assert (report.failure.line, report.failure.column) == (line, column)
    assert report.failure.text == source.split("\n")[line - 1].strip()
    assert report.failure.traceback.endswith("^")


@pytest.mark.parametrize("source", ["x = '\0'\n", "(" * 5000, "x = '\ud800'\n", "-" * 100_000 + "1", "\x1b[31m\n"])
def test_what_cannot_be_compiled_at_all_is_a_syntax_error(run: Run, source: str) -> None:
    assert run(source, 1.0).status in ("syntax_error", "died")


def test_an_endless_loop_is_stopped_and_the_calls_around_it_are_kept(run: Run) -> None:
    source = "def f(x):\n    while x == 40:\n        pass\n    return x\n"
    report = run(source, 1.0, 40.0, 2.0, call_seconds=0.2)
    assert report.status == "ran"
    assert [call.status for call in report.calls] == ["returned", "time_limit", "returned"]
    assert report.calls[1].failure is not None
    assert report.calls[1].failure.line in (2, 3)


@pytest.mark.slow
def test_a_file_that_turns_the_alarm_off_is_killed_and_the_calls_before_it_are_kept(run: Run) -> None:
    source = (
        "import signal\n"
        "def f(x):\n"
        "    if x > 1: signal.getsignal(signal.SIGALRM).__self__.__dict__['_deadline'] = float('inf')\n"
        "    while x > 1: pass\n"
        "    return x\n"
    )
    report = run(source, 1.0, 2.0, 0.5, call_seconds=0.2)
    assert report.status == "time_limit"
    assert [call.status for call in report.calls] == ["returned", "time_limit"]


@pytest.mark.slow
def test_a_long_call_into_c_is_killed_and_the_calls_before_it_are_kept(run: Run) -> None:
    source = "import numpy as np\nA = np.ones((2500, 2500))\ndef f(x):\n    if x > 1: np.linalg.svd(A)\n    return x\n"
    report = run(source, 1.0, 2.0, call_seconds=0.2)
    assert report.calls[0].value == 1.0
    assert report.calls[1].status == "time_limit"


@pytest.mark.slow
def test_two_endless_calls_are_enough(run: Run) -> None:
    report = run("def f(x):\n    while True: pass\n", 1, 2, 3, 4, call_seconds=0.1)
    assert report.status == "time_limit"
    assert [call.status for call in report.calls] == ["time_limit", "time_limit"]


@pytest.mark.slow
def test_many_slow_calls_end_at_the_whole_jobs_limit(run: Run) -> None:
    source = "import time\ndef f(x):\n    time.sleep(0.2)\n    return x\n"
    report = run(source, *range(50), wall_seconds=0.7)
    assert report.status == "time_limit"
    assert 1 <= len(report.calls) < 10
    assert {call.status for call in report.calls} == {"returned"}


@pytest.mark.parametrize(
    "body",
    ["bytearray(1 << 40)", "np.ones((100_000, 100_000))", "[0] * 10**10", "list(range(10**9))", "'x' * 10**11"],
)
def test_too_much_memory_is_named(run: Run, body: str) -> None:
    report = run(f"import numpy as np\ndef f(x):\n    return {body} if x else 1\n", 0, 1, 0)
    assert report.status == "memory_limit"
    assert report.calls[0].value == 1
    assert len(report.calls) == 2
    assert report.failure is not None
    assert report.failure.type in ("MemoryError", "_ArrayMemoryError")


def test_memory_that_grows_in_small_steps_is_bounded_too(run: Run) -> None:
    source = "kept = []\ndef f(x):\n    while True: kept.append(bytearray(100_000))\n"
    assert run(source, 1, memory_bytes=64 * 2**20).status == "memory_limit"


def test_endless_recursion_is_an_exception_like_others(run: Run) -> None:
    (call,) = run("def f(x):\n    return f(x + 1)\n", 1.0).calls
    assert call.failure is not None
    assert (call.status, call.failure.type) == ("raised", "RecursionError")
    assert re.fullmatch(
        r'File "solution.py", line 2, in f\n  → return f\(x \+ 1\)\n    … ×9\d\d', call.failure.traceback
    )


def test_functions_that_call_each_other_for_ever_are_shown_from_both_ends(run: Run) -> None:
    (call,) = run("def f(x):\n    return g(x)\ndef g(x):\n    return f(x)\n", 1.0).calls
    assert call.failure is not None
    assert re.search(r"\n    … \+9\d\d …\n", call.failure.traceback)
    assert call.failure.traceback.count("File") == 12


@pytest.mark.parametrize("end", ["sys.exit(0)", "exit()", "quit(1)", "raise SystemExit"])
def test_leaving_the_program_is_told_kindly(run: Run, end: str) -> None:
    (call,) = run(f"import sys\ndef f(x):\n    {end}\n", 1.0).calls
    assert call.status == "raised"
    assert call.failure is not None
    assert call.failure.type == "SystemExit"
    assert "must return its result" in call.failure.message


@pytest.mark.parametrize(
    "end",
    [
        "import os; os._exit(0)",
        "import ctypes; ctypes.string_at(0)",
        "import os; os.abort()",
    ],
)
def test_a_process_that_dies_is_told_with_the_calls_before(run: Run, end: str) -> None:
    report = run(f"def f(x):\n    if x < 1: return x\n    {end}\n", 0.5, 1.0)
    assert report.status == "died"
    assert [call.value for call in report.calls] == [0.5]
    assert report.failure is not None
    assert report.failure.type == "Died"


@pytest.mark.parametrize(
    "body",
    ["open('/etc/passwd').read()", "open('notes.txt', 'w')", "np.loadtxt('data.csv')", "os.remove('/etc/passwd')"],
)
def test_touching_a_file_is_forbidden(run: Run, body: str) -> None:
    report = run(f"import os\nimport numpy as np\ndef f(x):\n    return {body}\n", 1.0)
    assert report.status in ("forbidden", "ran")
    failure = report.calls[0].failure
    assert failure is not None
    assert failure.type == "PermissionError"


@pytest.mark.parametrize("body", ["np.loadtxt('data.csv')", "np.genfromtxt('data.csv')", "np.load('x.npy')"])
def test_numpy_says_of_files_what_python_says(run: Run, body: str) -> None:
    failure = run(f"import numpy as np\ndef f(x):\n    return {body}\n", 1.0).calls[0].failure
    assert failure is not None
    assert failure.message == "no files can be opened in the grader"


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("(i for i in range(3))", "generator"),
        ("10**5000", "int"),
        ("x + 1j", "complex"),
        ("f", "function"),
        ("'\\ud800'", "str"),
    ],
)
def test_a_value_that_is_no_plain_data_is_a_wrong_type(run: Run, value: str, kind: str) -> None:
    (call,) = run(f"def f(x):\n    return {value}\n", 1.0).calls
    assert call.status == "wrong_type"
    assert call.value is None
    assert call.failure is not None
    assert call.failure.type == kind
    assert call.failure.message


def test_results_that_are_too_large_together_are_refused_and_the_rest_is_kept(run: Run) -> None:
    source = "import numpy as np\ndef f(x):\n    return np.zeros(x)\n"
    report = run(source, 10, 100_000, 10, output_bytes=2**19)
    assert [call.status for call in report.calls] == ["returned", "wrong_type", "returned"]


def test_an_exception_with_hostile_methods_is_still_told(run: Run) -> None:
    source = (
        "class E(Exception):\n    def __str__(self):\n        raise SystemExit\n"
        "class F(Exception):\n    def __str__(self):\n        raise KeyError\n"
        "def f(x):\n    raise (E if x else F)\n"
    )
    report = run(source, 0, 1)
    assert [call.status for call in report.calls] == ["raised", "raised"]


def test_control_characters_are_made_visible(run: Run) -> None:
    report = run("print('\\x1b[2Jgone\\u202e\\r')\ndef f(x):\n    raise ValueError('\\x1b]0;t\\x07')\n", 1)
    assert report.printed == "␛[2Jgone�\n"
    assert report.calls[0].failure is not None
    assert report.calls[0].failure.message == "␛]0;t␇"


NEVER_SAID = """
class Odd(Exception):
    def __str__(self):
        while True:
            pass

def f(x):
    raise Odd
"""


@pytest.mark.slow
def test_an_error_whose_words_never_end_is_a_call_that_never_ends(run: Run) -> None:
    report = run(NEVER_SAID, 1.0, 2.0, 3.0, 4.0, call_seconds=0.2)
    assert [call.status for call in report.calls] == ["time_limit"] * MAX_TIMEOUTS
    assert report.status == "time_limit"
    failure = report.calls[0].failure
    assert failure is not None
    assert failure.line in (4, 5)


@pytest.mark.slow
def test_a_file_whose_error_never_ends_its_words_takes_too_long(run: Run) -> None:
    assert run(NEVER_SAID + "\nf(0)\n", load_seconds=0.5).status == "time_limit"
