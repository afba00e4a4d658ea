"""Prove at start that the locks hold: `forbidden_things_that_work(run)` sends a canary and says what it could do."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .protocol import Call, Job, Report, SandboxBroken

CANARY = Path(__file__).with_name("canary.py")
PREFIX = "grader-canary-"
# Far longer than a canary takes.
LEFT_SECONDS = 600.0


def forbidden_things_that_work(run: Callable[[Job], Report]) -> list[str]:
    """The names of forbidden things that a canary could do; none where the locks hold.

    It is given a file that is there to be read, and a folder that anyone may write to, so that only a lock
    stops it. Raises SandboxBroken when the canary itself did not come back.
    """
    _sweep()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as name:
        folder = Path(name)
        folder.chmod(0o777)  # on purpose: file permissions shall not be what stops the canary
        victim = folder / "victim"
        victim.write_text("alive\n", encoding="utf-8")
        victim.chmod(0o666)
        known = {"file": str(CANARY), "folder": name}
        report = run(Job(CANARY.read_text(encoding="utf-8"), (Call("attempts", (known,)),), CANARY.name))
        left = sorted(os.listdir(name))  # noqa: PTH208  # names, not paths
        changed = left != ["victim"] or victim.read_text(encoding="utf-8") != "alive\n"
    answer = report.calls[0] if report.calls else None
    if answer is None or answer.status != "returned" or not isinstance(answer.value, list):
        raise SandboxBroken(
            f"The canary did not come back ({report.status}: {report.failure}).", "See `grader doctor`."
        )
    return [str(item) for item in answer.value] + (["leave something in a folder"] if changed else [])


def _sweep() -> None:
    """Remove our own folders that were left when a grader was killed in the middle of its canary."""
    before = time.time() - LEFT_SECONDS
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):  # another grader may remove it at the same time
            look = folder.lstat()
            if stat.S_ISDIR(look.st_mode) and look.st_uid == os.getuid() and look.st_mtime < before:
                shutil.rmtree(folder)
