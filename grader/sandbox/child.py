"""The life of one student's process: read the job, be locked, run it, say what each call gave, and end.

What is written here is only ever a claim: the student's code runs in the same process and can write the same
bytes.
"""

from __future__ import annotations

import builtins
import gc
import io
import json
import os
import random
import sys
import warnings
from collections.abc import Callable
from typing import Any, NoReturn

import numpy as np

from . import loading, plain
from .alarm import Alarm, OutOfTime
from .failures import describe
from .frames import pack
from .stubs import StubFinder

MAX_TIMEOUTS = 2

Send = Callable[[dict[str, Any]], None]


class _Sink(io.RawIOBase):
    """Keeps the first bytes of what is printed, and counts nothing more."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = len(data)
        if self._left >= 0:
            self._kept += bytes(data[: self._left + 1])
            self._left -= size
        return size

    def take(self) -> str:
        """What was printed since the last time."""
        text = self._kept.decode("utf-8", "replace")
        self._kept.clear()
        return text


class Run:
    """One job in this process: `load()` the file, then make the `calls()`."""

    def __init__(self, job: dict[str, Any], send: Send, alarm: Alarm) -> None:
        self._source: str = job["source"]
        self._filename: str = job["filename"]
        self._whole: bool = job["whole"]
        self._calls: list[dict[str, Any]] = job["calls"]
        self._limits: dict[str, float] = job["limits"]
        self._send = send
        self._alarm = alarm
        self._module = loading.new_module(self._filename)
        self._sink = _Sink(int(self._limits["printed_bytes"]))
        _furnish(self._sink, self._filename)

    def run(self) -> None:
        """Say how loading went, then what each call gave, then that this is all."""
        if self._load():
            self._make_calls()
        self._send({"k": "done"})

    def _load(self) -> bool:
        skipped: list[str] = []
        ending, failure = "ran", None
        try:
            skipped = self._run_file()
        except BaseException as error:  # noqa: BLE001  # whatever a student's file raises is an answer
            ending, failure = _ending(error), self._describe(error)
            if isinstance(error, SyntaxError | ValueError | UnicodeError) and not failure["traceback"].count(
                ", in "
            ):
                ending = "syntax_error"
        self._send(
            {
                "k": "loaded",
                "status": ending,
                "skipped": skipped,
                "failure": failure,
                "printed": self._sink.take(),
            }
        )
        return ending == "ran"

    def _run_file(self) -> list[str]:
        if self._whole:
            loading.run_whole(self._source, self._module, self._alarm.limited, self._limits["load_seconds"])
            return loading.stubbed_imports(self._source)
        caught = (Exception, OutOfTime, SystemExit)
        return loading.run_definitions(self._source, self._module, self._alarm.limited, caught)

    def _make_calls(self) -> None:
        timeouts = 0
        for call in self._calls:
            answer = self._call(call["function"], call["args"])
            self._send({"k": "call", **answer, "printed": self._sink.take()})
            timeouts += answer["status"] == "time_limit"
            if answer["status"] in ("memory_limit", "forbidden") or timeouts == MAX_TIMEOUTS:
                return

    def _call(self, name: str, wire: list[Any]) -> dict[str, Any]:
        function = getattr(self._module, name, None)
        answer: dict[str, Any] = {
            "status": "returned",
            "value": None,
            "inputs_changed": False,
            "failure": None,
        }
        if not callable(function):
            return answer | {"status": "missing"}
        args = [plain.decode(item) for item in wire]
        try:
            answer["value"] = self._alarm.limited(
                self._limits["call_seconds"], _call_and_encode, function, args
            )
        except plain.NotPlainError as error:
            failure = {
                "type": error.kind,
                "message": str(error),
                "line": None,
                "column": None,
                "traceback": "",
            }
            answer |= {"status": "wrong_type", "failure": failure}
        except BaseException as error:  # noqa: BLE001  # whatever a student's function raises is an answer
            answer |= {"status": _ending(error), "failure": self._describe(error)}
        answer["inputs_changed"] = _changed(args, wire)
        return answer

    def _describe(self, error: BaseException) -> dict[str, Any]:
        try:
            return self._alarm.limited(1.0, describe, error, self._filename, self._source)
        except BaseException:  # noqa: BLE001  # an exception whose own methods fail or never end
            return {"type": "Exception", "message": "", "line": None, "column": None, "traceback": ""}


def _call_and_encode(function: Callable[..., object], args: list[object]) -> Any:
    return plain.encode(function(*args))


def _changed(args: list[object], wire: list[Any]) -> bool:
    try:
        return [plain.encode(item) for item in args] != wire
    except BaseException:  # noqa: BLE001  # no longer plain data: changed
        return True


def _ending(error: BaseException) -> str:
    if isinstance(error, OutOfTime):
        return "time_limit"
    if isinstance(error, MemoryError):
        return "memory_limit"
    return "forbidden" if isinstance(error, PermissionError) else "raised"


def _leave(*_: object) -> NoReturn:
    raise SystemExit


def _furnish(sink: _Sink, filename: str) -> None:
    """Give the student's code what a fresh interpreter has: empty input, kept output, fixed random
    numbers."""
    sys.stdout = sys.stderr = io.TextIOWrapper(
        sink, encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True
    )
    sys.stdin = io.StringIO("")
    sys.argv = [filename]
    sys.breakpointhook = lambda *_, **__: None
    sys.meta_path.append(StubFinder)
    vars(builtins).update(exit=_leave, quit=_leave)
    warnings.simplefilter("ignore")
    random.seed(0)
    np.random.seed(0)  # the generator that students use
    gc.enable()


def read_job(descriptor: int) -> dict[str, Any]:
    """The whole job from a pipe: JSON data, written by the grader."""
    pieces = []
    while piece := os.read(descriptor, 2**20):
        pieces.append(piece)
    os.close(descriptor)
    job: dict[str, Any] = json.loads(b"".join(pieces))
    return job


def sender(descriptor: int) -> Send:
    """A function that writes one message to a pipe."""

    def send(message: dict[str, Any]) -> None:
        left = memoryview(pack(message))
        while left:
            left = left[os.write(descriptor, left) :]

    return send


def forbid_files() -> None:
    """Make `open` say in words what the locks would say by number."""

    def no_files(*_: object, **__: object) -> NoReturn:
        raise PermissionError("no files can be opened in the grader")

    builtins.open = io.open = no_files
