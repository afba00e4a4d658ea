"""See which inputs expose a wrong program: a backward pass under one known mistake, beside the right one.

    differences(graph, ["grad.W"], {"mul_own_input"}, {"W": 3.0, …})

A mistake can often be made in more than one way; each is a form of its own. Forms that never give anything but the
right gradients, such as a mistake about max in a graph without one, are left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from reference.graph import Graph

from .fingerprints import Fingerprints
from .naming import POINTS, generic_points
from .tape import Array, Tape

Shown = npt.NDArray[np.bool_]

# Smaller differences are not told apart by any test that people write.
_TOLERANCE = 1e-6
_SWITCHES = frozenset({"relu", "abs", "sign", "maximum", "minimum"})


def differences(
    graph: Graph, nodes: Iterable[str], codes: Iterable[str], tests: Mapping[str, npt.NDArray[np.float64]]
) -> dict[str, list[Shown]]:
    """For each mistake its forms, and for each form at which of the tests it gives some wrong gradient.

    `nodes` are those whose gradients are looked at, `tests` has an array over the tests for each input.
    """
    generic = generic_points(graph, "wrong programs")
    points = {name: np.concatenate([generic[name], tests[name]]) for name in graph.inputs}
    prints = Fingerprints(graph, points, "values")
    wanted = dict.fromkeys(codes)
    forms: dict[tuple[str, bool], dict[tuple[int, int], Shown]] = {}
    for node in map(graph.node, nodes):
        for each in prints.of(node):
            if each.mistake.code in wanted:
                ways = forms.setdefault((each.mistake.code, each.site is None), {})
                shown = _apart(each.answer, prints.right(node), points)
                ways[each.way] = ways.get(each.way, False) | shown
    # A mistake is made at every node where it can be; at single ones only where it has no other form.
    found = {code: forms.get((code, True)) or forms.get((code, False), {}) for code in wanted}
    return {code: [shown[POINTS:] for shown in ways.values() if np.any(shown[:POINTS])] for code, ways in found.items()}


def right_gradients(graph: Graph, nodes: Iterable[str], test: Mapping[str, float]) -> dict[str, float]:
    """The gradients at one test; infinite or NaN where there is none."""
    with np.errstate(all="ignore"):
        gradients = _tape(graph, test).backward()
    return {name: float(gradients.get(graph.node(name), 0.0)) for name in nodes}


def has_kink(graph: Graph, test: Mapping[str, float]) -> bool:
    """Whether some node switches from one rule to another just here, so that there is no derivative."""
    tape = _tape(graph, test)
    switches = (tape.args(node) for node in graph.order if node.op in _SWITCHES)
    return any(values[0] == (values[1] if len(values) > 1 else 0) for values in switches)


def _tape(graph: Graph, test: Mapping[str, float]) -> Tape:
    return Tape(graph, {name: np.float64(value) for name, value in test.items()})


def _apart(answer: Array, right: Array, points: Mapping[str, Array]) -> Shown:
    shape = next(iter(points.values())).shape
    answer, right = (np.broadcast_to(np.asarray(each, float), shape) for each in (answer, right))
    with np.errstate(all="ignore"):
        close = np.abs(answer - right) <= _TOLERANCE * np.maximum(np.abs(answer), np.abs(right))
    # A program that divides by 0 there gives infinity, and shows.
    return np.asarray(np.isfinite(right) & ~(close & np.isfinite(answer)))
