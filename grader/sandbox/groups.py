"""A control group (cgroup, version 2) of its own for each warm process, where a group is delegated to us. Optional.

All that comes of a warm process is in its group, is killed with it at one stroke, and has limits together where the
controllers `memory` and `pids` are there. Nothing of anybody else's is changed: no process is moved but the new one,
and controllers are switched on only in a group that is said to be ours. Work at a warm process' start and end only.

Sources: the kernel's Documentation/admin-guide/cgroup-v2.rst, systemd's docs/CGROUP_DELEGATION.md. Linux only.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import shutil
import time
import weakref
from pathlib import Path

from .protocol import Limits

PREFIX = "backprop-grader-"
# What systemd writes on a group that it delegates (`user.` since version 251, for everyone to read; `trusted.` before).
MARKS = ("user.delegate", "trusted.delegate")
# Beside a job: the warm process (25 MiB), what a child copies of it (at most as much), the shared memory of its answer
# (16 MiB), page tables, pipes. There is one child at a time: the next is forked when the last one's memory is free.
ROOM_BYTES = 128 * 2**20
# The warm process, its child, bubblewrap and the first process in its namespace, and as many again.
PROCESSES = 8
LIMITS = {
    "memory.max": str(Limits().memory_bytes + ROOM_BYTES),
    "memory.swap.max": "0",
    "memory.oom.group": "0",  # only the process that asks for too much shall die
    "pids.max": str(PROCESSES),
}
_END_SECONDS = 1.0
_numbers = itertools.count()


class Group:
    """A group to be entered by one process. `end()`, once, kills what is in it and removes it; so does our own exit.

    `limits` names the controllers that hold it: `memory`, `pids`, both or none.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.limits = limit(folder)
        self.end = weakref.finalize(self, _end, folder, os.getpid())

    def entering(self, command: list[str]) -> list[str]:
        """The command, in this group from before its first instruction, so that nothing it forks is outside.

        A shell enters and then becomes the command: Python cannot do that safely after a fork where it has threads.
        """
        return ["/bin/sh", "-c", 'echo 0 > "$0"; exec "$@"', str(self.folder / "cgroup.procs"), *command]

    def holds(self, pid: int) -> bool:
        """Whether this process is in the group."""
        with contextlib.suppress(OSError):  # someone else has removed it
            return str(pid) in (self.folder / "cgroup.procs").read_text("ascii").split()
        return False


def new_group() -> Group | None:
    """A group for one warm process, or None where nothing is delegated to us. Those of dead graders are removed."""
    with contextlib.suppress(OSError):
        folder = delegated_group()
        if folder is not None and shutil.which("/bin/sh"):
            _sweep(folder)
            return Group(_made_in(folder))
    return None


def delegated_group() -> Path | None:
    """The folder of the group in which we may make others; its controllers are switched on where that is ours to do.

    That is our own group or the one above it (systemd's `DelegateSubgroup=`) where it is marked as delegated. Where no
    systemd runs, nobody marks groups, and who may write to one's own group has been given it; the same holds for
    root in the root group. There, controllers are left as they are.
    """
    own = own_group(*(os.fsdecode(Path("/proc/self", name).read_bytes()) for name in ("mountinfo", "cgroup")))
    if own is None:
        return None
    for folder in (own, own.parent):
        if _marked(folder) and _writable(folder):
            switch_on(folder)
            return folder
    managed = Path("/run/systemd/system").is_dir()
    return own if _writable(own) and not managed else None


def own_group(mountinfo: str, cgroup: str) -> Path | None:
    """The folder of our version 2 group, from the texts of `/proc/self/mountinfo` and `/proc/self/cgroup`."""
    path = next((line[len("0::") :] for line in cgroup.splitlines() if line.startswith("0::/")), None)
    if path is None:
        return None
    for line in mountinfo.splitlines():
        mount, _, kind = line.partition(" - ")
        if kind.split()[0] == "cgroup2":
            root, point = mount.split()[3:5]
            # Outside of our namespace a path begins with `/..`, and leads to nothing that is ours.
            if Path(path).is_relative_to(root) and ".." not in path:
                return Path(point) / Path(path).relative_to(root)
    return None


def switch_on(folder: Path) -> None:
    """Let the groups in this one have limits. The kernel refuses while there are processes in this one itself."""
    has, gives = ((folder / f"cgroup.{name}").read_text("ascii").split() for name in ("controllers", "subtree_control"))
    for controller in ("memory", "pids"):
        if controller in has and controller not in gives:
            with contextlib.suppress(OSError):  # then the groups have no such limit, as `Group.limits` says
                _write(folder / "cgroup.subtree_control", f"+{controller}")


def limit(folder: Path) -> tuple[str, ...]:
    """Write the limits for which the group has a file, and name the controllers whose `max` was taken."""
    taken = []
    for name, value in LIMITS.items():
        with contextlib.suppress(OSError):  # no such controller here, or no swap that could be limited
            _write(folder / name, value)
            taken.append(name)
    return tuple(controller for controller in ("memory", "pids") if f"{controller}.max" in taken)


def _marked(folder: Path) -> bool:
    for mark in MARKS:
        with contextlib.suppress(OSError):
            if os.getxattr(folder, mark) == b"1":
                return True
    return False


def _writable(folder: Path) -> bool:
    """Whether we may make a group there and move a process of ours from our group into it."""
    return all(os.access(path, os.W_OK) for path in (folder, folder / "cgroup.procs"))


def _made_in(folder: Path) -> Path:
    while True:
        group = folder / f"{PREFIX}{os.getpid()}-{next(_numbers)}"
        with contextlib.suppress(FileExistsError):  # left by a dead grader that had our number
            group.mkdir()
            return group


def _sweep(folder: Path) -> None:
    """Remove the empty groups of graders that were killed."""
    for group in folder.glob(f"{PREFIX}*"):
        named = re.fullmatch(rf"{PREFIX}([1-9]\d*)-\d+", group.name)
        if named and not Path(f"/proc/{named[1]}").exists():
            with contextlib.suppress(OSError):  # another grader does the same, or the processes are just ending
                group.rmdir()


def _end(folder: Path, owner: int) -> None:
    """Kill what is in the group (Linux 5.14) and remove it. A process that was forked off leaves it to its owner."""
    if os.getpid() != owner:
        return
    with contextlib.suppress(OSError):
        _write(folder / "cgroup.kill", "1")
    until = time.monotonic() + _END_SECONDS
    while True:
        try:
            folder.rmdir()
        except OSError as error:
            if error.errno == errno.EBUSY and time.monotonic() < until:
                time.sleep(0.002)
                continue
        return


def _write(file: Path, text: str) -> None:
    """Write to a file of the kernel's; one that is not there is not made."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CLOEXEC)
    try:
        os.write(descriptor, text.encode())
    finally:
        os.close(descriptor)
