"""Stand in for a number or an array while a Python function runs, and keep what was done to it as nodes.

A `Tracer` has Python's operators, NumPy's protocols for ufuncs and functions, and an array's methods. What it
cannot be is a definite value: asking it for one, as `if` does, is an error that says where.
"""

from __future__ import annotations

import linecache
import operator
import sys
from collections.abc import Callable, Iterator
from typing import Any, NoReturn

import numpy as np

from .build import apply, constant
from .calls import FUNCTIONS, METHODS, NUMPY_NAMES, call
from .errors import EngineError, Place, TraceError
from .graph import Node, Shape

# What NumPy calls differently from `calls.py`, and keywords that it names differently.
_UFUNCS = {"expit": "sigmoid", "float_power": "power"}
_KEYWORDS = {"a_min": "low", "a_max": "high", "min": "low", "max": "high"}
_OURS = ("reference.tracer", "reference.trace", "numpy")


class Tracer:
    """A value that is not known yet: a node, which grows as Python computes with it."""

    __array_priority__ = 1000.0
    __slots__ = ("node",)

    def __init__(self, node: Node) -> None:
        self.node = node

    # What is known beforehand
    # -----------------------------------------------------------------------------------------
    @property
    def shape(self) -> Shape:
        return self.node.shape

    @property
    def ndim(self) -> int:
        return len(self.node.shape)

    @property
    def size(self) -> int:
        return int(np.prod(self.node.shape, dtype=int))

    @property
    def dtype(self) -> np.dtype[np.float64]:
        return np.dtype(np.float64)

    @property
    def T(self) -> Tracer:  # noqa: N802  (NumPy's name)
        return record("transpose", self)

    def __len__(self) -> int:
        if not self.node.shape:
            fail("not_iterable", "a scalar has no length")
        return self.node.shape[0]

    def __iter__(self) -> Iterator[Tracer]:
        return iter([self[i] for i in range(len(self))])

    # Operators
    # --------------------------------------------------------------------------------------------------------
    def __pos__(self) -> Tracer:
        return self

    def __neg__(self) -> Tracer:
        return record("negate", self)

    def __abs__(self) -> Tracer:
        return record("abs", self)

    def __getitem__(self, key: Any) -> Tracer:
        return indexed(self, key)

    def __setitem__(self, key: Any, value: Any) -> NoReturn:
        fail("in_place", "entries of a traced array cannot be assigned: build a new array")

    # NumPy
    # ------------------------------------------------------------------------------------------------------------
    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **keywords: Any) -> Tracer:
        if method != "__call__" or keywords:
            fail("unknown_function", f"np.{ufunc.__name__} can be traced as a plain call only")
        return record(_UFUNCS.get(ufunc.__name__, ufunc.__name__), *inputs)

    def __array_function__(self, function: Any, _types: Any, args: Any, keywords: Any) -> Any:
        return by_name(function.__name__, *args, **keywords)

    def __array__(self, *_args: Any, **_keywords: Any) -> NoReturn:
        fail("definite_value", "a traced value cannot become an array of definite numbers here")

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name in METHODS:
            return lambda *args, **keywords: record(METHODS[name], self, *args, **keywords)
        if name in ("copy", "item", "astype"):
            return lambda *_: self
        raise AttributeError(f"a traced value has no attribute {name!r}")

    # A definite value
    # -------------------------------------------------------------------------------------------------
    def __bool__(self) -> NoReturn:  # noqa: PLE0304  (it never returns)
        fail("branch", "the path taken here depends on a traced value; one graph has one path: use np.where or max")

    def __float__(self) -> NoReturn:
        fail("definite_value", "a definite number is needed here, but the value is being traced")

    __int__ = __index__ = __complex__ = __float__
    __hash__ = object.__hash__

    def __repr__(self) -> str:
        return f"<traced {self.node!r}>"


def _operators() -> None:
    """Give the tracer Python's binary operators, with a number, an array or a tracer on either side."""
    for name, op in {
        "add": "add", "sub": "subtract", "mul": "multiply", "truediv": "divide", "pow": "power", "matmul": "matmul",
    }.items():  # fmt: skip
        setattr(Tracer, f"__{name}__", lambda self, other, op=op: record(op, self, other))
        setattr(Tracer, f"__r{name}__", lambda self, other, op=op: record(op, other, self))
    for name, op in {
        "gt": "greater", "ge": "greater_equal", "lt": "less", "le": "less_equal", "eq": "equal", "ne": "not_equal",
    }.items():  # fmt: skip
        setattr(Tracer, f"__{name}__", lambda self, other, op=op: record(op, self, other))


_operators()


def record(name: str, *args: Any, **keywords: Any) -> Tracer:
    """A function of `calls.py` applied to traced and definite values."""
    if name not in FUNCTIONS:
        fail("unknown_function", f"{name} is no function that can be traced")
    named = {_KEYWORDS.get(key, key): _untraced(value) for key, value in keywords.items()}
    return _placed(call, name, [_untraced(arg) for arg in args], named)


def _placed(build: Callable[..., Node], *args: Any, **attrs: Any) -> Tracer:
    """What is built, with the line that is running in what goes wrong."""
    try:
        return Tracer(build(*args, **attrs))
    except EngineError as error:
        fail(error.code, error.message, **error.parameters)


def by_name(name: str, *args: Any, **keywords: Any) -> Any:
    """A NumPy function that is called with a traced value somewhere among its arguments."""
    if name in ("shape", "ndim", "size"):
        return getattr(args[0], name)
    if name in ("zeros_like", "ones_like", "full_like"):
        value = {"zeros_like": 0.0, "ones_like": 1.0}.get(name)
        return np.full(args[0].shape, args[1] if value is None else value)
    return record(NUMPY_NAMES.get(name, name), *args, **keywords)


def indexed(tracer: Tracer, key: Any) -> Tracer:
    """What an index that is known beforehand picks out."""
    parts = key if isinstance(key, tuple) else (key,)
    if any(isinstance(part, Tracer) for part in parts):
        fail("definite_value", "an index must be known beforehand, but this one is being traced")
    return _placed(apply, "index", tracer.node, key=tuple(_key_part(part) for part in parts))


def _key_part(part: Any) -> Any:
    if isinstance(part, slice):
        return slice(*(None if end is None else operator.index(end) for end in (part.start, part.stop, part.step)))
    if part is None or part is Ellipsis:
        return part
    array = np.asarray(part)
    if array.dtype == bool:
        fail("definite_value", "a mask cannot be traced: use np.where, or whole numbers as an index")
    return (
        int(array) if array.shape == () else tuple(int(entry) for entry in array) if array.ndim == 1 else _nested(array)
    )


def _nested(array: Any) -> NoReturn:
    fail("wrong_arguments", f"an index of shape {array.shape} cannot be traced; one of a single axis can")


def _untraced(value: Any) -> Any:
    """A tracer's node; tuples and lists entry by entry; arrays and numbers as constants where they are operands."""
    if isinstance(value, Tracer):
        return value.node
    if isinstance(value, tuple | list):
        return tuple(_untraced(entry) for entry in value)
    if isinstance(value, np.ndarray):
        return constant(value)
    if isinstance(value, np.generic):
        return value.item()
    return value


def fail(code: str, message: str, **parameters: Any) -> NoReturn:
    """Raise a `TraceError` at the line of the traced function that is running now."""
    frame = sys._getframe(1)
    while frame.f_back is not None and frame.f_globals.get("__name__", "").startswith(_OURS):
        frame = frame.f_back
    text = linecache.getline(frame.f_code.co_filename, frame.f_lineno).strip()
    said = f"{message} ({text})" if text else message
    raise TraceError(code, said, Place(frame.f_lineno), line=frame.f_lineno, text=text, **parameters) from None
