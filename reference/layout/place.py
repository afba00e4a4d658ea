"""Place the items of every layer across the flow: in order, far enough apart, near to what they are linked with.

Layer by layer each item is drawn to the weighted mean of its neighbours. For one layer this is least squares under
"at least so far apart", which the pool-adjacent-violators algorithm (Ayer and others, 1955) solves exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from .layers import Item, Layers
from .metrics import Room

SWEEPS = 20
LANE_WEIGHT = 8.0

# Two linked items, and how far off the second one's axis the link ends.
Link = tuple[Item, Item, float]
Pull = tuple[Item, float, float]  # an item, how far from it, how strongly


class Placer:
    """Places rows of items with the extents `rooms`; none leaves the range from 0 to `span`, if that can be."""

    def __init__(
        self, layers: Layers, rows: Sequence[Sequence[Item]], rooms: Mapping[Item, Room], gap: float
    ) -> None:
        self.layers, self.rows, self.rooms = layers, rows, rooms
        self.gaps = [[self._separation(one, other, gap) for one, other in pairwise(row)] for row in rows]
        self.at: dict[Item, float] = {}

    def _separation(self, one: Item, other: Item, gap: float) -> float:
        """How far apart the axes of two neighbours must be."""
        upper, lower = self.rooms[one], self.rooms[other]
        lanes = self.layers.is_lane(one) + self.layers.is_lane(other)
        free = (gap, 0.75 * gap, 1.25 * gap)[lanes]
        return max(upper.node_after + lower.node_before, upper.run_after + lower.run_before) + free

    @property
    def span(self) -> float:
        """What the row that needs most room needs."""
        return max((self._needed(index) for index in range(len(self.rows))), default=0)

    def _needed(self, index: int) -> float:
        row = self.rows[index]
        return self.rooms[row[0]].before + sum(self.gaps[index]) + self.rooms[row[-1]].after if row else 0

    def place(self, links: Sequence[Link], span: float) -> dict[Item, float]:
        """The coordinate across the flow of every item, in whole pixels; `span` may be infinite."""
        for row, gaps in zip(self.rows, self.gaps, strict=True):
            start = -sum(gaps) / 2 if span == float("inf") else (span - sum(gaps)) / 2
            for item, step in zip(row, [0.0, *gaps], strict=False):
                start += step
                self.at[item] = start
        before, after = self._pulls(links)
        both = {item: before[item] + after[item] for item in before}
        for sweep in range(SWEEPS):
            near = both if sweep >= SWEEPS - 4 else before if sweep % 2 else after
            for index in range(len(self.rows))[:: 1 if sweep % 2 else -1]:
                self._settle(index, near, span)
        for _ in range(3):
            self._straighten(span)
        return {item: float(round(value)) for item, value in self.at.items()}

    def _pulls(self, links: Sequence[Link]) -> tuple[dict[Item, list[Pull]], dict[Item, list[Pull]]]:
        """What draws each item from the layer before it and from the layer after it; lanes keep to themselves."""
        before: dict[Item, list[Pull]] = {item: [] for item in self.at}
        after: dict[Item, list[Pull]] = {item: [] for item in self.at}
        for left, right, offset in links:
            lane = left[1] == right[1] and self.layers.is_lane(left)
            weight = LANE_WEIGHT if lane else 1.0
            before[right].append((left, -offset, weight))
            after[left].append((right, offset, weight))
        return before, after

    def _bounds(self, index: int, span: float) -> tuple[float, float]:
        """Between what the first item of a row may lie, if the whole row is to stay within the span."""
        row = self.rows[index]
        return self.rooms[row[0]].before, span - sum(self.gaps[index]) - self.rooms[row[-1]].after

    def _settle(self, index: int, near: Mapping[Item, list[Pull]], span: float) -> None:
        """Move a row as close as its gaps and the span allow to where its neighbours want it."""
        row = self.rows[index]
        wanted, weights = [], []
        for item in row:
            pulls = near[item]
            weight = sum(pull[2] for pull in pulls)
            weights.append(weight or 0.2)
            mean = (
                sum((self.at[other] + off) * strength for other, off, strength in pulls) / weight
                if pulls
                else 0
            )
            wanted.append(mean if pulls else self.at[item])
        if row:
            low, high = self._bounds(index, span) if span < float("inf") else (float("-inf"), float("inf"))
            self.at.update(zip(row, nearest_apart(wanted, weights, self.gaps[index], low, high), strict=True))

    def _straighten(self, span: float) -> None:
        """Give the items of one lane one coordinate, as far along as their neighbours leave room for it."""
        lanes: dict[str, list[Item]] = {}
        free: dict[Item, tuple[float, float]] = {}
        for row, gaps in zip(self.rows, self.gaps, strict=True):
            for index, item in enumerate(row):
                low = self.at[row[index - 1]] + gaps[index - 1] if index else self.rooms[item].before
                high = (
                    self.at[row[index + 1]] - gaps[index]
                    if index + 1 < len(row)
                    else span - self.rooms[item].after
                )
                free[item] = (low if index or span < float("inf") else float("-inf"), high)
                if self.layers.is_lane(item):
                    lanes.setdefault(item[1], []).append(item)
        for lane in lanes.values():
            for stretch, low, high in _stretches(sorted(lane), free):
                mean = sum(self.at[item] for item in stretch) / len(stretch)
                self.at.update(dict.fromkeys(stretch, min(max(mean, low), high)))


def _stretches(
    lane: Sequence[Item], free: Mapping[Item, tuple[float, float]]
) -> list[tuple[list[Item], float, float]]:
    """The lane in as few pieces as can each be straight, with the range in which they can."""
    found: list[tuple[list[Item], float, float]] = []
    for item in lane:
        low, high = free[item]
        if found and max(low, found[-1][1]) <= min(high, found[-1][2]):
            stretch, lowest, highest = found.pop()
            found.append(([*stretch, item], max(low, lowest), min(high, highest)))
        else:
            found.append(([item], low, high))
    return found


def nearest_apart(
    wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float], low: float, high: float
) -> list[float]:
    """The values nearest to `wanted` (weighted least squares) with value[i + 1] - value[i] >= gaps[i].

    The first value is at least `low`, and all of them so placed that the first may be at most `high` when the row is
    packed; where low > high the row is packed from `low`.
    """
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for value, weight, offset in zip(wanted, weights, offsets, strict=True):
        block = (value - offset, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            block = _pooled(blocks.pop(), block)
        blocks.append(block)
    means = [max(low, min(high, mean)) for mean, _, length in blocks for _ in range(length)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _pooled(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]
