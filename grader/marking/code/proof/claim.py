"""Read what a process says of its own run as hostile input: bounded, checked, and rebuilt as graphs of ours.

`read(value, asked, interned)` gives the runs. Each line of a run becomes a node; equal nodes are one object, across all
runs. Where functions are taken entry by entry, entries of an array are told apart by `element` only: so what was done
to one entry can be compared with what was done to another, and to a single number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from reference.graph import Node

from .interned import ANY_NUMBER, RULES, TWO, Interned

MAX_RUNS = 64
MAX_LINES = 4_000
MAX_CHARACTERS = 60_000
MAX_ARGUMENTS = 4_000

_DECISION = re.compile(r"(\d{1,4})([+-])")
_NUMBER = re.compile(r"-?\d{1,17}(\.\d{1,18})?(e[+-]\d{1,3})?")

# The name of numbers that were never set.
UNSET = ""
# What an element number says besides: that a line depends on no entry, or on several.
NONE, SEVERAL = -1, -2


class ClaimError(Exception):
    """This is no trace, or none that says anything."""


@dataclass(frozen=True)
class Line:
    """One operation as it was recorded: for replaying it with numbers."""

    name: str
    args: tuple[int, ...]
    value: float = 0.0


@dataclass(frozen=True)
class Output:
    """One key of the result: its shape, and the number of the line for each entry."""

    shape: tuple[int, ...]
    lines: tuple[int, ...]


@dataclass(frozen=True)
class Run:
    """What was done at some of the points: `points` are their places in the list that was asked for.

    `nodes` and `elements` are by line; `decisions` are lines and what they were found to be.
    """

    points: tuple[int, ...]
    lines: tuple[Line, ...]
    nodes: tuple[Node, ...]
    elements: tuple[int, ...]
    decisions: tuple[tuple[int, bool], ...]
    outputs: Mapping[str, Output]


@dataclass(frozen=True)
class Asked:
    """What was asked for: the arguments' names, and how many entries each has at each point.

    With `apart` the entries are inputs of their own, `W1.0`, `W1.1` …; otherwise each is the argument itself.
    """

    arguments: tuple[str, ...]
    sizes: tuple[tuple[int, ...], ...]
    apart: bool = False


def read(value: object, asked: Asked, interned: Interned) -> list[Run]:
    """The runs of a trace. Raises ClaimError: also where the process itself says that something was not followed."""
    if not isinstance(value, dict) or value.keys() != {"runs", "failed"} or value["failed"] != {}:
        raise ClaimError("no trace")
    runs = value["runs"]
    if not isinstance(runs, list) or not 1 <= len(runs) <= MAX_RUNS:
        raise ClaimError("no runs, or too many")
    found = [_Reader(run, asked, interned).run() for run in runs]
    if sorted(place for run in found for place in run.points) != list(range(len(asked.sizes))):
        raise ClaimError("other points than were asked for")
    return found


class _Reader:
    """Reads one run."""

    def __init__(self, claim: Any, asked: Asked, interned: Interned) -> None:
        keys = {"operations", "decisions", "outputs", "marks", "points"}
        if not isinstance(claim, dict) or claim.keys() != keys or claim["marks"] != []:
            raise ClaimError("no run, or one with marks")
        self.claim, self.asked, self.interned = claim, asked, interned
        places, sizes = claim["points"], asked.sizes
        natural = isinstance(places, list) and all(type(place) is int and 0 <= place < len(sizes) for place in places)
        if not natural or not places or len({sizes[place] for place in places}) != 1:
            raise ClaimError("impossible points")
        self.points = tuple(places)
        self.sizes = sizes[places[0]]
        self.lines: list[Line] = []
        self.nodes: list[Node] = []
        self.elements: list[int] = []

    def run(self) -> Run:
        """The run, every line of it checked."""
        for text in _text(self.claim["operations"]).split("\n"):
            self._line(text.split(" "))
        return Run(
            self.points, tuple(self.lines), tuple(self.nodes), tuple(self.elements), self._decisions(), self._outputs()
        )

    def _line(self, words: list[str]) -> None:
        if len(self.lines) >= MAX_LINES:
            raise ClaimError("too many operations")
        name, *rest = words
        if name == "constant":
            self._constant(rest)
        elif name == "input":
            self._input(rest)
        else:
            self._operation(name, [self._earlier(word) for word in rest])

    def _add(self, line: Line, node: Node, element: int) -> None:
        self.lines.append(line)
        self.nodes.append(node)
        self.elements.append(element)

    def _constant(self, rest: list[str]) -> None:
        if rest == ["nan"]:  # an entry of np.empty
            self._add(Line("constant", (), math.nan), self.interned.variable(UNSET), NONE)
            return
        if len(rest) != 1 or not _NUMBER.fullmatch(rest[0]):
            raise ClaimError("a number that is none, or not finite")
        value = float(rest[0])
        if not math.isfinite(value):
            raise ClaimError("a number that is not finite")
        self._add(Line("constant", (), value), self.interned.constant(value), NONE)

    def _input(self, rest: list[str]) -> None:
        if len(rest) != 2:
            raise ClaimError("an argument that there is not")
        position, place = map(_natural, rest)
        if position >= len(self.sizes) or place >= self.sizes[position]:
            raise ClaimError("an argument that there is not")
        name = self.asked.arguments[position]
        line = Line("input", (position, place))
        if self.asked.apart:
            self._add(line, self.interned.entry(name, place), NONE)
        else:
            self._add(line, self.interned.variable(name), place)

    def _operation(self, name: str, args: list[int]) -> None:
        rule = RULES.get(name)
        wanted = 3 if name == "where" else 2 if name in TWO else 1
        many = name in ANY_NUMBER and 1 <= len(args) <= MAX_ARGUMENTS
        if rule is None or not (many or len(args) == wanted):
            raise ClaimError("an operation that there is not")
        elements = {self.elements[arg] for arg in args} - {NONE}
        element = SEVERAL if len(elements) > 1 else elements.pop() if elements else NONE
        node = rule(self.interned, *(self.nodes[arg] for arg in args))
        self._add(Line(name, tuple(args)), node, element)

    def _earlier(self, word: str) -> int:
        line = _natural(word)
        if line >= len(self.lines):
            raise ClaimError("a line that does not come before")
        return line

    def _decisions(self) -> tuple[tuple[int, bool], ...]:
        found = []
        for word in _text(self.claim["decisions"]).split():
            match = _DECISION.fullmatch(word)
            if match is None:
                raise ClaimError("a decision that is none")
            found.append((self._earlier(match[1]), match[2] == "+"))
        return tuple(found)

    def _outputs(self) -> dict[str, Output]:
        outputs = self.claim["outputs"]
        if not isinstance(outputs, dict) or len(outputs) > MAX_LINES:
            raise ClaimError("no results")
        return {key: self._output(output) for key, output in outputs.items()}

    def _output(self, output: Any) -> Output:
        if not isinstance(output, dict) or output.keys() != {"shape", "nodes"}:
            raise ClaimError("no result")
        shape = output["shape"]
        lines = tuple(self._earlier(word) for word in _text(output["nodes"]).split())
        natural = isinstance(shape, list) and all(type(each) is int and 0 <= each <= MAX_LINES for each in shape)
        if not natural or len(shape) > 8 or math.prod(shape) != len(lines):
            raise ClaimError("a result whose shape does not fit")
        return Output(tuple(shape), lines)


def _natural(word: str) -> int:
    if len(word) > 4 or not (word.isascii() and word.isdecimal()):
        raise ClaimError("no number where there should be one")
    return int(word)


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_CHARACTERS:
        raise ClaimError("no text where there should be one")
    return value
