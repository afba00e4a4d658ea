"""Time several ways of doing the same, so that a drift of the machine falls on all alike."""

from __future__ import annotations

import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping

SECONDS = 1.5


def milliseconds(work: Callable[[], object]) -> float:
    """How long it took."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def cold() -> None:
    """Python and NumPy, started."""
    subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)


def medians(ways: Mapping[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each way, in rounds of shuffled order."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name in random.sample(list(ways), len(ways)):
            times[name].append(milliseconds(ways[name]))
    return {name: statistics.median(values) for name, values in times.items()}


def per_second(make: Callable[[], Callable[[], object]], cores: int) -> float:
    """How often as many at once as there are cores do it, each in a process of its own as the grader's workers."""
    context = multiprocessing.get_context("fork")
    ready, counts = context.Barrier(cores), context.SimpleQueue()

    def work() -> None:
        do = make()
        for _ in range(20):
            do()
        ready.wait()
        count, end = 0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            do()
            count += 1
        counts.put(count)
        os._exit(0)  # a sandbox and a bare fork end with the process that has them

    workers = [context.Process(target=work) for _ in range(cores)]
    for worker in workers:
        worker.start()
    total = sum(counts.get() for _ in workers)
    for worker in workers:
        worker.join()
    return total / SECONDS
