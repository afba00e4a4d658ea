"""Place the items of every layer across the flow: in order, far enough apart, near to what they are linked with.

Layer by layer each item is drawn to the weighted mean of its neighbours. For one layer this is least squares under
"at least so far apart", which the pool-adjacent-violators algorithm (Ayer and others, 1955) solves exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

from .layers import Item, Layers
from .metrics import Room

SWEEPS = 20
BLOCK_WEIGHT = 8.0
AGREEMENTS = (20.0,) * 8 + (1e3, 1e6)

# Two linked items, and how far off the second one's axis the link ends.
Link = tuple[Item, Item, float]
Pull = tuple[Item, float, float]  # an item, how far from it, how strongly


class Placer:
    """Places rows of items with the extents `rooms`; none leaves the range from 0 to `span`, if that can be."""

    def __init__(self, layers: Layers, rows: Sequence[Sequence[Item]], rooms: Mapping[Item, Room], gap: float) -> None:
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

    def extent(self) -> tuple[float, float]:
        """Where the placed drawing begins and ends."""
        low = min((self.at[item] - room.before for item, room in self.rooms.items()), default=0)
        return low, max((self.at[item] + room.after for item, room in self.rooms.items()), default=0)

    def place(self, links: Sequence[Link], span: float) -> None:
        """Put into `at` the coordinate across the flow of every item, in whole pixels; `span` may be infinite."""
        for row, gaps in zip(self.rows, self.gaps, strict=True):
            start = -sum(gaps) / 2 if span == float("inf") else (span - sum(gaps)) / 2
            for item, step in zip(row, [0.0, *gaps], strict=False):
                start += step
                self.at[item] = start
        blocks = _blocks(self.layers, links)
        before, after = self._pulls(links, {item for block in blocks for item in block[1:]})
        both = {item: before[item] + after[item] for item in before}
        for sweep in range(SWEEPS):
            near = both if sweep >= SWEEPS - 4 else before if sweep % 2 else after
            for index in range(len(self.rows))[:: 1 if sweep % 2 else -1]:
                self._settle(index, near, span)
        for strength in AGREEMENTS:
            self._agree(blocks, both, span, strength)
        self._straighten(blocks, span)
        self.at = {item: float(round(value)) for item, value in self.at.items()}

    def _pulls(
        self, links: Sequence[Link], held: Collection[Item]
    ) -> tuple[dict[Item, list[Pull]], dict[Item, list[Pull]]]:
        """What draws each item from the layer before it and from the layer after it, most within a block."""
        before: dict[Item, list[Pull]] = {item: [] for item in self.at}
        after: dict[Item, list[Pull]] = {item: [] for item in self.at}
        for left, right, offset in links:
            weight = BLOCK_WEIGHT if right in held and (left[1] == right[1] or not offset) else 1.0
            before[right].append((left, -offset, weight))
            after[left].append((right, offset, weight))
        return before, after

    def _agree(
        self, blocks: Sequence[Sequence[Item]], near: Mapping[Item, list[Pull]], span: float, strength: float
    ) -> None:
        """Draw the items of each block to their common mean, and let the others make room."""
        pulls = dict(near)
        for block in blocks:
            mean = sum(self.at[item] for item in block) / len(block)
            for item in block:
                pulls[item] = [(item, mean - self.at[item], strength)]
        for index in range(len(self.rows)):
            self._settle(index, pulls, span)

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
            mean = sum((self.at[other] + off) * strength for other, off, strength in pulls) / weight if pulls else 0
            wanted.append(mean if pulls else self.at[item])
        if row:
            low, high = self._bounds(index, span) if span < float("inf") else (float("-inf"), float("inf"))
            self.at.update(zip(row, nearest_apart(wanted, weights, self.gaps[index], low, high), strict=True))

    def _straighten(self, blocks: Sequence[Sequence[Item]], span: float) -> None:
        """Give the items of a block one coordinate, as far along as their neighbours leave room for it."""
        for block in blocks:
            free = {item: self._free(item, span) for item in block}
            for stretch, low, high in _stretches(block, free):
                mean = sum(self.at[item] for item in stretch) / len(stretch)
                self.at.update(dict.fromkeys(stretch, min(max(mean, low), high)))

    def _free(self, item: Item, span: float) -> tuple[float, float]:
        """The range in which an item can be moved while all others stay."""
        row, gaps, room = self.rows[item[0]], self.gaps[item[0]], self.rooms[item]
        index = row.index(item)
        first, last = (float("-inf"), span) if span == float("inf") else (room.before, span - room.after)
        low = self.at[row[index - 1]] + gaps[index - 1] if index else first
        high = self.at[row[index + 1]] - gaps[index] if index + 1 < len(row) else last
        return low, high


def _blocks(layers: Layers, links: Sequence[Link]) -> list[list[Item]]:
    """Items that belong on one straight line: lanes, and chains of nodes with nothing else between them."""
    leaving = Counter(left for left, _, _ in links)
    entering = Counter(right for _, right, _ in links)
    block_of: dict[Item, list[Item]] = {}
    for left, right, offset in sorted(links, key=lambda link: link[0]):
        lane = left[1] == right[1] and layers.is_lane(left)
        if lane or (leaving[left] == entering[right] == 1 and not offset):
            block = block_of.setdefault(left, [left])
            block.append(right)
            block_of[right] = block
    return list({id(block): block for block in block_of.values()}.values())


def _stretches(lane: Sequence[Item], free: Mapping[Item, tuple[float, float]]) -> list[tuple[list[Item], float, float]]:
    """The lane in as few pieces as can each be straight, with the range in which they can."""
    found: list[tuple[list[Item], float, float]] = []
    for item in lane:
        low, high = free[item]
        if found and max(low, found[-1][1]) < min(high, found[-1][2]) + 0.5:
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
