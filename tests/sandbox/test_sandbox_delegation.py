"""Which control group is ours, where others are made, and what limits they have.

A group that the tests make and mark as systemd does stands for a delegated one: to the kernel it is no other. Which
controllers there are is the machine's; reading and writing the files of those that are not here is tested on a plain
folder laid out like a group.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sandbox_as_others import as_ordinary_user, environment, possible

from grader.sandbox.groups import LIMITS, PROCESSES, Group, limit, own_group, switch_on

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="control groups are there on Linux only")


def started(folder: Path, command: list[str]) -> subprocess.Popen[str]:
    """Start a program in a group, as systemd would."""
    entering = ["/bin/sh", "-c", 'echo 0 > "$0" || exit 1; exec "$@"', str(folder / "cgroup.procs"), *command]
    return subprocess.Popen(
        entering, env=environment(), text=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def said_in(folder: Path, command: list[str]) -> dict[str, object]:
    """What `sandbox_in_group.py` says there."""
    out, errors = (process := started(folder, command)).communicate(timeout=60)
    assert process.returncode == 0, errors
    said: dict[str, object] = json.loads(out)
    assert said["value"] == 3.0
    return said


HERE = [sys.executable, "-B", str(Path(__file__).with_name("sandbox_in_group.py"))]


@pytest.mark.slow
def test_a_service_in_a_subgroup_makes_its_groups_beside_it(unit: Path) -> None:
    said = said_in(unit / "main", HERE)
    assert Path(str(said["folder"])).parent == unit
    assert said["outside"] == []
    switched_on = (unit / "cgroup.subtree_control").read_text().split()
    assert said["limits"] == [name for name in ("memory", "pids") if name in switched_on]
    available = (unit / "cgroup.controllers").read_text().split()
    assert switched_on == [name for name in available if name in ("memory", "pids")]


@pytest.mark.slow
def test_a_service_that_was_delegated_its_own_group_makes_them_below_it(unit: Path) -> None:
    os.setxattr(unit / "main", "user.delegate", b"1")
    said = said_in(unit / "main", HERE)
    assert Path(str(said["folder"])).parent == unit / "main"
    assert said["outside"] == []
    # The kernel lets no group have both processes and groups that have limits.
    assert said["limits"] == []
    assert (unit / "main" / "cgroup.subtree_control").read_text().split() == []


FORKING = """
import os, time
count = 0
try:
    while count < 20:
        if os.fork() == 0:
            time.sleep(60)
            os._exit(0)
        count += 1
except BlockingIOError:
    pass
print(count, flush=True)
"""
# Memory counts when it is written to.
TAKING = f"print(len(b'x' * {int(LIMITS['memory.max']) + 2**24}), flush=True)"


@pytest.mark.slow
@pytest.mark.parametrize(
    ("controller", "program", "heard"), [("pids", FORKING, f"{PROCESSES - 1}\n"), ("memory", TAKING, "")]
)
def test_a_group_keeps_its_limits(unit: Path, controller: str, program: str, heard: str) -> None:
    switch_on(unit)
    (unit / "limited").mkdir()
    group = Group(unit / "limited")
    if controller not in group.limits:
        group.end()
        pytest.skip(f"the controller {controller} is not there in version 2, or not switched on above")
    process = subprocess.Popen(group.entering([sys.executable, "-I", "-c", program]), stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == heard
    group.end()
    process.wait(timeout=10)
    process.stdout.close()


@pytest.mark.slow
@pytest.mark.skipif(not possible(), reason="only root can become others, with unshare and setpriv")
@pytest.mark.parametrize("theirs", [True, False])
def test_an_ordinary_user_has_groups_where_they_were_delegated(unit: Path, theirs: bool) -> None:
    """systemd gives a delegated group's folder and two of its files to the user of the service."""
    if theirs:
        for folder in (unit, unit / "main"):
            for name in (".", "cgroup.procs", "cgroup.subtree_control"):
                os.chown(folder / name, 65534, 65534)
    said = said_in(unit / "main", as_ordinary_user("sandbox_in_group.py"))
    assert said["uid"] == 65534
    if theirs:
        assert Path(str(said["folder"])).parent == unit
        assert said["outside"] == []
    else:
        assert said["folder"] is None


BOOTED = 'mount -t tmpfs none /run && mkdir -p /run/systemd/system && exec "$@"'


@pytest.mark.slow
@pytest.mark.skipif(not possible(), reason="only root can have a /run of its own, with unshare")
@pytest.mark.parametrize("marked", [True, False])
def test_where_systemd_runs_only_a_marked_group_is_used(unit: Path, marked: bool) -> None:
    if not marked:
        os.removexattr(unit, "user.delegate")
    said = said_in(unit / "main", ["unshare", "--mount", "sh", "-c", BOOTED, "sh", *HERE])
    assert (said["folder"] is not None) == marked


MOUNTS = (
    "25 30 0:22 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory\n"
    "31 23 0:28 {root} {point} rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
)


@pytest.mark.parametrize(
    ("root", "point", "cgroup", "folder"),
    [
        ("/", "/sys/fs/cgroup", "0::/a.slice/b.service/main\n", "/sys/fs/cgroup/a.slice/b.service/main"),
        ("/", "/sys/fs/cgroup/unified", "5:devices:/a\n4:memory:/b\n0::/\n", "/sys/fs/cgroup/unified"),
        ("/docker/1f", "/sys/fs/cgroup", "0::/docker/1f/main\n", "/sys/fs/cgroup/main"),
        ("/docker/1f", "/sys/fs/cgroup", "0::/docker/2e\n", None),
        ("/..", "/sys/fs/cgroup", "0::/../elsewhere\n", None),
        ("/", "/sys/fs/cgroup", "4:memory:/b\n", None),
    ],
)  # fmt: skip
def test_our_own_group_is_found_by_the_mounts(root: str, point: str, cgroup: str, folder: str | None) -> None:
    found = own_group(MOUNTS.format(root=root, point=point), cgroup)
    assert found == (None if folder is None else Path(folder))
    assert own_group(MOUNTS.splitlines()[0], cgroup) is None


@pytest.mark.parametrize("swap", [True, False])
def test_limits_are_written_where_the_group_has_them(tmp_path: Path, swap: bool) -> None:
    files = [name for name in LIMITS if swap or name != "memory.swap.max"]
    for name in files:
        (tmp_path / name).touch()
    assert limit(tmp_path) == ("memory", "pids")
    written = {name: (tmp_path / name).read_text() for name in files}
    assert written == {name: LIMITS[name] for name in files}
    assert int(written["memory.max"]) > 512 * 2**20
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(files)


def test_no_limit_is_claimed_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "pids.max").write_text("max\n")
    assert limit(tmp_path) == ("pids",)
    (tmp_path / "pids.max").unlink()
    assert limit(tmp_path) == ()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("has", "gives", "written"),
    [("cpu memory", "", "+memory"), ("cpu memory pids", "memory", "+pids"), ("cpu io", "", ""), ("pids", "pids", "")],
)
def test_only_the_controllers_that_are_missing_are_switched_on(
    tmp_path: Path, has: str, gives: str, written: str
) -> None:
    (tmp_path / "cgroup.controllers").write_text(f"{has}\n")
    (tmp_path / "cgroup.subtree_control").write_text(f"{gives}\n")
    switch_on(tmp_path)
    assert (tmp_path / "cgroup.subtree_control").read_text().startswith(written or f"{gives}\n")
