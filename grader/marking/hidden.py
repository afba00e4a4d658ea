"""Find the one slip at a node nobody asked for that explains all wrong boxes: it costs one mark, not each of them.

The unknown number is solved for from the first wrong box, in floats: a gradient is a straight line in it, a
forward value is found by secants. Then every box is judged once more in balls with that number assumed.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from flint import arb

from grader.diagnosis.tape import Tape
from reference.graph import CONSTANT, INPUT, Node

from .judging import Judgement, judge
from .sheet import Box, Sheet, What

_STARTS: tuple[Callable[[float], float], ...] = (
    lambda right: right + 0.1,
    lambda right: -right + 0.05,
    lambda right: 2 * right + 0.1,
    lambda right: right + 1,
    lambda right: right - 1,
)
_STEPS = 20
_MOST_TRIES = 200
_CLOSE = 1e-6


@dataclass(frozen=True)
class HiddenSlip:
    """The boxes that it explains, in the order asked, and the name of its node where only one node can be meant."""

    boxes: tuple[str, ...]
    node: str | None


def hidden_slip(sheet: Sheet, judged: Mapping[str, Judgement]) -> HiddenSlip | None:
    """The slip behind all boxes that were judged incorrect, two of them at least; None where no one number explains
    them, or where no work shows: a box that holds a zero, a one or the number above, or no box that is right."""
    wrong = [box for name, box in sheet.boxes.items() if judged.get(name) == "incorrect"]
    shown = any(box.worked_out for box in sheet.boxes.values())
    if len(wrong) < 2 or not shown or any(box.filled_in for box in wrong):
        return None
    search = _Search(sheet, wrong)
    found = [node for what, node in _candidates(sheet) if search.explains(what, node)]
    if not found:
        return None
    names = {sheet.graph.name_of(node) for node in found}
    return HiddenSlip(tuple(box.ask.name for box in wrong), names.pop() if len(names) == 1 else None)


def _candidates(sheet: Sheet) -> Iterator[tuple[What, Node]]:
    """The numbers that a student had to work out on the way, and that nobody asked for or showed."""
    graph, output = sheet.graph, sheet.graph.node(sheet.instance.output)
    asked = {(box.ask.what, box.node) for box in sheet.boxes.values()}
    for node in graph.order:
        if node.op in (INPUT, CONSTANT):
            continue
        if ("gradient", node) not in asked and node is not output:
            yield "gradient", node
        if ("value", node) not in asked and graph.name_of(node) not in sheet.instance.shown_values:
            yield "value", node


class _Search:
    """What follows at the wrong boxes from a number assumed at some node, in floats; a bounded number of times."""

    def __init__(self, sheet: Sheet, wrong: list[Box]) -> None:
        self.sheet, self.wrong = sheet, wrong
        self.typed = [box.typed.middle for box in wrong if box.typed]
        self.inputs = {name: np.float64(number) for name, number in sheet.instance.inputs.items()}
        self.values, self.gradients = self._held("value"), self._held("gradient")
        self.tape = Tape(sheet.graph, self.inputs, self.values)
        with np.errstate(all="ignore"):
            self.totals = self.tape.backward(known=self.gradients)
        self.tries = count()

    def _held(self, what: What) -> dict[Node, Any]:
        boxes = [box for box in self.sheet.boxes.values() if box.ask.what == what and box.typed is not None]
        return {box.node: np.float64(box.typed.middle) for box in boxes if box.typed and box.carried}

    def explains(self, what: What, node: Node) -> bool:
        """Whether some number at that node makes every wrong box follow, and breaks no other."""
        right = float(self.totals.get(node, math.nan) if what == "gradient" else self.tape.values[node])
        if not math.isfinite(right):
            return False
        for number, slope in self._solutions(what, node, right):
            followed = self._follows(what, node, number)
            if number != 0 and all(map(_near, followed, self.typed)) and self._holds(what, node, number, slope):
                return True
        return False

    def _solutions(self, what: What, node: Node, right: float) -> Iterator[tuple[float, float]]:
        """Numbers that make the first wrong box follow, each with the box's rate of change there."""
        for start in _STARTS[:1] if what == "gradient" else _STARTS:
            before, here = right, start(right)
            off, slope = self._off(what, node, before), math.nan
            for _ in range(_STEPS):
                off_here = self._off(what, node, here)
                slope = (off_here - off) / (here - before) if here != before else 0.0
                if not math.isfinite(slope) or slope == 0:
                    break
                before, off, here = here, off_here, here - off_here / slope
                if math.isfinite(here) and abs(here - before) <= 1e-12 * abs(here):
                    yield here, slope
                    break

    def _off(self, what: What, node: Node, number: float) -> float:
        return self._follows(what, node, number)[0] - self.typed[0]

    def _follows(self, what: What, node: Node, number: float) -> list[float]:
        """What follows at each wrong box; NaN once too much was tried."""
        if next(self.tries) > _MOST_TRIES:
            return [math.nan] * len(self.wrong)
        assumed = {node: np.float64(number)}
        with np.errstate(all="ignore"):
            if what == "gradient":
                tape, totals = self.tape, self.tape.backward(known={**self.gradients, **assumed})
            else:
                tape = Tape(self.sheet.graph, self.inputs, {**self.values, **assumed})
                totals = tape.backward(known=self.gradients)
            return [
                float(tape.computed(box.node) if box.ask.what == "value" else totals[box.node]) for box in self.wrong
            ]

    def _holds(self, what: What, node: Node, number: float, slope: float) -> bool:
        """The same in balls, the number as uncertain as the first box's last digit leaves it."""
        first = self.wrong[0].typed
        room = abs(((first.high - first.low) / 2 if first else 0.0) / slope) + 1e-12 * abs(number)
        assumed = Sheet.of(self.sheet.instance, self.sheet.typed, {(what, node): arb(number, room)})
        return "incorrect" not in judge(assumed).values()


def _near(number: float, typed: float) -> bool:
    """Whether it is worth a closer look; typed digits may be few."""
    return abs(number - typed) <= 0.06 * abs(typed) + _CLOSE
