"""Where a program has a corner there is no slope: see between which numbers an answer may lie there.

At 0 relu may hand back anything from nothing to all of the gradient, and of two equal numbers either may be the larger
one. So at a corner any number between the gradients that these choices give is a slope of one side or between both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from grader.diagnosis.tape import Array, ReverseRow, Site, Tape
from grader.exercises import Instance
from reference.graph import Graph, Node

# What each choice hands back to the first argument and to the second, as shares of the gradient.
_SIDES: Mapping[str, tuple[tuple[float, ...], ...]] = {
    "relu": ((0.0,), (1.0,)),
    "abs": ((-1.0,), (1.0,)),
    "maximum": ((1.0, 0.0), (0.0, 1.0)),
    "minimum": ((1.0, 0.0), (0.0, 1.0)),
}
_MOST_AT_ONCE = 4


@dataclass(frozen=True)
class Corner:
    """What may be answered at one point, from `low` to `high`; `relu` is the name of the node of that kind, if any."""

    low: float
    high: float
    relu: str | None


def corners(instance: Instance, asked: str, points: Sequence[Mapping[str, float]]) -> list[Corner | None]:
    """The corner at each point, for what is asked of single numbers; None where there is none."""
    ask = instance.asks[asked]
    whole = instance.graph
    graph = Graph(map(whole.node, whole.inputs), {ask.of: whole.node(ask.of)}, whole.named)
    switches = [node for node in graph.order if node.op in _SIDES]
    if ask.what != "gradient" or not switches:
        return [None] * len(points)
    return [_corner(graph, graph.node(ask.node), switches, point) for point in points]


def _corner(graph: Graph, node: Node, switches: Sequence[Node], point: Mapping[str, float]) -> Corner | None:
    tape = Tape(graph, {name: np.float64(number) for name, number in point.items()})
    turning = [each for each in switches if _turns(tape.args(each))]
    if not 0 < len(turning) <= _MOST_AT_ONCE:
        return None
    slopes = [float(tape.backward(rows=rows).get(node, np.float64(0))) for rows in _choices(turning)]
    relu = next((each for each in turning if each.op == "relu"), None)
    return Corner(min(slopes), max(slopes), None if relu is None else graph.name_of(relu) or graph.outputs[0])


def _turns(args: tuple[Array, ...]) -> bool:
    return bool(args[0] == (args[1] if len(args) > 1 else 0))


def _choices(turning: Sequence[Node]) -> Iterator[Mapping[Node, ReverseRow]]:
    """Every way in which these nodes may hand gradients back."""
    for sides in product(*(_SIDES[node.op] for node in turning)):
        yield {node: _row(shares) for node, shares in zip(turning, sides, strict=True)}


def _row(shares: tuple[float, ...]) -> ReverseRow:
    def row(site: Site) -> Array:
        return site.up * np.float64(shares[site.index])

    return row
