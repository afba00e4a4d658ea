"""Time a student's code in the sandbox against a bare fork and a cold start: `python -m benchmarks.sandbox`.

Three ways of running the same ten lines and fifty calls, shuffled and repeated; read the ratios, not the times.
The bare fork is a process with NumPy loaded that forks, runs the code, and sends the results back through a pipe:
what running it costs at the least.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from functools import partial

from grader.sandbox import Call, Job, Sandbox
from grader.sandbox.starting import command, environment

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
import gc, json, os, sys
def main():
    import numpy, math
    source, inputs = json.loads(sys.stdin.readline())
    gc.collect(); gc.freeze(); gc.disable()
    for line in sys.stdin:
        read, write = os.pipe()
        pid = os.fork()
        if pid == 0:
            names = {}
            exec(compile(source, "f", "exec"), names)
            os.write(write, json.dumps([names["f"](x) for x in inputs]).encode())
            os._exit(0)
        os.close(write)
        while os.read(read, 65536): pass
        os.close(read)
        os.waitpid(pid, 0)
        print("done", flush=True)
main()
"""


class BareFork:
    """A process with NumPy loaded that forks for each run and does nothing else."""

    def __init__(self) -> None:
        line = command("warm")
        line[line.index("-c") + 1] = line[line.index("-c") + 1].partition("from")[0] + "\n" + _BARE
        self._process = subprocess.Popen(
            line, env=environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
        )
        assert self._process.stdin
        self._process.stdin.write(json.dumps([SOURCE, INPUTS]) + "\n")

    def run(self) -> None:
        """Fork, run, and wait for the end."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write("run\n")
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


def per_second(makers: list[Callable[[], object]], seconds: float) -> float:
    """Runs per second of several ways at once, each in a thread of its own that only waits for its processes."""
    counts = [0] * len(makers)
    end = time.monotonic() + seconds

    def work(index: int) -> None:
        while time.monotonic() < end:
            makers[index]()
            counts[index] += 1

    threads = [threading.Thread(target=work, args=(index,)) for index in range(len(makers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / seconds


def main() -> None:
    """Print the table."""
    cores = os.cpu_count() or 1
    bare = [BareFork() for _ in range(cores)]
    boxes = [Sandbox() for _ in range(cores)]
    for box in boxes:
        box.start()
    trusted = Sandbox(trusted=True)
    medians = median_milliseconds({"bare fork": bare[0].run, "sandbox": lambda: boxes[0].run(JOB)}, 300)
    medians |= median_milliseconds({"cold start": cold, "trusted": lambda: trusted.run(JOB)}, 15)
    for name, value in medians.items():
        print(f"{name:12} {value:8.2f} ms")
    print(f"sandbox / bare fork      {medians['sandbox'] / medians['bare fork']:6.2f}   (goal: at most 2)")
    print(f"cold start / sandbox     {medians['cold start'] / medians['sandbox']:6.1f}   (goal: at least 25)")
    floor = per_second([way.run for way in bare], 5)
    ours = per_second([partial(box.run, JOB) for box in boxes], 5)
    print(f"per second on {cores} cores   bare forks {floor:.0f}, sandbox {ours:.0f}: {ours / floor:.0%} (goal: 50 %)")
    for fork in bare:
        fork.close()
    for box in boxes:
        box.close()


if __name__ == "__main__":
    main()
