"""Run Python as an ordinary user, or as root of a default Docker container, on a machine where we are root.

The interpreter may lie where only root can go (`/root/.pyenv`), so an ordinary user gets a view of the file system in
which root's home is empty but for it. Nothing outside that view changes.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
_DOCKER = (
    "chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write"
)

_VIEW = """
set -e
home=$1; shift
kept=$(mktemp -d)
mount --bind "$home" "$kept"
mount -t tmpfs -o mode=755 none /root
mkdir -p "$home"
mount --bind "$kept" "$home"
umount "$kept"
rmdir "$kept"
exec "$@"
"""


def possible() -> bool:
    """Whether we can become others here."""
    return os.getuid() == 0 and shutil.which("unshare") is not None and shutil.which("setpriv") is not None


def as_ordinary_user(program: str, *arguments: str) -> list[str]:
    """The command that runs a Python file of this folder as `nobody`."""
    become = ["setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--no-new-privs"]
    python = [sys.executable, "-B", str(Path(__file__).with_name(program)), *arguments]
    home = Path(sys.base_prefix).resolve()
    if home.is_relative_to("/root"):
        return ["unshare", "--mount", "sh", "-c", _VIEW, "sh", str(home), *become, *python]
    return [*become, *python]


def as_docker(program: str, *arguments: str) -> list[str]:
    """The command that runs a Python file of this folder as root with the rights that Docker leaves to it."""
    kept = ",".join(f"+{name}" for name in _DOCKER.split())
    return [
        "setpriv", "--bounding-set", f"-all,{kept}", sys.executable, "-B",
        str(Path(__file__).with_name(program)), *arguments,
    ]  # fmt: skip


def environment() -> dict[str, str]:
    """An environment in which such a program finds this checkout, and leaves nothing in it."""
    return {"PYTHONPATH": str(CHECKOUT), "PATH": os.environ["PATH"], "TMPDIR": "/tmp"}
