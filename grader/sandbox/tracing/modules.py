"""What a traced file is given in the place of `numpy`, `math` and some builtins. The real ones stay as they are.

While the file is loaded these do what the real ones do; while its function runs, arrays are traced ones.
"""

from __future__ import annotations

import builtins
import math
import operator
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import numpy as np

from .arrays import Numbers, Traced, settled
from .names import FLOATS, MATH
from .scalars import Number, Truth
from .structure import check_float, full_like
from .tape import TAPE, Untraceable
from .values import holds_traced, is_traced, nodes, plain

# Functions that take a list of arrays: the list is no array itself.
_OF_LISTS = frozenset(["concatenate", "stack", "vstack", "hstack", "column_stack", "select", "piecewise"])


class _LooksLikeFloat(type):
    """`isinstance(x, float)` is what it would be."""

    def __instancecheck__(cls, value: object) -> bool:
        return isinstance(value, float)

    def __subclasscheck__(cls, kind: type) -> bool:
        return issubclass(kind, float)


class Float(metaclass=_LooksLikeFloat):
    """`float`, which would take a number's trace away."""

    def __new__(cls, value: Any = 0.0) -> Any:
        if isinstance(value, Traced) and settled(value).size == 1:
            value = value.item()
        if type(value) is Truth:
            return value.number()
        return value if type(value) is Number else float(value)


class Float64(metaclass=_LooksLikeFloat):
    """`np.float64`, likewise; of an array it makes an array."""

    def __new__(cls, value: Any = 0.0) -> Any:
        if type(value) in (Number, Numbers):
            return value
        _check(value)
        return array(value) if holds_traced(value) else _followed(np.float64(value))


for _kind, _called in ((Float, float), (Float64, np.float64)):
    _kind.__name__, _kind.__qualname__, _kind.__module__ = _called.__name__, _called.__qualname__, _called.__module__
FLOATS += [Float, Float64]


def _real(dtype: Any) -> Any:
    return np.float64 if dtype in (Float, Float64) else dtype


def _check(value: Any) -> None:
    """NumPy would take an object with a length for a list, and read the numbers in it."""
    if type(value) in (list, tuple):
        for item in value:
            _check(item)
    elif type(value).__module__ == "solution":
        raise Untraceable("an object where an array should be")


def _followed(value: Any) -> Any:
    """What NumPy gave, as constants on the tape: with an array or a number of its own it would take in any list."""
    if not TAPE.active or not isinstance(value, np.ndarray | np.generic) or is_traced(value):
        return value
    if value.dtype != np.float64:
        TAPE.mark("other numbers than floats")
        return value
    return Numbers.of(value, nodes(value)) if isinstance(value, np.ndarray) else Number(value, int(nodes(value)))


def array(value: Any, dtype: Any = None, **options: Any) -> Any:
    """`np.array`: a traced array of its own, of numbers, arrays and lists of them."""
    if not TAPE.active:
        return np.array(value, dtype=_real(dtype), **options)
    _check(value)
    if any(name != "copy" for name in options):
        raise Untraceable("np.array with options")
    if is_traced(value):
        value = value if type(value) in (Number, Numbers) else value.astype(dtype)
        check_float(dtype)
        return value.copy() if type(value) is Numbers else Numbers.of(plain(value), nodes(value))
    if holds_traced(value):
        check_float(dtype)
        parts = [array(each) for each in value]
        return Numbers.of([settled(part) for part in parts], [nodes(part) for part in parts])
    return _followed(np.array(value, dtype=_real(dtype)))


def asarray(value: Any, dtype: Any = None, **options: Any) -> Any:
    """`np.asarray`: a traced array is what it is."""
    if type(value) is Numbers:
        check_float(dtype)
        return value
    if not TAPE.active:
        return np.asarray(value, dtype=_real(dtype), **options)
    return array(value, dtype)


def _filled(number: float) -> Callable[..., Any]:
    real = {0.0: np.zeros, 1.0: np.ones}.get(number, np.empty)

    def make(shape: Any, dtype: Any = None, **options: Any) -> Any:
        return full_like(None, number, dtype, shape) if TAPE.active else real(shape, dtype=_real(dtype), **options)

    return make


def _full(shape: Any, number: Any, dtype: Any = None) -> Any:
    return full_like(None, number, dtype, shape) if TAPE.active else np.full(shape, number, dtype=_real(dtype))


class Vectorize:
    """`np.vectorize`: the function, entry by entry."""

    def __init__(self, function: Any = None, otypes: Any = None, **_: Any) -> None:
        self.function = function
        self._otypes = None if otypes is None or isinstance(otypes, str) else [_real(each) for each in otypes]

    def __call__(self, *args: Any) -> Any:
        if self.function is None:  # it was a decorator with options
            return Vectorize(args[0], self._otypes)
        if not TAPE.active:
            return np.vectorize(self.function, otypes=self._otypes)(*args)
        inputs = [asarray(arg) for arg in args]
        values = np.broadcast_arrays(*map(settled, inputs))
        traced = np.broadcast_arrays(*map(nodes, inputs))
        results = [
            self.function(*(Number(number, node) for number, node in zip(numbers, places, strict=True)))
            for numbers, places in zip(_rows(values), _rows(traced), strict=True)
        ]
        return array(results).reshape(values[0].shape)


def _rows(columns: Any) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.ravel().tolist() for column in columns), strict=True)


def _frompyfunc(function: Any, _inputs: int, outputs: int) -> Any:
    if outputs != 1:
        raise Untraceable("np.frompyfunc with several results")
    return Vectorize(function)


def _fromiter(items: Any, dtype: Any = None, *_: Any, **__: Any) -> Any:
    return array(list(items), dtype)


def _ndenumerate(value: Any) -> Iterator[Any]:
    value = asarray(value)
    return ((place, value[place]) for place in np.ndindex(value.shape))


class _NumPy(ModuleType):
    """NumPy, but for what would take traces away."""

    def __getattr__(self, name: str) -> Any:
        found = getattr(np, name)
        if not callable(found) or isinstance(found, type):
            return found
        follow = _follow(found, name in _OF_LISTS)
        setattr(self, name, follow)
        return follow


def _follow(function: Callable[..., Any], of_lists: bool) -> Callable[..., Any]:
    """The function, for which lists with traced numbers in them are made arrays first."""

    def follow(*args: Any, **options: Any) -> Any:
        if not TAPE.active:
            return function(*args, **options)
        _check([*args, *options.values()])
        if not of_lists:
            args = tuple(array(arg) if type(arg) in (list, tuple) and holds_traced(arg) else arg for arg in args)
        return _followed(function(*args, **options))

    return follow


NUMPY = _NumPy("numpy")
vars(NUMPY).update(
    array=array,
    asarray=asarray,
    asanyarray=asarray,
    ascontiguousarray=asarray,
    float64=Float64,
    double=Float64,
    zeros=_filled(0.0),
    ones=_filled(1.0),
    empty=_filled(np.nan),
    full=_full,
    vectorize=Vectorize,
    frompyfunc=_frompyfunc,
    fromiter=_fromiter,
    ndenumerate=_ndenumerate,
)


def _of_math(name: str, original: Callable[..., float]) -> Callable[..., Any]:
    """A function of `math` that records what it does to a traced number."""

    def follow(*args: Any) -> Any:
        if not any(map(is_traced, args)):
            return original(*args)
        numbers = [Float(arg) for arg in args if np.size(plain(arg)) == 1]
        if len(numbers) != len(args):
            raise TypeError("only length-1 arrays can be converted to Python scalars")
        value = original(*(plain(number) for number in numbers))
        return Number(value, TAPE.record(f"math.{name}", *(int(nodes(number)) for number in numbers)))

    return follow


def _refusing(name: str, original: Any) -> Any:
    """A function of `math` that rounds or tests: not followed."""

    def refuse(*args: Any, **options: Any) -> Any:
        if holds_traced(args):
            raise Untraceable(f"math.{name}")
        return original(*args, **options)

    return refuse if callable(original) else original


_math = ModuleType("math")
for _name in dir(math):
    _original = getattr(math, _name)
    setattr(_math, _name, (_of_math if _name in MATH else _refusing)(_name, _original))
_import = builtins.__import__


def _imported(name: str, *args: Any, **options: Any) -> Any:
    return {"numpy": NUMPY, "math": _math, "operator": _operator}.get(name) or _import(name, *args, **options)


def _print(*_: Any, file: Any = None, **__: Any) -> None:
    """What is printed was printed when the file was run; what it is written to may remember it."""
    if file is not None:
        raise Untraceable("print to a file")


def seen(value: Any) -> Any:
    """A test in the student's code: of anything but traced values it goes unrecorded, and is marked."""
    if TAPE.active and not is_traced(value):
        TAPE.mark("a test of what is not traced")
    return value


def target(value: Any) -> Any:
    """What entries are put into: an array that is not traced would take their traces away."""
    if TAPE.active and isinstance(value, np.ndarray) and not is_traced(value):
        TAPE.mark("an array that is not traced")
    return value


def shown(value: Any) -> Any:
    """What is written into a text that is printed, and goes nowhere else."""
    return plain(value)


def real(value: Any) -> Any:
    """A power. A complex number would take in traced numbers without a trace."""
    if isinstance(value, complex):
        raise Untraceable("a complex number")
    return value


def _pow(*args: Any) -> Any:
    return real(pow(*args))


_operator = ModuleType("operator")
vars(_operator).update(vars(operator) | {"pow": _pow})


def furnished() -> dict[str, Any]:
    """The builtins of a traced file."""
    own: dict[str, Any] = {"float": Float, "pow": _pow, "print": _print, "__import__": _imported}
    return vars(builtins) | own | {"__seen__": seen, "__target__": target, "__real__": real, "__shown__": shown}
