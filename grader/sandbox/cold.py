"""One job in a process of its own without locks: for one's own code, where there is no warm process.

The job comes by standard input and the answers leave by what was standard output; the student's code sees
neither.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from . import child
from .alarm import Alarm
from .frames import STARTED
from .printed import Printed


def main() -> None:
    """Read one job, run it under such limits as the system has, answer, and end."""
    result = os.dup(1)
    job = child.read_job(os.dup(0))
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    _limit(int(job["limits"]["wall_seconds"]) + 1, job["limits"]["memory_bytes"])
    printed = Printed(job["limits"]["printed_bytes"])
    child.furnish(printed)
    child.begin()
    alarm = Alarm()
    alarm.start()

    def send(frame: bytes) -> None:
        left = memoryview(frame)
        while left:
            left = left[os.write(result, left) :]

    try:
        send(STARTED)
        child.Run(job, send, alarm, printed).run()
    finally:
        os._exit(0)


def _limit(seconds: int, memory: int) -> None:
    """Processor time everywhere but on Windows; memory only where the system counts it so that a limit makes
    sense."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  # not on Windows

    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        mapped = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (mapped + memory, mapped + memory))
