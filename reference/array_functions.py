"""Evaluate operations on whole arrays: arrays first, attributes by keyword, no overflow on the way.

They take float64 arrays, and where no maximum or exponential is needed arrays of anything, SymPy expressions
included.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from .shapes import numpy_key

Array = Any  # float64, complex128 or object arrays, or numbers


def logsumexp(x: Array, axis: Any, keepdims: bool = False) -> Array:
    """log Σ eˣ along the axes; the largest entry is taken out first, so that no exponential overflows."""
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    total = np.sum(np.exp(x - top), axis=axis, keepdims=keepdims)
    return np.log(total) + (top if keepdims else np.squeeze(top, axis=axis))


def softmax(x: Array, axis: Any) -> Array:
    """eˣ / Σ eˣ along the axes."""
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(x: Array, axis: Any) -> Array:
    """x − log Σ eˣ along the axes."""
    z = x - np.max(x, axis=axis, keepdims=True)
    return z - np.log(np.sum(np.exp(z), axis=axis, keepdims=True))


def scatter(g: Array, key: Any, shape: tuple[int, ...]) -> Array:
    """The entries of `g` added to zeros of the shape, where the index points; twice where it points twice."""
    whole = np.zeros(shape, dtype=np.result_type(g))
    np.add.at(whole, key, g)
    return whole


def scatter_key(g: Array, key: tuple[Any, ...], shape: tuple[int, ...]) -> Array:
    """The same with an index as a node's attributes have it."""
    return scatter(np.asarray(g), numpy_key(key), shape)


def index(x: Array, key: Any) -> Array:
    """What the index picks out."""
    return np.asarray(np.asarray(x)[numpy_key(key)])


def clip(x: Array, low: float | None, high: float | None) -> Array:
    """Every entry held between the bounds."""
    return np.asarray(np.clip(x, low, high))


def where(condition: Array, a: Array, b: Array) -> Array:
    """a where the condition is not 0, else b."""
    return np.where(np.asarray(condition) != 0, a, b)


def where_number(condition: float, a: float, b: float) -> float:
    """a if the condition is not 0, else b."""
    return a if condition != 0 else b


def reshape(x: Array, shape: tuple[int, ...]) -> Array:
    """The same entries in another shape."""
    return np.asarray(x).reshape(shape)


def concatenate(*arrays: Array, axis: int) -> Array:
    """The arrays joined along an axis."""
    return np.concatenate(arrays, axis=axis)


def stack(*arrays: Array, axis: int) -> Array:
    """The arrays joined along a new axis."""
    return np.stack(arrays, axis=axis)
