"""Write primitives in SymPy where no SymPy function has the same arguments.

A form takes the SymPy module first, so that nothing here loads it, then expressions, or arrays of expressions
for an operation on whole arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

Form = Callable[..., Any]


def subtract(_sp: Any, a: Any, b: Any) -> Any:
    """a − b."""
    return a - b


def divide(_sp: Any, a: Any, b: Any) -> Any:
    """a / b."""
    return a / b


def negate(_sp: Any, x: Any) -> Any:
    """−x."""
    return -x


def expm1(sp: Any, x: Any) -> Any:
    """eˣ − 1."""
    return sp.exp(x) - 1


def log1p(sp: Any, x: Any) -> Any:
    """log(1 + x)."""
    return sp.log(1 + x)


def sigmoid(sp: Any, x: Any) -> Any:
    """1 / (1 + e⁻ˣ)."""
    return 1 / (1 + sp.exp(-x))


def relu(sp: Any, x: Any) -> Any:
    """max(0, x)."""
    return sp.Max(0, x)


def indicator(relation: str) -> Form:
    """A comparison, named as SymPy names it: 1 where it holds, else 0."""
    return lambda sp, a, b: sp.Piecewise((1, getattr(sp, relation)(a, b)), (0, True))


def exact(function: Callable[..., Any]) -> Form:
    """An operation that only adds, multiplies or moves entries, which NumPy does on expressions too."""
    return lambda _sp, *arrays, **attrs: function(*arrays, **attrs)


def mean(sp: Any, x: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    """The sum divided by the exact number of entries."""
    count = sp.Integer(int(np.prod([x.shape[i] for i in axis], dtype=int)))
    return np.sum(x, axis=axis, keepdims=keepdims) / count


def fold(name: str) -> Form:
    """The largest or smallest along axes, by SymPy's function of two."""

    def form(sp: Any, x: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
        return np.frompyfunc(getattr(sp, name), 2, 1).reduce(x, axis=axis, keepdims=keepdims)

    return form


def exponentials(sp: Any, x: Any) -> Any:
    """eˣ for each entry."""
    return np.frompyfunc(sp.exp, 1, 1)(x)


def logsumexp(sp: Any, x: Any, axis: tuple[int, ...], keepdims: bool) -> Any:
    """log Σ eˣ, as it is defined."""
    return np.frompyfunc(sp.log, 1, 1)(np.sum(exponentials(sp, x), axis=axis, keepdims=keepdims))


def softmax(sp: Any, x: Any, axis: tuple[int, ...]) -> Any:
    """eˣ / Σ eˣ, as it is defined."""
    e = exponentials(sp, x)
    return e / np.sum(e, axis=axis, keepdims=True)


def log_softmax(sp: Any, x: Any, axis: tuple[int, ...]) -> Any:
    """x − log Σ eˣ, as it is defined."""
    return x - logsumexp(sp, x, axis, keepdims=True)


def clip(sp: Any, x: Any, low: float | None, high: float | None) -> Any:
    """Every entry held between two bounds."""
    if low is not None:
        x = np.frompyfunc(sp.Max, 2, 1)(x, sp.nsimplify(low))
    return x if high is None else np.frompyfunc(sp.Min, 2, 1)(x, sp.nsimplify(high))


def where(sp: Any, condition: Any, a: Any, b: Any) -> Any:
    """a where the condition is not 0, else b."""
    return sp.Piecewise((a, sp.Ne(condition, 0)), (b, True))
