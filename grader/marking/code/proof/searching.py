"""Find points in a piece of the domain: a few that are nothing special."""

from __future__ import annotations

from collections.abc import Iterator

from reference.evaluate import evaluate
from reference.graph import INPUT, Graph, Node, topological_order

from .pieces import Choices
from .regions import Region, Span

_TRIED = 200
# The fractional parts of n·φ and n·√2 and so on fill an interval evenly.
_STEPS = (0.6180339887498949, 0.41421356237309515, 0.7320508075688772, 0.23606797749978958)

Point = dict[str, float]


def inside(region: Region, choices: Choices, limit: int) -> list[Point]:
    """Up to `limit` points of the region at which the conditions that were chosen are as chosen."""
    graphs = [(_graph(condition), truth) for condition, truth in choices.items()]
    found: list[Point] = []
    for point in _candidates(region):
        if all(_holds(graph, point) is truth for graph, truth in graphs) and point not in found:
            found.append(point)
        if len(found) >= limit:
            break
    return found


def _candidates(region: Region) -> Iterator[Point]:
    for turn in range(1, _TRIED + 1):
        point = {
            name: _float_in(span, (turn * _STEPS[place % len(_STEPS)] + 0.1 * place) % 1.0)
            for place, (name, span) in enumerate(region.spans.items())
        }
        if region.holds(point):
            yield point


def _float_in(span: Span, share: float) -> float:
    low, high = float(span.low), float(span.high)
    return low + (high - low) * share


def _graph(condition: Node) -> Graph:
    inputs = [node for node in topological_order([condition]) if node.op == INPUT]
    return Graph(inputs, {"holds": condition})


def _holds(graph: Graph, point: Point) -> bool:
    return bool(evaluate(graph, {name: point[name] for name in graph.inputs})["holds"])
