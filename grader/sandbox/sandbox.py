"""Run students' files: `with Sandbox() as sandbox: report = sandbox.run(job)`."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Collection
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from .conversation import ChildLostError, Heard, Process, converse
from .protocol import Job, Report, SandboxBroken

if TYPE_CHECKING:
    from .forked import Warm

_TRUSTED_HINT = "Code can only be marked without locks if it is your own (--trusted-code)."


class Sandbox:
    """Where a student's code runs: one warm process, and one locked child of it per job.

    Safe to use from several threads, whose jobs then run one after another; to run several at once, make one
    for each thread or process. A Sandbox that is used in a forked process starts a warm process of its own
    there. `close` leaves no process behind, nor does the grader's sudden death.

    With `trusted=True` the code runs in a plain process of its own under mere limits: for one's own code
    only, and the only way on systems other than Linux. `without` leaves layers out (see `capabilities`).
    """

    def __init__(self, trusted: bool = False, *, without: Collection[str] = ()) -> None:
        self.trusted = trusted
        self._without = tuple(without)
        self._turn = threading.Lock()
        self._warm: Warm | None = None
        self._owner = os.getpid()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the warm process and try its locks. Raises SandboxBroken where code of strangers must not be
        run."""
        with self._turn:
            self._ready()

    def close(self) -> None:
        """End the warm process. The sandbox can be used again; it would start another."""
        with self._turn:
            self._drop()

    def run(self, job: Job) -> Report:
        """Run the job's file, make its calls, and report. Raises SandboxBroken when the grader itself failed.

        First the whole file; where that fails or takes too long, once more with its definitions only.
        """
        with self._turn:
            end = time.monotonic() + job.limits.wall_seconds
            whole = self._attempt(job, True, end)
            if whole.ending in ("ran", "syntax_error") or (whole.loaded and whole.loaded.status == "ran"):
                return whole.report()
            definitions = self._attempt(job, False, time.monotonic() + job.limits.wall_seconds)
        return _merge(whole, definitions)

    def _attempt(self, job: Job, whole: bool, end: float) -> Heard:
        """One process's answer; where no process came to run the job, one more try with a new warm
        process."""
        try:
            return converse(self._process(), job, whole, end)
        except ChildLostError:
            self._drop()
        try:
            return converse(self._process(), job, whole, time.monotonic() + job.limits.wall_seconds)
        except ChildLostError as error:
            self._drop()
            raise SandboxBroken(f"The sandbox failed twice: {error}.", "The submission can be marked again.") from None

    def _process(self) -> Process:
        if self.trusted:
            from .unlocked import UnlockedProcess  # noqa: PLC0415  # each system loads its own way only

            return UnlockedProcess()
        warm = self._ready()
        assert warm is not None  # noqa: S101  # not trusted
        return warm.child()

    def _ready(self) -> Warm | None:
        """The warm process, started if there is none, or if the one there belongs to the process we were
        forked from."""
        if self.trusted:
            return None
        if sys.platform != "linux":
            raise SandboxBroken("Students' code can be locked up on Linux only.", _TRUSTED_HINT)
        if self._owner != os.getpid():
            self._warm, self._owner = None, os.getpid()
        if self._warm is None:
            from .forked import Warm  # noqa: PLC0415  # Linux only

            try:
                self._warm = Warm(self._without)
            except (ChildLostError, OSError) as error:
                raise SandboxBroken(f"The warm process did not start: {error}.", "See `grader doctor`.") from None
        return self._warm

    def _drop(self) -> None:
        if self._warm is not None and self._owner == os.getpid():
            self._warm.close()
        self._warm = None


def _merge(whole: Heard, definitions: Heard) -> Report:
    """The report of a file that failed as a whole: that of its definitions, if they are of any use."""
    loaded = definitions.loaded
    useful = (
        loaded is not None and loaded.status == "ran" and any(call.status != "missing" for call in definitions.calls)
    )
    if not useful:
        return whole.report()
    report = definitions.report()
    printed = "".join(whole.printed + definitions.printed)
    return replace(report, printed=printed, failure=report.failure or whole.failure)
