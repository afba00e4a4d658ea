"""Order the items of every layer so that few edges cross: barycentres, then exchanges of neighbours.

The method is that of Sugiyama, Tagawa and Toda (1981), "Methods for visual understanding of hierarchical system
structures"; among orders with equally few crossings the first one found stays, which is the program's own.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise

from .diagram import Diagram
from .layers import Item, Layers

SWEEPS = 12
TRIALS = 60
GAIN = 10.0  # pixels


def order_layers(layers: Layers, orderer: Orderer) -> list[list[Item]]:
    """The rows of `layers`, reordered."""
    best = rows = [list(row) for row in layers.rows]
    fewest = orderer.crossings(rows)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        rows = orderer.sweep(rows, forward=sweep % 2 == 1)
        orderer.exchange(rows)
        count = orderer.crossings(rows)
        if count < fewest:
            best, fewest = [list(row) for row in rows], count
    return best


class Orderer:
    """Counts the crossings of orders of rows, and improves on them."""

    def __init__(self, layers: Layers, diagram: Diagram) -> None:
        self.before: dict[Item, list[tuple[Item, float]]] = {item: [] for row in layers.rows for item in row}
        self.after: dict[Item, list[tuple[Item, float]]] = {item: [] for row in layers.rows for item in row}
        for left, right, port in layers.links:
            vertex = diagram.vertices[right[1]]
            fixed = port is not None and not vertex.swaps and len(vertex.sources) > 1
            # A port that may not move counts as a small step up or down from the middle of its node.
            shift = (port or 0) / (len(vertex.sources) - 1) * 0.5 - 0.25 if fixed else 0.0
            self.before[right].append((left, shift))
            self.after[left].append((right, shift))

    def sweep(self, rows: list[list[Item]], *, forward: bool) -> list[list[Item]]:
        """Sort each row by the mean position of its neighbours in the row before (or after) it."""
        rows = [list(row) for row in rows]
        near = self.before if forward else self.after
        indices = range(1, len(rows)) if forward else range(len(rows) - 2, -1, -1)
        for index in indices:
            place = _places(rows[index - 1 if forward else index + 1])
            here = _places(rows[index])
            rows[index].sort(key=lambda item, place=place, here=here: _mean(near[item], place, here[item]))  # type: ignore[misc]
        return rows

    def exchange(self, rows: list[list[Item]]) -> None:
        """Exchange neighbours as long as that takes crossings away."""
        for index, row in enumerate(rows):
            places = [_places(rows[near]) if 0 <= near < len(rows) else {} for near in (index - 1, index + 1)]
            for upper in range(len(row) - 1):
                one, other = row[upper], row[upper + 1]
                if self._between(one, other, places) > self._between(other, one, places):
                    row[upper], row[upper + 1] = other, one

    def _between(self, one: Item, other: Item, places: list[dict[Item, int]]) -> int:
        """Crossings of the edges of two neighbours, `one` above `other`."""
        count = 0
        for near, place in zip((self.before, self.after), places, strict=True):
            for a, shift_a in near[one]:
                for b, shift_b in near[other]:
                    at_a, at_b = place[a], place[b]
                    if near is self.after:
                        count += at_a + shift_a > at_b + shift_b
                    else:
                        count += at_a > at_b
        return count

    def crossings(self, rows: list[list[Item]]) -> int:
        """How many pairs of edges cross, edges that end in wrong order at one node's ports included."""
        total = 0
        for row, following in pairwise(rows):
            left, right = _places(row), _places(following)
            ends = sorted((left[item], right[target] + shift) for item in row for target, shift in self.after[item])
            total += sum(a[0] < b[0] and a[1] > b[1] for index, a in enumerate(ends) for b in ends[index + 1 :])
        return total


def _places(row: list[Item]) -> dict[Item, int]:
    return {item: index for index, item in enumerate(row)}


def _mean(near: list[tuple[Item, float]], place: Mapping[Item, int], otherwise: float) -> float:
    """The mean place of the neighbours; an item without any stays where it is."""
    return sum(place[item] for item, _ in near) / len(near) if near else otherwise


def polish(
    rows: list[list[Item]], layers: Layers, orderer: Orderer, cost: Callable[[list[list[Item]]], float]
) -> list[list[Item]]:
    """Let lanes and inputs change places with a neighbour where no more edges cross and it costs less.

    Where no lane takes part it must cost a good deal less: the program's own order is worth something to its reader.
    """
    best, fewest = cost(rows), orderer.crossings(rows)
    places = [(index, upper) for index, row in enumerate(rows) for upper in range(len(row) - 1)]
    for index, upper in [*places, *reversed(places)][:TRIALS]:
        pair = rows[index][upper : upper + 2]
        lanes = any(layers.is_lane(item) for item in pair)
        if not lanes and bool(orderer.before[pair[0]]) == bool(orderer.before[pair[1]]):
            continue
        trial = [list(row) for row in rows]
        trial[index][upper : upper + 2] = reversed(pair)
        worth = GAIN if lanes else 8 * GAIN
        if (crossings := orderer.crossings(trial)) <= fewest and (found := cost(trial)) < best - worth:
            rows, best, fewest = trial, found, crossings
    return rows
