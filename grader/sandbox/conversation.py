"""Give one job to one process and hear it out, to its deadlines; then the process is ended."""

from __future__ import annotations

import marshal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from . import answers, plain
from .frames import FrameError, Frames
from .protocol import CallReport, Failure, Job, Report, Status

# How much later than its own alarm a process is killed from outside.
GRACE_SECONDS = 0.4
START_SECONDS = 20.0


Meanwhile = Callable[[], object]


class ChildLostError(Exception):
    """The process never got as far as running the student's code: the grader's own trouble, worth one more try."""


@dataclass(frozen=True)
class Ended:
    """How a process ended: the signal that killed it, or 0; and the processor seconds it had used, where known."""

    signal: int = 0
    cpu: float = 0.0


class Process(Protocol):
    """A process that reads one job and answers; one class for each way of starting it."""

    def send(self, data: bytes, deadline: float) -> None:
        """Write the whole job; raises OSError or TimeoutError."""

    def receive(self, deadline: float) -> bytes:
        """Some bytes of the answer, none at its end; raises TimeoutError at `deadline` (time.monotonic)."""

    def check_started(self) -> None:
        """Whether the student's code was begun: raises ChildLostError if not, SandboxBroken if a lock failed."""

    def kill(self) -> None:
        """End it at once, whatever it is doing; nothing is waited for."""

    def ended(self) -> Ended:
        """Wait until it has ended."""


@dataclass
class Heard:
    """What has been heard so far."""

    loaded: answers.Loaded | None = None
    calls: list[CallReport] = field(default_factory=list)
    printed: list[str] = field(default_factory=list)
    ending: Status | None = None
    failure: Failure | None = None

    def report(self) -> Report:
        """The report of a job that is over."""
        skipped = self.loaded.skipped if self.loaded else ()
        return Report(self.ending or "died", tuple(self.calls), "".join(self.printed), skipped, self.failure)


def converse(process: Process, job: Job, data: bytes, meanwhile: Meanwhile | None = None) -> Heard:
    """Everything that the process said of the job, whose `job_bytes` are sent to it. Raises ChildLostError.

    `meanwhile` is done once the job is sent: work of ours for the time that the process has its own.
    """
    heard = Heard()
    try:
        try:
            process.send(data, time.monotonic() + START_SECONDS)
        except OSError as error:  # TimeoutError is one
            raise ChildLostError(f"the process did not take its job: {error!r}") from None
        if meanwhile is not None:
            meanwhile()
        if not _listen(process, job, heard):
            process.check_started()
    finally:
        process.kill()
    if heard.ending is None:
        _post_mortem(heard, process.ended(), job)
    return heard


def _listen(process: Process, job: Job, heard: Heard) -> bool:
    """Hear all that the process says; whether it came to its last message."""
    end = time.monotonic() + job.limits.wall_seconds
    try:
        return _hear_all(process, job, heard, end)
    except TimeoutError:
        heard.ending = "time_limit"
        is_call = heard.loaded is not None and heard.loaded.status == "ran" and len(heard.calls) < len(job.calls)
        # Where the job's own time is over, the call that it was at may have been as quick as the others.
        if is_call and time.monotonic() < end:
            heard.calls.append(CallReport("time_limit"))
    except FrameError as error:
        heard.ending = "forbidden"
        heard.failure = Failure("FrameError", f"the program wrote to the grader's own channel: {error}")
        heard.calls.clear()
    return False


def _hear_all(process: Process, job: Job, heard: Heard, end: float) -> bool:
    """As `_listen`; raises TimeoutError at a deadline and FrameError where what is said makes no sense."""
    frames = Frames(job.limits.output_bytes)
    while True:
        allowed = job.limits.load_seconds if heard.loaded is None else job.limits.call_seconds
        message = _next(process, frames, min(end, time.monotonic() + allowed + GRACE_SECONDS))
        if message is not None:
            _take(message, job, heard)
        last = message is not None and message.get("k") == "done"
        if last or message is None:
            if frames:
                raise FrameError("more than whole messages")
            return last


def _take(message: dict[str, Any], job: Job, heard: Heard) -> None:
    kind = message.get("k")
    if kind == "loaded" and heard.loaded is None:
        heard.loaded = loaded = answers.loaded(message, job)
        heard.printed.append(loaded.printed)
        heard.failure = loaded.failure
        if loaded.status != "ran":
            heard.ending = loaded.status
    elif kind == "call" and heard.loaded and heard.ending is None and len(heard.calls) < len(job.calls):
        called = answers.called(message, job)
        heard.calls.append(called.report)
        heard.printed.append(called.printed)
        if called.ending:
            heard.ending, heard.failure = called.ending, called.report.failure
    elif kind == "done" and heard.loaded:
        if heard.ending is None:
            heard.ending = "ran" if len(heard.calls) == len(job.calls) else "time_limit"
    else:
        raise FrameError("a message out of turn")


def _next(process: Process, frames: Frames, deadline: float) -> dict[str, Any] | None:
    while (message := frames.next()) is None:
        data = process.receive(deadline)
        if not data:
            return None
        frames.feed(data)
    return message


def _post_mortem(heard: Heard, ended: Ended, job: Job) -> None:
    """Name the cause of a death: a signal, or an exit that nobody asked for."""
    if ended.signal in (_SIGXCPU, _SIGKILL) and ended.cpu >= job.limits.wall_seconds:
        heard.ending = "time_limit"
        return
    if ended.signal == _SIGSYS:
        heard.ending, heard.failure = (
            "forbidden",
            Failure("Forbidden", "the program asked the system for something forbidden"),
        )
        return
    heard.ending = "died"
    how = f"was ended by signal {ended.signal}" if ended.signal else "ended itself without an answer"
    heard.failure = Failure("Died", f"the program {how}")


_SIGKILL, _SIGXCPU, _SIGSYS = 9, 24, 31


def job_bytes(job: Job, *, whole: bool) -> bytes:
    """What a process is sent: the whole file is to be run, or its definitions only. Raises plain.NotPlainError.

    By `marshal`, which must never read what a stranger wrote; but this is written by the grader, and read by the same
    interpreter. A child that reads it touches, and so copies, far less of its memory than with JSON.
    """
    calls = [
        {"function": call.function, "args": [plain.encode(item) for item in call.args], "way": call.way}
        for call in job.calls
    ]
    limits = {
        name: getattr(job.limits, name)
        for name in ("call_seconds", "load_seconds", "wall_seconds", "memory_bytes", "printed_bytes", "output_bytes")
    }
    message = {
        "source": job.source,
        "filename": job.filename,
        "whole": whole,
        "calls": calls,
        "limits": limits,
    }
    return marshal.dumps(message)
