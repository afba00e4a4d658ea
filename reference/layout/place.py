"""Place the items of every layer across the flow: in order, far enough apart, near to what they are connected with.

Layer by layer each item is drawn to the mean of its neighbours. For one layer this is least squares under
"at least so far apart", which the pool-adjacent-violators algorithm (Ayer and others, 1955) solves exactly.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from .layers import Item, Layers
from .metrics import Room

SWEEPS = 16
LANE_WEIGHT = 6.0

# Two items that are linked, and how far below the right one's axis the link ends.
Link = tuple[Item, Item, float]


def place(
    layers: Layers,
    rows: Sequence[Sequence[Item]],
    links: Sequence[Link],
    rooms: Mapping[Item, Room],
    gap: float,
) -> dict[Item, float]:
    """The coordinate across the flow of every item."""
    at: dict[Item, float] = {}
    apart = [_separations(row, rooms, layers, gap) for row in rows]
    for row, gaps in zip(rows, apart, strict=True):
        start = -sum(gaps) / 2
        for item, step in zip(row, [0.0, *gaps], strict=True):
            start += step
            at[item] = start
    before: dict[Item, list[tuple[Item, float]]] = {item: [] for item in at}
    after: dict[Item, list[tuple[Item, float]]] = {item: [] for item in at}
    for left, right, offset in links:
        before[right].append((left, -offset))
        after[left].append((right, offset))
    weights = {item: LANE_WEIGHT if layers.is_lane(item) else 1.0 for item in at}
    for sweep in range(SWEEPS):
        near, order = (after, -1) if sweep % 2 == 0 else (before, 1)
        for index in range(len(rows))[::order]:
            _settle(rows[index], apart[index], near, weights, at)
    for _ in range(3):
        _straighten(layers, rows, apart, at)
    return {item: float(round(value)) for item, value in at.items()}


def _separations(row: Sequence[Item], rooms: Mapping[Item, Room], layers: Layers, gap: float) -> list[float]:
    """How far apart neighbours in a row must be."""
    found = []
    for one, other in zip(row, row[1:], strict=False):
        upper, lower = rooms[one], rooms[other]
        lanes = layers.is_lane(one) + layers.is_lane(other)
        free = (gap, 0.75 * gap, 1.25 * gap)[lanes]
        found.append(max(upper.node_after + lower.node_before, upper.run_after + lower.run_before) + free)
    return found


def _settle(
    row: Sequence[Item],
    gaps: Sequence[float],
    near: Mapping[Item, list[tuple[Item, float]]],
    weights: Mapping[Item, float],
    at: dict[Item, float],
) -> None:
    """Move a row as close as its gaps allow to where its neighbours want it."""
    wanted = []
    for item in row:
        pulls = near[item]
        wanted.append(sum(at[other] + offset for other, offset in pulls) / len(pulls) if pulls else at[item])
    heavy = [weights[item] if near[item] else 0.2 for item in row]
    at.update(zip(row, pool_adjacent_violators(wanted, heavy, gaps), strict=True))


def pool_adjacent_violators(
    wanted: Sequence[float], weights: Sequence[float], gaps: Sequence[float]
) -> list[float]:
    """The values nearest to `wanted` (weighted least squares) with value[i + 1] - value[i] >= gaps[i]."""
    offsets = [0.0]
    for gap in gaps:
        offsets.append(offsets[-1] + gap)
    blocks: list[tuple[float, float, int]] = []  # mean, weight, length
    for value, weight, offset in zip(wanted, weights, offsets, strict=False):
        mean, length = value - offset, 1
        while blocks and blocks[-1][0] > mean:
            other, heavy, more = blocks.pop()
            mean = (mean * weight + other * heavy) / (weight + heavy)
            weight, length = weight + heavy, length + more
        blocks.append((mean, weight, length))
    flat = [mean for mean, _, length in blocks for _ in range(length)]
    return [value + offset for value, offset in zip(flat, offsets, strict=False)]


def _straighten(
    layers: Layers, rows: Sequence[Sequence[Item]], apart: Sequence[Sequence[float]], at: dict[Item, float]
) -> None:
    """Give the items of one lane one coordinate, as far along the lane as their neighbours leave room for it."""
    bounds: dict[Item, tuple[float, float]] = {}
    for row, gaps in zip(rows, apart, strict=True):
        for index, item in enumerate(row):
            low = at[row[index - 1]] + gaps[index - 1] if index else float("-inf")
            high = at[row[index + 1]] - gaps[index] if index + 1 < len(row) else float("inf")
            bounds[item] = (low, high)
    lanes: dict[str, list[Item]] = {}
    for item in sorted(at):
        if layers.is_lane(item):
            lanes.setdefault(item[1], []).append(item)
    for lane in lanes.values():
        while lane:
            low, high, count = float("-inf"), float("inf"), 0
            for item in lane:
                if max(low, bounds[item][0]) > min(high, bounds[item][1]):
                    break
                low, high, count = max(low, bounds[item][0]), min(high, bounds[item][1]), count + 1
            stretch, lane = lane[: max(count, 1)], lane[max(count, 1) :]
            mean = sum(at[item] for item in stretch) / len(stretch)
            at.update(dict.fromkeys(stretch, min(max(mean, low), high)))
