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
_LENGTH = struct.Struct("<I")
_dumps = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


_DECODER = json.JSONDecoder(parse_constant=_no_constant)


class FrameError(ValueError):
    """The other side wrote something that is no message."""


def pack(message: dict[str, Any]) -> bytes:
    """One frame for a message of JSON data."""
    body = _dumps(message).encode("ascii")
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

    def feed(self, data: bytes) -> None:
        """Take in what was read."""
        self._left -= len(data)
        if self._left < 0:
            raise FrameError("more output than is allowed")
        del self._held[: self._at]
        self._at = 0
        self._held += data

    def __bool__(self) -> bool:
        """Whether bytes are waiting."""
        return len(self._held) > self._at

    def next(self) -> dict[str, Any] | None:
        """The next whole message, or None until more is fed. Raises FrameError."""
        start = self._at + _LENGTH.size
        if len(self._held) < start:
            return None
        (length,) = _LENGTH.unpack_from(self._held, self._at)
        if length > MAX_FRAME:
            raise FrameError("a frame that is too long")
        end = start + length
        if len(self._held) < end:
            return None
        self._at = end
        return _parse(self._held[start:end])


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
