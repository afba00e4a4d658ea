"""Take traced values apart: their plain part, and the operations that gave them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from .tape import TAPE, Untraceable

Nodes = npt.NDArray[np.intp]

# What is made an array of constants, besides NumPy's own.
_TAKEN = (int, float, bool, list, tuple)

_SMALL = 2**62
# For each class of traced values: its plain part, and its operations. The classes enter themselves.
PLAIN: dict[type, Callable[[Any], Any]] = {}
NODES: dict[type, Callable[[Any], Nodes]] = {}


def is_traced(value: Any) -> bool:
    """Whether the value is of one of our classes."""
    return type(value) in PLAIN


def holds_traced(value: Any) -> bool:
    """Whether the value, or anything in nested lists and tuples, is traced."""
    if isinstance(value, list | tuple):
        return any(map(holds_traced, value))
    return type(value) in PLAIN


def plain(value: Any) -> Any:
    """The value without its trace: for an array a view of its memory, for a number a NumPy scalar."""
    take = PLAIN.get(type(value))
    return value if take is None else take(value)


def nodes(value: Any) -> Nodes:
    """The operations that gave a value, as an array of its shape; numbers that are not traced are constants."""
    take = NODES.get(type(value))
    if take is not None:
        return take(value)
    if type(value) is float or (type(value) is int and abs(value) <= _SMALL):  # as most constants are
        return np.array(TAPE.constant(float(value)), dtype=np.intp)
    if holds_traced(value):
        raise Untraceable("a list where an array should be")
    if type(value) not in _TAKEN and not isinstance(value, np.ndarray | np.generic):
        raise Untraceable(f"a {type(value).__name__} where an array should be")
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        raise Untraceable(f"an array of {array.dtype}")
    found = [TAPE.constant(float(each)) for each in array.ravel().tolist()]
    return np.array(found, dtype=np.intp).reshape(array.shape)


def forbidden(name: str) -> Callable[..., Any]:
    """A method that cannot be followed."""

    def method(*_: Any, **__: Any) -> Any:
        raise Untraceable(name)

    return method
