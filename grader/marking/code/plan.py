"""Choose the inputs on which a student's function is tried: an exercise's fixed points and hidden ones.

Hidden points come from a SHA-256 stream keyed by the server's secret, the exercise, the seed and the answer
itself: the same answer is always tried at the same points, and another answer at others.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from grader.exercises import CodeSpec, Stream, Trial
from grader.sandbox import Call

from ..marks import Task

Inputs = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Try:
    """One call: the trial it belongs to, the arguments by name (floats, or float64 arrays of one shape), and
    whether they were drawn, so that nothing about them is special.

    Where the exercise declares shapes, every argument has its own, and `sizes` says what the letters stand for.
    """

    trial: Trial
    shape: tuple[int, ...]
    inputs: Inputs
    drawn: bool
    sizes: Mapping[str, int] | None = None

    def call(self, spec: CodeSpec) -> Call:
        """The call, with arguments that the student's function may change without harm to ours."""
        return Call(spec.function, tuple(_own(self.inputs[name]) for name in spec.arguments))

    def rows(self, names: Sequence[str]) -> list[list[float]]:
        """The inputs of those names: one row for each element of the result, or, where every argument has its own
        shape, one of all their entries."""
        if self.sizes is None and self.shape == ():
            return [[float(self.inputs[name]) for name in names]]
        columns = [_entries(self.inputs[name]) for name in names]
        if self.sizes is not None:
            return [[number for column in columns for number in column]]
        return [list(row) for row in zip(*columns, strict=True)]

    @cached_property
    def points(self) -> Sequence[Mapping[str, float]]:
        """The inputs of each element of the result, in the order of the flattened result, where it has such."""
        return [dict(zip(self.inputs, row, strict=True)) for row in self.rows(tuple(self.inputs))]


def plan(task: Task, spec: CodeSpec) -> list[Try]:
    """All calls to make, trial by trial."""
    code = (task.answer.code or "").encode("utf-8", "surrogatepass")
    stream = Stream("code", task.secret, task.instance.digest, task.instance.seed, code)
    if spec.shapes:
        return [each for trial in spec.trials for sizes in trial.sizes for each in _sized(trial, sizes, spec, stream)]
    return [each for trial in spec.trials for shape in trial.shapes for each in _tries(trial, shape, spec, stream)]


def _sized(trial: Trial, sizes: Mapping[str, int], spec: CodeSpec, stream: Stream) -> Iterator[Try]:
    shapes = spec.sized(sizes)
    for _ in range(trial.count):
        inputs = {name: drawn(trial, name, shapes.get(name, ()), stream) for name in spec.arguments}
        yield Try(trial, (), inputs, drawn=True, sizes=sizes)


def _tries(trial: Trial, shape: tuple[int, ...], spec: CodeSpec, stream: Stream) -> Iterator[Try]:
    if trial.at and shape == ():
        for point in trial.at:
            yield Try(trial, shape, {name: float(point[name]) for name in spec.arguments}, drawn=False)
    elif trial.at:
        columns = {name: np.array([float(point[name]) for point in trial.at]) for name in spec.arguments}
        yield Try(trial, shape, {name: np.resize(column, shape) for name, column in columns.items()}, drawn=False)
    for _ in range(trial.count):
        yield Try(trial, shape, {name: drawn(trial, name, shape, stream) for name in spec.arguments}, drawn=True)


def drawn(trial: Trial, name: str, shape: tuple[int, ...], stream: Stream) -> Any:
    """An argument of this shape, each element by itself from the trial's ranges."""
    ranges = trial.ranges[name]
    size = math.prod(shape)
    if len(ranges) == 1:
        numbers = ranges[0].draw_many(size, stream)
    else:
        numbers = [stream.choice(ranges).draw(stream) for _ in range(size)]
    return numbers[0] if shape == () else np.array(numbers, dtype=np.float64).reshape(shape)


def _entries(value: Any) -> list[float]:
    if isinstance(value, np.ndarray):
        found: list[float] = value.ravel().tolist()
        return found
    return [float(value)]


def _own(value: Any) -> Any:
    return value.copy() if isinstance(value, np.ndarray) else value
