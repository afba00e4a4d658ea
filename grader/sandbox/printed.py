"""Keep what a student's program prints: `Printed(limit).stream` stands for standard output and error."""

from __future__ import annotations

import io
from typing import Any, BinaryIO, cast


class _Sink(io.BufferedIOBase):
    """Keeps the first bytes that are written to it, and swallows the rest."""

    def __init__(self, limit: int) -> None:
        self.left = limit
        self.kept = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        size = len(data)
        if self.left > 0:
            self.kept += bytes(data[: self.left])
            self.left -= size
            if self.left < 0:
                self.kept += "…".encode()
        return size


class Printed:
    """A text stream that nobody reads but the grader. A real one, so that programs may wrap or reconfigure it."""

    def __init__(self, limit: int) -> None:
        self._sink = _Sink(limit)
        self.stream = io.TextIOWrapper(
            cast("BinaryIO", self._sink), encoding="utf-8", errors="backslashreplace", newline="\n", write_through=True
        )

    def allow(self, limit: int) -> None:
        """Set how many bytes may still be kept."""
        self._sink.left = limit

    def take(self) -> str:
        """What was printed since the last time."""
        if not self._sink.kept:
            return ""
        text = self._sink.kept.decode("utf-8", "replace")
        self._sink.kept.clear()
        return text
