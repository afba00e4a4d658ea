"""Run students' files: `with Sandbox() as sandbox: report = sandbox.run(job)`."""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Collection
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .conversation import ChildLostError, Heard, Meanwhile, Process, converse, job_bytes
from .protocol import Job, Report, SandboxBroken
from .selftest import forbidden_things_that_work

if TYPE_CHECKING:
    from .forked import Warm
    from .groups import Group

_TRUSTED_HINT = "Code can be run without locks only if it is your own (--trusted-code)."


class Sandbox:
    """Where a student's code runs: one warm process, and one locked child of it per job.

    Safe to use from several threads, whose jobs then run one after another; to run several at once, make one
    for each thread or process. A Sandbox that is used in a forked process starts a warm process of its own
    there. `close` leaves no process behind, nor does the grader's sudden death.

    With `trusted=True` the code runs in a plain process of its own under mere limits: for one's own code
    only, and the only way on systems other than Linux. `without` leaves layers out: `bubblewrap`, `own-uid`,
    `cgroup`, or `landlock` where the kernel has none; without `seccomp` the self-test fails and nothing is run.
    """

    def __init__(self, trusted: bool = False, *, without: Collection[str] = ()) -> None:
        self.trusted = trusted
        self._without = tuple(without)
        self._turn = threading.Lock()
        self._warm: Warm | None = None
        self._owner = os.getpid()
        self._proven = trusted

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm process and try its locks. Raises SandboxBroken where strangers' code must not be run."""
        with self._turn:
            self._prove()

    @property
    def enclosed(self) -> bool:
        """Whether bubblewrap is around the warm process now."""
        return self._warm is not None and self._warm.enclosed

    @property
    def group(self) -> Group | None:
        """The control group that the warm process is in now, where there is one."""
        return None if self._warm is None else self._warm.group

    def close(self) -> None:
        """End the warm process. The sandbox can be used again; it would start another."""
        with self._turn:
            self._drop()

    def run(self, job: Job, meanwhile: Meanwhile | None = None) -> Report:
        """Run the job's file, make its calls, and report. Raises SandboxBroken when the grader itself failed.

        First the whole file; where that fails or takes too long, once more with its definitions only. `meanwhile` is
        called while the file is running: brief work that needs nothing of what comes back, to be done beside it.
        """
        with self._turn:
            self._prove()
            return self._run(job, meanwhile)

    def _run(self, job: Job, meanwhile: Meanwhile | None = None) -> Report:
        whole = self._attempt(job, True, meanwhile)
        if whole.ending == "syntax_error" or (whole.loaded is not None and whole.loaded.status == "ran"):
            return whole.report()
        return _merge(job, whole, self._attempt(job, False))

    def _attempt(self, job: Job, whole: bool, meanwhile: Meanwhile | None = None) -> Heard:
        """One process's answer; where the warm process is lost, one more try with a new one."""
        data = job_bytes(job, whole=whole)
        for last in (False, True):
            try:
                return converse(self._process(), job, data, meanwhile)
            except ChildLostError as error:
                self._drop()
                if last:
                    raise SandboxBroken(f"The sandbox failed twice: {error}.", "Mark this again.") from None
        raise AssertionError("unreachable")

    def _prove(self) -> None:
        """Let the canary try the locks, once, before anyone's code is run."""
        if self._proven:
            return
        works = forbidden_things_that_work(self._run)
        if works:
            self._drop()
            raise SandboxBroken(f"The locks do not hold here: {', '.join(works)}.", "See `grader doctor`.")
        self._proven = True

    def _process(self) -> Process:
        if self.trusted:
            from .unlocked import UnlockedProcess  # noqa: PLC0415  # each system loads its own way only

            return UnlockedProcess()
        return self._warm_process().child()

    def _warm_process(self) -> Warm:
        """The warm process, a new one if there is none or if it belongs to the process we were forked from."""
        if sys.platform != "linux":
            raise SandboxBroken("Students' code can be locked up on Linux only.", _TRUSTED_HINT)
        if self._owner != os.getpid():
            self._drop()
            self._owner = os.getpid()
        if self._warm is None:
            from .forked import start_warm  # noqa: PLC0415  # Linux only

            try:
                self._warm = start_warm(self._without)
            except (ChildLostError, OSError) as error:
                raise SandboxBroken(f"The warm process did not start: {error}.", "See `grader doctor`.") from None
        return self._warm

    def _drop(self) -> None:
        if self._warm is not None:
            self._warm.close(ours=self._owner == os.getpid())
        self._warm = None


def _merge(job: Job, whole: Heard, definitions: Heard) -> Report:
    """The report of a file that failed as a whole: that of its definitions, if they are of any use.

    They are where a function was found, and where it cannot be found because the file does not have it.
    """
    loaded = definitions.loaded
    found = any(call.status != "missing" for call in definitions.calls)
    absent = whole.ending == "raised" and not any(_binds(job.source, call.function) for call in job.calls)
    if loaded is None or loaded.status != "ran" or not job.calls or not (found or absent):
        return whole.report()
    report = definitions.report()
    printed = "".join(whole.printed + definitions.printed)
    return replace(report, printed=printed, failure=report.failure or whole.failure)


def _binds(source: str, name: str) -> bool:
    """Whether the file seems to give something this name, by defining, assigning or importing it."""
    return bool(re.search(rf"\b(def|class|import|as)\s+{name}\b|\b{name}\s*[=,:]", source))
