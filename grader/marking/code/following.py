"""Carry errors forward in code that gives several gradients of numbers: what follows from a wrong one costs nothing.

The rule is that for typed numbers (see `marking.sheet`), at all points at once: a gradient is what follows where it is
what the node's rules make of the function's own gradients above. As there, nothing follows unless some work shows, and
who is off by one factor everywhere has made one slip.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from grader.diagnosis import ORDER
from grader.diagnosis.tape import Tape
from grader.exercises import Instance
from grader.verdict import Part
from reference.graph import Graph, Node

from ..marks import Task
from .results import Array, Result

_CLOSE, _NOTHING, _TINY = 1e-8, 1e-14, 1e-100
_FEWEST_POINTS = 4


@dataclass(frozen=True)
class Following:
    """The results, by key, that follow from another one's slip; and those in which no work shows: zeros, ones, or the
    gradient above once more."""

    follow: frozenset[str] = frozenset()
    filled_in: frozenset[str] = frozenset()


def following(instance: Instance, returns: Mapping[str, str], results: Iterable[tuple[int, str, Result]]) -> Following:
    """What follows among the results of every call, by key; `returns` has the asked name of each key."""
    asks = {key: instance.asks[name] for key, name in returns.items()}
    if not all(ask.what == "gradient" and ask.of == instance.output for ask in asks.values()):
        return Following()
    graph = instance.graph
    columns = _Columns.of({key: graph.node(ask.node) for key, ask in asks.items()}, graph, results)
    return Following() if columns is None else Following(columns.follow(), columns.filled_in)


def with_repeats(task: Task, parts: Iterable[Part], found: Following) -> tuple[Part, ...]:
    """The parts, where a mistake that was made at an earlier key costs what the exercise says of repeats."""
    first: dict[str, Part] = {}
    charged = []
    for part in parts:
        code = part.finding.code if part.outcome == "incorrect" and part.finding else ""
        before = first.get(code)
        again = before is not None and part.name not in found.filled_in
        charged.append(task.repeated(part, before.label or before.name) if again and before else part)
        if code in ORDER and part.label is not None:
            first.setdefault(code, part)
    return tuple(charged)


@dataclass
class _Columns:
    """All results as columns over the points; the gradients that follow from them at every node."""

    graph: Graph
    nodes: Mapping[str, Node]
    got: Mapping[str, Array]
    truth: Mapping[str, Array]
    wrong: frozenset[str]
    totals: Mapping[Node, Any]
    filled_in: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        self.filled_in = frozenset(key for key in self.nodes if self._is_filled_in(key))

    @classmethod
    def of(cls, nodes: Mapping[str, Node], graph: Graph, results: Iterable[tuple[int, str, Result]]) -> _Columns | None:
        """None where too little came back."""
        calls: dict[int, dict[str, Result]] = defaultdict(dict)
        for place, key, result in results:
            if result.made.trial.checks == "values" and result.flat.size and np.all(np.isfinite(result.flat)):
                calls[place][key] = result
        whole = [call for call in calls.values() if len(call) == len(nodes)]
        points = [point for call in whole for point in next(iter(call.values())).made.points]
        if len(points) < _FEWEST_POINTS:
            return None
        got = {key: np.concatenate([call[key].flat for call in whole]) for key in nodes}
        truth = {key: np.concatenate([call[key].truth for call in whole]) for key in nodes}
        wrong = frozenset(key for key in nodes if not all(np.all(call[key].right) for call in whole))
        inputs = {name: np.array([point[name] for point in points]) for name in graph.inputs}
        with np.errstate(all="ignore"):
            totals = Tape(graph, inputs).backward(known={node: got[key] for key, node in nodes.items()})
        return cls(graph, nodes, got, truth, wrong, totals)

    def follow(self) -> frozenset[str]:
        """The wrong ones that are not charged."""
        if len(self.wrong) > 1 and self.wrong == self.nodes.keys() and self._is_one_factor():
            return self.wrong - {min(self.nodes, key=self._distance)}
        found = frozenset(key for key in self.wrong if _close(self.got[key], self.totals.get(self.nodes[key])))
        worked_out = (self.nodes.keys() - self.wrong | found) - self.filled_in
        return found if worked_out else frozenset()

    def _is_filled_in(self, key: str) -> bool:
        own = self.got[key]
        if np.all(np.isin(np.abs(own), (0.0, 1.0))):
            return True
        held = {node: self.got[other] for other, node in self.nodes.items()}
        users = self.graph.users.get(self.nodes[key], ())
        return any(_close(own, held.get(user, self.totals.get(user))) for user in users)

    def _is_one_factor(self) -> bool:
        """Whether at each point all results are the true ones times one number, which is not always 0."""
        truths = np.array([self.truth[key] for key in self.nodes])
        usual = np.all(np.abs(truths) > _TINY, axis=0)
        ratios = np.array([self.got[key] for key in self.nodes])[:, usual] / truths[:, usual]
        enough = int(np.count_nonzero(ratios[0])) >= _FEWEST_POINTS
        return enough and all(_close(row, ratios[0]) for row in ratios)

    def _distance(self, key: str) -> int:
        """How many operations lie between the node and the output."""
        layer, steps = {self.graph.node(self.graph.outputs[0])}, 0
        while self.nodes[key] not in layer:
            layer, steps = {arg for node in layer for arg in node.args}, steps + 1
        return steps


def _close(left: Array, right: Any) -> bool:
    if right is None:
        return False
    with np.errstate(all="ignore"):
        size = np.maximum(np.abs(left), np.abs(right))
        return bool(np.all(np.abs(left - right) <= _CLOSE * size + _NOTHING * np.max(size)))
