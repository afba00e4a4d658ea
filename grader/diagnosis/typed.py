"""Name the mistake behind wrong numbers that somebody typed, by weight of evidence.

A small whole number hits one of a dozen candidates by chance. So each mistake that explains every slipped
box is weighed against chance: how likely such numbers are if the student slipped in some way that no rule
describes.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from reference.graph import Graph, Node

from .chance import Chance
from .fingerprints import Fingerprint, Fingerprints
from .naming import Named, named_together
from .rules import Mistake
from .tape import Array

CERTAIN = 0.99
LIKELY = 0.9
# How often a wrong answer follows a rule of the library at all; and who follows one does so wherever it applies, at one
# node, or in one box only.
_KNOWN = 0.75
_EVERYWHERE, _ONCE, _PARTLY = 0.5, 0.3, 0.2
# What explains the answer so much worse than another mistake can be told apart from it.
_NEGLIGIBLE = 0.01


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

    def holds(self, value: float) -> bool:
        """Whether a candidate agrees with what was typed, to the digits typed."""
        room = max(1e-9, 2 * self.blur) * max(abs(self.low), abs(self.high))
        return self.low - room <= value <= self.high + room


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
    evidence = _Evidence.of(sheet, slips)
    together = evidence.named(slips)
    if together or len(slips) == 1:
        return together
    named: dict[Node, Named] = {}
    for slip in slips:
        named.update(evidence.named([slip]))
    return named


@dataclass
class _Way:
    """One changed rule: the slipped boxes that it explains, and how many others it would have changed as well."""

    mistake: Mistake
    once: bool
    explains: dict[Node, Fingerprint] = field(default_factory=dict)
    against: int = 0


@dataclass(frozen=True)
class _Evidence:
    """What every changed rule says of the boxes, and how likely their numbers are by chance."""

    sheet: Sheet
    ways: tuple[_Way, ...]
    chance: Chance
    rights: Mapping[Node, float]

    @classmethod
    def of(cls, sheet: Sheet, slips: list[Slip]) -> _Evidence:
        prints, given = sheet.prints(), sheet.given()
        slipped = {slip.node: slip for slip in slips}
        ways: dict[tuple[int, int], _Way] = {}
        for node in {**slipped, **sheet.gradients}:
            right = float(prints.right(node))
            slip = slipped.get(node)
            if slip is None and not _equal(float(given[node]), right):
                continue  # right, though not by the student's own numbers above: it says nothing about a rule
            for each in prints.of(node, {other: number for other, number in given.items() if other is not node}):
                answer = float(each.answer)
                # Some rules know nothing of the boxes above; what those leave open is no difference.
                if math.isfinite(answer) and not _equal(answer, right, 2 * slip.blur if slip else 0.0):
                    way = ways.get(each.way) or ways.setdefault(each.way, _Way(each.mistake, each.site is not None))
                    if slip is None:
                        way.against += 1
                    elif slip.holds(answer):
                        way.explains[node] = each
        values = prints.tape.values
        at_hand = [values[node] for node in sheet.graph.named.values() if node in values]
        rights = {slip.node: float(prints.right(slip.node)) for slip in slips}
        return cls(sheet, tuple(ways.values()), Chance(at_hand), rights)

    def named(self, slips: list[Slip]) -> dict[Node, Named]:
        """What explains all of the slips, if it is likely enough against chance."""
        likely = self._likelihoods(slips)
        known = sum(likely.values())
        chance = (1 - _KNOWN) * math.prod(
            self.chance.of(slip.typed, self.rights[slip.node]) / self.sheet.boxes for slip in slips
        )
        certainty = known / (known + chance)
        if certainty < LIKELY:
            return {}
        codes = {code for code, share in likely.items() if share > _NEGLIGIBLE * known}
        best = max(likely, key=likely.__getitem__)
        named = {}
        for slip in slips:
            prints = [way.explains[slip.node] for way in self._explaining(slips) if way.mistake.code in codes]
            name = self.sheet.graph.name_of(slip.node) or ""
            found = named_together([(each, self.sheet.graph) for each in prints], name, best)
            if found is not None:
                named[slip.node] = replace(found, tentative=certainty < CERTAIN)
        return named

    def _likelihoods(self, slips: list[Slip]) -> dict[str, float]:
        """By code: how likely it is that somebody makes this mistake, and that these boxes come of it."""
        whole = sum({way.mistake.code: way.mistake.weight for way in self.ways}.values())
        counted = Counter((way.mistake.code, way.once) for way in self.ways)
        counted_all = Counter(way.mistake.code for way in self.ways)
        likely: dict[str, float] = defaultdict(float)
        for way in self._explaining(slips):
            code, once = way.mistake.code, way.once
            consistent = 0.0 if way.against else _ONCE if once else _EVERYWHERE
            fitting = consistent / counted[code, once] + _PARTLY / self.sheet.boxes / counted_all[code]
            likely[code] += _KNOWN * way.mistake.weight / whole * fitting
        return likely

    def _explaining(self, slips: list[Slip]) -> list[_Way]:
        return [way for way in self.ways if all(slip.node in way.explains for slip in slips)]


def _equal(left: float, right: float, blur: float = 0.0) -> bool:
    return abs(left - right) <= max(1e-9, blur) * max(abs(left), abs(right))
