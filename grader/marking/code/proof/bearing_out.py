"""See whether what a process says of its runs is borne out: doing it again with plain numbers gives what came back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grader.exercises import CodeSpec

from ..plan import Try
from ..results import numbers
from .claim import Run
from .pieces import UnprovedError
from .replay import Array, ReplayError, agrees, goes_the_same_way, replay

# The same operations at more points would be borne out no better: of those that were traced, and of others.
_ENOUGH = 3
_ENOUGH_OTHERS = 2

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


def bear_out(runs: Sequence[Run], spec: CodeSpec, traced: Sequence[Traced], others: Sequence[Traced]) -> None:
    """Raise UnprovedError where replaying a run gives anything else than what came back: at the points that were
    traced, and at others that go the same way."""
    for run in runs:
        own = [traced[place] for place in run.points]
        for each in own[:_ENOUGH]:
            values = replayed(run, spec, each)
            if not goes_the_same_way(run, values) or not agrees(run, values, each.results):
                raise UnprovedError("a replay that gives something else")
        _replay_others(run, spec, own[0], [each for each in others if each.made.shape == own[0].made.shape])


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
        if each.made is own.made or done == _ENOUGH_OTHERS:
            continue
        try:
            values = replayed(run, spec, each)
        except UnprovedError:
            continue  # it goes another way, on which these operations may not be possible
        if goes_the_same_way(run, values):
            done += 1
            if not agrees(run, values, each.results):
                raise UnprovedError("a replay at a second point that gives something else")
