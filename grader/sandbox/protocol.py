"""What goes into the sandbox and what comes out: a `Job` of calls, and a `Report` of what each call gave.

Everything in a report was said by a hostile process and then checked: of bounded size, of plain types. It is
a claim about outputs, never a verdict.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Status = Literal["ran", "syntax_error", "raised", "time_limit", "memory_limit", "forbidden", "died"]
CallStatus = Literal["returned", "raised", "time_limit", "missing", "wrong_type"]


class SandboxBroken(Exception):  # noqa: N818  # the name is part of the interface
    """The grader itself failed: nothing can be said of the student's code, so there must be no verdict.

    `hint` says what the operator can do about it.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(f"{message} {hint}".strip())
        self.hint = hint


@dataclass(frozen=True)
class Limits:
    """How much one job may use. Times are in seconds of wall clock, sizes in bytes.

    `load_seconds` is for running the whole file; a file that takes longer is read again for its definitions
    only. Where control groups have limits (`groups.py`), a job with more memory than the default has no use for it.
    """

    call_seconds: float = 2.0
    load_seconds: float = 1.0
    wall_seconds: float = 10.0
    memory_bytes: int = 512 * 2**20
    printed_bytes: int = 64 * 2**10
    output_bytes: int = 16 * 2**20


@dataclass(frozen=True, eq=False)
class Call:
    """One call of one of the student's functions with plain data: None, bool, int, float, str, list, dict,
    float64 array.

    With `drive` the function is a class, an engine, and the arguments are the steps of a graph that is built
    with it: see `driving.py`, which also says what comes back. With `trace` the arguments are lists of
    arguments, the points at which the function is traced: see `tracing/run.py`. What comes back is a claim.
    """

    function: str
    args: tuple[object, ...] = ()
    drive: bool = False
    trace: bool = False

    @property
    def way(self) -> str:
        """How it is to be called, as the child is told."""
        return "drive" if self.drive else "trace" if self.trace else ""


@dataclass(frozen=True, eq=False)
class Job:
    """A student's file and the calls to make of it, in order, in one process."""

    source: str
    calls: tuple[Call, ...] = ()
    filename: str = "solution.py"
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True)
class Failure:
    """What went wrong, for the student: the exception's type and message, and where in their own file.

    For `wrong_type` the type is that of the value which was returned and the message says why it is no
    answer. `traceback` has the student's own lines only. Control characters are already made visible.
    """

    type: str
    message: str
    line: int | None = None
    column: int | None = None
    text: str = ""
    traceback: str = ""


@dataclass(frozen=True, eq=False)
class CallReport:
    """What one call gave. `value` is None unless `status` is `returned` (and may be None then too).

    Arrays come back as float64 arrays of the shape returned, NumPy scalars as float, int or bool, tuples as lists.
    Where the value is a dict, a `NotPlain` stands for an entry that was no plain data.
    `failure` is None for `returned` and `missing`; for `time_limit` it says where the call was when its time was
    over, or is None where the call could not be asked.
    """

    status: CallStatus
    value: object = None
    inputs_changed: bool = False
    failure: Failure | None = None


@dataclass(frozen=True, eq=False)
class Report:
    """What became of a job.

    `status` is `ran` when every call was made, whatever each gave; otherwise it says what ended the job, and
    `calls` has those made before the end, with the one that ended it; not the one at which the time for all calls
    was over, which may have been as quick as they. `skipped` lists what of the file was not run, as `"LINE: text"`;
    where the file as a whole failed but its definitions could be used, `failure` says how it failed.
    """

    status: Status
    calls: tuple[CallReport, ...] = ()
    printed: str = ""
    skipped: tuple[str, ...] = ()
    failure: Failure | None = None
