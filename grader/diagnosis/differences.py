"""Recognise a derivative that was computed from differences of the function instead of by a formula.

Coarse steps show in the size of the error. Fine ones show in its grain: the function's values are floats,
so that their difference is a whole multiple of the last bit of the smaller, and times the step's length the
result must be such a multiple too. No formula does that at every point.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reference.graph import INPUT, Graph, Node

from .tape import Array, Tape

_COARSE = (1.0, 0.5, 0.1, 0.05, 0.01, 0.005, 0.001, 0.0005, 0.0001)
_FINE = tuple(digit * 10.0**-power for power in range(12, 3, -1) for digit in (1, 2, 5))
_FEWEST_POINTS = 8
_SHARE = 1e-3
_MOST_GRAINS = 1e13
_OFF_GRAIN = 0.02


def name_difference(graph: Graph, node: Node, inputs: Mapping[str, Array], got: Array, right: Array) -> str | None:
    """`sig_central_difference` for a step to both sides, `forward_difference` for one to one side, None for
    neither.

    `got` and `right` are the results and the true gradients at an input of the graph, over the points.
    """
    if node.op != INPUT or got.size < _FEWEST_POINTS or not np.all(np.isfinite(got)):
        return None
    with np.errstate(all="ignore"):
        return _by_size(graph, node, inputs, got, right) or _by_grain(graph, inputs, got)


def _by_size(graph: Graph, node: Node, inputs: Mapping[str, Array], got: Array, right: Array) -> str | None:
    for step in _COARSE:
        ahead, behind, here = (_output(graph, inputs, node, move) for move in (step, -step, 0.0))
        for name, quotient in (
            ("sig_central_difference", (ahead - behind) / (2 * step)),
            ("forward_difference", (ahead - here) / step),
            ("forward_difference", (here - behind) / step),
        ):
            off = np.abs(quotient - right)
            noise = 8 * np.finfo(float).eps * np.abs(here) / step
            telling = off > 100 * noise
            if np.count_nonzero(telling) >= _FEWEST_POINTS and np.all(
                np.abs(got - quotient)[telling] <= _SHARE * off[telling]
            ):
                return name
    return None


def _by_grain(graph: Graph, inputs: Mapping[str, Array], got: Array) -> str | None:
    """The finest step of which all results are whole multiples of the function's last bit; the finest, because
    coarser ones fit by themselves then."""
    tape = Tape(graph, inputs)
    values = np.abs(np.broadcast_to(tape.values[tape.output], got.shape))
    grain = 2.0 ** (np.floor(np.log2(values)) - 53)
    for step in _FINE:
        for name, length in (("forward_difference", step), ("sig_central_difference", 2 * step)):
            grains = np.abs(got) * length / grain
            if np.max(grains) > _MOST_GRAINS:
                continue
            if np.all(np.abs(grains - np.round(grains)) <= _OFF_GRAIN) and np.any(grains > 0.5):
                return name
    return None


def _output(graph: Graph, inputs: Mapping[str, Array], node: Node, move: float) -> Array:
    tape = Tape(graph, {**inputs, node.attrs: inputs[node.attrs] + move})
    return tape.values[tape.output]
