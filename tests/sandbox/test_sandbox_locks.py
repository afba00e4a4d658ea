"""The locks hold, the canary notices when one does not, and nothing is run without them."""

from __future__ import annotations

import os
import sys

import pytest
from sandbox_running import Run

from grader.sandbox import Sandbox, SandboxBroken, capabilities
from grader.sandbox.selftest import CANARY, forbidden_things_that_work

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="locks are there on Linux only")


def test_the_canary_can_do_nothing(sandbox: Sandbox) -> None:
    assert forbidden_things_that_work(sandbox.run) == []


def test_the_canary_succeeds_where_nothing_is_locked() -> None:
    works = forbidden_things_that_work(Sandbox(trusted=True).run)
    expected = {"read a file", "look at a file", "write a file", "socket AF_INET SOCK_DGRAM", "fork", "start a thread"}
    assert expected <= set(works)
    assert len(works) >= 40


@pytest.mark.slow
def test_nothing_is_run_where_a_lock_does_not_hold() -> None:
    with pytest.raises(SandboxBroken, match=r"The locks do not hold here: .*socket AF_INET"):
        Sandbox(without=["seccomp"]).start()


@pytest.mark.slow
def test_the_canary_can_do_nothing_without_bubblewrap_either() -> None:
    with Sandbox(without=["bubblewrap"]) as plain:
        assert not plain.enclosed
        assert forbidden_things_that_work(plain.run) == []


@pytest.mark.slow
def test_either_of_filter_and_landlock_stops_files_by_itself() -> None:
    with Sandbox(without=["landlock"]) as unlandlocked:
        assert forbidden_things_that_work(unlandlocked.run) == []
    unfiltered = Sandbox(without=["seccomp"])
    with pytest.raises(SandboxBroken) as error:
        unfiltered.start()
    assert "read a file" not in str(error.value)
    assert "write a file" not in str(error.value)


@pytest.mark.slow
def test_doctor_is_told_of_every_layer() -> None:
    layers = {layer.name: layer for layer in capabilities()}
    optional = {"user-of-its-own", "bubblewrap", "cgroup", "cgroup-limits"}
    assert set(layers) == {"linux", "unprivileged-user", "seccomp", "landlock", "self-test"} | optional
    assert {name for name, layer in layers.items() if not layer.required} == optional
    assert all(layer.works or layer.hint for layer in layers.values())
    assert layers["self-test"].works == all(layer.works for layer in layers.values() if layer.required)


@pytest.mark.skipif(sys.platform != "linux" or os.getuid() != 0, reason="only root can become someone else")
def test_a_child_of_root_is_a_user_that_nobody_else_is(run: Run) -> None:
    source = "import os\ndef f(x):\n    return [os.getuid(), os.geteuid(), os.getgid(), os.getegid()]\n"
    (call,) = run(source, 1).calls
    assert isinstance(call.value, list)
    assert len(set(call.value)) == 1
    assert call.value[0] > 65534


def test_a_child_knows_nothing_of_where_it_is(run: Run) -> None:
    source = "import os, sys\ndef f(x):\n    return [dict(os.environ), sys.argv, sys.path]\n"
    assert run(source, 1).calls[0].value == [{}, ["solution.py"], []]


def test_the_warm_process_holds_nothing_worth_finding(run: Run) -> None:
    source = "import sys\ndef f(x):\n    return sorted(sys.modules)\n"
    modules = run(source, 1).calls[0].value
    assert isinstance(modules, list)
    ours = {name for name in modules if str(name).startswith(("grader", "reference"))}
    assert "grader.sandbox.child" in ours
    assert all(name == "grader" or str(name).startswith("grader.sandbox") for name in ours)
    assert not {"sympy", "flint", "flask", "sqlalchemy", "grader.sandbox.sandbox", "grader.sandbox.selftest"} & set(
        modules
    )


def test_no_other_students_file_is_in_a_childs_memory(run: Run) -> None:
    """Neither as an object nor, as far as one can look without reading files, as freed bytes."""
    run("SECRET = 'what the ' + 'first student wrote'\ndef f(x):\n    return SECRET\n", 1)
    source = (
        "import gc, sys\n"
        "def f(x):\n"
        "    wanted = ' '.join(['first', 'student', 'wrote'])\n"
        "    gc.unfreeze()\n"
        "    texts = [o for o in gc.get_objects() if isinstance(o, (dict, list, tuple))]\n"
        "    return sum(wanted in str(v) for o in texts for v in (o.values() if isinstance(o, dict) else o)\n"
        "               if isinstance(v, (str, bytes)))\n"
    )
    assert run(source, 1).calls[0].value == 0


def test_the_canary_is_a_file_like_a_students(run: Run) -> None:
    assert "attempts" in CANARY.read_text(encoding="utf-8")
    report = run(CANARY.read_text(encoding="utf-8"), {"file": "/etc/passwd", "folder": "/tmp"}, name="attempts")
    assert report.status == "ran"
    assert report.calls[0].value == []
