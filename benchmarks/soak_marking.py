"""Mark the work of thousands of random students: `python -m benchmarks.soak_marking [graphs]`.

Each works through a random graph, slips somewhere, and goes on from there. Counted is who loses which mark;
benchmarks/results/marking.txt holds the last full run, and tests run a smaller one.
"""

from __future__ import annotations

import math
import sys
import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.random_students import LARGEST, SMALLEST, StudentGraph, digits, drawn_graph, drawn_slip
from grader.exercises import Answer, load_catalogue
from grader.marking import mark
from grader.verdict import Verdict

GRAPHS = 1_500
LEAST_FOUND = {1: 0.99, 2: 0.96}
_LIKE = load_catalogue().get("graph/linear")
_SAME = 1e-8


@dataclass(frozen=True)
class Work:
    """What a student who slipped at some boxes typed, what is right, and the verdict on it."""

    graph: StudentGraph
    slipped: frozenset[str]
    right: Mapping[str, float]
    typed: Mapping[str, float]
    verdict: Verdict

    @property
    def lost(self) -> set[str]:
        """The boxes that lost some of their points."""
        return {part.name for part in self.verdict.parts if part.points < part.max_points}

    def is_right(self, box: str) -> bool:
        return math.isclose(self.typed[box], self.right[box], rel_tol=_SAME)

    @property
    def is_all_ones(self) -> bool:
        """Whether the slip left (nearly) nothing but ones for gradients: who fills in ones must not earn by it."""
        gradients = [number for box, number in self.typed.items() if box.startswith("grad.")]
        return sum(number == 1 for number in gradients) > 0.8 * len(gradients)

    def told(self) -> str:
        """The whole case, to be looked at."""
        rows = [f"    {part.name}: {self.right[part.name]:.6g}, typed {self.typed[part.name]:.6g}, {part.outcome}"
                for part in self.verdict.parts]  # fmt: skip
        return "\n".join([f"slipped at {sorted(self.slipped)}", self.graph.program, f"{self.graph.inputs}", *rows])


def marked_as(graph: StudentGraph, ask: tuple[str, ...], texts: Mapping[str, str]) -> Verdict:
    """The verdict on what was typed into the boxes asked for."""
    exercise, instance = graph.exercise(_LIKE, ask)
    return mark(exercise, instance, Answer.of_typed({name: texts[name] for name in ask}))


def works(graphs: int, slips: int, seed: int, *, hidden: bool = False) -> Iterator[Work]:
    """Students who slip at `slips` boxes: not to zero, not (with one slip) to what is right, and so that no max has a
    tie. With `hidden` half of the boxes are asked for, and the slip is at another one."""
    random = np.random.default_rng(seed)
    made = 0
    while made < graphs:
        graph = drawn_graph(random)
        ask = tuple(box for box in graph.boxes if not hidden or random.random() < 0.5)
        pool = [box for box in graph.boxes if box not in ask] if hidden else list(ask)
        if len(ask) < 3 or len(pool) < slips:
            continue
        slipped = [str(box) for box in random.choice(pool, slips, replace=False)]
        right = graph.worked({})
        try:
            typed = graph.worked({box: drawn_slip(random) for box in slipped})
        except OverflowError:
            continue
        if max(map(abs, typed.values())) > 100 * LARGEST or graph.on_a_kink(typed):
            continue
        if any(abs(typed[box]) < SMALLEST for box in slipped):
            continue
        verdict = marked_as(graph, ask, {name: repr(number) for name, number in typed.items()})
        work = Work(graph, frozenset(slipped), right, typed, verdict)
        if slips == 1 and any(map(work.is_right, slipped)):
            continue
        made += 1
        yield work


def slips_found(graphs: int, slips: int, seed: int) -> tuple[Counter[str], list[Work]]:
    """How many answers lost exactly the slipped boxes; of the others, how many because a slipped box came out right,
    or because the answer looks filled in, and those in which something else happened."""
    counted: Counter[str] = Counter()
    others = []
    for work in works(graphs, slips, seed):
        missed = work.slipped - work.lost
        if work.lost == work.slipped:
            counted["exactly the slipped boxes"] += 1
        elif work.lost <= work.slipped and all(map(work.is_right, missed)):
            counted["a slipped box came out right"] += 1
        elif work.is_all_ones:
            counted["every gradient is a one, as if filled in"] += 1
        else:
            counted["something else"] += 1
            others.append(work)
    return counted, others


def hidden_found(graphs: int, seed: int) -> Counter[str]:
    """How many boxes were charged for one slip at a node that was not asked for, where two or more are off for it."""
    counted: Counter[str] = Counter()
    for work in works(graphs, 1, seed, hidden=True):
        asked = [part.name for part in work.verdict.parts]
        if sum(not work.is_right(box) for box in asked) > 1:
            counted[f"{min(len(work.lost), 3)} charged"] += 1
    return counted


def rounding_blamed(graphs: int, seed: int, count: int, *, going_on: bool) -> Counter[str]:
    """Boxes of students without any slip who type `count` digits, and who, with `going_on`, go on from those."""
    random = np.random.default_rng(seed)
    counted: Counter[str] = Counter()
    while counted["graphs"] < graphs:
        graph = drawn_graph(random)
        typed = graph.worked({}, digits(count) if going_on else None)
        if graph.on_a_kink(typed) or max(map(abs, typed.values())) > LARGEST:
            continue
        # The form with # keeps the zeros: 4.0 for 3.95, which typed as a whole number 4 would be exact.
        verdict = marked_as(graph, graph.boxes, {name: f"{number:#.{count}g}" for name, number in typed.items()})
        counted["graphs"] += 1
        counted["boxes"] += len(verdict.parts)
        counted["blamed"] += sum(part.points < part.max_points for part in verdict.parts)
    return counted


def main(graphs: int = GRAPHS) -> int:
    """The full run, with each case in which something else happened; 1 where fewer slips are found than should be."""
    start, status = time.perf_counter(), 0
    for slips, seed in ((1, 11), (2, 12)):
        counted, others = slips_found(graphs, slips, seed)
        print(f"{graphs} random graphs with {slips} slip{'s' * (slips > 1)}:")
        for what, number in counted.most_common():
            print(f"  {number:5} ({number / graphs:6.1%})  {what}")
        status |= counted["exactly the slipped boxes"] < LEAST_FOUND[slips] * graphs or len(others) > 0.01 * graphs
        for work in others:
            print(work.told())
    charged = hidden_found(graphs, 13)
    print(f"one slip at a node not asked for, two or more boxes off for it ({charged.total()} graphs):")
    for what, number in sorted(charged.items()):
        print(f"  {number:5} ({number / charged.total():6.1%})  {what}")
    for count in (2, 3, 4):
        for going_on in (False, True):
            blamed = rounding_blamed(graphs // 5, 14, count, going_on=going_on)
            style = "worked out with the rounded numbers" if going_on else "rounded when typed"
            print(f"{count} digits, {style}: {blamed['blamed']} of {blamed['boxes']} right boxes blamed")
            status |= blamed["blamed"] > 0.001 * blamed["boxes"]
    print(f"{time.perf_counter() - start:.0f} s")
    return int(status)


if __name__ == "__main__":
    sys.exit(main(*(int(number) for number in sys.argv[1:2])))
