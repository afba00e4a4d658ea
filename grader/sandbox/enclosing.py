"""Put the warm process into namespaces of its own with bubblewrap, where that is installed and allowed.
Optional.

Costs a few milliseconds once, and nothing per child. Inside there is no network device, no other process, no
System V memory of anyone, and of the file system only the interpreter, its libraries and this package: no
data folder, no secret.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

_NAMESPACES = ("--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts", "--unshare-cgroup-try")
# What the warm process needs where it is root: to make its children another user's, and to end them.
_RIGHTS = ("CAP_SETUID", "CAP_SETGID", "CAP_KILL")
_SYSTEM = ("/usr", "/lib", "/lib64", "/bin", "/etc/ld.so.cache")


def enclosed(command: list[str], folders: list[str]) -> list[str] | None:
    """The command inside bubblewrap, with these folders to be read there, or None where there is no bubblewrap."""
    program = shutil.which("bwrap")
    if program is None:
        return None
    seen = [*_SYSTEM, sys.base_prefix, sys.prefix, str(Path(sys.executable).parent), *folders]
    binds = [word for folder in dict.fromkeys(seen) for word in ("--ro-bind-try", folder, folder)]
    rights = [word for right in _RIGHTS for word in ("--cap-add", right)]
    return [
        program,
        *_NAMESPACES,
        *binds,
        *("--dev", "/dev", "--proc", "/proc", "--chdir", "/", "--cap-drop", "ALL"),
        *rights,
        "--",
        *command,
    ]
