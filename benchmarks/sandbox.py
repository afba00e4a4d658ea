"""Time the sandbox alone against a bare fork and a cold start: `python -m benchmarks.sandbox`; see also `verdicts`.

Each way runs the same ten lines and fifty calls, shuffled and repeated; read the ratios, not the times. A bare fork
is what running the code costs at the least: a process forks, the child reads its job, runs it, sends the results back
through a pipe, and ends, with no lock and no check. Of two such processes one has loaded what the sandbox's has, so
that the same files run in it; the other has loaded NumPy only.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from functools import partial

from grader.sandbox import Call, Job, Sandbox

from .bare_fork import BareFork
from .timing import cold, medians, per_second

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


def main() -> None:
    """Print the table."""
    cores = os.cpu_count() or 1
    bare, lean, trusted = BareFork(JOB), BareFork(JOB, ""), Sandbox(trusted=True)
    with Sandbox() as box:
        ways: dict[str, Callable[[], object]]
        ways = {"bare fork": bare.run, "… NumPy only": lean.run, "sandbox": partial(box.run, JOB)}
        found = medians(ways, 300)
        found |= medians({"cold start": cold, "trusted": partial(trusted.run, JOB)}, 15)
    bare.close()
    lean.close()
    for name, value in found.items():
        print(f"{name:12} {value:8.2f} ms")
    print(f"sandbox / bare fork      {found['sandbox'] / found['bare fork']:6.2f}")
    print(f"cold start / sandbox     {found['cold start'] / found['sandbox']:6.1f}")
    makers = (lambda: BareFork(JOB).run, lambda: BareFork(JOB, "").run, lambda: partial(Sandbox().run, JOB))
    rounds = [[per_second(make, cores) for make in makers] for _ in range(5)]
    floor, least, ours = map(statistics.median, zip(*rounds, strict=True))
    print(f"per second on {cores} cores   bare forks {floor:.0f}, sandbox {ours:.0f}: {ours / floor:.0%}")
    print(f"                         with NumPy only {least:.0f}: {ours / least:.0%}")


if __name__ == "__main__":
    main()
