"""Choose where a function is traced, and turn what comes back into strands: all of it among the tries made anyway."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np

from grader.exercises import CodeSpec
from grader.sandbox import Call

from ..plan import Try
from ..reading import syntax_tree
from ..results import numbers
from .claim import NONE, SEVERAL, Asked, Output, Run, read
from .fence import reachable
from .interned import Interned
from .pieces import Strand, UnprovedError
from .replay import Array, ReplayError, agrees, goes_the_same_way, replay

MAX_NUMBERS = 10
MAX_ARRAYS = 2
_FEW = 2
_MOST_REPLAYS = 2
# The same operations at more of the points that were traced would be borne out no better.
_ENOUGH_REPLAYS = 3

_DECIDING = (ast.Compare, ast.If, ast.IfExp, ast.BoolOp, ast.While, ast.Assert, ast.Not)
_DECIDING_NAMES = frozenset(
    ("max", "min", "sorted", "any", "all", "filter", "bool", "sort", "index", "count", "remove")
)

Results = Mapping[str, Array]


@dataclass(frozen=True, eq=False)
class Traced:
    """A try that was made, and what the function gave there plainly."""

    made: Try
    value: object

    @cached_property
    def results(self) -> Results:
        """What it gave, by key. Raises UnprovedError where that is not made of numbers."""
        named = self.value if isinstance(self.value, dict) else {"": self.value}
        found = {key: array for key, each in named.items() if (array := numbers(each)) is not None}
        if len(found) != len(named):
            raise UnprovedError("a result that is not made of numbers")
        return found


@dataclass
class Kind:
    """The strands of one kind of arguments, numbers or arrays."""

    strands: dict[Any, Strand] = field(default_factory=dict)

    def add(self, strand: Strand) -> None:
        """Keep it, once."""
        key = (strand.path, tuple(sorted((name, id(node)) for name, node in strand.outputs.items())))
        self.strands.setdefault(key, strand)


@dataclass
class State:
    """All that is known of a function."""

    interned: Interned = field(default_factory=Interned)
    numbers: Kind = field(default_factory=Kind)
    arrays: Kind = field(default_factory=Kind)


def asks(source: str, function: str) -> bool:
    """Whether anything is asked of values in the code that the function uses: otherwise there is one way through."""
    tree = syntax_tree(source)
    for statement in reachable(tree, function) if tree else ():
        for node in ast.walk(statement):
            named = isinstance(node, ast.Name) and node.id in _DECIDING_NAMES
            method = isinstance(node, ast.Attribute) and node.attr in _DECIDING_NAMES
            if isinstance(node, _DECIDING) or named or method:
                return True
    return False


def chosen(tries: Sequence[Try], special: Sequence[Try], many: bool) -> list[Try]:
    """The tries to trace: with `many` the special ones and a few others, else a few others of each kind."""
    usable = [made for made in tries if made.sizes is None and _is_of_floats(made)]
    ours = set(special if many else ())
    numbers = [made for made in usable if made.shape == ()]
    found = [made for made in numbers if made in ours][:MAX_NUMBERS]
    found += [made for made in numbers if made.drawn][:_FEW]
    arrays = [made for made in usable if size(made) > 1 and made.shape != ()]
    arrays.sort(key=lambda made: (made not in ours, not made.drawn))
    if not many:
        arrays = sorted((made for made in arrays if made.drawn), key=lambda made: len(made.shape))
        arrays = [arrays[0], arrays[-1]] if len(arrays) > 1 else arrays
    return [*found, *arrays[:MAX_ARRAYS]]


def size(made: Try) -> int:
    """How many entries each argument has."""
    return int(np.size(next(iter(made.inputs.values()))))


def _is_of_floats(made: Try) -> bool:
    return all(isinstance(value, float | np.ndarray) for value in made.inputs.values())


def call(spec: CodeSpec, tries: Sequence[Try]) -> Call:
    """The call that traces the function at these tries."""
    points = tuple([made.inputs[name] for name in spec.arguments] for made in tries)
    return Call(spec.function, points, trace=True)


def gather(claim: object, spec: CodeSpec, traced: Sequence[Traced], others: Sequence[Traced], state: State) -> None:
    """Add the strands of numbers and of arrays. Raises ClaimError or UnprovedError where the claim is not borne out by
    replaying it: at the points that were traced, and at others that go the same way."""
    asked = Asked(spec.arguments, tuple((size(each.made),) * len(spec.arguments) for each in traced))
    for run in read(claim, asked, state.interned):
        own = [traced[place] for place in run.points]
        if len({each.made.shape for each in own}) != 1:
            raise UnprovedError("one run for arguments of several shapes")
        for each in own[:_ENOUGH_REPLAYS]:
            values = replayed(run, spec, each)
            if not goes_the_same_way(run, values) or not agrees(run, values, each.results):
                raise UnprovedError("a replay that gives something else")
        _replay_others(run, spec, own[0], [each for each in others if each.made.shape == own[0].made.shape])
        for each in own:
            _add_strands(state.arrays if each.made.shape else state.numbers, run, each.made)


def replayed(run: Run, spec: CodeSpec, traced: Traced) -> list[Any]:
    """What every line of the run is with the arguments of a try. Raises UnprovedError."""
    inputs = [np.ravel(np.asarray(traced.made.inputs[name], dtype=np.float64)) for name in spec.arguments]
    try:
        return replay(run, inputs)
    except ReplayError as error:
        raise UnprovedError(str(error)) from None


def _replay_others(run: Run, spec: CodeSpec, own: Traced, others: Sequence[Traced]) -> None:
    """A number that leaked into the trace as a constant is another one elsewhere."""
    done = 0
    for each in others:
        if each.made is own.made or done == _MOST_REPLAYS:
            continue
        try:
            values = replayed(run, spec, each)
        except UnprovedError:
            continue  # it goes another way, on which these operations may not be possible
        if goes_the_same_way(run, values):
            done += 1
            if not agrees(run, values, each.results):
                raise UnprovedError("a replay at a second point that gives something else")


def _add_strands(kind: Kind, run: Run, made: Try) -> None:
    """The strand of each entry: entries must not know of one another."""
    paths: list[list[Any]] = [[] for _ in range(size(made))]
    for line, truth in run.decisions:
        element = run.elements[line]
        if element in (NONE, SEVERAL):
            raise UnprovedError("a condition that is not about one entry")
        paths[element].append((run.nodes[line], truth))
    for place in range(size(made)):
        outputs = {key: _entry(run, output, made, place) for key, output in run.outputs.items()}
        kind.add(Strand(tuple(paths[place]), outputs))


def _entry(run: Run, output: Output, made: Try, place: int) -> Any:
    if output.shape != made.shape:
        raise UnprovedError("a result of another shape")
    line = output.lines[place]
    if run.elements[line] not in (NONE, place):
        raise UnprovedError("a result made of several entries")
    return run.nodes[line]
