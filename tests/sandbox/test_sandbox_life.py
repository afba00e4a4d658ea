"""Processes come, die, are replaced, and none is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sandbox_running import job
from sandbox_targets import descendants

from grader.sandbox import Sandbox, SandboxBroken

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")

RIGHT = job("def f(x):\n    return x * 2\n", 1.0, 2.0)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pids: list[int], seconds: float = 10.0) -> bool:
    """Whether all of these end within so many seconds."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not any(map(alive, pids)):
            return True
        time.sleep(0.02)
    return False


def processes(first: int) -> list[int]:
    """A warm process and the child that it keeps ready, with bubblewrap's own where it is around them."""
    end = time.monotonic() + 5
    while len(all_of_it := [first, *descendants(first)]) not in (2, 4) and time.monotonic() < end:
        time.sleep(0.01)
    return all_of_it


def family(sandbox: Sandbox) -> list[int]:
    """All processes of a sandbox, the first of all first, once the child that is kept ready is there."""
    assert sandbox._warm is not None
    wanted, deadline = 4 if sandbox.enclosed else 2, time.monotonic() + 5
    while len(found := processes(sandbox._warm.pid)) < wanted and time.monotonic() < deadline:
        time.sleep(0.01)
    return found


def kill(first: int) -> None:
    """Kill a warm process and all that came of it."""
    os.killpg(first, signal.SIGKILL)


def works(sandbox: Sandbox) -> bool:
    return [call.value for call in sandbox.run(RIGHT).calls] == [2.0, 4.0]


@pytest.mark.slow
def test_closing_leaves_no_process_behind() -> None:
    with Sandbox() as sandbox:
        ours = family(sandbox)
        assert len(ours) == (4 if sandbox.enclosed else 2)
    assert gone(ours)


@pytest.mark.slow
def test_a_closed_sandbox_can_be_used_again() -> None:
    sandbox = Sandbox()
    assert works(sandbox)
    sandbox.close()
    assert works(sandbox)
    sandbox.close()


@pytest.mark.slow
def test_a_warm_process_that_was_killed_is_replaced() -> None:
    with Sandbox() as sandbox:
        before = family(sandbox)
        kill(before[0])
        assert works(sandbox)
        assert family(sandbox)[0] != before[0]
        assert gone(before)


@pytest.mark.slow
def test_a_warm_process_that_is_killed_during_a_job_is_replaced_and_the_job_run_again() -> None:
    slow = job("import time\ndef f(x):\n    time.sleep(0.5)\n    return x\n", 1.5)
    with Sandbox() as sandbox:
        warm = family(sandbox)[0]
        threading.Timer(0.2, kill, (warm,)).start()
        assert sandbox.run(slow).calls[0].value == 1.5
        assert family(sandbox)[0] != warm


@pytest.mark.slow
def test_a_job_that_loses_two_warm_processes_is_the_graders_failure() -> None:
    slow = job("import time\ndef f(x):\n    time.sleep(1.0)\n    return x\n", 1.5)
    sandbox = Sandbox()
    sandbox.start()
    stop = threading.Event()

    def kill_every_warm_process() -> None:
        while not stop.wait(0.3):
            if sandbox._warm is not None:
                with contextlib.suppress(ProcessLookupError):
                    kill(sandbox._warm.pid)

    killer = threading.Thread(target=kill_every_warm_process)
    killer.start()
    try:
        with pytest.raises(SandboxBroken):
            sandbox.run(slow)
    finally:
        stop.set()
        killer.join()
        sandbox.close()


PARENT = """
import sys, time
from grader.sandbox import Call, Job, Sandbox
sandbox = Sandbox()
sandbox.start()
print(sandbox._warm.pid, flush=True)
{then}
time.sleep(60)
"""


@pytest.mark.slow
@pytest.mark.parametrize("then", ["", "sandbox.run(Job('while True: pass', ()))"])
def test_nothing_is_left_when_the_grader_is_killed(then: str) -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT.format(then=then)], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    warm = int(parent.stdout.readline())
    time.sleep(0.3)
    theirs = processes(warm)
    assert len(theirs) in (2, 4)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert gone(theirs)


@pytest.mark.slow
def test_a_sandbox_can_be_started_in_a_thread_that_ends() -> None:
    sandbox = Sandbox()
    thread = threading.Thread(target=sandbox.start)
    thread.start()
    thread.join()
    time.sleep(0.1)
    warm = family(sandbox)[0]
    assert works(sandbox)
    assert family(sandbox)[0] == warm
    sandbox.close()


def test_several_threads_may_share_one_sandbox(sandbox: Sandbox) -> None:
    answers: dict[int, object] = {}

    def ask(number: int) -> None:
        answers[number] = sandbox.run(job("def f(x):\n    return x * 10\n", number)).calls[0].value

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == {number: number * 10 for number in range(20)}


@pytest.mark.slow
def test_a_forked_process_uses_a_warm_process_of_its_own() -> None:
    with Sandbox() as sandbox:
        ours = family(sandbox)
        pid = os.fork()
        if pid == 0:
            try:
                other = works(sandbox) and sandbox._warm is not None and sandbox._warm.pid != ours[0]
                sandbox.close()
                os._exit(0 if other else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert works(sandbox)
        assert family(sandbox)[0] == ours[0]


def descriptors() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def mapped_pages(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1])


def soak(count: int) -> None:
    """Many submissions in a row: the same two processes, no more memory, no more descriptors."""
    failing = job("def f(x):\n    return 1 / 0\n", 1.0)
    noisy = job("print(input())\ndef f(x):\n    return x * 2\n", 1.0, 2.0)
    with Sandbox() as sandbox:
        for _ in range(10):
            works(sandbox)
        ours, open_now, group = family(sandbox), descriptors(), sandbox.group
        # The last is the child that is kept ready, and the warm process its parent.
        warm, pages = ours[-2], mapped_pages(ours[-2])
        for number in range(count):
            sandbox.run((failing, noisy, RIGHT)[number % 3])
        assert works(sandbox)
        assert family(sandbox)[:-1] == ours[:-1]
        assert sandbox.group is group
        assert group is None or all(map(group.holds, ours[:-1]))
        assert descriptors() <= open_now
        assert sum(1 for _ in Path(f"/proc/{warm}/fd").iterdir()) < 12
        assert mapped_pages(warm) < pages + 256


@pytest.mark.slow
def test_hundreds_of_submissions_in_a_row_leak_nothing() -> None:
    """`make soak` marks ten thousand: benchmarks/soak_endurance.py."""
    soak(500)
