"""The shared memory through which a locked child answers: no system call, nothing to open, nothing to write
to.

The child appends frames to a piece of memory that the grader reads. What was written before a child is killed
is there, whatever it was doing; a child that writes nonsense writes it into its own answer.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import struct

ANSWER_BYTES = 16 * 2**20
# How much is written, in the machine's own form: Python then stores and loads all eight bytes at once, so that what is
# read while the other side writes is never half an old number and half a new one.
_WRITTEN = struct.Struct("@Q")


class AnswerFullError(Exception):
    """There is no room left for this answer."""


def make(size: int) -> int:
    """A descriptor of `size` bytes of memory that no one can shrink or grow."""
    descriptor = os.memfd_create("answer", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.truncate(descriptor, _WRITTEN.size + size)
    fcntl.fcntl(descriptor, fcntl.F_ADD_SEALS, fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW)
    return descriptor


class Writer:
    """The child's end: `write` appends one frame."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._memory = mmap.mmap(descriptor, _WRITTEN.size + size)
        self._end = _WRITTEN.size
        self._size = _WRITTEN.size + size

    def write(self, frame: bytes) -> None:
        """Append a frame; raises AnswerFullError where it does not fit."""
        end = self._end + len(frame)
        if end > self._size:
            raise AnswerFullError
        self._memory[self._end : end] = frame
        self._end = end
        _WRITTEN.pack_into(self._memory, 0, end - _WRITTEN.size)


class Reader:
    """The grader's end: `read` gives what was appended since the last time."""

    def __init__(self, descriptor: int, size: int) -> None:
        self._descriptor = descriptor
        self._head = mmap.mmap(descriptor, _WRITTEN.size, prot=mmap.PROT_READ)
        self._size = size
        self._seen = 0

    def read(self) -> bytes:
        """New bytes, at most `size` in all; none if there are none. They are copied before they are looked at."""
        (written,) = _WRITTEN.unpack_from(self._head)
        new = min(written, self._size) - self._seen
        if new <= 0:
            return b""
        data = os.pread(self._descriptor, new, _WRITTEN.size + self._seen)
        self._seen += len(data)
        return data

    def close(self) -> None:
        """Let go of the memory."""
        self._head.close()
        os.close(self._descriptor)
