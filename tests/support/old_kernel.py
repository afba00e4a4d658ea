"""Run a command as on a kernel without some locks: `python old_kernel.py seccomp,landlock COMMAND …`.

A filter, which whatever is started from here inherits, answers the system calls of those locks as such a kernel does.
"""

from __future__ import annotations

import errno
import os
import sys

from seccompy import Action, Filter

CALLS = {
    "landlock": ("landlock_create_ruleset", "landlock_add_rule", "landlock_restrict_self"),
    "seccomp": ("seccomp",),
}


def main() -> None:
    """Put the filter on, and become the command."""
    missing, *command = sys.argv[1:]
    filter_ = Filter(default=Action.ALLOW)
    for lock in missing.split(","):
        for name in CALLS[lock]:
            filter_.errno(name, errno.ENOSYS)
    filter_.load()
    os.execvp(command[0], command)


if __name__ == "__main__":
    main()
