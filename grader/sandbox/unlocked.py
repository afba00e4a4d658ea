"""Run a job in a fresh process without locks: for one's own code, and where there are no locks."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import threading
import time

from .conversation import ChildLostError, Ended
from .frames import STARTED
from .starting import command, environment


class UnlockedProcess:
    """A fresh interpreter that runs one job (see `conversation.Process`); works on every system."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own arguments
            command("cold"),
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._started = False
        self._first = b""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        """Move what arrives to the queue: a pipe cannot be waited for with a limit on every system."""
        assert self._process.stdout is not None  # noqa: S101  # it was asked for
        with contextlib.suppress(ValueError, OSError):  # closed by `kill`
            while piece := self._process.stdout.read1(2**16):  # type: ignore[attr-defined]  # a BufferedReader
                self._pieces.put(piece)
        self._pieces.put(b"")

    def send(self, data: bytes, deadline: float) -> None:
        """Write the whole job and close the pipe; then wait until the interpreter has come up."""
        assert self._process.stdin is not None  # noqa: S101  # it was asked for
        self._process.stdin.write(data)
        self._process.stdin.close()
        first = self.receive(deadline)
        self._started = first.startswith(STARTED)
        self._first = first[len(STARTED) :]

    def receive(self, deadline: float) -> bytes:
        """Some bytes of the answer, none at its end."""
        if self._first:
            first, self._first = self._first, b""
            return first
        try:
            return self._pieces.get(timeout=max(deadline - time.monotonic(), 0))
        except queue.Empty:
            raise TimeoutError from None

    def check_started(self) -> None:
        """Whether the process came so far as to run the student's code. Raises ChildLostError."""
        if not self._started:
            raise ChildLostError("the process ended before it was ready")

    def kill(self) -> None:
        """End the process and wait for it."""
        self._process.kill()
        self._process.wait()
        self._reader.join(timeout=1)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):  # what was left unwritten
                    pipe.close()

    def ended(self) -> Ended:
        """How the process ended."""
        return Ended(max(-self._process.wait(), 0))
