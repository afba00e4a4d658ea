"""What a student writes into the grader's own channel is at most their own answer, and nonsense is refused."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox_running import Run, job

from grader.sandbox import Sandbox, answers
from grader.sandbox.frames import FrameError

# Finds the memory through which answers leave, as a student might, and writes `frames` over or after what is there.
FORGE = """
import gc, json, os, struct
def channel():
    return next(o for o in gc.get_objects() if type(o).__name__ == "Writer")
def pack(message):
    body = message if isinstance(message, bytes) else json.dumps(message).encode()
    return struct.pack("<I", len(body)) + body
def write(*messages, leave=True):
    for message in messages:
        channel().write(pack(message))
    if leave:
        os._exit(0)
RETURNED = {"k": "call", "status": "returned", "value": 42.0, "inputs_changed": False, "failure": None, "printed": ""}
LOADED = {"k": "loaded", "status": "ran", "skipped": [], "failure": None, "printed": ""}
DONE = {"k": "done"}
"""


def test_a_forged_answer_is_no_more_than_an_answer(run: Run) -> None:
    """Someone who writes the frame of a returned value might as well have returned the value."""
    report = run(FORGE + "def f(x):\n    write(RETURNED, DONE)\n", 1.0)
    assert report.status == "ran"
    assert report.calls[0].value == 42.0


@pytest.mark.parametrize(
    "forgery",
    [
        "write(b'nonsense')",
        "write(b'')",
        "write(b'[]')",
        "write({'k': 'verdict', 'outcome': 'correct', 'points': 100})",
        "write({'k': 'broken', 'message': 'the grader failed'})",
        "write({'k': 'locked'})",
        "write(LOADED)",
        "write(RETURNED, RETURNED, DONE)",
        "write(DONE, DONE)",
        "write(RETURNED, DONE, RETURNED)",
        "write({**RETURNED, 'points': 1})",
        "write({**RETURNED, 'status': 'correct'})",
        "write({**RETURNED, 'inputs_changed': 0})",
        "write({**RETURNED, 'value': {'array': [10**9], 'data': ''}})",
        "write({**RETURNED, 'value': {'pickle': 'x'}})",
        "write({**RETURNED, 'failure': {}})",
        "write({**RETURNED, 'printed': 3})",
        "write({**RETURNED, 'value': [[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]})",
        "channel().write(struct.pack('<I', 2**31))",
        "channel()._memory[:8] = struct.pack('<Q', 2**63); os._exit(0)",
        "channel()._memory[:8] = struct.pack('<Q', 2**24); os._exit(0)",
        "m = channel()._memory; m[:] = bytes([255]) * len(m); os._exit(0)",
    ],
)
def test_nonsense_in_the_channel_is_forbidden_and_earns_nothing(run: Run, forgery: str) -> None:
    report = run(FORGE + f"def f(x):\n    {forgery}\n    return 7\n", 1.0)
    assert report.status in ("forbidden", "died")
    assert all(call.value is None for call in report.calls)


def test_taking_back_what_was_written_earns_nothing(run: Run) -> None:
    source = FORGE + "def f(x):\n    channel()._memory[:8] = bytes(8)\n    return 7\n"
    report = run(source, 1.0, call_seconds=0.3)
    assert report.status in ("ran", "forbidden", "died")


def test_a_forger_does_not_disturb_the_next_submission(sandbox: Sandbox) -> None:
    sandbox.run(job(FORGE + "write(b'x' * 1000)\n", 1.0))
    report = sandbox.run(job("def f(x):\n    return x\n", 1.5))
    assert (report.status, report.calls[0].value) == ("ran", 1.5)


@pytest.mark.parametrize("calls", [1, 60])
def test_what_is_heard_does_not_hang_on_when_the_pipes_are_closed(run: Run, calls: int) -> None:
    source = "import os\n\ndef f(x):\n    os.closerange(0, 64)\n    return sum(range(20_000)) * x\n"
    for _ in range(4):
        report = run(source, *([2.0] * calls))
        assert (report.status, len(report.calls)) == ("ran", calls)


@pytest.mark.slow
def test_closing_the_last_pipe_early_gives_no_more_time(run: Run) -> None:
    report = run("import os\ndef f(x):\n    os.close(4)\n    while True: pass\n", 1.0)
    assert [call.status for call in report.calls] == ["time_limit"]


JOB = job("def f(x):\n    return 1 / x\n", 1.0)
LOADED: dict[str, Any] = {"k": "loaded", "status": "ran", "skipped": [], "failure": None, "printed": ""}
FAILURE: dict[str, Any] = {"type": "E", "message": "m", "line": 1, "column": None, "traceback": ""}


@pytest.mark.parametrize(
    "change",
    [
        {"status": "correct"},
        {"status": ["ran"]},
        {"skipped": "x"},
        {"skipped": [1]},
        {"skipped": ["x"] * 1000},
        {"printed": None},
        {"extra": 1},
        {"failure": []},
        {"failure": FAILURE | {"line": "1"}},
        {"failure": FAILURE | {"line": -1}},
        {"failure": FAILURE | {"line": True}},
        {"failure": FAILURE | {"type": 1}},
        {"failure": {"type": "E"}},
    ],
)
def test_every_field_is_checked(change: dict[str, Any]) -> None:
    with pytest.raises(FrameError):
        answers.loaded(LOADED | change, JOB)


def test_the_text_of_a_failing_line_is_our_own_copy() -> None:
    failure = answers.loaded(LOADED | {"failure": FAILURE | {"line": 2}}, JOB).failure
    assert failure is not None
    assert failure.text == "return 1 / x"
    beyond = answers.loaded(LOADED | {"failure": FAILURE | {"line": 99}}, JOB).failure
    assert beyond is not None
    assert (beyond.line, beyond.text) == (None, "")


def test_long_texts_are_cut() -> None:
    failure = answers.loaded(LOADED | {"failure": FAILURE | {"message": "x" * 10**6}}, JOB).failure
    assert failure is not None
    assert len(failure.message) < 600
