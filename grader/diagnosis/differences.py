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
# A step to both sides counts with its whole length: 2·10⁻⁵ for h = 10⁻⁵.
_FINE = tuple(digit * 10.0**-power for power in range(12, 3, -1) for digit in (1, 2, 4, 5))
_FEWEST_POINTS = 8
_SHARE = 1e-3
_MOST_GRAINS = 1e13
_OFF_GRAIN = 0.02
# The function's values may be off by a few of their last bits; so much, over the step, is the result off.
_MOST_OFF = 16


def name_difference(graph: Graph, node: Node, inputs: Mapping[str, Array], got: Array, right: Array) -> str | None:
    """`sig_central_difference` for a step to both sides, `forward_difference` for one to one side, None for
    neither.

    `got` and `right` are the results and the true gradients at an input of the graph, over the points.
    """
    if node.op != INPUT or got.size < _FEWEST_POINTS or not np.all(np.isfinite(got)):
        return None
    with np.errstate(all="ignore"):
        return _by_size(graph, node, inputs, got, right) or _by_grain(graph, node, inputs, got, right)


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


def _by_grain(graph: Graph, node: Node, inputs: Mapping[str, Array], got: Array, right: Array) -> str | None:
    """The finest step of which all results are whole multiples of the function's last bit; the finest, because
    coarser ones fit by themselves then."""
    tape = Tape(graph, inputs)
    values = np.abs(np.broadcast_to(tape.values[tape.output], got.shape))
    grain = 2.0 ** (np.floor(np.log2(values * (1 - 1e-9))) - 52)  # of the numbers just below as well
    for step in _FINE:
        grains = np.abs(got) * step / grain
        whole = np.all(np.abs(grains - np.round(grains)) <= _OFF_GRAIN) and np.any(grains > 0.5)
        if whole and np.max(grains) <= _MOST_GRAINS:
            error, lean = got - right, step / 2 * _curvature(graph, node, inputs)
            if np.all(np.abs(error) <= 2 * np.abs(lean) + _MOST_OFF * grain / step):
                return _side(step, error, lean)
    return None


def _side(step: float, error: Array, lean: Array) -> str:
    """Whether a whole step lies to both sides or to one, where the result is off by `lean`. Where rounding hides
    that, by the step's digits: people write 10⁻⁶, and to both sides that is 2·10⁻⁶."""
    both, one = _total(error), min(_total(error - lean), _total(error + lean))
    if max(both, one) < 3 * min(both, one):
        both, one = (0, 1) if f"{step:.0e}"[0] in "24" else (1, 0)
    return "sig_central_difference" if both <= one else "forward_difference"


def _curvature(graph: Graph, node: Node, inputs: Mapping[str, Array]) -> Array:
    """The second derivative, from the gradients on either side."""
    move = 1e-4
    slopes = []
    for side in (move, -move):
        tape = Tape(graph, {**inputs, node.attrs: inputs[node.attrs] + side})
        slopes.append(tape.backward()[tape.graph.node(node.attrs)])
    return (slopes[0] - slopes[1]) / (2 * move)


def _total(errors: Array) -> float:
    return float(np.sum(np.abs(errors)))


def _output(graph: Graph, inputs: Mapping[str, Array], node: Node, move: float) -> Array:
    tape = Tape(graph, {**inputs, node.attrs: inputs[node.attrs] + move})
    return tape.values[tape.output]
