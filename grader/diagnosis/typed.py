"""Name the mistake behind wrong numbers that somebody typed, by weight of evidence.

A small whole number hits one of a dozen candidates by chance. So each mistake that explains every slipped
box is weighed against chance: how likely such numbers are if the student slipped in some way that no rule
describes.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from reference.graph import Graph, Node

from .fingerprints import Fingerprint, Fingerprints
from .library import LIBRARY
from .naming import Named, named_together
from .tape import Array

CERTAIN = 0.99
LIKELY = 0.9
# How often a wrong answer follows a rule of the library at all, and how often it does so everywhere.
_KNOWN = 0.6
_EVERYWHERE = 0.5
_ALL_WEIGHTS = sum(mistake.weight for mistake in LIBRARY)


@dataclass(frozen=True)
class Slip:
    """A gradient box that is wrong: what was typed, as the interval from `low` to `high`.

    `blur` is the relative error that the typed digits of the boxes above leave in whatever follows from them.
    """

    node: Node
    low: float
    high: float
    blur: float = 0.0

    @property
    def typed(self) -> float:
        return (self.low + self.high) / 2

    def holds(self, value: Array) -> bool:
        """Whether a candidate agrees with what was typed, to the digits typed."""
        room = max(1e-9, 2 * self.blur) * max(abs(self.low), abs(self.high))
        return bool(self.low - room <= value <= self.high + room)


@dataclass(frozen=True)
class Sheet:
    """What the student has: the graph with its inputs, the values and gradients that they typed and carry on
    from, and the number of boxes asked for."""

    graph: Graph
    inputs: Mapping[str, float]
    values: Mapping[Node, float]
    gradients: Mapping[Node, float]
    boxes: int

    def prints(self) -> Fingerprints:
        """What every mistake gives from what the student has."""
        inputs = {name: np.float64(number) for name, number in self.inputs.items()}
        values = {node: np.float64(number) for node, number in self.values.items()}
        return Fingerprints(self.graph, inputs, "values", values, self.given())

    def given(self) -> dict[Node, Array]:
        return {node: np.float64(number) for node, number in self.gradients.items()}


def name_slips(sheet: Sheet, slips: Iterable[Slip]) -> dict[Node, Named]:
    """The mistake at each slipped gradient box, where the evidence suffices.

    A mistake that explains every slip is looked for first; then each slip by itself.
    """
    slips = list(slips)
    if not slips:
        return {}
    prints, given = sheet.prints(), sheet.given()
    fitting = {slip.node: _fitting(prints, slip, given) for slip in slips}
    values = prints.tape.values
    pool = _pool(values[node] for node in sheet.graph.named.values() if node in values)
    together = _weighed(sheet, slips, fitting, pool)
    if together or len(slips) == 1:
        return together
    named: dict[Node, Named] = {}
    for slip in slips:
        named.update(_weighed(sheet, [slip], fitting, pool))
    return named


def _fitting(prints: Fingerprints, slip: Slip, given: Mapping[Node, Array]) -> list[Fingerprint]:
    """The mistakes that answer what was typed there, given what the student has above."""
    elsewhere = {node: number for node, number in given.items() if node is not slip.node}
    right = prints.right(slip.node)
    return [
        each
        for each in prints.of(slip.node, elsewhere)
        if np.isfinite(each.answer) and slip.holds(each.answer) and not _equal(each.answer, right)
    ]


def _weighed(
    sheet: Sheet, slips: list[Slip], fitting: Mapping[Node, list[Fingerprint]], pool: Mapping[str, float]
) -> dict[Node, Named]:
    """What explains all of the slips, if it is likely enough against chance."""
    codes = set.intersection(*({each.mistake.code for each in fitting[slip.node]} for slip in slips))
    if not codes:
        return {}
    single = _EVERYWHERE + (1 - _EVERYWHERE) / sheet.boxes if len(slips) == 1 else _EVERYWHERE
    known = sum(_KNOWN * mistake.weight / _ALL_WEIGHTS * single for mistake in LIBRARY if mistake.code in codes)
    chance = (1 - _KNOWN) * math.prod(_by_chance(slip.typed, pool) / sheet.boxes for slip in slips)
    certainty = known / (known + chance)
    if certainty < LIKELY:
        return {}
    named = {}
    for slip in slips:
        prints = [(each, sheet.graph) for each in fitting[slip.node] if each.mistake.code in codes]
        name = sheet.graph.name_of(slip.node) or ""
        found = named_together(prints, name)
        if found is not None:
            named[slip.node] = Named(found.code, found.also, found.node, tentative=certainty < CERTAIN)
    return named


def _by_chance(number: float, pool: Mapping[str, float]) -> float:
    """How likely a slip of no known kind gives the number: a small whole one, one at hand, what two of those
    give, or some decimal."""
    likely = 0.35 * pool.get(_key(number), 0.0)
    if abs(number - round(number)) < 1e-9:
        likely += 0.45 * math.exp(-min(abs(number), 700.0) / 4) / 8
    likely += 0.1 * 10.0 ** -_digits(number) / (1 + abs(math.log10(abs(number) + 1e-9)))
    return max(likely, 1e-30)


def _pool(numbers: Iterable[Array]) -> dict[str, float]:
    """The numbers at hand, and what two of them give, each with its share."""
    shown = [float(number) for number in numbers]
    counted: dict[str, float] = defaultdict(float)
    for left in shown:
        counted[_key(left)] += 2
        counted[_key(-left)] += 1
        for right in shown:
            for result in (left + right, left * right, left - right):
                counted[_key(result)] += 1 / len(shown)
    total = sum(counted.values())
    return {key: count / total for key, count in counted.items()}


def _key(number: float) -> str:
    return f"{number + 0.0:.7g}"


def _digits(number: float) -> int:
    mantissa = f"{number:.7g}".lstrip("-").split("e")[0].replace(".", "").strip("0")
    return max(1, len(mantissa))


def _equal(left: Array, right: Array) -> bool:
    return bool(np.abs(left - right) <= 1e-9 * np.maximum(np.abs(left), np.abs(right)))
