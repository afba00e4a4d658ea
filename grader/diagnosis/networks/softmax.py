"""Known mistakes about the softmax behind a network's last sums, each as the gradient at those sums that it leads to.

Below, p are the probabilities, z the sums, t the target and u the loss's gradient at p, row by row. The right delta is
u·p − p·Σ u·p, which for the cross-entropy of a target that sums to 1 is p − t, times each row's share of the loss.
"""

from __future__ import annotations

import numpy as np

from .passes import Array, Network


def diagonal(net: Network) -> Array:
    """Only the diagonal of the Jacobian: u·p·(1 − p)."""
    p = _probabilities(net)
    return net.upstream * p * (1 - p)


def other_sign(net: Network) -> Array:
    """+pᵢpⱼ beside the diagonal."""
    p = _probabilities(net)
    moved = net.upstream * p
    return moved * (1 - p) + p * (_sums(moved) - moved)


def sums_for_probabilities(net: Network) -> Array:
    """pᵢ(1 − zᵢ) and −pᵢzⱼ: z where p belongs."""
    moved = net.upstream * _probabilities(net)
    return moved - net.last.sums * _sums(moved)


def without_target(net: Network) -> Array:
    """p alone."""
    return _probabilities(net)


def one_from_every_class(net: Network) -> Array:
    """p − 1 at every class."""
    return _probabilities(net) - 1


def over_the_batch(net: Network) -> Array:
    """The probabilities add up to 1 over the rows, and not over the classes."""
    target = _probabilities(net) - net.error
    powers = np.exp(net.last.sums - net.last.sums.max(axis=0))
    return np.asarray(powers / powers.sum(axis=0) - target)


def _probabilities(net: Network) -> Array:
    """What the last layer gives. Raises ValueError where that is no softmax."""
    if net.last.op != "softmax":
        raise ValueError("the last layer is no softmax")
    return net.last.out


def _sums(rows: Array) -> Array:
    return np.asarray(rows.sum(axis=-1, keepdims=True))
