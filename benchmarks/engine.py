"""How fast is a value with its gradients, beside code written by hand and beside other engines?

    python -m benchmarks.engine

A pair is the hand-written code and one contender, one right after the other, in random order; all pairs of a
program are shuffled. Absolute times drift by a third on a shared machine, the ratios of pairs do not. Printed
are the median ratio and the 95 % interval of that median (from the binomial distribution of order
statistics). A goal is met when the interval's lower end is at or below it. Times are those of the processor,
so that other processes count little.
"""

from __future__ import annotations

import math
import os
import random
import statistics
import sys
import threading
import time
import timeit
from typing import Any

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

import numpy as np

from benchmarks.engine_programs import PROGRAMS, Call, Program

PAIRS = 41
SLOT = 0.01  # seconds that each side of a pair runs, at least one call


def main() -> None:
    """Print a table per program."""
    # autograd and micrograd sort a graph by recursion: 10,000 nodes need a deep stack.
    sys.setrecursionlimit(100_000)
    threading.stack_size(512 * 1024 * 1024)
    thread = threading.Thread(target=report_all)
    thread.start()
    thread.join()


def report_all() -> None:
    """Measure and print every program."""
    print(f"value and gradients: median ratio to hand-written code over {PAIRS} shuffled pairs, and its 95 % interval")
    for program in PROGRAMS:
        report(program)


def report(program: Program) -> None:
    """Measure one program and print its table."""
    contenders = program.contenders()
    hand = contenders.pop("by hand")
    expected = flat(hand())
    for name, call in contenders.items():
        np.testing.assert_allclose(flat(call()), expected, rtol=1e-9, atol=1e-12, err_msg=f"{program.name}: {name}")
    seconds, ratios = measure(hand, {**contenders, "by hand again": hand})
    print(f"\n{program.name}  (goal ≤ {program.goal:.2f}; {seconds * 1e6:,.2f} µs by hand)")
    for name, found in ratios.items():
        low, high = interval(found)
        verdict = ("   met" if low <= program.goal else "   NOT met") if name == "compiled" else ""
        print(f"  {name:<14} {statistics.median(found):10.3f}   [{low:.3f}, {high:.3f}]{verdict}", flush=True)


def measure(hand: Call, contenders: dict[str, Call]) -> tuple[float, dict[str, list[float]]]:
    """The median seconds of the hand-written code, and the sorted ratios of each contender to it."""
    timers = {name: timer(call) for name, call in contenders.items()}
    floor = timer(hand)
    calls = {name: calls_in_slot(each) for name, each in timers.items()}
    floor_calls = calls_in_slot(floor)
    floors: list[float] = []
    ratios: dict[str, list[float]] = {name: [] for name in contenders}
    pairs = [name for name in contenders for _ in range(PAIRS)]
    random.shuffle(pairs)
    for name in pairs:
        sides = [(timers[name], calls[name]), (floor, floor_calls)]
        order = random.sample((0, 1), 2)
        taken = {side: sides[side][0].timeit(sides[side][1]) / sides[side][1] for side in order}
        floors.append(taken[1])
        ratios[name].append(taken[0] / taken[1])
    return statistics.median(floors), {name: sorted(found) for name, found in ratios.items()}


def timer(call: Call) -> timeit.Timer:
    """A timer of the plain call, `f(a0, a1)`, by the processor's clock."""
    names = [f"a{i}" for i in range(len(call.args))]
    known = {"f": call.function, **dict(zip(names, call.args, strict=True))}
    return timeit.Timer(f"f({', '.join(names)})", timer=time.thread_time, globals=known)


def calls_in_slot(each: timeit.Timer) -> int:
    """How many calls fill a slot."""
    each.timeit(1)
    guess = max(1, round(SLOT / max(each.timeit(1), 1e-7)))
    return max(1, round(SLOT * guess / each.timeit(guess)))


def interval(ordered: list[float]) -> tuple[float, float]:
    """The 95 % interval of the median: the order statistics between which it lies with that probability at least."""
    count = len(ordered)
    rank, below = 0, math.comb(count, 0) / 2**count
    while below + math.comb(count, rank + 1) / 2**count <= 0.025:
        rank += 1
        below += math.comb(count, rank) / 2**count
    return ordered[rank], ordered[count - 1 - rank]


def flat(result: Any) -> Any:
    """All outputs in one row, whatever a contender packs them in."""
    return np.concatenate([np.ravel(np.asarray(part, dtype=float)) for part in result])


if __name__ == "__main__":
    main()
