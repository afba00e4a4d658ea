"""Answer an exercise as somebody would who makes a known mistake: typed numbers, or a function that is wrong by one.

The library's changed rules give these answers; with them an author can see that no mistake gets full marks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from grader.diagnosis import generic_points
from grader.diagnosis.fingerprints import Fingerprints
from grader.diagnosis.folding import folded
from grader.diagnosis.tape import Array
from grader.exercises import Ask, CodeSpec, Instance, Kind
from grader.sandbox import Call, CallReport, Job, Report
from reference import evaluate
from reference.graph import Graph, Node

_SAME = 1e-9

Way = tuple[int, int]


@dataclass(frozen=True)
class Mistaken:
    """All gradients that are asked for, as one changed rule gives them; `code` is the mistake's."""

    code: str
    answers: Mapping[str, Array]


def mistaken_numbers(instance: Instance) -> Iterator[tuple[str, dict[str, float]]]:
    """For each changed rule that gives some other number than the right one: its code, and what is typed by it."""
    right = {name: float(number) for name, number in evaluate(instance.quantities, instance.inputs).items()}
    inputs = {name: np.float64(number) for name, number in instance.inputs.items()}
    for mistaken in _mistaken(instance, inputs, "values"):
        typed = {name: float(mistaken.answers.get(name, np.float64(right[name]))) for name in instance.ask}
        if all(map(np.isfinite, typed.values())) and any(not _same(typed[name], right[name]) for name in typed):
            yield mistaken.code, typed


class MistakenFunction:
    """A runner in the place of the sandbox, whose function makes one mistake: that of `place` among the `ways`.

    For programs of numbers, whose arguments may be arrays of any one shape. All calls of a job are worked out at
    once, for every mistake, and kept for the next.
    """

    def __init__(self, instance: Instance, spec: CodeSpec) -> None:
        self.instance, self.spec, self.place = instance, spec, 0
        self._jobs: dict[bytes, list[Mistaken]] = {}

    @cached_property
    def ways(self) -> Mapping[int, str]:
        """The code of each changed rule that gives other gradients than the right ones, by its place."""
        points = generic_points(self.instance.graph, self.instance.program)
        right = Fingerprints(self.instance.graph, points, "code")
        nodes = {name: self.instance.graph.node(ask.node) for name, ask in self.instance.asks.items()}
        return {
            place: each.code
            for place, each in enumerate(_mistaken(self.instance, points, "code"))
            if any(_differs(answer, right.right(nodes[name])) for name, answer in each.answers.items())
        }

    def run(self, job: Job, meanwhile: Callable[[], object] | None = None) -> Report:  # noqa: ARG002  # a Runner's
        """What the function gives for every call; one that would trace it comes to nothing."""
        plain = [call for call in job.calls if not call.way]
        answers = self._answers(plain)[self.place].answers
        reports, start = [], 0
        for call in job.calls:
            if call.way:
                reports.append(CallReport("raised"))
                continue
            shape = np.asarray(call.args[0], float).shape
            end = start + int(np.prod(shape, dtype=int))
            results = {name: np.asarray(column)[start:end].reshape(shape) for name, column in answers.items()}
            reports.append(CallReport("returned", self._returned(results)))
            start = end
        return Report("ran", tuple(reports))

    def _answers(self, calls: list[Call]) -> list[Mistaken]:
        """Every mistake's answers at the points of all calls, one after another."""
        table = np.array([np.concatenate([np.ravel(np.asarray(arg, float)) for arg in args])
                          for args in zip(*(call.args for call in calls), strict=True)])  # fmt: skip
        key = table.tobytes()
        if key not in self._jobs:
            inputs = dict(zip(self.spec.arguments, table, strict=True))
            self._jobs[key] = [
                Mistaken(each.code, {name: np.broadcast_to(it, table.shape[1]) for name, it in each.answers.items()})
                for each in _mistaken(self.instance, inputs, "code")
            ]
        return self._jobs[key]

    def _returned(self, results: Mapping[str, npt.NDArray[np.float64]]) -> object:
        returns = self.spec.returns
        if isinstance(returns, str):
            return results[returns]
        return {key: results[ask] if results[ask].shape else float(results[ask]) for key, ask in returns.items()}


def _mistaken(instance: Instance, inputs: Mapping[str, Array], kind: Kind) -> Iterator[Mistaken]:
    """Every changed rule with its answer to each gradient asked for; the right one where it says nothing. In code, a
    sigmoid that the program spells out may be taken as one, too."""
    yield from _of_graph(instance, instance.graph, inputs, kind)
    seen = folded(instance.graph) if kind == "code" else None
    if seen is not None and all(ask.node in seen.named for ask in instance.asks.values()):
        yield from _of_graph(instance, seen, inputs, kind)


def _of_graph(instance: Instance, graph: Graph, inputs: Mapping[str, Array], kind: Kind) -> Iterator[Mistaken]:
    prints = Fingerprints(graph, inputs, kind)
    rights = {node: prints.right(node) for node in graph.order}
    asked = {name: graph.node(ask.node) for name, ask in instance.asks.items() if _of_output(instance, ask)}
    ways: dict[Way, tuple[str, dict[str, Array]]] = {}
    for name, node in asked.items():
        for each in prints.of(node, _others(rights, node)):
            ways.setdefault(each.way, (each.mistake.code, {}))[1][name] = each.answer
    for code, answers in ways.values():
        yield Mistaken(code, {name: answers.get(name, rights[node]) for name, node in asked.items()})


def _of_output(instance: Instance, ask: Ask) -> bool:
    return ask.what == "gradient" and ask.of == instance.output


def _others(rights: Mapping[Node, Array], node: Node) -> dict[Node, Array]:
    return {other: right for other, right in rights.items() if other is not node}


def _differs(answer: Array, right: Array) -> bool:
    """Whether they differ at some point where both are numbers."""
    answer, right = np.broadcast_arrays(answer, right)
    fine = np.isfinite(answer) & np.isfinite(right)
    return bool(np.any(np.abs(answer - right)[fine] > _SAME * np.abs(right)[fine]))


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _SAME * max(abs(one), abs(other))
