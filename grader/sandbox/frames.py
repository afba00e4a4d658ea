"""Messages over a pipe, length and JSON: `pack` writes one, `Frames` reads a hostile stream of them."""

from __future__ import annotations

import json
import struct
from typing import Any

# What a process says before its first frame: that the student's code begins, or why it cannot.
STARTED, FAILED = b"L", b"F"
MAX_FRAME = 8 * 2**20
# Commas and brackets of one frame, which decide how much memory its parsed form takes. Arrays have none: they
# are base64.
MAX_MARKS = 600_000
# Messages up to so many bytes in all are parsed together: most are a few dozen bytes long, and far within MAX_MARKS.
_TOGETHER = 65_536
_LENGTH = struct.Struct("<I")
_dumps = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


class FrameError(ValueError):
    """The other side wrote something that is no message."""


def pack(message: dict[str, Any]) -> bytes:
    """One frame for a message of JSON data."""
    return _framed(_dumps(message).encode("ascii"))


def pack_returned(value: Any) -> bytes:
    """One frame that says that a call returned this value, as JSON data, and nothing else. Most values are numbers."""
    if type(value) is float:
        return _framed(b'{"k":"call","value":%b}' % float.__repr__(value).encode("ascii"))
    return pack({"k": "call", "value": value})


def _framed(body: bytes) -> bytes:
    return _LENGTH.pack(len(body)) + body


def is_readable(frame: bytes) -> bool:
    """Whether a frame of `pack` is within the bounds that its reader sets."""
    if len(frame) <= MAX_MARKS:
        return True
    return len(frame) <= MAX_FRAME and _marks(frame[_LENGTH.size :]) <= MAX_MARKS


def _marks(body: bytes | bytearray) -> int:
    return body.count(b",") + body.count(b"[") + body.count(b"{")


class Frames:
    """Cuts a stream of bytes into messages. Nothing larger than `limit` bytes in all is ever held or parsed."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._held = bytearray()
        self._at = 0  # where the next message begins
        self._ready: list[dict[str, Any]] = []  # messages that were parsed together, the next one last

    def feed(self, data: bytes) -> None:
        """Take in what was read. Raises FrameError where that is more than allowed."""
        self._left -= len(data)
        if self._left < 0:
            raise FrameError("more output than is allowed")
        del self._held[: self._at]
        self._at = 0
        self._held += data

    def __bool__(self) -> bool:
        """Whether anything is waiting."""
        return bool(self._ready) or len(self._held) > self._at

    def next(self) -> dict[str, Any] | None:
        """The next whole message, or None until more is fed. Raises FrameError."""
        if not self._ready:
            bodies = self._cut()
            if not bodies:
                return None
            self._ready = _parse_together(bodies) or [_parse(body) for body in reversed(bodies)]
        return self._ready.pop()

    def _cut(self) -> list[bytearray]:
        """The next whole messages, unparsed: one, or as many short ones as make no long one."""
        bodies: list[bytearray] = []
        end, stop = len(self._held), self._at + _TOGETHER
        while self._at + _LENGTH.size <= end and (self._at < stop or not bodies):
            start = self._at + _LENGTH.size
            (length,) = _LENGTH.unpack_from(self._held, self._at)
            if length > MAX_FRAME:
                raise FrameError("a frame that is too long")
            if start + length > (min(end, stop) if bodies else end):
                break
            self._at = start + length
            bodies.append(self._held[start : self._at])
        return bodies


def _parse_together(bodies: list[bytearray]) -> list[dict[str, Any]]:
    """Several messages at one stroke, the first one last; none where that does not work out.

    Pieces that make messages only when put together are let through: they say nothing that whole ones could not.
    """
    if len(bodies) == 1:
        return []
    try:
        messages = _DECODER.decode(f"[{b','.join(bodies).decode('ascii')}]")
    except (ValueError, RecursionError):
        return []
    fit = len(messages) == len(bodies) and all(type(message) is dict for message in messages)
    return messages[::-1] if fit else []


def _parse(body: bytearray) -> dict[str, Any]:
    if _marks(body) > MAX_MARKS:
        raise FrameError("a frame of too many items")
    try:
        message, end = _DECODER.raw_decode(body.decode("ascii"))
    except (ValueError, RecursionError):
        raise FrameError("a frame that is no JSON") from None
    if end != len(body):
        raise FrameError("a frame with more than JSON in it")
    if not isinstance(message, dict):
        raise FrameError("a frame that is no message")
    return message
