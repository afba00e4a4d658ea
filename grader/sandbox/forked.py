"""Students' processes forked by a warm process, each locked before it reads its job. Linux only."""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import time
from collections.abc import Collection
from pathlib import Path
from typing import Any

from .channel import ANSWER_BYTES, Reader
from .conversation import ChildLostError, Ended
from .enclosing import enclosed
from .frames import FAILED, STARTED
from .groups import new_group
from .protocol import SandboxBroken
from .starting import command, environment, library_folders

# Far above the numbers that people and services have; one is drawn for each warm process, so that it is
# nobody else's.
OWN_USERS = 1_879_048_192
ANSWER_SECONDS = 20.0
# How often a child that is still at work is looked at: at first so soon that its answers are read while it gives more,
# then twice as rarely each time.
FIRST_LOOK_SECONDS = 0.001
LOOK_SECONDS = 0.1
_CLOSED = 0  # poll tells of a closed pipe whatever it was asked for


def start_warm(without: Collection[str]) -> Warm:
    """A new warm process, with bubblewrap around it where that works. Raises ChildLostError or SandboxBroken."""
    if "bubblewrap" not in without:
        with contextlib.suppress(ChildLostError, OSError):
            return Warm(without, inside=True)
    return Warm(without, inside=False)


def _command(control: int, without: Collection[str], inside: bool) -> list[str]:
    own_user = OWN_USERS + secrets.randbelow(2**24)
    plain = command("warm", str(control), ",".join(without), str(own_user))
    if not inside:
        return plain
    wrapped = enclosed(plain, [*library_folders(), str(Path(__file__).parents[1])])
    if wrapped is None:
        raise ChildLostError("there is no bubblewrap here")
    return wrapped


class Warm:
    """A running warm process: `child()` gives its next locked child. Not for use by several threads at once."""

    def __init__(self, without: Collection[str], *, inside: bool) -> None:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        ours.settimeout(ANSWER_SECONDS)
        self._control = ours
        self.enclosed = inside
        self._next: ForkedProcess | None = None
        self._last = (0, Ended())
        with theirs:
            command = _command(theirs.fileno(), without, inside)
            self.group = None if "cgroup" in without else new_group()
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter and our own arguments
                command if self.group is None else self.group.entering(command),
                env=environment(),
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                cwd="/",
                start_new_session=True,
            )
        try:
            self._greet(json.loads(self._hear()[0]))
            if self.group is not None and not self.group.holds(self.pid):
                self._leave_group()
        except ChildLostError as error:
            raise ChildLostError(f"{error} {self._last_words()}") from None
        except SandboxBroken:
            self.close()
            raise

    def _greet(self, hello: dict[str, Any]) -> None:
        if hello["threads"] != 1:
            raise SandboxBroken("The warm process has more than one thread.", "Does NumPy use OpenBLAS here?")
        if hello["missing"]:
            missing = " and ".join(hello["missing"])
            raise SandboxBroken(f"This system lacks {missing}.", "See `grader doctor` for what to do about it.")

    def _last_words(self) -> str:
        """What a warm process that did not come up has written to its standard error."""
        self._control.close()
        try:
            _, words = self._process.communicate(timeout=2)
        except subprocess.TimeoutExpired:
            self._end()
            return ""
        finally:
            self._leave_group()
        return words.decode("utf-8", "replace").strip()[-500:]

    @property
    def pid(self) -> int:
        """The number of the first process of all: the warm one, or bubblewrap around it."""
        return self._process.pid

    def child(self) -> ForkedProcess:
        """The child that is kept ready. Raises ChildLostError when the warm process is gone."""
        if self._next is None:
            self._hear_of_child()
        child, self._next = self._next, None
        assert child is not None  # noqa: S101  # it was just heard of
        return child

    def wait_for_end(self, pid: int) -> Ended:
        """Wait until the warm process says how this child ended, with the next one. Raises ChildLostError."""
        while self._last[0] != pid:
            self._hear_of_child()
        return self._last[1]

    def has_ended(self, pid: int, seconds: float) -> bool:
        """Whether the warm process says within so many seconds that this child ended. Raises ChildLostError."""
        if self._last[0] != pid and _ready(self._control.fileno(), select.POLLIN, seconds):
            self._hear_of_child()
        return self._last[0] == pid

    def _hear_of_child(self) -> None:
        """Take what the warm process says of its next child, and of the end of the one before."""
        data, ways = self._hear()
        pid, last, status, microseconds = map(int, data.split())
        self._last = last, Ended(os.WTERMSIG(status), microseconds / 1e6)
        self._next = ForkedProcess(self, pid, *ways)

    def kill(self, pid: int) -> None:
        """Ask for a child's end; one that has already ended is left alone."""
        with contextlib.suppress(OSError):  # a warm process that is gone has taken its child along
            self._control.send(str(pid).encode())

    def _hear(self) -> tuple[bytes, list[int]]:
        try:
            data, ways, _, _ = socket.recv_fds(self._control, 4096, 3)
        except OSError as error:
            raise ChildLostError(f"the warm process does not answer: {error!r}") from None
        if not data:
            raise ChildLostError("the warm process is gone")
        return data, ways

    def close(self, ours: bool = True) -> None:
        """End the warm process, and with it its child. A process that merely inherited it lets go of it instead."""
        self._control.close()
        if self._process.stderr is not None:
            self._process.stderr.close()
        if not ours:
            return
        try:
            self._process.wait(timeout=2)
        except subprocess.TimeoutExpired:
            self._end()
        self._leave_group()

    def _leave_group(self) -> None:
        """Kill whatever is left in the group, and remove it."""
        if self.group is not None:
            self.group.end()
        self.group = None

    def _end(self) -> None:
        """Kill the warm process with all that came of it: it is the first of a session of its own."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class ForkedProcess:
    """One child of a warm process (see `conversation.Process`)."""

    def __init__(self, warm: Warm, pid: int, job: int, done: int, answer: int) -> None:
        self._warm = warm
        self._pid = pid
        self._job = job
        self._done = done
        self._answer = Reader(answer, ANSWER_BYTES)
        self._look = FIRST_LOOK_SECONDS
        os.set_blocking(job, False)

    def send(self, data: bytes, deadline: float) -> None:
        """Write the whole job and close the pipe, which tells the child that it is complete."""
        left = memoryview(data)
        while left:
            if not _ready(self._job, select.POLLOUT, deadline - time.monotonic()):
                raise TimeoutError
            left = left[os.write(self._job, left) :]
        os.close(self._job)
        self._job = -1

    def receive(self, deadline: float) -> bytes:
        """Some bytes of the answer, none at its end."""
        while True:
            left = deadline - time.monotonic()
            over = _ready(self._done, _CLOSED, min(left, self._look))
            self._look = min(2 * self._look, LOOK_SECONDS)
            data = self._answer.read()
            if data:
                return data
            # Whoever closes all descriptors closes this one, and may go on: only the end of the process is its end.
            if over and self._warm.has_ended(self._pid, min(left, LOOK_SECONDS)):
                return self._answer.read()
            if left <= 0:
                raise TimeoutError

    def check_started(self) -> None:
        """Whether the child came so far as to run the student's code: what it said before its last lock."""
        os.set_blocking(self._done, False)
        try:
            said = os.read(self._done, 1024)
        except BlockingIOError:
            said = b""
        started, failed, why = said.partition(FAILED)
        if failed:
            raise SandboxBroken(
                f"A lock could not be put on: {why.decode('utf-8', 'replace')}.", "See `grader doctor`."
            )
        if started != STARTED:
            raise ChildLostError("the child ended before it was locked")

    def kill(self) -> None:
        """End the child and let go of what leads to it."""
        self._warm.kill(self._pid)
        if self._job >= 0:
            os.close(self._job)
        os.close(self._done)
        self._answer.close()

    def ended(self) -> Ended:
        """How the child ended."""
        return self._warm.wait_for_end(self._pid)


def _ready(descriptor: int, event: int, seconds: float) -> bool:
    """Whether the descriptor is ready, or its other end closed, within so many seconds."""
    poll = select.poll()
    poll.register(descriptor, event)
    return bool(poll.poll(max(seconds, 0) * 1000))
