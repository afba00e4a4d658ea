"""What a process writes into the shared memory is read in order and whole, also while it goes on writing."""

from __future__ import annotations

import os
import sys

import pytest

from grader.sandbox.channel import AnswerFullError, Reader, Writer, make

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="such memory is Linux's")
SIZE = 2**20
# Not a power of two, so that the number of bytes written changes in several of its own bytes at once.
FRAME = bytes(range(199))


def write_until_full(descriptor: int) -> None:
    writer = Writer(descriptor, SIZE)
    try:
        while True:
            writer.write(FRAME)
    except AnswerFullError:
        os._exit(0)


def test_what_is_read_while_more_is_written_is_never_torn() -> None:
    whole = FRAME * (SIZE // len(FRAME))
    for _ in range(10):
        descriptor = make(SIZE)
        pid = os.fork()
        if pid == 0:
            write_until_full(descriptor)
        reader, heard, ended = Reader(descriptor, SIZE), b"", False
        while not ended:
            ended = os.waitpid(pid, os.WNOHANG)[0] == pid
            heard += reader.read()
            assert whole.startswith(heard)
        reader.close()
        assert heard == whole


def test_a_number_of_bytes_that_is_a_lie_gives_no_more_than_there_is() -> None:
    descriptor = make(SIZE)
    writer, reader = Writer(descriptor, SIZE), Reader(descriptor, SIZE)
    writer._memory[:8] = b"\xff" * 8  # as a student's code could
    assert len(reader.read()) == SIZE
    assert reader.read() == b""
    writer._memory[:8] = b"\x00" * 8
    assert reader.read() == b""
    reader.close()
