"""Route the wires of one channel: each net goes up and down on a track of its own, so that no two run together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Net:
    """A wire that comes in on the line `source` from the left and goes out on the lines `targets` to the right.

    The second part of a net that had to be split is `inner`: it begins at the track of its first part.
    """

    name: str
    source: int
    targets: tuple[int, ...]
    inner: bool = False

    @property
    def straight(self) -> bool:
        return self.targets == (self.source,)

    @property
    def lines(self) -> tuple[int, int]:
        """The lines between which the net's track runs."""
        return min(self.source, *self.targets), max(self.source, *self.targets)


def tracks(nets: Sequence[Net]) -> list[tuple[Net, int]]:
    """Each net that must leave its line, with the number of its track, counted from the left.

    A net that comes in on a line on which another one goes out turns off before that one turns in; where this goes
    round in a circle, one of the nets takes a way round over a free line.
    """
    waiting = [net for net in nets if not net.straight]
    taken = {line for net in nets for line in (net.source, *net.targets)}
    placed: list[tuple[Net, int]] = []
    while waiting:
        net = next((net for net in waiting if not _blocked(net, waiting)), None)
        if net is None:
            first, second = _split(waiting[0], taken)
            taken.add(second.source)
            waiting[:1] = [second]
            net = first
        else:
            waiting.remove(net)
        placed.append((net, _track(net, placed)))
    return placed


def _blocked(net: Net, waiting: Sequence[Net]) -> bool:
    """Whether another net must get its track before: one that comes in where this one goes out."""
    return any(
        other is not net and not other.inner and other.source in net.targets and other.name != net.name
        for other in waiting
    )


def _split(net: Net, taken: Collection[int]) -> tuple[Net, Net]:
    """The net in two parts that meet on the nearest free line."""
    detour = next(
        line
        for step in range(1, len(taken) + 2)
        for line in (net.source + step, net.source - step)
        if line not in taken
    )
    return replace(net, targets=(detour,)), replace(net, source=detour, inner=True)


def _track(net: Net, placed: Sequence[tuple[Net, int]]) -> int:
    """The first track right of all that must be left of this net, and free between its lines."""
    low, high = net.lines
    track = 0
    for other, taken in placed:
        if other.source in net.targets or (net.inner and other.name == net.name):
            track = max(track, taken + 1)
    while any(taken == track and other.lines[0] <= high and low <= other.lines[1] for other, taken in placed):
        track += 1
    return track
