"""Read what a process says of its own run as hostile input: bounded, checked, and rebuilt as graphs of ours.

`read(value, arguments)` gives the runs. Each line of a run becomes a node; equal nodes are one object, across all
runs, and entries of an array are told apart by `element` only: so what was done to one entry can be compared with what
was done to another, and to a single number.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import reduce
from typing import Any

from reference.build import apply, constant, variable
from reference.graph import Node

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


class Interned:
    """Builds nodes so that equal ones are the same object."""

    def __init__(self) -> None:
        self._nodes: dict[tuple[Any, ...], Node] = {}

    def constant(self, value: float | Fraction) -> Node:
        """A number: a decimal is what its digits say, and `math.e` is e."""
        if value == math.e:
            return self.apply("exp", self.constant(1))
        exact = Fraction(repr(value)) if isinstance(value, float) else Fraction(value)
        return self._nodes.setdefault(("constant", exact), constant(exact))

    def variable(self, name: str) -> Node:
        return self._nodes.setdefault(("variable", name), variable(name))

    def apply(self, op: str, *args: Node) -> Node:
        key = (op, *map(id, args))
        found = self._nodes.get(key)
        if found is None:
            found = self._nodes[key] = apply(op, *args)
        return found


Rule = Callable[..., Node]


def _logarithm(base: int) -> Rule:
    return lambda of, x: of.apply("divide", of.apply("log", x), of.apply("log", of.constant(base)))


def _folded(op: str) -> Rule:
    return lambda of, first, *rest: reduce(lambda left, right: of.apply(op, left, right), rest, first)


_DIRECT = (
    "add subtract multiply divide negate power exp log log1p expm1 sqrt sin cos tan sinh cosh tanh arcsin arccos "
    "arctan arcsinh arccosh arctanh maximum minimum abs sign less less_equal greater greater_equal equal "
    "not_equal where"
)
_OF_MATH = {
    "asin": "arcsin", "acos": "arccos", "atan": "arctan", "asinh": "arcsinh", "acosh": "arccosh", "atanh": "arctanh",
    "fabs": "abs", "pow": "power",
}  # fmt: skip
_SAME_IN_MATH = "exp log log1p expm1 sqrt sin cos tan sinh cosh tanh"
_BINARY = (
    "add subtract multiply divide power power_ufunc math.pow maximum minimum logaddexp and or "
    "less less_equal greater greater_equal equal not_equal"
)
_TWO = frozenset(_BINARY.split())
_ANY_NUMBER = frozenset(("sum", "product", "max", "min", "all", "any"))


def _named(op: str) -> Rule:
    return lambda of, *args: of.apply(op, *args)


_RULES: dict[str, Rule] = {
    **{name: _named(name) for name in _DIRECT.split()},
    **{f"math.{name}": _named(name) for name in _SAME_IN_MATH.split()},
    **{f"math.{name}": _named(op) for name, op in _OF_MATH.items()},
    "power_ufunc": _named("power"),
    "square": lambda of, x: of.apply("multiply", x, x),
    "reciprocal": lambda of, x: of.apply("divide", of.constant(1), x),
    "exp2": lambda of, x: of.apply("power", of.constant(2), x),
    "math.exp2": lambda of, x: of.apply("power", of.constant(2), x),
    "log2": _logarithm(2),
    "math.log2": _logarithm(2),
    "log10": _logarithm(10),
    "math.log10": _logarithm(10),
    "logaddexp": lambda of, a, b: of.apply("log", of.apply("add", of.apply("exp", a), of.apply("exp", b))),
    "indicator": lambda _of, truth: truth,
    "and": _named("multiply"),
    "or": _named("maximum"),
    "not": lambda of, truth: of.apply("subtract", of.constant(1), truth),
    "sum": _folded("add"),
    "product": _folded("multiply"),
    "max": _folded("maximum"),
    "min": _folded("minimum"),
    "all": _folded("multiply"),
    "any": _folded("maximum"),
}


def read(value: object, arguments: Sequence[str], sizes: Sequence[int], interned: Interned) -> list[Run]:
    """The runs of a trace of points with arrays, or numbers, of these many entries. Raises ClaimError: also where the
    process itself says that something could not be followed."""
    if not isinstance(value, dict) or value.keys() != {"runs", "failed"} or value["failed"] != {}:
        raise ClaimError("no trace")
    runs = value["runs"]
    if not isinstance(runs, list) or not 1 <= len(runs) <= MAX_RUNS:
        raise ClaimError("no runs, or too many")
    found = [_Reader(run, arguments, sizes, interned).run() for run in runs]
    if sorted(place for run in found for place in run.points) != list(range(len(sizes))):
        raise ClaimError("other points than were asked for")
    return found


class _Reader:
    """Reads one run."""

    def __init__(self, claim: Any, arguments: Sequence[str], sizes: Sequence[int], interned: Interned) -> None:
        keys = {"operations", "decisions", "outputs", "marks", "points"}
        if not isinstance(claim, dict) or claim.keys() != keys or claim["marks"] != []:
            raise ClaimError("no run, or one with marks")
        self.claim, self.arguments, self.interned = claim, arguments, interned
        places = claim["points"]
        natural = isinstance(places, list) and all(type(place) is int and 0 <= place < len(sizes) for place in places)
        if not natural or not places or len({sizes[place] for place in places}) != 1:
            raise ClaimError("impossible points")
        self.points = tuple(places)
        self.size = sizes[places[0]]
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
        if position >= len(self.arguments) or place >= self.size:
            raise ClaimError("an argument that there is not")
        node = self.interned.variable(self.arguments[position])
        self._add(Line("input", (position, place)), node, place)

    def _operation(self, name: str, args: list[int]) -> None:
        rule = _RULES.get(name)
        wanted = 3 if name == "where" else 2 if name in _TWO else 1
        many = name in _ANY_NUMBER and 1 <= len(args) <= MAX_ARGUMENTS
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
