"""The known mistakes in a network's backward pass, each as the rules that it changes, in the order of the list.

A row may have several forms. In a rule `s` is the pass at one layer: `s.d` the gradient at its sums (delta),
`s.here` the layer's numbers, `s.dW` the right gradient of its weights, `s.net` the network. Adding a mistake is adding
a row here and its words to the catalogues; see docs/marking.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from reference.build import apply, variable
from reference.graph import Graph
from reference.primitives import PRIMITIVES

from ..library import LIBRARY
from ..rules import Reverse
from ..tape import ReverseRow, Tape
from . import softmax
from .passes import Array, Network, Numbers, Rules, Step

_RATES = (1.0, 0.5, 0.1, 0.05, 0.01)
Back = Callable[[Step], Array]
Delta = Callable[[Network], Array]


@dataclass(frozen=True)
class NetworkMistake:
    """A code of the list of misconceptions, and the rules that it may follow."""

    code: str
    forms: tuple[Rules, ...]


def _row(code: str, *forms: Rules) -> NetworkMistake:
    return NetworkMistake(code, forms)


def _error(net: Network) -> Array:
    """Output minus target, row by row."""
    return net.error


def _mean_error(net: Network) -> Array:
    """The same as a share of the mean."""
    return net.error / net.rows


def _steeper(net: Network) -> Array:
    """The delta with the last function's derivative once more."""
    return net.delta * net.last.slope


def _raw(error: Delta) -> Back:
    """At the last layer the error goes back, and not the delta."""
    return lambda s: (error(s.net) if s.here is s.net.last else s.d) @ s.here.W.T


def _share(delta: Delta) -> tuple[Rules, ...]:
    """A delta as the mean over the rows has it, and as the sum has it."""
    return Rules(delta=lambda net: delta(net) / net.rows), Rules(delta=delta)


def _outer(turned: bool, share: Callable[[Network], float]) -> Rules:
    """Output and target of one number a row, one of them flat, so that their difference has a number for each pair."""

    def delta(net: Network) -> Array:
        if net.last.out.shape[1:] != (1,):
            raise ValueError("more than one number a row")
        target, slope = net.last.out - net.error, net.delta / net.error
        pairs = (net.last.out.T - target) * slope.T if turned else (net.last.out - target.T) * slope
        return np.asarray(pairs * share(net))

    return Rules(delta=delta)


def _as_they_stand(s: Step) -> Array:
    """Back through square weights that are not transposed; with others such code raises."""
    rows, columns = s.here.W.shape
    return s.d @ s.here.W if rows == columns else s.error


def _updated(rate: float) -> Back:
    """Back through weights that have been updated already."""
    return lambda s: s.d @ (s.here.W - rate * s.dW).T


def _one_term_turned(sign: float) -> Delta:
    """Cross-entropy with one of its two terms of the other sign."""

    def delta(net: Network) -> Array:
        target = net.last.out - net.error
        return sign * (target * (1 - net.last.out) + (1 - target) * net.last.out) / net.rows

    return delta


def _at_biases(arrived: Back) -> Rules:
    """The function's derivative taken at the biases."""

    def biases(s: Step) -> Array:
        value = 1 / (1 + np.exp(-s.here.b)) if s.here.op == "sigmoid" else np.tanh(s.here.b)
        return np.asarray(arrived(s).sum(axis=0) * s.here.slope_at(s.here.b, value))

    return Rules(biases=biases)


def _after_step(rate: float) -> Rules:
    return Rules(answer=lambda value, slope: value - rate * slope)


def _step(rate: float) -> Rules:
    return Rules(answer=lambda _, slope: rate * slope)


def _flat(here: Numbers) -> Array:
    """No derivative of the function at all."""
    return np.ones_like(here.sums)


NETWORKS: tuple[NetworkMistake, ...] = (
    _row("sign_yhat_minus_y", Rules(delta=lambda net: -net.delta)),
    _row("skip_output_derivative", Rules(delta=lambda net: net.upstream)),
    _row("extra_output_derivative", Rules(delta=_steeper)),
    _row(
        "hidden_raw_error",
        *(Rules(delta=start, back=_raw(error)) for start in (None, _steeper) for error in (_error, _mean_error)),
    ),
    _row(
        "hidden_uses_output_error_direct",
        Rules(back=lambda s: s.d),
        Rules(back=lambda s: s.net.error),
        Rules(back=lambda s: s.net.error / s.net.rows),
    ),
    _row("hidden_derivative_missing", Rules(slope=_flat)),
    _row("hidden_derivative_wrong_layer", Rules(slope=_flat, back=lambda s: s.error * s.here.slope)),
    _row("updated_w2_used", *(Rules(back=_updated(rate)) for rate in _RATES)),
    _row("weight_not_transposed", Rules(back=_as_they_stand)),
    _row("dw_operands_swapped", Rules(weights=lambda s: s.dW.T)),
    _row(
        "own_activation_for_dw",
        Rules(weights=lambda s: s.here.out.T @ s.d),
        Rules(weights=lambda s: s.here.out * s.d),
    ),
    _row("elementwise_for_matmul", Rules(weights=lambda s: s.here.inside * s.d)),
    _row("bias_not_summed", Rules(biases=lambda s: s.d)),
    _row(
        "bias_sum_all",
        Rules(biases=lambda s: np.asarray(s.d.sum())),
        Rules(biases=lambda s: np.full_like(s.here.b, s.d.sum())),
    ),
    _row("bias_mean_for_sum", Rules(biases=lambda s: np.asarray(s.d.mean(axis=0)))),
    _row(
        "bias_from_w_gradient",
        Rules(biases=lambda s: np.asarray(s.dW.sum(axis=0))),
        Rules(biases=lambda s: np.asarray(s.dW.sum())),
    ),
    _row(
        "bias_into_derivative",
        _at_biases(lambda s: s.d),
        _at_biases(lambda s: s.net.error),
        _at_biases(lambda s: s.net.error / s.net.rows),
    ),
    _row(
        "batch_div_never",
        Rules(delta=lambda net: net.delta * net.rows),
        Rules(weights=lambda s: s.dW * s.net.rows),
        Rules(biases=lambda s: s.db * s.net.rows),
    ),
    _row(
        "batch_div_twice",
        Rules(delta=lambda net: net.delta / net.rows),
        Rules(weights=lambda s: s.dW / s.net.rows),
        Rules(biases=lambda s: s.db / s.net.rows),
    ),
    _row("update_for_gradient", *map(_after_step, _RATES), *map(_step, _RATES[1:])),
    _row("delta_for_gradient", Rules(weights=lambda s: s.d)),
    _row("softmax_diagonal", Rules(delta=softmax.diagonal)),
    _row("softmax_offdiag_sign", Rules(delta=softmax.other_sign)),
    _row("softmax_uses_input", Rules(delta=softmax.sums_for_probabilities)),
    _row(
        "ce_sign",
        Rules(delta=lambda net: -net.delta),
        Rules(delta=_one_term_turned(1)),
        Rules(delta=_one_term_turned(-1)),
    ),
    _row("ce_upstream_only", Rules(delta=lambda net: net.upstream)),
    _row("ce_no_onehot", *_share(softmax.without_target), *_share(softmax.one_from_every_class)),
    _row("softmax_axis", *_share(softmax.over_the_batch)),
    _row("preactivation_for_dw", Rules(weights=lambda s: s.before.sums.T @ s.d)),
    _row(
        "broadcast_outer",
        *(_outer(turned, share) for turned in (False, True) for share in (lambda _: 1.0, lambda net: 1 / net.rows)),
    ),
)
# Where one gradient alone is off by a number that is the same for every batch.
CONSTANT_FACTOR = "constant_factor"


@cache
def slope_mistakes(op: str) -> tuple[NetworkMistake, ...]:
    """Mistakes about a function's derivative, from the library of rules for graphs; at hidden layers or the last."""
    if not PRIMITIVES[op].elementwise:
        return ()
    x = variable("x")
    node = apply(op, x)
    graph = Graph([x], {"y": node})

    def slope(row: ReverseRow) -> Callable[[Numbers], Array]:
        def at(here: Numbers) -> Array:
            tape = Tape(graph, {"x": here.sums.reshape(-1)})
            return np.asarray(tape.backward(rows={node: row})[x]).reshape(here.sums.shape)

        return at

    return tuple(
        NetworkMistake(mistake.code, (Rules(slope=slope(rule.row)), _at_last(slope(rule.row))))
        for mistake in LIBRARY
        for rule in mistake.rules
        if isinstance(rule, Reverse) and rule.ops == op and rule.where(graph, node)
    )


def _at_last(slope: Callable[[Numbers], Array]) -> Rules:
    return Rules(delta=lambda net: net.upstream * slope(net.last))
