"""Try a function where usual points do not come: the ends of its domain, zero, whole numbers, its own literals.

Everything here is promised by some trial of the exercise: each try belongs to the trial whose ranges its point is in,
and costs that trial's part.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache

import numpy as np

from grader.exercises import CodeSpec, Range, Stream, Trial
from grader.exercises.array_files import small_sizes

from ..marks import Task
from .literals import literals
from .plan import Try, drawn

MAX_POINTS = 90
MAX_ENTRIES = 48
_ROW = 6
SMALL_TRIES = 2
# How many of the code's own numbers are put among entries, and taken for lengths; and how long arrays become by that.
MAX_LITERALS = 8
MAX_LENGTHS = 4
MAX_LENGTH = 500
MAX_SIZE = 64
_TINY = math.nextafter(0.0, 1.0)
_WHOLE = (0, 1, -2)

Point = dict[str, float]
Lengths = Sequence[tuple[str, Sequence[Range]]]


@dataclass(frozen=True)
class Domain:
    """Where the trials that look at values promise a function to be right, with numbers or with arrays."""

    trials: tuple[Trial, ...]
    hulls: Mapping[str, Range]

    @classmethod
    def of(cls, spec: CodeSpec, arrays: bool) -> Domain | None:
        """That of numbers, or of arrays taken entry by entry; None where nothing is promised of them."""
        trials = [trial for trial in spec.trials if trial.checks == "values" and trial.ranges]
        trials = [trial for trial in trials if any(bool(shape) is arrays for shape in trial.shapes)]
        if not trials or spec.shapes:
            return None
        hulls = {name: _hull(tuple(each for trial in trials for each in trial.ranges[name])) for name in spec.arguments}
        return cls(tuple(trials), hulls)

    @property
    def ends(self) -> Mapping[str, tuple[Fraction, Fraction]]:
        """The lowest and the highest number of each argument."""
        return {name: (hull.low, hull.high) for name, hull in self.hulls.items()}

    def __contains__(self, point: Mapping[str, float]) -> bool:
        """Whether each argument lies between its ends."""
        return all(point[name] in hull for name, hull in self.hulls.items())

    def trial(self, point: Mapping[str, float]) -> Trial | None:
        """The trial that promises the most of this point: the first whose ranges it is in, failing that between."""
        for spans in (self._ranges, self._hulls):
            for trial, lengths in zip(self.trials, spans, strict=True):
                if all(any(point[name] in each for each in ranges) for name, ranges in lengths):
                    return trial
        return None

    @cached_property
    def _ranges(self) -> Sequence[Lengths]:
        """Each trial's own ranges, argument by argument."""
        return [[(name, trial.ranges[name]) for name in self.hulls] for trial in self.trials]

    @cached_property
    def _hulls(self) -> Sequence[Lengths]:
        """All from the lowest to the highest number of each trial, argument by argument."""
        return [[(name, (_hull(tuple(each)),)) for name, each in lengths] for lengths in self._ranges]


@lru_cache(1024)
def _hull(ranges: tuple[Range, ...]) -> Range:
    """All numbers between the lowest and the highest."""
    return Range(min(each.low for each in ranges), max(each.high for each in ranges), None)


def covering(task: Task, spec: CodeSpec, source: str) -> list[Try]:
    """The tries, numbers first."""
    text = source.encode("utf-8", "surrogatepass")
    stream = Stream("covering", task.secret, task.instance.digest, task.instance.seed, text)
    found = literals(source)
    if spec.shapes:
        trial = next((trial for trial in spec.trials if trial.checks == "values" and trial.sizes), None)
        return [] if trial is None else list(_of_own_shapes(spec, trial, found, stream))
    numbers, arrays = (Domain.of(spec, arrays=which) for which in (False, True))
    return [*_numbers(numbers, found, stream), *_arrays(arrays, found, stream)]


def _of_own_shapes(spec: CodeSpec, trial: Trial, found: Sequence[float], stream: Stream) -> Iterator[Try]:
    """Where arguments have shapes of their own: small arrays first."""
    yield from _small(spec, trial, stream)
    yield from _literal_entries(spec, trial, found, stream)
    yield from _literal_sizes(spec, trial, found, stream)


def _sized(spec: CodeSpec, trial: Trial, sizes: Mapping[str, int], stream: Stream) -> Try:
    shapes = spec.sized(sizes)
    inputs = {name: drawn(trial, name, shapes.get(name, ()), stream) for name in spec.arguments}
    return Try(trial, (), inputs, drawn=False, sizes=sizes)


def _small(spec: CodeSpec, trial: Trial, stream: Stream) -> Iterator[Try]:
    """Arrays of two small sizes."""
    for sizes in small_sizes(spec, trial.sizes[0]):
        for _ in range(SMALL_TRIES):
            yield _sized(spec, trial, sizes, stream)


def _literal_entries(spec: CodeSpec, trial: Trial, found: Sequence[float], stream: Stream) -> Iterator[Try]:
    """Arrays with the code's own numbers among the entries, of either sign, wherever they are promised."""
    for number in found[:MAX_LITERALS]:
        made = _sized(spec, trial, trial.sizes[0], stream)
        for name, value in made.inputs.items():
            entries = value.reshape(-1)
            for start, own in ((0, number), (2, -number)):
                if any(own in each and each.reaches(own) for each in trial.ranges[name]):
                    entries[start::4] = own
        yield made


def _literal_sizes(spec: CodeSpec, trial: Trial, found: Sequence[float], stream: Stream) -> Iterator[Try]:
    """Arrays with as many rows or columns as the code's own whole numbers say, and one more."""
    for length in _lengths(found, MAX_SIZE):
        for letter in trial.sizes[0]:
            yield _sized(spec, trial, {**trial.sizes[0], letter: length}, stream)


def _lengths(found: Iterable[float], most: int) -> list[int]:
    wholes = [int(number) for number in found if number == int(number) and 2 < number <= most][:MAX_LENGTHS]
    return sorted({length for whole in wholes for length in (whole, whole + 1)})


def _numbers(domain: Domain | None, found: Sequence[float], stream: Stream) -> Iterator[Try]:
    if domain is None:
        return
    for point in _points(domain, found, stream):
        yield from number_try(domain, point)
    for whole in _WHOLE:
        yield from number_try(domain, dict.fromkeys(domain.hulls, whole))


def number_try(domain: Domain, point: Mapping[str, float]) -> Iterator[Try]:
    """The try of single numbers, where something is promised of them."""
    trial = domain.trial(point)
    if trial is not None:
        yield Try(trial, (), dict(point), drawn=False)


def _arrays(domain: Domain | None, found: Sequence[float], stream: Stream) -> Iterator[Try]:
    """All the points as one array for each number of dimensions that is promised."""
    if domain is None:
        return
    points = list(_points(domain, found, stream))[:MAX_ENTRIES]
    yield from array_tries(domain, points)
    for trial in domain.trials:
        own = [point for point in points if domain.trial(point) is trial]
        if own and any(len(shape) == 1 for shape in trial.shapes):
            for length in _lengths(found, MAX_LENGTH):
                yield _array(trial, (length,), domain, own)
            return


def array_tries(domain: Domain, points: Sequence[Mapping[str, float]]) -> Iterator[Try]:
    """The points as entries of arrays: rows of them, and first of all an array of the most dimensions promised."""
    for trial in domain.trials:
        own = [point for point in points if domain.trial(point) is trial]
        shapes = [shape for shape in trial.shapes if shape]
        if not own or not shapes:
            continue
        deepest = max(shapes, key=len)
        if len(deepest) > 1:
            yield _array(trial, deepest, domain, own)
        if any(len(shape) == 1 for shape in shapes):
            for start in range(0, len(own), _ROW):
                row = own[start : start + _ROW]
                yield _array(trial, (len(row),), domain, row)


def _array(trial: Trial, shape: tuple[int, ...], domain: Domain, points: Sequence[Mapping[str, float]]) -> Try:
    columns = {name: np.array([point[name] for point in points], dtype=np.float64) for name in domain.hulls}
    return Try(trial, shape, {name: np.resize(column, shape) for name, column in columns.items()}, drawn=False)


def _points(domain: Domain, found: Sequence[float], stream: Stream) -> Iterator[Point]:
    """Each special number for each argument, the others anywhere; and for all arguments at once."""
    seen: set[bytes] = set()
    for point in _all_points(domain, found, stream):
        key = array("d", point.values()).tobytes()  # -0.0 is not 0.0
        if point in domain and key not in seen:
            seen.add(key)
            yield point
        if len(seen) >= MAX_POINTS:
            return


def _all_points(domain: Domain, found: Sequence[float], stream: Stream) -> Iterator[Point]:
    names = list(domain.hulls)
    several = len(names) > 1
    for number in _special(domain.ends[name] for name in names):
        yield dict.fromkeys(names, number)
    for number in found:
        for near in _neighbours(number):
            for name in names:
                yield {other: near if other == name else _anywhere(domain, other, stream) for other in names}
        for own in (number, -number) if several else ():
            yield dict.fromkeys(names, own)


def _special(ends: Iterable[tuple[Fraction, Fraction]]) -> Iterator[float]:
    yield from (0.0, -0.0, _TINY, -_TINY)
    for low, high in ends:
        yield float(low)
        yield float(high)


def _neighbours(number: float) -> Iterator[float]:
    """The number and its negative, the floats next to them, and some a little further off."""
    for own in (number, -number):
        yield own
        yield math.nextafter(own, math.inf)
        yield math.nextafter(own, -math.inf)
    yield from (number + 0.25, number - 0.25, 0.25 - number)


def _anywhere(domain: Domain, name: str, stream: Stream) -> float:
    trial = stream.choice(domain.trials)
    return stream.choice(trial.ranges[name]).anywhere(stream)
