"""Read what a student's process said as hostile input: every field checked, every text bounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple, cast, get_args

from . import plain
from .frames import FrameError
from .loading import MAX_SKIPPED
from .protocol import CallReport, CallStatus, Failure, Job, Status
from .text import visible

_CALL_KEYS = {"k", "status", "value", "inputs_changed", "failure", "printed"}
_BRIEF_KEYS = {"k", "value"}
_CALL_STATUSES = (*get_args(CallStatus), "memory_limit", "forbidden")


@dataclass(frozen=True)
class Loaded:
    """How running the file went."""

    status: Status
    skipped: tuple[str, ...]
    failure: Failure | None
    printed: str


class Called(NamedTuple):
    """How one call went; `ending` is the job's status where this call ended it for good."""

    report: CallReport
    printed: str
    ending: Status | None


def loaded(message: dict[str, Any], job: Job) -> Loaded:
    """A checked `loaded` message; raises FrameError."""
    if message.keys() != {"k", "status", "skipped", "failure", "printed"}:
        raise FrameError("a message with other fields than it should have")
    if message["status"] not in get_args(Status):
        raise FrameError("an unknown status")
    skipped = message["skipped"]
    if type(skipped) is not list or len(skipped) > MAX_SKIPPED:
        raise FrameError("a bad list of what was skipped")
    lines = tuple(_text(item, 200) for item in skipped)
    status = cast("Status", message["status"])
    return Loaded(status, lines, _failure(message["failure"], job), _text(message["printed"], job.limits.printed_bytes))


def called(message: dict[str, Any], job: Job) -> Called:
    """A checked `call` message; raises FrameError. One of a call that merely returned has nothing but the value."""
    if message.keys() == _BRIEF_KEYS:
        return Called(CallReport("returned", _value(message["value"])), "", None)
    if message.keys() != _CALL_KEYS or message["status"] not in _CALL_STATUSES:
        raise FrameError("a message with other fields than it should have")
    if type(message["inputs_changed"]) is not bool:
        raise FrameError("inputs_changed is neither true nor false")
    value = _value(message["value"])
    printed = _text(message["printed"], job.limits.printed_bytes)
    failure = _failure(message["failure"], job)
    status = message["status"]
    if (status in ("returned", "missing")) != (failure is None) or (status != "returned" and value is not None):
        raise FrameError("a call that both returned and failed")
    ending = status if status in ("memory_limit", "forbidden") else None
    report = CallReport("raised" if ending else status, value, message["inputs_changed"], failure)
    return Called(report, printed, ending)


def _value(data: Any) -> object:
    try:
        return plain.decode_result(data)
    except (plain.WireError, RecursionError) as error:
        raise FrameError(str(error)) from None


def _failure(data: Any, job: Job) -> Failure | None:
    if data is None:
        return None
    if type(data) is not dict or data.keys() != {"type", "message", "line", "column", "traceback"}:
        raise FrameError("a failure with other fields than it should have")
    lines = job.source.split("\n")  # as Python counts them
    line = _number(data["line"])
    if line is not None and line > len(lines):
        line = None
    return Failure(
        type=_text(data["type"], plain.MAX_KIND),
        message=_text(data["message"], plain.MAX_REASON),
        line=line,
        column=_number(data["column"]),
        text=visible(lines[line - 1].strip(), 300) if line else "",
        traceback=_text(data["traceback"], 8000),
    )


def _text(value: Any, limit: int) -> str:
    if type(value) is not str:
        raise FrameError("no text where a text should be")
    return visible(value, limit)


def _number(value: Any) -> int | None:
    if value is None:
        return None
    if type(value) is not int or not 1 <= value <= 10**7:
        raise FrameError("an impossible line or column")
    return value
