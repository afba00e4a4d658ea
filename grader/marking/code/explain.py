"""Say why values are wrong: which known mistake gives them, or how many of their digits are right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from grader.diagnosis import Named, Question, name_difference, name_result
from grader.exercises import Ask, Instance
from grader.verdict import Finding
from reference.graph import Graph

from ..marks import named_finding
from .results import TAME, Array, Result

_MOST_POINTS = 60
_FEWEST_POINTS = 8
_NEARLY = 1e-3


@dataclass(frozen=True)
class Sample:
    """What a function gave at many points without anything special: inputs, results and the truth, as columns."""

    inputs: Mapping[str, Array]
    got: Array
    truth: Array

    @classmethod
    def of(cls, results: Iterable[Result]) -> Sample | None:
        """The elements of all results that are finite; None where there are too few."""
        rows = [
            (point, got, truth)
            for result in results
            if result.flat.size
            for point, got, truth in zip(result.made.points, result.flat, result.truth, strict=True)
            if np.isfinite(got) and max(map(abs, point.values())) <= TAME
        ][:_MOST_POINTS]
        if len(rows) < _FEWEST_POINTS:
            return None
        names = list(rows[0][0])
        inputs = {name: np.array([point[name] for point, _, _ in rows]) for name in names}
        got, truth = (np.array([row[place] for row in rows]) for place in (1, 2))
        return cls(inputs, got, truth)


def known_mistake(
    instance: Instance, ask: Ask, sample: Sample, given: Mapping[str, Array] | None = None
) -> Named | None:
    """The mistake whose results these are; `given` are results for the gradients at other nodes, by name."""
    if not any(map(np.any, (sample.got, *(given or {}).values()))):
        return None  # nothing but zeros: code that is not written yet rather than any mistake
    program = instance.graph
    graph = Graph(map(program.node, program.inputs), {ask.of: program.node(ask.of)}, program.named)
    named = name_result(Question(graph, ask.node, "code"), sample.inputs, sample.got, given)
    return named or differences(instance, ask, sample)


def differences(instance: Instance, ask: Ask, sample: Sample) -> Named | None:
    """Whether the results are differences of the function, divided by a step."""
    program = instance.graph
    graph = Graph(map(program.node, program.inputs), {ask.of: program.node(ask.of)})
    code = name_difference(graph, program.node(ask.node), sample.inputs, sample.got, sample.truth)
    return None if code is None else Named(code)


def explained(finding: Finding, result: Result, named: Named | None) -> Finding:
    """A `value_wrong` with its mistake, or as a lack of precision, where that can be said.

    Where the shape itself tells the mistake, as that of a gradient that was not summed does, it is named too.
    """
    if finding.code == "wrong_shape" and named is not None and result.made.trial.checks == "values":
        return named_finding(named, finding.evidence)
    if finding.code != "value_wrong":
        return finding
    if named is not None:
        return named_finding(named, finding.evidence)
    error = result.error()
    if error < _NEARLY:
        digits = max(0, math.floor(-math.log10(error)))
        return replace(finding, code="precision", params={"case": "code", "digits": digits})
    return finding
