"""Ask SymPy, last of all, in a process of its own that is ended when it takes too long. Only its zero counts.

The process is started when it is first needed and kept for later questions; it ends with this one.
"""

from __future__ import annotations

import atexit
import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

from .tape import NUMBER, Tape

SECONDS = 0.6
_SECONDS_TO_START = 30.0
_MOST_TERMS = 300
_PACKAGE_PARENT = Path(__file__).resolve().parents[2]

_lock = threading.Lock()
_current: _Process | None = None


def is_zero(tape: Tape, term: int, positive: list[str]) -> bool:
    """Whether SymPy simplifies the term to 0; variables are real, those in `positive` positive. False is no opinion."""
    order = tape.needed([term])
    if len(order) > _MOST_TERMS:
        return False
    place = {old: new for new, old in enumerate(order)}
    terms = [[tape.ops[old], [place[arg] for arg in tape.args[old]], _written(tape, old)] for old in order]
    with _lock:
        answer = _process().ask({"terms": terms, "zero": place[term], "positive": positive})
    return answer.get("zero") is True


def _written(tape: Tape, term: int) -> Any:
    value = tape.values[term]
    return f"{value.numerator}/{value.denominator}" if tape.ops[term] == NUMBER else value


class _Process:
    """A running child, and a thread that hands over what it prints, so that waiting can end."""

    def __init__(self) -> None:
        self.owner = os.getpid()
        self.child = subprocess.Popen(
            [sys.executable, "-m", "reference.equivalence.sympy_child"],
            cwd=_PACKAGE_PARENT,
            env={**os.environ, "PYTHONHASHSEED": "0", "OPENBLAS_NUM_THREADS": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.answers: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(), daemon=True).start()
        self.alive = bool(self.wait(_SECONDS_TO_START))

    def _read(self) -> None:
        for line in self.child.stdout or ():
            self.answers.put(line)
        self.answers.put("")

    def wait(self, seconds: float) -> dict[str, Any]:
        """The next answer; {} when there is none in time, and then the process is over."""
        try:
            line = self.answers.get(timeout=seconds)
        except queue.Empty:
            line = ""
        if not line:
            self.end()
            return {}
        answer: dict[str, Any] = json.loads(line)
        return answer

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        try:
            print(json.dumps(question), file=self.child.stdin, flush=True)
        except OSError:
            self.end()
            return {}
        return self.wait(SECONDS)

    def end(self) -> None:
        self.alive = False
        if self.owner == os.getpid():
            self.child.kill()
            self.child.wait()


def _process() -> _Process:
    """The running process, or a new one."""
    global _current  # noqa: PLW0603  (one process for all comparisons)
    if _current is None or not _current.alive or _current.owner != os.getpid():
        _current = _Process()
    return _current


@atexit.register
def _end() -> None:
    if _current is not None:
        _current.end()
