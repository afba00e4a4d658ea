"""Apply NumPy's ufuncs to traced values: the plain result, and what was done for each of its entries."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import repeat
from typing import Any

import numpy as np

from . import arrays, scalars, structure
from .names import OF_TRUTHS, OF_UFUNC, REDUCTIONS, TRUTHS, UFUNCS
from .tape import TAPE, Untraceable
from .values import Nodes, is_traced, nodes, plain

# Options of ufuncs that change nothing here.
_HARMLESS = ("casting", "order", "subok")


def wrapped(values: Any, traced: Any, loose: bool = False) -> Any:
    """A traced value of our classes for a plain one and its operations."""
    values = np.asarray(values)
    truth = values.dtype == np.bool_
    if values.shape == ():
        return scalars.Truth(values, int(traced)) if truth else scalars.Number(values, int(traced))
    return (arrays.Truths if truth else arrays.Numbers).of(values, traced, loose)


def recorded(name: str, inputs: Sequence[Any]) -> Nodes:
    """The operation, recorded for each entry of the inputs' operations, which are broadcast."""
    wide = [each for each in inputs if each.ndim]
    if not wide:
        return np.array(TAPE.record(name, *map(int, inputs)), dtype=np.intp)
    shape = wide[0].shape
    if any(each.shape != shape for each in wide):
        inputs = np.broadcast_arrays(*inputs)
        shape = inputs[0].shape
    columns = [each.ravel().tolist() if each.ndim else repeat(int(each)) for each in inputs]
    record = TAPE.record
    return np.array([record(name, *row) for row in zip(*columns, strict=False)], dtype=np.intp).reshape(shape)


def apply(ufunc: Any, method: str, inputs: Sequence[Any], options: dict[str, Any]) -> Any:
    """What `__array_ufunc__` is asked for."""
    for name in _HARMLESS:
        options.pop(name, None)
    if ufunc is np.matmul and method == "__call__" and not options:
        return product(*inputs)
    if method == "__call__":
        return _called(ufunc, inputs, **options)
    if method == "reduce" and ufunc in OF_UFUNC:
        return _reduced(ufunc, *inputs, **options)
    if method == "outer" and not options:
        left, right = inputs
        return _called(ufunc, [_stretched(left, np.ndim(plain(right))), right])
    raise Untraceable(f"np.{ufunc.__name__}.{method}")


def _called(ufunc: Any, inputs: Sequence[Any], out: Any = None, where: Any = True, dtype: Any = None) -> Any:
    name = UFUNCS.get(ufunc.__name__)
    if name is None:
        raise Untraceable(f"np.{ufunc.__name__}")
    structure.check_float(dtype)
    if name not in OF_TRUTHS:
        inputs = [_number(each) for each in inputs]
    values = ufunc(*map(plain, inputs))
    if (values.dtype == np.bool_) != (name in TRUTHS):
        raise Untraceable(f"np.{ufunc.__name__} of other than truth values")
    traced = recorded(name, [nodes(each) for each in inputs])
    loose = any(getattr(each, "_loose", False) for each in inputs)
    if out is None:
        if where is not True:
            raise Untraceable("where= without out=")
        return wrapped(values, traced, loose)
    return _written(out[0], values, traced, where)


def _written(target: Any, values: Any, traced: Nodes, where: Any) -> Any:
    """The result put into an array, everywhere or where a mask says so."""
    if type(target) is not arrays.Numbers:
        raise Untraceable("out= that is not traced")
    old = nodes(target)
    if where is not True:
        traced = recorded("where", [nodes(where), traced, old])
        values = np.where(plain(where), values, plain(target))
    plain(target)[...] = values
    old[...] = traced
    return target


def _number(value: Any) -> Any:
    """A truth value as 1 and 0."""
    return value.number() if type(value) in (scalars.Truth, arrays.Truths) else value


def _stretched(value: Any, more: int) -> Any:
    """The value with that many axes of length 1 behind its own."""
    shape = np.shape(plain(value)) + (1,) * more
    return wrapped(np.reshape(plain(value), shape), nodes(value).reshape(shape)) if is_traced(value) else value


def reduced(  # noqa: PLR0913, PLR0917  # NumPy's own parameters
    name: str, value: Any, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: Any = False, **more: Any
) -> Any:
    """`sum`, `mean`, `max` and their like, over the axes."""
    structure.check_float(dtype)
    if out is not None or more:
        raise Untraceable(f"{name} with options")
    if type(value) in (scalars.Number, scalars.Truth):
        return value
    result = _reduced(REDUCTIONS[name][1], value, axis=axis, keepdims=keepdims)
    if name != "mean":
        return result
    return result / (np.size(plain(value)) / np.size(plain(result)))


def _reduced(ufunc: Any, value: Any, axis: Any = 0, keepdims: Any = False, **options: Any) -> Any:
    if any(each is not None for each in options.values()):
        raise Untraceable("a reduction with options")
    name = OF_UFUNC[ufunc]
    value = value if name in TRUTHS else _number(value)
    if (type(value) is arrays.Truths) != (name in TRUTHS):
        raise Untraceable(f"{name} of numbers")
    values = arrays.settled(value)
    axes = tuple(range(values.ndim)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    result = ufunc.reduce(values, axis=axes if axis is None else axis, keepdims=keepdims)
    rest = [place for place in range(values.ndim) if place not in {each % values.ndim for each in axes}]
    moved = nodes(value).transpose([*rest, *(each % values.ndim for each in axes)])
    rows = moved.reshape([values.shape[place] for place in rest] + [-1]).reshape(-1, moved.size // max(1, result.size))
    traced = np.array([TAPE.record(name, *row) for row in rows.tolist()], dtype=np.intp)
    return wrapped(result, traced.reshape(result.shape))


def product(left: Any, right: Any) -> Any:
    """The product of matrices and vectors."""
    values = np.matmul(plain(left), plain(right))
    rows, columns = nodes(left), nodes(right)
    if rows.ndim > 2 or columns.ndim > 2:
        raise Untraceable("a product of more than two dimensions")
    if any(getattr(each, "_loose", False) for each in (left, right)):
        raise Untraceable("a product of what a mask picks")
    across = np.atleast_2d(rows).tolist()
    down = columns.T.tolist() if columns.ndim == 2 else [columns.tolist()]
    record = TAPE.record
    sums = [
        record("sum", *(record("multiply", a, b) for a, b in zip(row, column, strict=True)))
        for row in across
        for column in down
    ]
    return wrapped(values, np.array(sums, dtype=np.intp).reshape(values.shape))
