"""Place the items of every layer across the flow: in order, far enough apart, near to what they are linked with.

Layer by layer each item is drawn to the weighted mean of its neighbours. For one layer this is least squares under
"at least so far apart", which the pool-adjacent-violators algorithm (Ayer and others, 1955) solves exactly.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import accumulate, pairwise
from math import inf

from .layers import Item, Layers
from .metrics import Room

SWEEPS = 10
BLOCK_WEIGHT = 8.0
# How strongly, and how many times at most, the items of a block are drawn together.
AGREEMENTS = ((20.0, 30), (1e3, 30), (1e6, 8))

# Two linked items, and how far off the second one's axis the link ends.
Link = tuple[Item, Item, float]
Pull = tuple[Item, float, float]  # an item, how far from it, how strongly
Pulls = Mapping[Item, Sequence[Pull]]


class Placer:
    """Places rows of items with the extents `rooms`, in a drawing that is at least `width` across.

    Wherever that is wide enough nothing leaves it; without a width there are no borders.
    """

    def __init__(
        self,
        layers: Layers,
        rows: Sequence[Sequence[Item]],
        rooms: Mapping[Item, Room],
        gap: float,
        width: float | None = None,
    ) -> None:
        self.layers, self.rooms = layers, rooms
        self.rows = [row for row in rows if row]
        self.gaps = [[self._separation(one, other, gap) for one, other in pairwise(row)] for row in self.rows]
        needed = [self._ends(row, gaps) for row, gaps in zip(self.rows, self.gaps, strict=True)]
        self.span = max((width or 0, *(before + after for before, after in needed)))
        # Between what the first item of each row may lie.
        self.bounds = [(-inf, inf) if width is None else (before, self.span - after) for before, after in needed]
        self.at: dict[Item, float] = {}
        for row, gaps in zip(self.rows, self.gaps, strict=True):
            start = (self.span - sum(gaps)) / 2
            self.at.update(zip(row, accumulate(gaps, initial=start), strict=True))

    def _separation(self, one: Item, other: Item, gap: float) -> float:
        """How far apart the axes of two neighbours must be."""
        upper, lower = self.rooms[one], self.rooms[other]
        lanes = self.layers.is_lane(one) + self.layers.is_lane(other)
        free = (gap, 0.75 * gap, 1.25 * gap)[lanes]
        return max(upper.node_after + lower.node_before, upper.run_after + lower.run_before) + free

    def _ends(self, row: Sequence[Item], gaps: Sequence[float]) -> tuple[float, float]:
        """What a row needs before its first item's axis, and after it."""
        return self.rooms[row[0]].before, sum(gaps) + self.rooms[row[-1]].after

    def extent(self) -> tuple[float, float]:
        """Where the placed drawing begins and ends."""
        low = min((self.at[item] - room.before for item, room in self.rooms.items()), default=0)
        return low, max((self.at[item] + room.after for item, room in self.rooms.items()), default=0)

    def place(self, links: Sequence[Link], *, roughly: bool = False) -> None:
        """Put into `at` the coordinate across the flow of every item, in whole pixels.

        What is placed `roughly` may have bends where straight lines are possible.
        """
        blocks = _blocks(self.layers, links)
        before, after = self._pulls(links, {item for block in blocks for item in block[1:]})
        both = {item: [*before[item], *after[item]] for item in before}
        for near in ((after, before), (both, both)):
            self._sweep(*near)
        for strength, rounds in () if roughly else AGREEMENTS:
            for _ in range(rounds):
                if self._straight(blocks):
                    break
                self._agree(blocks, both, strength)
        self._straighten(blocks)
        self.at = {item: float(round(value)) for item, value in self.at.items()}

    def _sweep(self, backward: Pulls, forward: Pulls) -> None:
        """Move the rows backwards and forwards until little changes."""
        for _ in range(SWEEPS):
            old = self.at.copy()
            for index in reversed(range(len(self.rows))):
                self._settle(index, backward)
            for index in range(len(self.rows)):
                self._settle(index, forward)
            if all(abs(value - old[item]) < 0.25 for item, value in self.at.items()):
                break

    def _pulls(self, links: Sequence[Link], held: Collection[Item]) -> tuple[Pulls, Pulls]:
        """What draws each item from the layer before it and from the layer after it, most within a block."""
        before: dict[Item, list[Pull]] = {item: [] for item in self.at}
        after: dict[Item, list[Pull]] = {item: [] for item in self.at}
        for left, right, offset in links:
            weight = BLOCK_WEIGHT if right in held and (left[1] == right[1] or not offset) else 1.0
            before[right].append((left, -offset, weight))
            after[left].append((right, offset, weight))
        return before, after

    def _straight(self, blocks: Sequence[Sequence[Item]]) -> bool:
        """Whether every block is so nearly straight that rounding makes it so."""
        ends = ([self.at[item] for item in block] for block in blocks)
        return all(max(block) - min(block) < 0.25 for block in ends)

    def _agree(self, blocks: Sequence[Sequence[Item]], near: Pulls, strength: float) -> None:
        """Draw the items of each block to their common mean, and let the others make room."""
        pulls = dict(near)
        for block in blocks:
            mean = sum(self.at[item] for item in block) / len(block)
            for item in block:
                pulls[item] = [(item, mean - self.at[item], strength)]
        for index in range(len(self.rows)):
            self._settle(index, pulls)

    def _settle(self, index: int, near: Pulls) -> None:
        """Move a row as close as its gaps and the borders allow to where its neighbours want it."""
        row, at = self.rows[index], self.at
        wanted, weights = [], []
        for item in row:
            total = weight = 0.0
            for other, off, strength in near[item]:
                total += (at[other] + off) * strength
                weight += strength
            wanted.append(total / weight if weight else at[item])
            weights.append(weight or 0.2)
        at.update(zip(row, nearest_apart(wanted, weights, self.gaps[index], self.bounds[index]), strict=True))

    def _straighten(self, blocks: Sequence[Sequence[Item]]) -> None:
        """Give the items of a block one coordinate, as far along as their neighbours leave room for it."""
        where = {item: (index, place) for index, row in enumerate(self.rows) for place, item in enumerate(row)}
        for block in blocks:
            free = {item: self._free(*where[item]) for item in block}
            for stretch, low, high in _stretches(block, free):
                mean = sum(self.at[item] for item in stretch) / len(stretch)
                self.at.update(dict.fromkeys(stretch, min(max(mean, low), high)))

    def _free(self, index: int, place: int) -> tuple[float, float]:
        """The range in which an item can be moved while all others stay."""
        row, gaps, (low, high) = self.rows[index], self.gaps[index], self.bounds[index]
        if place:
            low = self.at[row[place - 1]] + gaps[place - 1]
        if place + 1 < len(row):
            return low, self.at[row[place + 1]] - gaps[place]
        return low, high + sum(gaps)


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
    wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float], first: tuple[float, float]
) -> list[float]:
    """The values nearest to `wanted` (weighted least squares) with value[i + 1] - value[i] >= gaps[i].

    `first` holds the least value of the first one, and the greatest that it may have in a row without slack: so no
    value goes beyond where it would be in a row that is packed against one end or the other.
    """
    offsets = list(accumulate(gaps, initial=0.0))
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for value, weight, offset in zip(wanted, weights, offsets, strict=True):
        block = (value - offset, weight, 1)
        while blocks and blocks[-1][0] > block[0]:
            block = _pooled(blocks.pop(), block)
        blocks.append(block)
    low, high = first
    means = [max(low, min(high, mean)) for mean, _, length in blocks for _ in range(length)]
    return [mean + offset for mean, offset in zip(means, offsets, strict=True)]


def _pooled(one: tuple[float, float, int], other: tuple[float, float, int]) -> tuple[float, float, int]:
    weight = one[1] + other[1]
    return (one[0] * one[1] + other[0] * other[1]) / weight, weight, one[2] + other[2]
