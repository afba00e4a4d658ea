"""Turn a Python function into a graph by running it once on values that record what is done to them.

    def loss(W, x, y):
        return np.mean((np.tanh(x @ W) - y) ** 2)

    graph = trace(loss, shapes={"W": (3, 2), "x": (5, 3), "y": (5, 2)})

The function may use operators, `math`, NumPy, `@`, methods, indexing, loops over known lengths, and helper
functions of its module. It must be one's own: it is executed, so this is no way to read what a stranger
wrote.
"""

from __future__ import annotations

import inspect
import math
import traceback
from collections.abc import Callable, Mapping
from types import CellType, CodeType, FunctionType, ModuleType, SimpleNamespace
from typing import Any

import numpy as np

from .build import constant, variable
from .calls import CONSTANTS, FUNCTIONS
from .errors import Place, TraceError, UnknownName
from .graph import Graph, Node, Shape
from .tracer import Tracer, record


def trace(function: Callable[..., Any], shapes: Mapping[str, Shape] | None = None) -> Graph:
    """The graph of the function's result; its parameters are the inputs, scalars unless `shapes` says otherwise.

    A parameter with a default keeps it unless `shapes` names it. The output bears the function's name, or the
    keys of the dict that it returns, or `name.0`, `name.1` for a tuple. Raises `TraceError` with the line,
    for instance where an `if` asks for a traced value, and `UnknownName` for a shape of no parameter.
    """
    given = dict(shapes or {})
    inputs: dict[str, Node] = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD):
            raise TraceError("signature", f"the function takes *{name}: write out its parameters", name=name)
        if name in given or parameter.default is parameter.empty:
            inputs[name] = variable(name, given.pop(name, ()))
    for name in given:
        raise UnknownName("unknown_name", f"the function has no parameter {name!r}", name=name)
    result = _run(function, {name: Tracer(node) for name, node in inputs.items()})
    name = function.__name__ if function.__name__.isidentifier() else "f"
    return Graph(inputs.values(), _outputs(f"{name}_result" if name in inputs else name, result))


def _run(function: Callable[..., Any], values: Mapping[str, Tracer]) -> Any:
    """Call the function with `math` and NumPy replaced by what knows tracers."""
    try:
        return _Rebinding().of(function)(**values)
    except TraceError:
        raise
    except Exception as error:
        line = traceback.extract_tb(error.__traceback__)[-1].lineno
        message = f"the function raised {type(error).__name__}: {error}"
        raise TraceError("raised", message, Place(line), line=line, type=type(error).__name__) from error


def _outputs(name: str, result: Any) -> dict[str, Node]:
    """The outputs that a function's result gives."""
    if isinstance(result, dict):
        return {str(key): _output(value) for key, value in result.items()}
    if isinstance(result, tuple | list):
        return {f"{name}.{i}": _output(value) for i, value in enumerate(result)}
    return {name: _output(result)}


def _output(value: Any) -> Node:
    if isinstance(value, Tracer):
        return value.node
    if value is None:
        raise TraceError("no_result", "the function returned nothing: does it end in return?")
    try:
        return constant(value)
    except (TypeError, ValueError):
        raise TraceError("no_result", f"the function returned {type(value).__name__}, not numbers") from None


class _Rebinding:
    """Functions as they were, but for the `math` and NumPy they see: Python's `math` takes definite numbers only."""

    def __init__(self) -> None:
        self.known: dict[int, Any] = {id(original): shim for original, shim in _SHIMS}
        self.waiting: list[tuple[FunctionType, FunctionType]] = []

    def of(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, and all functions it calls by name, rebound."""
        rebound: Callable[..., Any] = self._stand_in(function)
        while self.waiting:
            self._fill(*self.waiting.pop())
        return rebound

    def _stand_in(self, value: Any) -> Any:
        """What stands for the value inside a traced function: a copy of a function is filled in later."""
        if id(value) in self.known:
            return self.known[id(value)]
        if not isinstance(value, FunctionType) or (value.__module__ or "").startswith("numpy"):
            return value
        cells = tuple(CellType() for _ in value.__closure__ or ())
        copy = FunctionType(value.__code__, dict(_BUILTINS), value.__name__, value.__defaults__, cells)
        copy.__kwdefaults__ = value.__kwdefaults__
        self.known[id(value)] = copy
        self.waiting.append((value, copy))
        return copy

    def _fill(self, original: FunctionType, copy: FunctionType) -> None:
        """Give the copy the names that its code uses."""
        names = original.__globals__
        used = _names(original.__code__) | {"__name__", "__builtins__"}
        copy.__globals__.update((name, self._stand_in(names[name])) for name in used if name in names)
        for cell, old in zip(copy.__closure__ or (), original.__closure__ or (), strict=True):
            cell.cell_contents = self._stand_in(old.cell_contents)


def _names(code: CodeType) -> set[str]:
    """The names that a function's code, and the code of functions inside it, looks up."""
    names: set[str] = set()
    waiting = [code]
    while waiting:
        code = waiting.pop()
        names.update(code.co_names)
        waiting.extend(part for part in code.co_consts if isinstance(part, CodeType))
    return names


def _traced_when_needed(name: str, original: Callable[..., Any]) -> Callable[..., Any]:
    """A function that is recorded when an argument is traced, and else computed."""

    def shim(*args: Any, **keywords: Any) -> Any:
        if any(isinstance(arg, Tracer) for arg in args):
            return record(name, *args, **keywords)
        return original(*args, **keywords)

    return shim


def _array(value: Any, *args: Any, **keywords: Any) -> Any:
    """`np.array` and `np.asarray`: a tracer stays one, a list with tracers in it is stacked."""
    if isinstance(value, Tracer):
        return value
    if isinstance(value, list | tuple) and _has_tracer(value):
        return record("stack", [_array(entry) for entry in value])
    return np.array(value, *args, **keywords)


def _has_tracer(value: Any) -> bool:
    """Whether a tracer is anywhere in nested lists."""
    waiting = [value]
    while waiting:
        entry = waiting.pop()
        if isinstance(entry, Tracer):
            return True
        if isinstance(entry, list | tuple):
            waiting.extend(entry)
    return False


class _NumPy(ModuleType):
    """NumPy, but for the functions that would ask a tracer for definite numbers."""

    array = asarray = float64 = staticmethod(_array)

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)


_MATH = {
    name: _traced_when_needed(name, getattr(math, name)) for name in FUNCTIONS if callable(getattr(math, name, None))
}  # fmt: skip
_BUILTINS = {
    "max": _traced_when_needed("max", max),
    "min": _traced_when_needed("min", min),
    "float": lambda value=0.0: value if isinstance(value, Tracer) else float(value),
}
_SHIMS: list[tuple[Any, Any]] = [
    (math, SimpleNamespace(**{**vars(math), **_MATH, **CONSTANTS})),
    (np, _NumPy("numpy")),
    (np.array, _array),
    (np.asarray, _array),
    *((getattr(math, name), shim) for name, shim in _MATH.items()),
]
