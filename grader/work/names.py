"""Name workers, so that the claims of those that have died can be told from those of the living."""

from __future__ import annotations

import os
import socket

from grader.scores import Database, markings


def worker_name(pid: int | None = None) -> str:
    """The name under which the process of this number on this machine claims markings."""
    return f"{socket.gethostname()}/{os.getpid() if pid is None else pid}/"


def release_dead(database: Database) -> None:
    """Give back what dead processes of this machine had claimed, so that nobody waits for their leases."""
    own = worker_name()
    machine = own.split("/", maxsplit=1)[0]
    with database.session() as session:
        for holder in markings.holders(session):
            host, pid = holder.split("/")[:2]
            # A container's process has the same number every time: what bears our own name is not ours.
            if host == machine and (holder == own or not _alive(int(pid))):
                markings.release(session, holder)


def _alive(pid: int) -> bool:
    if os.name != "posix":
        return True  # elsewhere, asking could end the process: its lease runs out by itself
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
