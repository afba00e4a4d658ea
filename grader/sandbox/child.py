"""The life of one student's process: run the file, make the calls, and say what each gave.

What is said here is only ever a claim: the student's code runs in the same process and can say the same.
"""

from __future__ import annotations

import builtins
import gc
import io
import marshal
import mmap
import os
import random
import sys
import warnings
from collections.abc import Callable
from functools import partial
from typing import Any, NoReturn

import numpy as np

from . import driving, loading, plain
from .alarm import Alarm, OutOfTime
from .failures import describe
from .frames import is_readable, pack, pack_returned
from .printed import Printed
from .stubs import StubFinder
from .tracing import trace

# A second call that never ends says what the first has said, and costs as much.
MAX_TIMEOUTS = 2
# What is left of the room for answers when only short ones are taken.
_RESERVE = 2**18

_FIXED = (type(None), bool, int, float, str)
_NOWHERE = {"line": None, "column": None, "traceback": ""}
_NO_WORDS = {"type": "Exception", "message": "", **_NOWHERE}
_TOO_MUCH = {"type": "output", "message": "the results of all calls together are too large", **_NOWHERE}

Send = Callable[[bytes], None]


class Run:
    """One job in this process: `run()` loads the file, makes the calls, and sends a frame for each."""

    def __init__(self, job: dict[str, Any], send: Send, alarm: Alarm, printed: Printed) -> None:
        self._source: str = job["source"]
        self._filename: str = job["filename"]
        self._whole: bool = job["whole"]
        self._calls: list[dict[str, Any]] = job["calls"]
        self._limits: dict[str, float] = job["limits"]
        self._room = int(self._limits["output_bytes"]) - _RESERVE
        self._send = send
        self._alarm = alarm
        self._printed = printed
        self._module = loading.new_module(self._filename)
        self._failed_lines: set[int] = set()
        self._spare = mmap.mmap(-1, 2**20)  # address space that nothing has touched

    def run(self) -> None:
        """Say how loading went, then what each call gave, then that this is all."""
        if self._load():
            self._make_calls()
        self._send(pack({"k": "done"}))

    def _load(self) -> bool:
        skipped: list[str] = []
        status, failure = "ran", None
        try:
            skipped = self._run_file()
        except loading.UncompilableError as error:
            status, failure = "syntax_error", describe(error.cause, self._filename, self._source)
        except BaseException as error:  # noqa: BLE001  # whatever a student's file raises is an answer
            status, failure = self._failed(error, self._limits["load_seconds"])
        message = {"k": "loaded", "status": status, "skipped": skipped, "failure": failure}
        self._send(pack(message | {"printed": self._printed.take()}))
        return status == "ran"

    def _run_file(self) -> list[str]:
        if self._whole:
            loading.run_whole(self._source, self._module, self._alarm.limited, self._limits["load_seconds"])
            return loading.stubbed_imports(self._source)
        caught = (Exception, OutOfTime, SystemExit)
        skipped = loading.run_definitions(self._source, self._module, self._alarm.limited, caught)
        self._failed_lines = {int(line.partition(":")[0]) for line in skipped}
        return skipped

    def _make_calls(self) -> None:
        timeouts = 0
        for call in self._calls:
            answer = self._call(call["function"], call["args"], call.get("way", ""))
            frame = _frame(answer)
            if len(frame) > self._room or not is_readable(frame):
                frame = _frame(
                    _full(answer) | {"status": "wrong_type", "value": None, "failure": _TOO_MUCH, "printed": ""}
                )
            self._room -= len(frame)
            self._send(frame)
            status = answer.get("status", "returned")
            timeouts += status == "time_limit"
            if status in ("memory_limit", "forbidden") or timeouts == MAX_TIMEOUTS:
                return

    def _call(self, name: str, wire: list[Any], way: str) -> dict[str, Any]:
        status, value, failure = "returned", None, None
        function = getattr(self._module, name, None)
        args = [plain.decode(item) for item in wire]
        seconds = self._limits["call_seconds"]
        encode = plain.encode if way else plain.encode_result
        try:
            if way and callable(function):
                function = self._driven(name, function, way)
            if callable(function):
                value = self._alarm.limited(seconds, _call_and_encode, function, args, encode, self._room)
            else:
                status = "missing"
        except plain.NotPlainError as error:
            status, failure = "wrong_type", {"type": error.kind, "message": str(error), **_NOWHERE}
        except BaseException as error:  # noqa: BLE001  # whatever a student's function raises is an answer
            status, failure = self._failed(error, seconds)
        changed, printed = not way and _changed(args, wire), self._printed.take()
        if status == "returned" and not changed and not printed:
            return {"value": value}
        return {"value": value, "status": status, "inputs_changed": changed, "failure": failure, "printed": printed}

    def _driven(self, name: str, function: Callable[..., Any], way: str) -> Callable[..., Any]:
        if way == "drive":
            return driving.driver(function)
        return partial(trace, self._source, self._filename, self._failed_lines, name, function)

    def _failed(self, error: BaseException, seconds: float) -> tuple[str, dict[str, Any]]:
        """The status and the words for an error; one whose own words never end is a call that never ends."""
        if isinstance(error, MemoryError):
            self._spare.close()  # so that there is room for saying so
        status = _status(error)
        try:
            return status, self._alarm.limited(seconds, describe, error, self._filename, self._source)
        except OutOfTime as late:
            return "time_limit", describe(late, self._filename, self._source)
        except BaseException:  # noqa: BLE001  # an exception whose own methods fail
            return status, _NO_WORDS


def _frame(answer: dict[str, Any]) -> bytes:
    """What is sent of a call."""
    return pack({"k": "call"} | answer) if "status" in answer else pack_returned(answer["value"])


def _full(answer: dict[str, Any]) -> dict[str, Any]:
    """What is said of a call, with all its fields: one that merely returned says nothing but its value."""
    return {"status": "returned", "inputs_changed": False, "failure": None, "printed": ""} | answer


def _call_and_encode(
    function: Callable[..., object], args: list[object], encode: Callable[[object, int], Any], room: int
) -> Any:
    return encode(function(*args), room)


def _changed(args: list[object], wire: list[Any]) -> bool:
    """Whether the arguments are no longer what was sent, bit for bit."""
    pairs = [(item, sent) for item, sent in zip(args, wire, strict=True) if type(item) not in _FIXED]
    try:
        return any(plain.encode(item) != sent for item, sent in pairs)
    except BaseException:  # noqa: BLE001  # no longer plain data: changed
        return True


def _status(error: BaseException) -> str:
    if isinstance(error, OutOfTime):
        return "time_limit"
    if isinstance(error, MemoryError):
        return "memory_limit"
    return "forbidden" if isinstance(error, PermissionError) else "raised"


def furnish(printed: Printed) -> None:
    """Give the student's code what a fresh interpreter has: empty input, kept output, fixed random numbers."""
    sys.stdout = sys.stderr = printed.stream
    sys.stdin = io.StringIO("")
    sys.argv = ["solution.py"]
    sys.breakpointhook = lambda *_, **__: None
    sys.meta_path.append(StubFinder)
    vars(builtins).update(exit=_leave, quit=_leave)
    warnings.simplefilter("ignore")
    random.seed(0)
    np.random.seed(0)


def begin() -> None:
    """What must be done anew in each process: garbage is to be collected."""
    gc.enable()


def open_nothing() -> None:
    """Make `open` and `import` say in words what the locks would say by number."""

    def no_files(*_: object, **__: object) -> NoReturn:
        raise PermissionError("no files can be opened in the grader")

    builtins.open = io.open = no_files
    vars(sys.modules["numpy.lib._datasource"]).update(open=no_files)  # which looks for other ways to a file first
    os.getcwd = lambda: os.sep  # where the process is; `os.path.abspath(__file__)` asks
    sys.path.clear()


def read_job(descriptor: int) -> dict[str, Any]:
    """The whole job from a pipe, as `conversation.job_bytes` wrote it."""
    pieces = []
    while piece := os.read(descriptor, 2**16):
        pieces.append(piece)
    os.close(descriptor)
    job: dict[str, Any] = marshal.loads(b"".join(pieces))  # noqa: S302  # written by the grader
    return job


def _leave(*_: object) -> NoReturn:
    raise SystemExit
