"""One's own code runs in a plain process where there are no locks, with the same reports."""

from __future__ import annotations

import numpy as np
import pytest
from sandbox_running import job

from grader.sandbox import Sandbox


@pytest.fixture(scope="module")
def trusted() -> Sandbox:
    return Sandbox(trusted=True)


def test_a_right_function_is_reported_as_in_the_locked_sandbox(trusted: Sandbox, sandbox: Sandbox) -> None:
    asked = job("print('한글')\ndef f(x):\n    return {'y': x * 2}\n", np.ones((2, 2)), 1.5)
    ours, locked = trusted.run(asked), sandbox.run(asked)
    assert (ours.status, ours.printed) == (locked.status, locked.printed)
    np.testing.assert_equal([call.value for call in ours.calls], [call.value for call in locked.calls])


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("def f(x:\n", "syntax_error"),
        ("raise ValueError\nfor f in [abs]: pass\nf = f\n", "raised"),
        ("def f(x):\n    import os; os._exit(0)\n", "died"),
        ("def f(x):\n    import ctypes; ctypes.string_at(0)\n", "died"),
        ("def f(x):\n    return bytearray(1 << 40)\n", "memory_limit"),
    ],
)
def test_failures_are_told_apart(trusted: Sandbox, source: str, status: str) -> None:
    assert trusted.run(job(source, 1.0)).status == status


@pytest.mark.slow
def test_an_endless_loop_is_stopped(trusted: Sandbox) -> None:
    report = trusted.run(job("def f(x):\n    while x: pass\n    return 0.0\n", 0, 1, 0, call_seconds=0.2))
    assert [call.status for call in report.calls] == ["returned", "time_limit", "returned"]


@pytest.mark.slow
def test_what_sits_in_c_is_killed(trusted: Sandbox) -> None:
    source = (
        "import gc\nfor o in gc.get_objects():\n    if type(o).__name__ == 'Alarm': o.__dict__['_deadline'] = 1e99\n"
    )
    report = trusted.run(job(source + "def f(x):\n    while x: pass\n    return 0\n", 0, 1, call_seconds=0.2))
    assert report.status in ("ran", "time_limit")
    assert report.calls[1].status == "time_limit"


@pytest.mark.slow
def test_noise_at_top_level_is_stepped_over(trusted: Sandbox) -> None:
    report = trusted.run(job("n = input()\ndef f(x):\n    return x\n", 2.0))
    assert (report.calls[0].value, report.skipped) == (2.0, ("1: n = input()",))


def test_a_large_job_and_a_large_answer_get_through(trusted: Sandbox) -> None:
    array = np.arange(200_000.0)
    (call,) = trusted.run(job("def f(x):\n    return x\n", array)).calls
    np.testing.assert_array_equal(call.value, array)
