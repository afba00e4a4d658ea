"""Tell which layers of isolation work on this machine, and what to do about those that do not."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from .protocol import SandboxBroken
from .sandbox import Sandbox


@dataclass(frozen=True)
class Layer:
    """One layer: whether it works here, whether code of strangers is refused without it, and what can be done."""

    name: str
    works: bool
    required: bool
    hint: str = ""


def capabilities() -> tuple[Layer, ...]:
    """All layers, required ones first. Starts a sandbox and lets its canary try to escape: takes about a second."""
    if sys.platform != "linux":
        hint = "Students' code can be locked up on Linux only; your own runs in a plain process (--trusted-code)."
        return (Layer("linux", False, True, hint),)
    self_test, *optional = _try_out()
    return (Layer("linux", True, True), _user(), _seccomp(), _landlock(), self_test, _own_user(), *optional)


def missing_locks() -> tuple[str, ...]:
    """The names of the required layers that this system does not offer at all; nothing is started to find out."""
    if sys.platform != "linux":
        return ("linux",)
    return tuple(layer.name for layer in (_user(), _seccomp(), _landlock()) if not layer.works)


def _user() -> Layer:
    """A process that is not root can become no one else, and need not; root must be able to become nobody."""
    works = os.getuid() != 0 or _maps(65534)
    hint = "" if works else "Root cannot change its user here; run the grader as an ordinary user."
    return Layer("unprivileged-user", works, True, hint)


def _seccomp() -> Layer:
    works = False
    if find_spec("seccompy") is not None:
        import seccompy  # noqa: PLC0415  # Linux only

        works = _says_yes(seccompy.supported)
    hint = (
        "" if works else "The kernel needs CONFIG_SECCOMP_FILTER, and Python the package seccompy (x86_64 or aarch64)."
    )
    return Layer("seccomp", works, True, hint)


def _landlock() -> Layer:
    works = False
    if find_spec("landlockpy") is not None:
        import landlockpy  # noqa: PLC0415  # Linux only

        works = _says_yes(landlockpy.supported)
    hint = (
        "The kernel needs Landlock (5.13 or later, `landlock` in its list of LSMs), and Python the package landlockpy."
    )
    return Layer("landlock", works, True, "" if works else hint)


def _says_yes(supported: Callable[[], bool]) -> bool:
    """A kernel that does not even answer (a container may forbid the question) offers nothing."""
    try:
        return supported()
    except OSError:
        return False


def _try_out() -> tuple[Layer, ...]:
    """The self-test, and which of the walls around it were there."""
    try:
        with Sandbox() as sandbox:
            limits = () if sandbox.group is None else sandbox.group.limits
            return Layer("self-test", True, True), *_walls(sandbox.enclosed, sandbox.group is not None, limits)
    except SandboxBroken as error:
        return Layer("self-test", False, True, str(error)), *_walls(False, False, ())


def _walls(enclosed: bool, grouped: bool, limits: Collection[str]) -> tuple[Layer, ...]:
    hint = "Install bubblewrap, and let it make namespaces (in a container that takes more rights than the default)."
    delegate = "In a systemd unit, say `Delegate=yes` and `DelegateSubgroup=main` (systemd 254 or later)."
    limited = {"memory", "pids"} <= set(limits)
    return (
        Layer("bubblewrap", enclosed, False, "" if enclosed else hint),
        Layer("cgroup", grouped, False, "" if grouped else delegate),
        Layer("cgroup-limits", limited, False, "" if limited else delegate),
    )


def _own_user() -> Layer:
    works = os.getuid() == 0 and _maps(2**31 - 1)
    hint = (
        ""
        if works
        else "Each warm process can have a user of its own only when the grader is root with all user numbers."
    )
    return Layer("user-of-its-own", works, False, hint)


def _maps(uid: int) -> bool:
    """Whether this user number exists in our namespace."""
    ranges = [tuple(map(int, line.split())) for line in Path("/proc/self/uid_map").read_text("ascii").splitlines()]
    return any(first <= uid < first + count for first, _, count in ranges)
