"""Mark thousands of submissions in a row and look for what is left behind: `python -m benchmarks.soak_endurance [N]`.

Right, wrong, failing, noisy and hostile code of every code exercise takes turns, each file with a line of its own, so
that nothing is remembered of it. Printed every so often: the memory of this process and of the warm one, open
descriptors, processes below this one, and entries in the folder for temporary files. Status 1 when one of them grew.
"""

from __future__ import annotations

import itertools
import os
import sys
import tempfile
import time
from collections import Counter
from dataclasses import astuple, dataclass
from pathlib import Path

from grader.exercises import Answer
from grader.marking.local import LocalMarker

from .verdicts import STYLES

COUNT = 10_000
# What is remembered on purpose (graphs, proofs, read files) is all there by then.
SETTLED = 2_000
MOST_GROWTH = 16.0

_ENGINE = """
class Value:
    def __init__(self, data): self.data, self.grad = data, 0.0
    def __add__(self, other): return Value(self.data + other.data)
"""
_SIGMOID = "import numpy as np\n\ndef sigmoid_derivative(x):\n    "
OTHERS = {
    "wrong": ("sigmoid/derivative", _SIGMOID + "return x * (1 - x)\n"),
    "raises": ("sigmoid/derivative", _SIGMOID + "return 1 / 0\n"),
    "no Python": ("sigmoid/derivative", "def sigmoid_derivative(x)\n    return\n"),
    "noisy": ("sigmoid/derivative", "print('x' * 100_000)\n" + _SIGMOID + "print(x)\n    return x\n"),
    "large": ("sigmoid/derivative", _SIGMOID + "return np.ones(400_000)\n"),
    "memory": ("sigmoid/derivative", _SIGMOID + "return np.ones(10**9)\n"),
    "asks": ("backprop/linear", "name = input()\ndef backward(W, x, b):\n    return {'W': x, 'x': W, 'b': 1.0}\n"),
    "opens": ("backprop/linear", "def backward(W, x, b):\n    return open('/etc/passwd').read()\n"),
    "forks": ("backprop/linear", "import os\ndef backward(W, x, b):\n    os.fork()\n    return {'W': x}\n"),
    "dies": ("backprop/linear", "import os\ndef backward(W, x, b):\n    os._exit(0)\n"),
    "threads": (
        "backprop/linear",
        "import threading\ndef backward(W, x, b):\n    threading.Thread(target=print).start()\n    return {}\n",
    ),
    "engine": ("engine/value", _ENGINE),
}


@dataclass(frozen=True)
class Held:
    """What the grader holds at one moment. Memory is in MiB."""

    memory: float
    warm: float
    descriptors: int
    processes: int
    files: int


def held() -> Held:
    """What it holds now, once the next child is there that is always kept ready."""
    time.sleep(0.1)
    below = _below(os.getpid())
    return Held(
        _resident(os.getpid()),
        max((_resident(pid) for pid in below), default=0.0),
        sum(1 for _ in Path("/proc/self/fd").iterdir()),
        len(below),
        sum(1 for _ in Path(tempfile.gettempdir()).iterdir()),
    )


def _resident(pid: int) -> float:
    try:
        return (
            int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
        )
    except (FileNotFoundError, IndexError):
        return 0.0


def _below(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except FileNotFoundError:
        return []
    return [each for child in map(int, children) for each in (child, *_below(child))]


def main(count: int = COUNT) -> int:
    """Mark so many, print what is held meanwhile, and give the status."""
    files = [*STYLES.items(), *OTHERS.items()]
    outcomes: Counter[tuple[str, str]] = Counter()
    print(f"{'submissions':>12}{'MiB':>9}{'warm MiB':>10}{'open':>6}{'processes':>11}{'temporary':>11}{'per s':>8}")
    settled: Held | None = None
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, LocalMarker() as marker:
        tempfile.tempdir = folder
        for number, (name, (exercise, source)) in enumerate(itertools.islice(itertools.cycle(files), count), 1):
            verdict = marker.mark(marker.catalogue.get(exercise), None, Answer.of_code(f"{source}# {number}\n"))
            outcomes[name, verdict.outcome] += 1
            if number in (min(SETTLED, count // 2), count) or number % 1_000 == 0:
                now = held()
                columns = f"{now.memory:9.1f}{now.warm:10.1f}{now.descriptors:6}{now.processes:11}{now.files:11}"
                print(f"{number:12,}{columns}{number / (time.monotonic() - started):8.0f}", flush=True)
                settled = settled or (now if number >= min(SETTLED, count // 2) else None)
    tempfile.tempdir = None
    print("\n" + "\n".join(f"{name:12}{outcome:12}{times:7,}" for (name, outcome), times in sorted(outcomes.items())))
    assert settled is not None
    grown = [after - before for before, after in zip(astuple(settled), astuple(now), strict=True)]
    several = len(outcomes) > len(files)
    if max(grown[:2]) > MOST_GROWTH or max(grown[2:]) > 0 or several:
        print(f"grown since {SETTLED:,}: {grown}; several outcomes of one file: {several}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])))
