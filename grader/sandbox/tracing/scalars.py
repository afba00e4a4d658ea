"""Single traced values: `Number` is a float that knows the operation that gave it, `Truth` what comparing gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import operations, structure
from .names import BINARY, COMPARED
from .tape import TAPE, Untraceable
from .values import NODES, PLAIN, forbidden, plain

# What would show a value without its trace, or round it.
_HIDDEN = (
    "__int__ __float__ __complex__ __str__ __repr__ __format__ __reduce__ __reduce_ex__ __copy__ __deepcopy__ "
    "__floor__ __ceil__ __round__ __trunc__ __mod__ __rmod__ __floordiv__ __rfloordiv__ __divmod__ __rdivmod__ "
    "__hash__ __getnewargs__ hex is_integer as_integer_ratio conjugate"
)


class Number(float):
    """A traced float. Its operators are put in below, from the tables."""

    __slots__ = ("_traced",)
    _traced: int

    def __new__(cls, value: Any, node: int) -> Number:
        made = float.__new__(cls, value)
        made._traced = node
        return made

    shape, ndim, size, dtype = (), 0, 1, np.dtype(np.float64)

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return operations.apply(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, _types: Any, args: Any, options: Any) -> Any:
        return structure.call(function, args, options)

    def __bool__(self) -> bool:
        node = TAPE.record("not_equal", self._traced, TAPE.constant(0.0))
        return TAPE.decide(node, float.__bool__(self))

    def item(self, *_: Any, **__: Any) -> Number:
        return self

    copy = sum = mean = max = min = item
    T = property(item)

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Number:
        structure.check_float(dtype)
        return self

    def reshape(self, *shape: Any) -> Any:
        return operations.wrapped(np.reshape(plain(self), *shape), np.reshape(self._traced, *shape))

    def ravel(self, *_: Any) -> Any:
        return self.reshape(-1)

    flatten = ravel

    def clip(self, low: Any = None, high: Any = None) -> Any:
        return structure.clip(self, low, high)


class Truth:
    """A traced truth value. Asking which it is, as `if` does, is a decision on the tape."""

    __slots__ = ("_traced", "_value")

    def __init__(self, value: Any, node: int) -> None:
        self._value, self._traced = bool(value), node

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **options: Any) -> Any:
        return operations.apply(ufunc, method, inputs, options)

    def __array_function__(self, function: Any, _types: Any, args: Any, options: Any) -> Any:
        return structure.call(function, args, options)

    def __bool__(self) -> bool:
        return TAPE.decide(self._traced, self._value)

    def __index__(self) -> int:
        return int(bool(self))

    def __invert__(self) -> Any:
        return np.logical_not(self)

    def number(self) -> Number:
        """1.0 or 0.0."""
        return Number(self._value, TAPE.record("indicator", self._traced))

    def astype(self, dtype: Any, *_: Any, **__: Any) -> Any:
        return self if structure.is_bool(dtype) else structure.checked(dtype, self.number())

    def any(self, *_: Any, **__: Any) -> Truth:
        return self

    all = item = any


def node_of(value: Any) -> int:
    """The operation that gave a number, or is this constant."""
    if type(value) is Number:
        return value._traced
    return TAPE.constant(float(value))


def _binary(name: str, recorded: str, ufunc: Any, reflected: bool) -> Callable[[Number, Any], Any]:
    """An operator of `Number`: Python's own arithmetic, and NumPy's where Python would raise."""
    python = getattr(float, f"__{'r' if reflected else ''}{name}__")

    def method(self: Number, other: Any) -> Any:
        if type(other) is Truth:
            other = other.number()
        if not isinstance(other, float | int):
            if isinstance(other, complex):
                raise Untraceable("a complex number")
            if not isinstance(other, np.ndarray | np.generic):
                return NotImplemented
            return ufunc(other, self) if reflected else ufunc(self, other)
        left, right = (other, self) if reflected else (self, other)
        try:
            value = python(self, other)
        except ArithmeticError:
            value = ufunc(plain(left), plain(right))
        if type(value) is complex:
            raise Untraceable("a complex number")
        return Number(value, TAPE.record(recorded, node_of(left), node_of(right)))

    return method


def _comparison(name: str, recorded: str, ufunc: Any) -> Callable[[Number, Any], Any]:
    python = getattr(float, f"__{name}__")

    def method(self: Number, other: Any) -> Any:
        if type(other) is Truth:
            other = other.number()
        if isinstance(other, np.ndarray):
            return ufunc(self, other)
        if not isinstance(other, float | int | np.generic):
            return NotImplemented
        right = other if type(other) is Number else float(other)
        return Truth(python(self, right), TAPE.record(recorded, self._traced, node_of(right)))

    return method


def _of_truth(ufunc: Any, reflected: bool) -> Callable[[Truth, Any], Any]:
    """An operator of `Truth`, which is arithmetic with 1 and 0, or logic."""
    return lambda self, other: ufunc(other, self) if reflected else ufunc(self, other)


def _furnish() -> None:
    """Put the operators into both classes."""
    for name in _HIDDEN.split():
        setattr(Number, name, forbidden(name))
        setattr(Truth, name, forbidden(name))
    for name in ("real", "imag"):
        setattr(Number, name, property(forbidden(name)))
    for name, (recorded, ufunc) in BINARY.items():
        for letter in ("", "r"):
            setattr(Number, f"__{letter}{name}__", _binary(name, recorded, ufunc, reflected=bool(letter)))
            setattr(Truth, f"__{letter}{name}__", _of_truth(ufunc, reflected=bool(letter)))
    for name, (recorded, ufunc) in COMPARED.items():
        setattr(Number, f"__{name}__", _comparison(name, recorded, ufunc))
        setattr(Truth, f"__{name}__", _of_truth(ufunc, reflected=False))
    for name, ufunc in {"and": np.logical_and, "or": np.logical_or}.items():
        for letter in ("", "r"):
            setattr(Truth, f"__{letter}{name}__", _of_truth(ufunc, reflected=bool(letter)))
    for name, recorded in {"neg": "negate", "abs": "abs"}.items():
        setattr(Number, f"__{name}__", _unary(name, recorded))
    setattr(Number, "__pos__", Number.item)  # noqa: B010  # not an assignment, since the class may not be assigned to


def _unary(name: str, recorded: str) -> Callable[[Number], Number]:
    python = getattr(float, f"__{name}__")
    return lambda self: Number(python(self), TAPE.record(recorded, self._traced))


_furnish()
PLAIN[Number] = lambda value: np.float64(float.__float__(value))
PLAIN[Truth] = lambda value: np.bool_(value._value)
NODES[Number] = NODES[Truth] = lambda value: np.asarray(value._traced)
