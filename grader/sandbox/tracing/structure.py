"""NumPy's functions on traced values: those that move entries about, choose among them, or are short for others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import arrays, einsum, operations, scalars
from .names import FLOATS, REDUCTIONS
from .tape import TAPE, Untraceable
from .values import is_traced, nodes, plain

# These do to the operations what they do to the values.
_NAMES = (
    "transpose reshape concatenate stack vstack hstack column_stack squeeze expand_dims atleast_1d atleast_2d tile "
    "repeat copy ravel broadcast_to append flip swapaxes moveaxis"
)
_MOVING = frozenset(_NAMES.split())
_FILLED = {"zeros_like": 0.0, "empty_like": np.nan, "ones_like": 1.0}


def is_bool(dtype: Any) -> bool:
    return dtype is bool or dtype is np.bool_


def check_float(dtype: Any) -> None:
    """Raise unless the type is that of float64."""
    if dtype is not None and not any(dtype is each or (type(dtype) is str and dtype == each) for each in FLOATS):
        raise Untraceable("another type of numbers than float64")


def checked(dtype: Any, value: Any) -> Any:
    """The value, unless another type than float64 is asked for."""
    check_float(dtype)
    return value


def call(function: Any, args: Any, options: dict[str, Any]) -> Any:
    """What `__array_function__` is asked for."""
    name = function.__name__
    if name in _MOVING:
        return _moved(function, args, options)
    if name in REDUCTIONS:
        return operations.reduced(name, *args, **options)
    if name in _FILLED:
        return full_like(args[0], _FILLED[name], *args[1:], **options)
    handler = _HANDLERS.get(name)
    if handler is None:
        raise Untraceable(f"np.{name}")
    return handler(*args, **options)


def _moved(function: Any, args: Any, options: dict[str, Any]) -> Any:
    _check_settled(args)
    values = function(*(_each(plain, arg, place == 0) for place, arg in enumerate(args)), **options)
    traced = function(*(_each(nodes, arg, place == 0) for place, arg in enumerate(args)), **options)
    return operations.wrapped(values, traced)


def _each(take: Callable[[Any], Any], value: Any, first: bool) -> Any:
    """The plain part, or the operations, of all arrays in an argument; shapes and axes stay what they are."""
    if type(value) in (list, tuple) and first:
        return type(value)(_each(take, item, first) for item in value)
    return take(value) if first or is_traced(value) or isinstance(value, np.ndarray) else value


def _check_settled(value: Any) -> None:
    if type(value) in (list, tuple):
        for item in value:
            _check_settled(item)
    elif isinstance(value, arrays.Traced):
        arrays.settled(value)


def full_like(value: Any, number: Any, dtype: Any = None, shape: Any = None) -> Any:
    """An array of the value's shape, or of another one, with one number everywhere."""
    check_float(dtype)
    shape = np.shape(plain(value)) if shape is None else shape
    filled = np.full(shape, plain(number), dtype=np.float64)
    return arrays.Numbers.of(filled, np.broadcast_to(nodes(number), shape), getattr(value, "_loose", False))


def where(condition: Any, *sides: Any) -> Any:
    """Each entry from one side or the other."""
    if len(sides) != 2:
        raise Untraceable("np.where with a condition alone")
    values = np.where(plain(condition), *map(plain, sides))
    traced = operations.recorded("where", [nodes(_truth(condition)), *map(nodes, sides)])
    return operations.wrapped(values.astype(np.float64), traced, any(getattr(each, "_loose", False) for each in sides))


def _truth(condition: Any) -> Any:
    """A condition as truth values: numbers that are not zero are true."""
    return np.not_equal(condition, 0) if type(condition) in (scalars.Number, arrays.Numbers) else condition


def clip(value: Any, low: Any = None, high: Any = None, a_min: Any = None, a_max: Any = None) -> Any:
    """The value, no lower and no higher than the bounds."""
    low, high = a_min if low is None else low, a_max if high is None else high
    value = value if low is None else np.maximum(value, low)
    return value if high is None else np.minimum(value, high)


def _select(conditions: Any, choices: Any, default: Any = 0.0) -> Any:
    result = default
    for condition, choice in reversed(list(zip(conditions, choices, strict=True))):
        result = np.where(condition, choice, result)
    return result


def _piecewise(value: Any, conditions: Any, functions: Any) -> Any:
    result = full_like(value, 0.0)
    value = result.over(plain(value), nodes(value)) if np.ndim(plain(value)) == 0 else value
    conditions = list(conditions) if type(conditions) in (list, tuple) else [conditions]
    if len(functions) == len(conditions) + 1:
        left = conditions[0]
        for condition in conditions[1:]:
            left = left | condition
        conditions.append(~left)
    for condition, function in zip(conditions, functions, strict=True):
        chosen = value[condition]
        if plain(chosen).size:  # as NumPy does
            result[condition] = function(chosen) if callable(function) else function
    return result if result.ndim else result[()]


def dot(left: Any, right: Any) -> Any:
    flat = all(np.ndim(plain(each)) for each in (left, right))
    return operations.product(left, right) if flat else left * right


def _outer(left: Any, right: Any) -> Any:
    return np.multiply.outer(*(np.ravel(each) for each in (left, right)))


def _size(value: Any) -> Any:
    _check_settled(value)
    return np.size(plain(value))


def _shape(value: Any) -> Any:
    _check_settled(value)
    return np.shape(plain(value))


_HANDLERS: dict[str, Callable[..., Any]] = {
    "where": where,
    "clip": clip,
    "select": _select,
    "piecewise": _piecewise,
    "dot": dot,
    "outer": _outer,
    "einsum": einsum.einsum,
    "full_like": full_like,
    "shape": _shape,
    "size": _size,
    "ndim": lambda value: np.ndim(plain(value)),
}


def getitem(array: Any, key: Any) -> Any:
    """Entries by number, slice or mask; a slice shares the array's memory."""
    loose = _is_masked(key)
    if loose and array._loose and np.shape(plain(key)) != plain(array).shape:
        raise Untraceable("a mask on what a mask picks")
    if not loose:
        arrays.settled(array)
    place = _plain_key(key)
    values, traced = plain(array)[place], nodes(array)[place]
    if np.ndim(traced) == 0 and not isinstance(values, np.ndarray):
        return operations.wrapped(values, traced)
    found = array.over(values, traced)
    found._loose = loose
    return found


def setitem(array: Any, key: Any, value: Any) -> None:
    """Put numbers in place, and what gave them."""
    if not _is_masked(key):
        arrays.settled(array)
    if type(value) in (list, tuple):
        value = np.stack(value) if any(map(is_traced, value)) else np.array(value)
    if type(array) is arrays.Numbers and type(value) in (scalars.Truth, arrays.Truths):
        value = value.number()
    place = _plain_key(key)
    plain(array)[place] = plain(value)
    nodes(array)[place] = nodes(value)


def _is_masked(key: Any) -> bool:
    parts = key if type(key) is tuple else (key,)
    return any(type(part) in (scalars.Truth, arrays.Truths) for part in parts)


def _plain_key(key: Any) -> Any:
    """A key without traces: what a mask says has been decided."""
    if type(key) is tuple:
        return tuple(map(_plain_key, key))
    if type(key) is arrays.Truths:
        for node, truth in zip(nodes(key).ravel().tolist(), plain(key).ravel().tolist(), strict=True):
            TAPE.decide(node, truth)
        return plain(key).copy()
    if type(key) is scalars.Truth:
        return np.bool_(bool(key))
    if not _is_plain_key(key):
        raise Untraceable("an index that is computed")
    return key


def _is_plain_key(key: Any) -> bool:
    """Whether an index is of numbers that no trace belongs to: a mask in a list would choose unseen."""
    if type(key) in (list, range):
        return all(map(_is_plain_key, key))
    if isinstance(key, np.ndarray | np.generic):
        return not is_traced(key)
    return key is None or key is Ellipsis or type(key) in (int, bool, slice)
