"""Try what a student's code must not be able to do. Runs in the sandbox as a student's file would; see
`selftest.py`.

A call of Python succeeded when it raises nothing, a call of libc or of the kernel when its result is not
negative. The latter go through ctypes, so that nothing in Python can stand in for a lock.
"""

from __future__ import annotations

import contextlib
import ctypes
import errno
import mmap
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

# Of the ways to trace a process the one that does not stop it: where the locks do not hold, nothing shall
# break.
_SEIZE = 0x4206
# Calls that libc has no function for: their numbers on x86_64 and aarch64.
_NUMBERS = {
    "bpf": (321, 280),
    "clone3": (435, 435),
    "io_uring_setup": (425, 425),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "openat2": (437, 437),
    "shmget": (29, 194),
    "perf_event_open": (298, 241),
    "pidfd_open": (434, 434),
    "process_madvise": (440, 440),
    "userfaultfd": (323, 282),
}


def attempts(known: dict[str, str]) -> list[str]:
    """The names of all attempts that succeeded. `known` has a file and a folder that a student might know of."""
    return [
        *(name for name, function, *args in _python_calls(known["file"], known["folder"]) if _works(function, args)),
        *(name for name, function, *args in _libc_calls(known["file"], known["folder"]) if _answers(function, args)),
        *(f"call {name}" for name, numbers in _NUMBERS.items() if _looked_at(numbers)),
        *_writable(),
    ]


def _python_calls(file: str, folder: str) -> Iterator[tuple[Any, ...]]:
    new = folder + "/written by the canary"
    yield "read a file", os.open, file, os.O_RDONLY
    yield "open a file by its path only", os.open, file, os.O_PATH
    yield "look at a file", os.stat, file
    yield "list a folder", os.listdir, "/"
    yield "write a file", os.open, new, os.O_WRONLY | os.O_CREAT
    yield "make a folder", os.mkdir, new + " folder"
    yield "make a link", os.symlink, file, new + " link"
    yield "remove a file", os.unlink, folder + "/victim"
    yield "change permissions", os.chmod, folder, 0o700
    yield "change times", os.utime, folder
    yield "change the folder", os.chdir, folder
    yield "read a link", os.readlink, "/proc/self/exe"
    for family in ("AF_UNIX", "AF_INET", "AF_INET6", "AF_NETLINK", "AF_PACKET", "AF_VSOCK"):
        for kind in ("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"):
            yield f"socket {family} {kind}", socket.socket, getattr(socket, family), getattr(socket, kind)
    yield "a pair of sockets", socket.socketpair
    yield "fork", _fork
    yield "start a thread", threading.Thread(target=int).start
    yield "run a program", os.posix_spawn, "/bin/true", ["true"], {}
    yield "signal the parent", os.kill, os.getppid(), 0
    yield "signal everyone", os.kill, -1, 0
    yield "signal itself", os.kill, os.getpid(), signal.SIGWINCH
    yield "become root", os.setuid, 0
    yield "raise a limit", resource.setrlimit, resource.RLIMIT_NOFILE, (64, 64)
    yield "lift the memory limit", resource.setrlimit, resource.RLIMIT_AS, (-1, -1)
    yield "choose processors", os.sched_setaffinity, 0, {0}
    yield "change priority", os.setpriority, os.PRIO_PROCESS, 0, 19
    yield "begin a session", os.setsid
    yield "a file of memory", os.memfd_create, "canary"
    yield "a pipe", os.pipe
    yield "another descriptor", os.dup, 1
    yield "executable memory", _executable_memory


def _libc_calls(file: str, folder: str) -> Iterator[tuple[Any, ...]]:
    yield "read a file through libc", "open", file.encode(), os.O_RDONLY
    yield "write a file through libc", "open", folder.encode() + b"/through libc", os.O_WRONLY | os.O_CREAT, 0o600
    yield "look at a file through libc", "access", file.encode(), os.F_OK
    yield "trace the parent", "ptrace", _SEIZE, os.getppid(), 0, 0
    yield "change the user", "setresuid", 1, 1, 1
    yield "new namespaces", "unshare", 0x10000000
    yield "take no-new-privs away", "prctl", 38, 0, 0, 0, 0
    yield "be dumped", "prctl", 4, 1, 0, 0, 0
    yield "watch files", "inotify_init1", 0
    yield "an event descriptor", "eventfd", 0, 0


def _works(function: Callable[..., object], args: list[object]) -> bool:
    try:
        _close(function(*args))
    except (OSError, ValueError, RuntimeError):
        return False
    return True


def _answers(name: str, args: list[object]) -> bool:
    result: int = getattr(ctypes.CDLL(None), name)(*args)
    _close(result)
    return result >= 0


def _close(result: object) -> None:
    """Let go of what may be a descriptor: only a few are allowed, and the next attempt shall not fail for that."""
    if type(result) is int and result > 2:
        with contextlib.suppress(OSError):
            os.close(result)


def _looked_at(numbers: tuple[int, int]) -> bool:
    """Whether the kernel looked at a call with senseless arguments, instead of refusing it by its number."""
    libc = ctypes.CDLL(None, use_errno=True)
    number = numbers[0] if _is_x86() else numbers[1]
    result: int = libc.syscall(number, 0, 0, 0, 0, 0, 0)
    return result >= 0 or ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS)


def _is_x86() -> bool:
    """Whether call 39 says our own number, as on x86_64; the `uname` call is forbidden here."""
    return bool(ctypes.CDLL(None).syscall(39) == os.getpid())


def _writable() -> list[str]:
    """The descriptors beyond the standard three (which lead nowhere) that can be written to."""
    return [f"write to descriptor {number}" for number in range(3, 64) if _works(os.write, [number, b""])]


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def _executable_memory() -> None:
    mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_EXEC).close()
