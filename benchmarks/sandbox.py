"""Time a student's code in the sandbox against a bare fork and a cold start: `python -m benchmarks.sandbox`.

Each way runs the same ten lines and fifty calls, shuffled and repeated; read the ratios, not the times. A bare fork
is what running the code costs at the least: a process forks, the child reads its job, runs it, sends the results back
through a pipe, and ends, with no lock and no check. Of two such processes one has loaded what the sandbox's has, so
that the same files run in it, and the goals are against that one; the other has loaded NumPy only.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial

from grader.sandbox import Call, Job, Sandbox
from grader.sandbox.starting import command, environment
from grader.sandbox.warm import PRELOADED

SOURCE = """import math
import numpy as np

def f(x):
    if x >= 0:
        s = 1.0 / (1.0 + math.exp(-x))
    else:
        e = math.exp(x)
        s = e / (1.0 + e)
    v = np.array([s, 1 - s])
    return float(v[0] * v[1])
"""
INPUTS = [i / 7 - 3 for i in range(50)]
JOB = Job(SOURCE, tuple(Call("f", (x,)) for x in INPUTS))

_BARE = """
import gc, importlib, json, os, sys
def main():
    import numpy, math
    for name in sys.argv[1].split():
        importlib.import_module(name)
    gc.collect(); gc.freeze(); gc.disable()
    for job in sys.stdin.buffer:
        job_read, job_write = os.pipe()
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(job_write)
            source, inputs = json.loads(os.read(job_read, 65536))
            names = {}
            exec(compile(source, "f", "exec"), names)
            os.write(write, json.dumps([names["f"](x) for x in inputs]).encode())
            os._exit(0)
        os.write(job_write, job)
        for descriptor in (job_read, job_write, write): os.close(descriptor)
        while os.read(read, 65536): pass
        os.close(read)
        os.waitpid(pid, 0)
        print("done", flush=True)
main()
"""


class BareFork:
    """A process with NumPy and these modules loaded that forks for each run and does nothing else."""

    def __init__(self, modules: str = PRELOADED) -> None:
        line = command("warm", modules)
        line[line.index("-c") + 1] = line[line.index("-c") + 1].partition("from")[0] + "\n" + _BARE
        self._process = subprocess.Popen(
            line, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        self._job = json.dumps([SOURCE, INPUTS]) + "\n"

    def run(self) -> None:
        """Fork, run, and wait for the end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(self._job)
        self._process.stdout.readline()

    def close(self) -> None:
        """End the process."""
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait()


def cold() -> None:
    """What a grader costs that starts Python anew for every submission, before it has run a line."""
    subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)


def median_milliseconds(ways: dict[str, Callable[[], object]], rounds: int) -> dict[str, float]:
    """The median time of each way, in rounds of shuffled order."""
    times: dict[str, list[float]] = {name: [] for name in ways}
    for way in ways.values():
        way()
    for _ in range(rounds):
        for name in random.sample(list(ways), len(ways)):
            started = time.perf_counter()
            ways[name]()
            times[name].append((time.perf_counter() - started) * 1000)
    return {name: statistics.median(values) for name, values in times.items()}


def per_second(make: Callable[[], Sandbox | BareFork], cores: int, seconds: float) -> float:
    """Runs per second of as many at once as there are cores, each in a process of its own as the grader's workers."""
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(cores)
    counts = context.SimpleQueue()

    def work() -> None:
        way = make()
        run = partial(way.run, JOB) if isinstance(way, Sandbox) else way.run
        for _ in range(20):
            run()
        ready.wait()
        count, end = 0, time.monotonic() + seconds
        while time.monotonic() < end:
            run()
            count += 1
        counts.put(count)
        way.close()

    workers = [context.Process(target=work) for _ in range(cores)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    total: int = sum(counts.get() for _ in workers)
    return total / seconds


def main() -> None:
    """Print the table."""
    cores = os.cpu_count() or 1
    bare, lean, trusted = BareFork(), BareFork(""), Sandbox(trusted=True)
    with Sandbox() as box:
        ways: dict[str, Callable[[], object]]
        ways = {"bare fork": bare.run, "… NumPy only": lean.run, "sandbox": partial(box.run, JOB)}
        medians = median_milliseconds(ways, 300)
        medians |= median_milliseconds({"cold start": cold, "trusted": lambda: trusted.run(JOB)}, 15)
    bare.close()
    lean.close()
    for name, value in medians.items():
        print(f"{name:12} {value:8.2f} ms")
    print(f"sandbox / bare fork      {medians['sandbox'] / medians['bare fork']:6.2f}   (goal: at most 2)")
    print(f"cold start / sandbox     {medians['cold start'] / medians['sandbox']:6.1f}   (goal: at least 25)")
    rounds = [[per_second(make, cores, 1.5) for make in (BareFork, partial(BareFork, ""), Sandbox)] for _ in range(5)]
    floor, least, ours = map(statistics.median, zip(*rounds, strict=True))
    print(f"per second on {cores} cores   bare forks {floor:.0f}, sandbox {ours:.0f}: {ours / floor:.0%} (goal: 50 %)")
    print(f"                         with NumPy only {least:.0f}: {ours / least:.0%}")


if __name__ == "__main__":
    main()
