"""Traced arrays: `Numbers` is a float64 array with an array of operations beside it, `Truths` one of truth values.

Views, masks, slices, `.T`, `reshape` and `+=` act on both. An array that a mask has picked out is *loose*: how
long it is depends on values, and whoever asks cannot be followed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from . import operations, structure
from .tape import Untraceable
from .values import NODES, PLAIN, Nodes, forbidden

_HIDDEN = (
    "__int__ __float__ __complex__ __index__ __str__ __repr__ __format__ __reduce__ __reduce_ex__ __copy__ "
    "__deepcopy__ __contains__ __array__ __hash__ sort"
)
_MOVING = ("transpose", "reshape", "ravel", "flatten", "squeeze", "repeat", "swapaxes")
_REDUCING = ("sum", "mean", "max", "min", "prod", "any", "all")


class Traced(np.ndarray[Any, Any]):
    """What both kinds of arrays share. `_traced` has the array's shape."""

    _traced: Any = None
    _loose = False
    _kind: Any = None

    @classmethod
    def of(cls, values: Any, traced: Any, loose: bool = False) -> Any:
        """A fresh array of these values and operations."""
        made = np.array(values, dtype=cls._kind).view(cls)
        made._traced, made._loose = np.array(traced, dtype=np.intp), loose
        return made

    def over(self, values: Any, traced: Any) -> Any:
        """An array over the same memory."""
        made = values.view(type(self))
        made._traced, made._loose = traced, self._loose
        return made

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return operations.apply(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, _types: Any, args: Any, options: Any) -> Any:
        return structure.call(function, args, options)

    def __getitem__(self, key: Any) -> Any:
        return structure.getitem(self, key)

    def __setitem__(self, key: Any, value: Any) -> None:
        structure.setitem(self, key, value)

    def __len__(self) -> int:
        return len(settled(self))

    def __iter__(self) -> Iterator[Any]:
        return (self[place] for place in range(len(self)))

    def __bool__(self) -> bool:
        if settled(self).size != 1:
            return bool(settled(self))  # NumPy's own error
        return bool(self.item())

    def copy(self, *_: Any) -> Any:
        return self.of(_values(self), self._traced, self._loose)

    def tolist(self) -> Any:
        return [each.tolist() if isinstance(each, Traced) else each for each in self]

    def item(self, *place: Any) -> Any:
        return self.reshape(-1)[place[0] if place else 0]

    def fill(self, value: Any) -> None:
        self[...] = value


class Numbers(Traced):
    """A traced float64 array."""

    _kind = np.dtype(np.float64)

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Any:
        return structure.checked(dtype, self.copy())


class Truths(Traced):
    """A traced array of truth values."""

    _kind = np.dtype(np.bool_)

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Any:
        return self.copy() if structure.is_bool(dtype) else structure.checked(dtype, self.number())

    def number(self) -> Any:
        """1.0 and 0.0."""
        return Numbers.of(_values(self), operations.recorded("indicator", [self._traced]), self._loose)


def _values(array: Traced) -> Any:
    """The plain array over the same memory."""
    if array._traced is None:
        raise Untraceable("an array that lost its trace")
    return np.ndarray.view(array, np.ndarray)


def _nodes(array: Traced) -> Nodes:
    if array._traced is None:
        raise Untraceable("an array that lost its trace")
    found: Nodes = array._traced
    return found


def settled(array: Traced) -> Any:
    """The plain array, if its shape does not depend on values."""
    if array._loose:
        raise Untraceable("the number of entries that a mask picks")
    return _values(array)


def _moving(name: str) -> Callable[..., Any]:
    """A method that moves entries about does the same to the operations."""
    original = getattr(np.ndarray, name)

    def method(self: Traced, *args: Any, **options: Any) -> Any:
        return self.over(original(settled(self), *args, **options), original(self._traced, *args, **options))

    return method


def _reducing(name: str) -> Callable[..., Any]:
    return lambda self, *args, **options: operations.reduced(name, self, *args, **options)


# What NumPy declares as something else than these, or with dozens of overloads.
_SHORT: dict[str, Any] = {
    "shape": property(lambda self: settled(self).shape),
    "size": property(lambda self: settled(self).size),
    "ndim": property(lambda self: _values(self).ndim),
    "data": property(forbidden("data")),
    "flat": property(lambda self: self.reshape(-1)),
    "T": property(lambda self: self.over(_values(self).T, self._traced.T)),
    "dot": lambda self, other: structure.dot(self, other),  # noqa: PLW0108  # not there yet
    "clip": lambda self, *bounds, **named: structure.clip(self, *bounds, **named),  # noqa: PLW0108  # likewise
}
for _name, _member in _SHORT.items():
    setattr(Traced, _name, _member)
for _name in _MOVING:
    setattr(Traced, _name, _moving(_name))
for _name in _REDUCING:
    setattr(Traced, _name, _reducing(_name))
for _name in _HIDDEN.split():
    setattr(Traced, _name, forbidden(_name))
PLAIN[Numbers] = PLAIN[Truths] = _values
NODES[Numbers] = NODES[Truths] = _nodes
