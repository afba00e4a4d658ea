"""Evaluate operations on whole arrays: arrays first, attributes by keyword, no overflow on the way.

They take float64 arrays, and where no maximum or exponential is needed arrays of anything, SymPy expressions
included.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from .shapes import numpy_key

Array = npt.NDArray[Any]


def logsumexp(x: Array, axis: Any, keepdims: bool = False) -> Array:
    """log Σ eˣ along the axes; the largest entry is taken out first, so that no exponential overflows."""
    top = np.max(x, axis=axis, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    total = np.sum(np.exp(x - top), axis=axis, keepdims=keepdims)
    return np.asarray(np.log(total) + (top if keepdims else np.squeeze(top, axis=axis)))


def softmax(x: Array, axis: Any) -> Array:
    """eˣ / Σ eˣ along the axes."""
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return np.asarray(e / np.sum(e, axis=axis, keepdims=True))


def log_softmax(x: Array, axis: Any) -> Array:
    """x − log Σ eˣ along the axes."""
    z = x - np.max(x, axis=axis, keepdims=True)
    return np.asarray(z - np.log(np.sum(np.exp(z), axis=axis, keepdims=True)))


def scatter(g: Array, key: Any, shape: tuple[int, ...]) -> Array:
    """The entries of `g` added to zeros of the shape, where the index points; twice where it points twice."""
    whole = np.zeros(shape, dtype=np.asarray(g).dtype)
    np.add.at(whole, numpy_key(key), g)
    return whole


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
