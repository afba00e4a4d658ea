"""Look for the mistakes of a network's backward pass in what a function gave for arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import numpy as np

from grader.diagnosis.networks import NetworkSlips, Observation, name_network
from grader.exercises import CodeSpec, Instance

from .results import Result

_MOST_CALLS = 6
_FEWEST_CALLS = 2

Given = Mapping[str, Result]


def network_slips(instance: Instance, spec: CodeSpec, results: Mapping[tuple[int, str], Result]) -> NetworkSlips:
    """The mistake behind each wrong gradient, by the result's key, and the keys that follow from another's slip."""
    if isinstance(spec.returns, str):
        return NetworkSlips({})
    nodes = {key: instance.asks[ask].node for key, ask in spec.returns.items()}
    calls = _calls(results)
    wrong = [key for key in nodes if any(key in given and _is_wrong(given[key]) for given in calls)]
    if len(calls) < _FEWEST_CALLS or not wrong:
        return NetworkSlips({})
    observed = [_observation(instance, spec, given, nodes) for given in calls]
    found = name_network(observed, [nodes[key] for key in wrong])
    named = {key: found.named[node] for key, node in nodes.items() if node in found.named}
    return NetworkSlips(named, frozenset(key for key, node in nodes.items() if node in found.follow))


def _is_wrong(result: Result) -> bool:
    return result.value_finding(any_shape=True) is not None


def _calls(results: Mapping[tuple[int, str], Result]) -> list[Given]:
    """Some calls that decide values, by key; of every size first one, then another."""
    by_place: dict[int, dict[str, Result]] = {}
    for (place, key), result in results.items():
        if result.made.trial.checks == "values":
            by_place.setdefault(place, {})[key] = result
    times: Counter[tuple[tuple[str, int], ...]] = Counter()
    turns: list[tuple[int, Given]] = []
    for given in by_place.values():
        sizes = tuple((next(iter(given.values())).made.sizes or {}).items())
        if all(result.is_finite for result in given.values()):
            turns.append((times[sizes], given))
            times[sizes] += 1
    return [given for _, given in sorted(turns, key=lambda turn: turn[0])[:_MOST_CALLS]]


def _observation(instance: Instance, spec: CodeSpec, given: Given, nodes: Mapping[str, str]) -> Observation:
    made = next(iter(given.values())).made
    graph = instance.with_shapes(spec.sized(made.sizes or {})).graph
    inputs = {name: np.asarray(value, dtype=np.float64) for name, value in made.inputs.items()}
    return Observation(graph, inputs, {nodes[key]: each.got for key, each in given.items() if each.got is not None})
