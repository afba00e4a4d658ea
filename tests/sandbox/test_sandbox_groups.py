"""Each warm process is in a control group of its own where one is delegated to us, and no group is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from sandbox_running import job
from sandbox_targets import descendants, outside_group

from grader.sandbox import Sandbox, capabilities
from grader.sandbox.groups import PREFIX, Group, delegated_group, new_group

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="control groups are there on Linux only")

RIGHT = job("def f(x):\n    return x * 2\n", 1.5)


def ours(folder: Path) -> list[str]:
    """The groups there of sandboxes of this process."""
    return [group.name for group in folder.glob(f"{PREFIX}{os.getpid()}-*")]


def in_group(sandbox: Sandbox) -> Group:
    """The group of a running sandbox, which holds all its processes."""
    assert sandbox.group is not None
    assert outside_group(sandbox) == []
    return sandbox.group


def test_all_of_a_sandbox_is_in_a_group_of_its_own_which_is_removed_with_it(delegated: Path) -> None:
    before = ours(delegated)
    with Sandbox() as sandbox:
        group = in_group(sandbox)
        assert group.folder.parent == delegated
        assert group.folder.name not in before
    assert not group.folder.exists()


@pytest.mark.slow
def test_without_the_layer_no_group_is_made(delegated: Path) -> None:
    before = ours(delegated)
    with Sandbox(without=["cgroup"]) as sandbox:
        assert sandbox.group is None
        assert ours(delegated) == before
        assert sandbox.run(RIGHT).calls[0].value == 3.0


@pytest.mark.slow
def test_sandboxes_of_several_threads_have_groups_of_their_own(delegated: Path) -> None:
    sandboxes = [Sandbox() for _ in range(4)]
    threads = [threading.Thread(target=sandbox.start) for sandbox in sandboxes]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    folders = {in_group(sandbox).folder for sandbox in sandboxes}
    assert len(folders) == len(sandboxes)
    for sandbox in sandboxes:
        sandbox.close()
    assert not any(folder.exists() for folder in folders)


@pytest.mark.slow
def test_a_warm_process_that_is_replaced_leaves_no_group_behind(delegated: Path) -> None:
    with Sandbox() as sandbox:
        before = in_group(sandbox)
        assert sandbox._warm is not None
        os.killpg(sandbox._warm.pid, signal.SIGKILL)
        assert sandbox.run(RIGHT).calls[0].value == 3.0
        assert not before.folder.exists()
        assert in_group(sandbox).folder != before.folder


@pytest.mark.slow
def test_a_warm_process_that_does_not_end_is_killed_with_its_group(delegated: Path) -> None:
    sandbox = Sandbox()
    sandbox.start()
    group = in_group(sandbox)
    assert sandbox._warm is not None
    family = [sandbox._warm.pid, *descendants(sandbox._warm.pid)]
    for pid in family:
        os.kill(pid, signal.SIGSTOP)
    sandbox.close()
    assert not group.folder.exists()


def test_a_process_that_left_its_session_is_killed_with_the_group(delegated: Path) -> None:
    group = new_group()
    assert group is not None
    if not (group.folder / "cgroup.kill").exists():
        group.end()
        pytest.skip("this kernel has no cgroup.kill (5.14)")
    asleep = ["/bin/sh", "-c", "sleep 60 & echo $!; wait"]
    process = subprocess.Popen(group.entering(asleep), stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    child = int(process.stdout.readline())
    assert group.holds(process.pid)
    assert group.holds(child)
    group.end()
    assert process.wait(timeout=10) == -signal.SIGKILL
    process.stdout.close()
    assert not group.folder.exists()


@pytest.mark.slow
def test_a_forked_process_leaves_the_group_to_its_owner(delegated: Path) -> None:
    with Sandbox() as sandbox:
        group = in_group(sandbox)
        pid = os.fork()
        if pid == 0:
            try:
                right = sandbox.run(RIGHT).calls[0].value == 3.0 and in_group(sandbox).folder != group.folder
                sandbox.close()
                os._exit(0 if right else 1)
            finally:
                os._exit(2)
        assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
        assert in_group(sandbox) is group
        assert not list(delegated.glob(f"{PREFIX}{pid}-*"))


PROGRAM = """
import sys, time
from grader.sandbox import Sandbox
sandbox = Sandbox()
sandbox.start()
print(sandbox.group.folder, flush=True)
if sys.argv[1] == "wait":
    time.sleep(60)
"""


def empty(group: Path) -> bool:
    """Whether no process is left in it, within ten seconds."""
    end = time.monotonic() + 10
    while "populated 1" in (group / "cgroup.events").read_text() and time.monotonic() < end:
        time.sleep(0.02)
    return "populated 0" in (group / "cgroup.events").read_text()


@pytest.mark.slow
def test_what_a_killed_grader_leaves_behind_is_removed_at_the_next_start(delegated: Path) -> None:
    killed = subprocess.Popen([sys.executable, "-c", PROGRAM, "wait"], stdout=subprocess.PIPE, text=True)
    assert killed.stdout is not None
    left = Path(killed.stdout.readline().strip())
    killed.kill()
    killed.wait()
    killed.stdout.close()
    assert empty(left)
    other = delegated / f"{PREFIX}1-0"  # this one's owner is alive
    other.mkdir()
    with Sandbox() as sandbox:
        in_group(sandbox)
        assert not left.exists()
        assert other.exists()
    other.rmdir()


@pytest.mark.slow
def test_a_grader_that_closes_nothing_leaves_no_group_behind(delegated: Path) -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM, "end"], capture_output=True, text=True, check=True)
    assert done.stdout.startswith(str(delegated))
    assert not Path(done.stdout.strip()).exists()


@pytest.mark.slow
def test_the_file_of_a_group_cannot_be_written_by_a_student(delegated: Path) -> None:
    """Without bubblewrap, which would hide it."""
    source = (
        "import ctypes, os\n"
        "def f(place):\n"
        "    said = []\n"
        "    for way in (lambda: open(place, 'w'), lambda: os.open(place, os.O_WRONLY)):\n"
        "        try:\n"
        "            way()\n"
        "            said.append('opened')\n"
        "        except Exception:\n"
        "            said.append('refused')\n"
        "    opened = ctypes.CDLL(None).open(place.encode(), os.O_WRONLY)\n"
        "    return said + ['refused' if opened < 0 else 'opened']\n"
    )
    with Sandbox(without=["bubblewrap"]) as sandbox:
        for name in ("cgroup.procs", "cgroup.kill", "memory.max"):
            place = str(in_group(sandbox).folder / name)
            assert sandbox.run(job(source, place)).calls[0].value == ["refused"] * 3
            assert sandbox.run(job(source, str(delegated / "cgroup.procs"))).calls[0].value == ["refused"] * 3
        assert Sandbox(trusted=True).run(job(source, str(delegated / "cgroup.procs"))).calls[0].value == ["opened"] * 3


@pytest.mark.slow
def test_doctor_says_whether_groups_are_made_here() -> None:
    layers = {layer.name: layer for layer in capabilities()}
    assert layers["cgroup"].works == (delegated_group() is not None)
    assert not layers["cgroup"].required
    for name in ("cgroup", "cgroup-limits"):
        assert layers[name].works or "Delegate=yes" in layers[name].hint
    assert layers["cgroup"].works or not layers["cgroup-limits"].works
