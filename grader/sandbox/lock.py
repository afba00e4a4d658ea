"""Lock a process for good: after `Lock.apply` it can compute, write to one pipe, and end. Linux only.

Prepared once, in the warm process, by `landlockpy` and `seccompy`; applied in each child by a few system
calls, because every page that a child touches is copied. No layer is trusted for itself: a canary
(`canary.py`) tries them all at start.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import resource
import signal
from collections.abc import Collection

from landlockpy import Ruleset, Scope
from landlockpy import supported as landlock_supported
from seccompy import Action, CmpOp, Filter, syscall_nr
from seccompy import supported as seccomp_supported

from .frames import STARTED

# The places of a child's descriptors: its job, the pipe that it holds open until it is done, and Landlock's
# rules.
JOB, DONE, _RULES = 3, 4, 5
NOBODY = 65534

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SECCOMP_FILTER, _PROT_EXEC = 1, 4

# What Python and NumPy need to compute: memory, clocks, random bytes, their own ids. No name of a file, no
# new descriptor.
_ALLOWED = (
    "brk clock_getres clock_gettime clock_nanosleep close exit exit_group futex getegid geteuid getgid "
    "getpid getppid getrandom getrusage gettid gettimeofday getuid madvise mremap munmap nanosleep "
    "restart_syscall rt_sigprocmask rt_sigreturn sched_getaffinity sched_yield time"
)


class LockError(OSError):
    """A lock could not be put on; the process must not run anything."""


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _make_filter() -> bytes:
    filter_ = Filter(default=Action.ERRNO | errno.EPERM)
    for name in _ALLOWED.split():
        if _known(name):
            filter_.allow(name)
    for descriptor in (1, 2):
        filter_.allow("write", args={0: descriptor})
    for name in ("mmap", "mprotect"):
        filter_.allow(name, args=[(2, CmpOp.MASKED_EQ, 0, _PROT_EXEC)])
    return filter_.program


def _known(name: str) -> bool:
    """Whether this architecture has the call (`time` is x86 only)."""
    try:
        syscall_nr(name)
    except ValueError:
        return False
    return True


class Lock:
    """The locks of one warm process. `without` names layers to leave out: `landlock`, `own-uid`, `seccomp`."""

    def __init__(self, without: Collection[str], own_user: int) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._libc.syscall.restype = ctypes.c_long
        self._null = os.open(os.devnull, os.O_RDWR)
        self._uid = NOBODY if "own-uid" in without else _mapped(own_user)
        self._ruleset: Ruleset | None = None
        if landlock_supported() and "landlock" not in without:
            self._ruleset = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
        self._filtered = "seccomp" not in without
        self._numbers = {name: syscall_nr(name) for name in ("seccomp", "landlock_restrict_self")}
        self.missing = [] if seccomp_supported() else ["seccomp"]
        if self._ruleset is None and "landlock" not in without:
            self.missing.append("landlock")
        program = _make_filter()
        self._code = ctypes.create_string_buffer(program, len(program))
        self._program = _Program(len(program) // 8, ctypes.addressof(self._code))
        self._base = 0

    def measure(self, more: int) -> None:
        """Note how much memory the warm process maps, and `more`; a job's memory is counted on top of it."""
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # pathlib is not needed here
            self._base = int(statm.read().split()[0]) * resource.getpagesize() + more

    def before_job(self, job: int, done: int, parent: int) -> None:
        """Give up every descriptor, right and privilege that reading the job and the last lock do not need."""
        self._keep_only(job, done)
        self._call("no-new-privs", self._libc.prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        if self._ruleset is not None:
            self._call("landlock", self._libc.syscall, self._numbers["landlock_restrict_self"], _RULES, 0)
        os.closerange(_RULES, _RULES + 1)
        _limit_once()
        if os.getuid() == 0:
            os.setgroups([])
            os.setresgid(self._uid, self._uid, self._uid)
            os.setresuid(self._uid, self._uid, self._uid)
        # After the change of user, which clears it.
        self._call("death signal", self._libc.prctl, _PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        self._call("dumpable", self._libc.prctl, _PR_SET_DUMPABLE, 0, 0, 0, 0)
        if os.getppid() != parent:
            raise LockError("the warm process is gone")

    def after_job(self, memory: int, seconds: float) -> None:
        """Set the job's own limits, say STARTED, and then allow nothing but computing."""
        cpu = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_AS, (self._base + memory, self._base + memory))
        os.write(DONE, STARTED)  # nothing can be written there after the last lock, by anyone
        if self._filtered:
            program = ctypes.byref(self._program)
            self._call("seccomp", self._libc.syscall, self._numbers["seccomp"], _SECCOMP_FILTER, 0, program)

    def _keep_only(self, job: int, done: int) -> None:
        rules = self._null if self._ruleset is None else self._ruleset.fileno()
        # First out of the way of the places they are going to.
        moved = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, 16) for descriptor in (job, done, rules)]
        for descriptor in (0, 1, 2):
            os.dup2(self._null, descriptor)
        for descriptor, place in zip(moved, (JOB, DONE, _RULES), strict=True):
            os.dup2(descriptor, place)
        os.closerange(_RULES + 1, 65_536)

    def _call(self, layer: str, function: object, *args: object) -> None:
        if function(*args) != 0:  # type: ignore[operator]  # a ctypes function
            code = ctypes.get_errno()
            raise LockError(code, f"{layer}: {os.strerror(code)}")


def _mapped(uid: int) -> int:
    """This user, where such a number exists here, else nobody."""
    with open("/proc/self/uid_map", encoding="ascii") as ranges:  # noqa: PTH123  # pathlib is not needed here
        for line in ranges:
            first, _, count = map(int, line.split())
            if first <= uid < first + count:
                return uid
    return NOBODY


def _limit_once() -> None:
    """The limits that are the same for every job: no files, no cores, no new descriptors, no new processes."""
    for limit in (
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_CORE,
        resource.RLIMIT_MEMLOCK,
        resource.RLIMIT_MSGQUEUE,
    ):
        resource.setrlimit(limit, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_STACK, (8 * 2**20, 8 * 2**20))
    resource.setrlimit(resource.RLIMIT_NOFILE, (DONE + 1, DONE + 1))
