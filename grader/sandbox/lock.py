"""Lock a process for good: after `Lock.after_job` it can compute, and end. Linux only.

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

# The places of a child's descriptors: its job, and the pipe that it holds open until it is done.
JOB, DONE = 3, 4
# Where the warm process keeps its own, so that those of a child come to lie below.
KEPT = 16
NOBODY = 65534

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_SECCOMP_FILTER, _PROT_EXEC = 1, 4
_KILL = int(signal.SIGKILL)

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
        libc = ctypes.CDLL(None, use_errno=True)
        libc.syscall.restype = ctypes.c_long
        self._syscall = libc.syscall
        self._null = kept(os.open(os.devnull, os.O_RDWR))
        self._root = os.getuid() == 0
        self._uid = NOBODY if "own-uid" in without else _mapped(own_user)
        self._rules = -1
        if landlock_supported() and "landlock" not in without:
            ruleset = Ruleset(scoped=Scope.ABSTRACT_UNIX_SOCKET | Scope.SIGNAL)
            self._rules = kept(os.dup(ruleset.fileno()))
        self._filtered = "seccomp" not in without
        self._prctl, self._seccomp, self._landlock = map(syscall_nr, ("prctl", "seccomp", "landlock_restrict_self"))
        self.missing = [] if seccomp_supported() else ["seccomp"]
        if self._rules < 0 and "landlock" not in without:
            self.missing.append("landlock")
        program = _make_filter()
        self._code = ctypes.create_string_buffer(program, len(program))
        self._program = _Program(len(program) // 8, ctypes.addressof(self._code))
        self._base = 0

    def prepare(self, more: int) -> None:
        """Do in the warm process what its children inherit, and note how much memory it maps, and `more`.

        A job's memory is counted on top of that.
        """
        self._call("no-new-privs", self._prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        for descriptor in (0, 1):
            os.dup2(self._null, descriptor)
        _limit_for_all()
        if self._root:
            os.setgroups([])
            os.setresgid(self._uid, self._uid, self._uid)
        with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123  # pathlib is not needed here
            self._base = int(statm.read().split()[0]) * resource.getpagesize() + more

    def be_silent(self) -> None:
        """Give up standard error, which is for what goes wrong before the warm process is ready."""
        os.dup2(self._null, 2)

    def before_job(self, job: int, done: int, parent: int) -> None:
        """Give up every descriptor, right and privilege that reading the job and the last lock do not need."""
        # Neither is in the other's way: a job's pipe is made first, so it is the lower one.
        os.dup2(job, JOB)
        os.dup2(done, DONE)
        if self._rules >= 0:
            self._call("landlock", self._landlock, self._rules, 0)
        os.closerange(DONE + 1, 65_536)
        _limit_child()
        if self._root:
            os.setresuid(self._uid, self._uid, self._uid)
        # After the change of user, which clears it.
        self._call("death signal", self._prctl, _PR_SET_PDEATHSIG, _KILL, 0, 0, 0)
        self._call("dumpable", self._prctl, _PR_SET_DUMPABLE, 0, 0, 0, 0)
        if os.getppid() != parent:
            raise LockError("the warm process is gone")

    def after_job(self, memory: int, seconds: float) -> None:
        """Set the job's own limits, say STARTED, and then allow nothing but computing."""
        cpu = int(seconds) + 1
        resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
        resource.setrlimit(resource.RLIMIT_AS, (self._base + memory, self._base + memory))
        os.write(DONE, STARTED)  # nothing can be written there after the last lock, by anyone
        if self._filtered:
            self._call("seccomp", self._seccomp, _SECCOMP_FILTER, 0, ctypes.byref(self._program))

    def _call(self, layer: str, *args: object) -> None:
        if self._syscall(*args) != 0:
            code = ctypes.get_errno()
            raise LockError(code, f"{layer}: {os.strerror(code)}")


def kept(descriptor: int) -> int:
    """The same descriptor at a place where it is in no child's way."""
    place = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, KEPT)
    os.close(descriptor)
    return place


def _mapped(uid: int) -> int:
    """This user, where such a number exists here, else nobody."""
    with open("/proc/self/uid_map", encoding="ascii") as ranges:  # noqa: PTH123  # pathlib is not needed here
        for line in ranges:
            first, _, count = map(int, line.split())
            if first <= uid < first + count:
                return uid
    return NOBODY


def _limit_for_all() -> None:
    """The limits that the warm process has no use for either: no cores, no locked memory, no message queues."""
    for limit in (resource.RLIMIT_CORE, resource.RLIMIT_MEMLOCK, resource.RLIMIT_MSGQUEUE):
        resource.setrlimit(limit, (0, 0))
    resource.setrlimit(resource.RLIMIT_STACK, (8 * 2**20, 8 * 2**20))


def _limit_child() -> None:
    """The limits that are the same for every job: no files, no new processes, no new descriptors."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NPROC, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (DONE + 1, DONE + 1))
