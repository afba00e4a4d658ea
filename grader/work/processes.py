"""Run workers: one in this process (`run_worker`), or several beside a server (`start_workers`).

A worker beside a server is a process of its own (`python -m grader.work`). It reads its settings as one line
of standard input, wakes at every byte that follows, and stops at the end of it: so it ends when the server
does, even if that was killed.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from grader.exercises import load_catalogue
from grader.marking import mark
from grader.sandbox import Sandbox
from grader.scores import Database, StorageError, check_current, markings
from grader.work.bell import Bell
from grader.work.names import release_dead, worker_name
from grader.work.settings import Settings
from grader.work.worker import Worker

log = logging.getLogger("grader.work")

# Ctrl-C in a terminal reaches a whole group of processes: the server answers it, and tells its workers.
GROUP: Mapping[str, Any] = {"process_group": 0} if os.name == "posix" else {}
STOP_SECONDS = 10.0
RESTART_SECONDS = 1.0


def run_worker(settings: Settings, *, bell: Bell | None = None, trusted: bool = False) -> None:
    """Mark submissions in this process until SIGTERM or SIGINT, or until the bell says stop.

    `trusted` runs students' code without isolation. Raises StorageError when the database cannot be used.
    """
    if bell is None:
        bell = Bell()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, bell.stop_at_signal)
    database = Database(settings.database_url)
    check_current(database)
    release_dead(database)
    Worker(
        database,
        load_catalogue(*settings.exercises),
        settings.key("marking"),
        mark=partial(mark, prove=settings.prove),
        make_sandbox=lambda: Sandbox(trusted=trusted),
        ends_itself=True,
    ).run(bell)
    database.close()


def start_workers(settings: Settings, *, count: int | None = None, trusted: bool = False) -> WorkerPool:
    """Start worker processes, by default `settings.workers`; they run until the pool is stopped."""
    return WorkerPool(settings, settings.workers if count is None else count, trusted=trusted)


class WorkerPool:
    """Worker processes beside a server; one that dies is replaced. As a context, it stops them at the end."""

    def __init__(self, settings: Settings, count: int, *, trusted: bool) -> None:
        self._database = Database(settings.database_url)
        self._line = _encoded(settings, trusted=trusted)
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._running: set[subprocess.Popen[bytes]] = set()
        self._keepers = [threading.Thread(target=self._keep, name=f"worker-{n}", daemon=True) for n in range(count)]
        for keeper in self._keepers:
            keeper.start()

    def wake(self) -> None:
        """Tell the workers that something was submitted, so that nobody waits for their next look."""
        with self._lock:
            for process in self._running:
                _send(process, b"\n")

    def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Let the workers finish what they have begun, and end those that do not within these seconds."""
        self._stopping.set()
        with self._lock:
            running = list(self._running)
            for process in running:
                _close(process)
        deadline = time.monotonic() + seconds
        for process in running:
            try:
                process.wait(max(deadline - time.monotonic(), 0.0))
            except subprocess.TimeoutExpired:
                process.kill()
        for keeper in self._keepers:
            keeper.join()
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def _keep(self) -> None:
        """Keep one worker running: start it, wait for its end, give back what it had claimed, and again."""
        while (process := self._start()) is not None:
            status = process.wait()
            with self._lock:
                self._running.discard(process)
                _close(process)
            if status != 0:
                log.error("the worker %d ended with status %d", process.pid, status)
            self._release(process.pid)
            self._stopping.wait(RESTART_SECONDS)

    def _start(self) -> subprocess.Popen[bytes] | None:
        with self._lock:
            if self._stopping.is_set():
                return None
            # -P: a `numpy.py` in the folder where the server was started is not ours.
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "grader.work"], stdin=subprocess.PIPE, bufsize=0, **GROUP
            )
            self._running.add(process)
            _send(process, self._line)
            if os.name == "posix" and process.stdin is not None:
                # A worker that has stopped reading must not hold up the server: then it is not woken, no more.
                os.set_blocking(process.stdin.fileno(), False)
            return process

    def _release(self, pid: int) -> None:
        try:
            with self._database.session() as session:
                markings.release(session, worker_name(pid))
        except StorageError as error:
            # Then the lease runs out by itself.
            log.error("%s", error)


def main() -> int:
    """The worker beside a server: settings from standard input, which is also its lifeline."""
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    bell = Bell()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, bell.stop_at_signal)
    lifeline = _take_stdin()
    settings, trusted = _decoded(lifeline.readline())
    threading.Thread(target=_listen, args=(lifeline, bell), daemon=True).start()
    try:
        run_worker(settings, bell=bell, trusted=trusted)
    except StorageError as error:
        log.error("%s", error)
        return 1
    return 0


def _take_stdin() -> IO[bytes]:
    """Standard input, out of reach of whatever this process starts."""
    kept = os.dup(0)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    return os.fdopen(kept, "rb", buffering=0)


def _listen(lifeline: IO[bytes], bell: Bell) -> None:
    while lifeline.read(64):
        bell.ring()
    bell.stop()


def _encoded(settings: Settings, *, trusted: bool) -> bytes:
    fields: dict[str, Any] = {
        "data": str(settings.data),
        "database_url": settings.database_url,
        "secret": settings.secret.hex(),
        "workers": settings.workers,
        "exercises": [str(folder) for folder in settings.exercises],
        "prove": settings.prove,
        "trusted": trusted,
    }
    return json.dumps(fields).encode() + b"\n"


def _decoded(line: bytes) -> tuple[Settings, bool]:
    fields = json.loads(line)
    trusted = bool(fields.pop("trusted"))
    fields["data"] = Path(fields["data"])
    fields["secret"] = bytes.fromhex(fields["secret"])
    fields["exercises"] = tuple(Path(folder) for folder in fields["exercises"])
    return Settings(**fields), trusted


def _send(process: subprocess.Popen[bytes], data: bytes) -> None:
    try:
        if process.stdin is not None:
            process.stdin.write(data)
    except OSError:
        # It has just died; whoever keeps it will notice.
        log.debug("the worker %d no longer listens", process.pid)


def _close(process: subprocess.Popen[bytes]) -> None:
    try:
        if process.stdin is not None:
            process.stdin.close()
    except OSError:
        log.debug("the worker %d no longer listened", process.pid)
