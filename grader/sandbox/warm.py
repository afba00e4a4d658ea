"""The warm process: NumPy and all permitted modules loaded, it forks one locked child after another.

It never reads a submission: a child reads its own job from a pipe whose other end goes straight to the
grader, so nothing of one student's is ever in the memory that the next one's process begins with. One child
is always kept ready. When the grader goes away, so does this process, and with it its child. Linux only.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import json
import os
import select
import signal
import socket
import struct
import sys
from typing import Any, NamedTuple, NoReturn

from . import channel, child, pages
from .alarm import Alarm
from .channel import ANSWER_BYTES
from .frames import FAILED
from .lock import DONE, JOB, KEPT, Lock, kept
from .printed import Printed
from .rehearsal import rehearse

# Everything of the standard library and NumPy that a student's functions may want: nothing can be opened
# later.
PRELOADED = (
    "_codecs_kr _strptime abc argparse array ast base64 binascii bisect calendar cmath codecs collections "
    "collections.abc colorsys contextlib contextvars copy cProfile csv datetime decimal difflib dis "
    "encodings.ascii encodings.cp949 encodings.euc_kr encodings.latin_1 encodings.utf_16 enum "
    "fractions functools gc glob graphlib hashlib heapq hmac inspect io itertools json keyword linecache "
    "locale logging math numbers operator os os.path pathlib pickle platform pprint pstats queue random re "
    "reprlib secrets selectors shutil statistics string stringprep struct symtable sys tempfile textwrap "
    "threading time timeit token tokenize traceback types typing unicodedata unittest uuid warnings weakref "
    "zlib zoneinfo numpy.char numpy.ctypeslib numpy.dtypes numpy.exceptions numpy.fft numpy.lib.format "
    "numpy.lib.scimath numpy.lib.stride_tricks numpy.linalg numpy.ma numpy.polynomial "
    "numpy.random numpy.rec numpy.strings numpy.testing numpy.typing"
)
CHECK_MILLISECONDS = 2000

_WAYS = struct.Struct("3i")
# What Python's own `os.fork` does besides is of use to other threads only, of which there are none, and to
# `random`, which is to be the same for all; and in the child it touches, and so copies, half a megabyte.
_fork = ctypes.PyDLL(None).fork


class World(NamedTuple):
    """What is prepared once for all children."""

    lock: Lock
    alarm: Alarm
    printed: Printed


def main() -> None:
    """Serve the grader at the other end of the socket whose number is the first argument.

    The others: layers to leave out, joined by commas, and the user that children shall be where we are root.
    """
    control = socket.socket(fileno=kept(int(sys.argv[1])))
    without, own_user = sys.argv[2].split(","), int(sys.argv[3])
    parent = os.getppid()
    for name in PRELOADED.split():
        importlib.import_module(name)
    os.environ.clear()
    os.chdir("/")
    lock = Lock(without, own_user)
    lock.prepare(ANSWER_BYTES)
    threads = sum(1 for _ in os.scandir("/proc/self/task"))
    alarm, printed = Alarm(), Printed(0)
    child.furnish(printed)
    child.open_nothing()
    rehearse(alarm, 20)
    gc.collect()
    gc.freeze()
    gc.disable()
    pages.gather()
    control.send(json.dumps({"threads": threads, "missing": lock.missing}).encode())
    lock.be_silent()
    world = World(lock, alarm, printed)
    last = b"0 0 0"
    while os.getppid() == parent:
        last = _one_child(control, world, parent, last)


def _one_child(control: socket.socket, world: World, parent: int, last: bytes) -> bytes:
    """Fork a child, hand the grader the ways to it and say how the last one ended; wait for this one's end."""
    job_read, job_write = os.pipe()
    done_read, done_write = os.pipe()
    answer = channel.make(ANSWER_BYTES)
    me = os.getpid()
    pid = _fork()
    if pid == 0:
        _live(world, job_read, done_write, answer, me)
    ways = _WAYS.pack(job_write, done_read, answer)
    control.sendmsg([b"%d %b" % (pid, last)], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, ways)])
    os.closerange(JOB, KEPT)  # all that were made above
    status, usage = _watch(control, pid, parent)
    return b"%d %d %d" % (pid, status, (usage.ru_utime + usage.ru_stime) * 1_000_000)


def _watch(control: socket.socket, pid: int, parent: int) -> tuple[int, Any]:
    """Wait for the child's end; kill it when the grader says so, and leave with it when the grader is gone."""
    end = os.pidfd_open(pid)
    poll = select.poll()
    poll.register(end, select.POLLIN)
    poll.register(control, select.POLLIN)
    try:
        while True:
            ready = {descriptor for descriptor, _ in poll.poll(CHECK_MILLISECONDS)}
            if control.fileno() in ready:
                order = control.recv(64)
                if not order:
                    _leave_with(pid)
                if int(order) == pid:
                    os.kill(pid, signal.SIGKILL)
            if end in ready:
                _, status, usage = os.wait4(pid, 0)
                return status, usage
            if os.getppid() != parent:
                _leave_with(pid)
    finally:
        os.close(end)


def _leave_with(pid: int) -> NoReturn:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os._exit(0)


def _live(world: World, job_read: int, done_write: int, answer: int, parent: int) -> NoReturn:
    """A child, from its birth to its end."""
    try:
        writer = channel.Writer(answer, ANSWER_BYTES)
        try:
            world.lock.before_job(job_read, done_write, parent)
            child.begin()
            job = child.read_job(JOB)
            world.printed.allow(job["limits"]["printed_bytes"])
            world.alarm.start()
            world.lock.after_job(job["limits"]["memory_bytes"], job["limits"]["wall_seconds"])
        except BaseException as error:  # noqa: BLE001  # said to the grader, which gives no verdict then
            os.write(DONE, FAILED + repr(error).encode("utf-8", "replace")[:500])
            os._exit(0)
        child.Run(job, writer.write, world.alarm, world.printed).run()
        os.close(DONE)  # the grader need not wait until this process's memory has been taken back
    finally:
        os._exit(0)
