"""Make variants of an exercise on which known mistakes show: `make_variant(exercise, seed)`.

Inputs are only used if every mistake of the library that gives another number near them gives another number
at them, to the loosest rounding that is accepted: at x = 2 nobody can tell x² from 2x. Of several such inputs
those are taken that tell most mistakes from one another, small numbers first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from grader.exercises import Exercise, Instance, Stream, VariantError, make_instance

from .fingerprints import Fingerprint, Fingerprints
from .tape import Array

# So many inputs are compared before the best of them is taken; a handful is enough to find good ones.
_AT_A_TIME, _AT_MOST = 4, 24
_NEAR = 3
_PLEASANT = 100.0
_SAME = 1e-9


def make_variant(exercise: Exercise, seed: int | None = None) -> Instance:
    """The instance for a seed, as `grader.exercises.make_instance` gives it, on inputs that tell mistakes apart.

    The same library, digest and seed give the same inputs; what a student was shown is stored whole. Raises
    `VariantError` for a seed out of range, or where no acceptable inputs are found.
    """
    if seed is None or not exercise.vary or exercise.kind != "values":
        return make_instance(exercise, seed)
    search = _Search()
    try:
        make_instance(exercise, seed, search.take)
    except VariantError:
        if search.is_empty:
            raise
    return search.best


class _Search:
    """Compares acceptable inputs a few at a time, until some hide no mistake, or enough were compared."""

    def __init__(self) -> None:
        self._drawn: list[Instance] = []
        self._compared: list[tuple[Telling, Instance]] = []

    def take(self, instance: Instance) -> bool:
        """Whether to look no further."""
        self._drawn.append(instance)
        if len(self._drawn) % _AT_A_TIME:
            return False
        self._compare()
        return len(self._drawn) >= _AT_MOST or any(not found.hidden for found, _ in self._compared)

    @property
    def is_empty(self) -> bool:
        return not self._drawn

    @property
    def best(self) -> Instance:
        """The best inputs so far, of one at least."""
        self._compare()
        return min(self._compared, key=lambda pair: pair[0].score)[1]

    def _compare(self) -> None:
        fresh = self._drawn[len(self._compared) :]
        self._compared += zip(telling(fresh), fresh, strict=True)


@dataclass(frozen=True)
class Telling:
    """How well inputs tell right from wrong, and one mistake from another, at the loosest rounding.

    `hidden` has each mistake that gives the right number here, though not near here: the box's name and the code.
    `confused` has two mistakes that give the same wrong number here, though not near here: the box's name and both
    codes. `large` says how many of the gradients have more than two digits before the point.
    """

    hidden: tuple[tuple[str, str], ...]
    confused: tuple[tuple[str, str, str], ...]
    large: int

    @property
    def score(self) -> tuple[int, int, int]:
        """The less, the better."""
        return len(self.hidden), self.large, len(self.confused)


def telling(instances: Sequence[Instance]) -> list[Telling]:
    """What each of several instances of one exercise tells apart; all in one pass, since a pass costs most."""
    if not instances:
        return []
    boxes = _boxes(instances)
    return [_telling(boxes, place) for place in range(len(instances))]


def alike(instance: Instance) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Mistakes that give the same wrong number here and near here: their codes, in the library's order, and the names
    of the boxes. No inputs can tell them apart there."""
    groups: dict[tuple[str, ...], dict[str, None]] = {}
    for box in _boxes([instance]):
        same: dict[bytes, dict[str, None]] = {}
        for code, answers in zip(box.codes, box.answers[:, 0], strict=True):
            if np.isfinite(answers).all() and not np.allclose(answers, box.right[0], rtol=_SAME, atol=0):
                rounded = np.array([float(f"{number:.9g}") for number in answers])
                same.setdefault(rounded.tobytes(), {})[str(code)] = None
        for codes in same.values():
            if len(codes) > 1:
                groups.setdefault(tuple(codes), {})[box.name] = None
    return [(codes, tuple(boxes)) for codes, boxes in groups.items()]


@dataclass(frozen=True)
class _Box:
    """A gradient asked for: the right numbers, and what each mistake answers. By instance; in each the point itself
    first, then those near it."""

    name: str
    right: npt.NDArray[np.float64]
    codes: npt.NDArray[np.str_]
    answers: npt.NDArray[np.float64]

    @classmethod
    def of(cls, name: str, right: Array, prints: Iterable[Fingerprint], instances: int) -> _Box:
        points = instances * (1 + _NEAR)
        codes, answers = [], []
        for each in prints:
            codes.append(each.mistake.code)
            answers.append(np.broadcast_to(each.answer, points))
        table = np.array(answers).reshape(-1, instances, 1 + _NEAR)
        return cls(name, np.broadcast_to(right, points).reshape(instances, -1), np.array(codes), table)


def _boxes(instances: Sequence[Instance]) -> list[_Box]:
    first, graph = instances[0], instances[0].graph
    prints = Fingerprints(graph, _here_and_near(instances), "values")
    rights = {node: prints.right(node) for node in graph.order}
    boxes = []
    for name, ask in first.asks.items():
        node = graph.node(ask.node)
        if ask.what == "gradient":
            given = {other: right for other, right in rights.items() if other is not node}
            boxes.append(_Box.of(name, rights[node], prints.of(node, given), len(instances)))
    return boxes


def _here_and_near(instances: Sequence[Instance]) -> dict[str, Array]:
    """Each input's numbers, each followed by others of its sign and size, where an agreement by chance is gone."""
    stream = Stream("near", instances[0].program)
    factors = {name: [stream.real(0.6, 1.7) for _ in range(_NEAR)] for name in instances[0].inputs}
    return {
        name: np.array([number for each in instances for number in _near(each.inputs[name], factors[name])])
        for name in instances[0].inputs
    }


def _near(value: float, factors: Iterable[float]) -> list[float]:
    return [value, *(value * factor if value else factor - 1 for factor in factors)]


def _telling(boxes: Iterable[_Box], place: int) -> Telling:
    hidden: dict[tuple[str, str], None] = {}
    confused: dict[tuple[str, str, str], None] = {}
    large = 0
    for box in boxes:
        right, answers = box.right[place], box.answers[:, place]
        fine = np.isfinite(answers).all(axis=1)
        answers, codes = answers[fine], box.codes[fine]
        large += bool(abs(right[0]) >= _PLEASANT)
        hidden.update(((box.name, str(code)), None) for code in codes[_by_chance(told_apart(answers, right))])
        pairs = np.nonzero(_by_chance(told_apart(answers[:, None], answers[None, :])))
        for one, other in zip(codes[pairs[0]], codes[pairs[1]], strict=True):
            if one < other:
                confused[box.name, str(one), str(other)] = None
    return Telling(tuple(hidden), tuple(confused), large)


def _by_chance(apart: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Where numbers agree here, though they do not at some point near here."""
    return np.asarray(~apart[..., 0] & apart[..., 1:].any(axis=-1))


def told_apart(one: Array, other: Array) -> npt.NDArray[np.bool_]:
    """Whether wrong numbers, as somebody may round them when typing, are still not taken for the other ones.

    Numbers with two decimals at most are written out; others are rounded to two significant digits, and stand for
    half a unit of the second.
    """
    size = np.maximum(np.abs(one), np.abs(other))
    written = np.abs(one * 100 - np.round(one * 100)) < _SAME * np.maximum(1, np.abs(one))
    with np.errstate(all="ignore"):
        unit = np.where(one == 0, 1.0, 10.0 ** (np.floor(np.log10(np.abs(one))) - 1))
    room = np.where(written, 0.0, unit / 2)
    typed = np.where(written, one, np.round(one / unit) * unit)
    return np.asarray(np.abs(typed - other) > room + _SAME * size)
