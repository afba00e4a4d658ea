"""Compare all that a student's function can reach: with what its traced twin can, and before a call with after it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType, MethodType, ModuleType
from typing import Any

import numpy as np

from .modules import Vectorize
from .tape import Untraceable

MAX_ITEMS = 20_000

_SIMPLE = (type(None), bool, int, float, str, bytes)
# Modules whose objects are parts of definitions, and do not change.
_OF_DEFINITIONS = frozenset(("dataclasses", "typing", "abc", "_abc"))
# What most of NumPy's functions are, and the fields of a named tuple.
_UNCHANGING = ("_ArrayFunctionDispatcher", "_tuplegetter")


def state(function: Any) -> list[Any]:
    """What the function's names lead to, and what these lead to, written as one list.

    The same for two functions that were defined by the same text and have the same values at hand. Raises Untraceable
    for what may change unseen, such as generators, and for NumPy's own arrays and numbers, which take in what they
    meet.
    """
    return _Walk().over([function])


class _Walk:
    def __init__(self) -> None:
        self.found: list[Any] = []
        self._places: dict[int, int] = {}
        self._kept: list[Any] = []  # so that no number of an object is used twice

    def over(self, values: Iterable[Any]) -> list[Any]:
        waiting = [iter(values)]
        while waiting:
            value = next(waiting[-1], waiting)
            if value is waiting:
                waiting.pop()
                continue
            waiting.append(iter(self._take(value)))
            if len(self.found) > MAX_ITEMS:
                raise Untraceable("too many values at top level")
        return self.found

    def _take(self, value: Any) -> Iterable[Any]:
        """Note what the value is; its parts are to be looked at next."""
        kind = type(value)
        if kind in _SIMPLE:
            self.found.append((kind, repr(value)))
            return ()
        place = self._places.setdefault(id(value), len(self._places))
        self.found.append(place)
        if place < len(self._kept):
            return ()
        self._kept.append(value)
        parts = self._parts(value, kind)
        self.found.append(len(parts))
        return parts

    def _parts(self, value: Any, kind: type) -> list[Any]:
        """What the value leads to: nothing, for what belongs to libraries and does not change."""
        take = _PARTS.get(kind)
        if take is not None:
            return take(value)
        if kind.__module__ == "solution":
            return [*(value if issubclass(kind, tuple) else ()), getattr(value, "__dict__", None), kind]
        if isinstance(value, type) and value.__module__ == "solution":
            return [*value.__bases__, *(part for name, part in vars(value).items() if not _is_slot(name, part))]
        if isinstance(value, ModuleType | type | np.ufunc) or kind.__module__ in _OF_DEFINITIONS:
            return []
        if kind.__name__ in _UNCHANGING:
            return []
        raise Untraceable(f"a {kind.__name__} that the function can reach")


def _parts_of_function(function: FunctionType) -> list[Any]:
    """Where it stands in the text, what it holds, and the values of all names in it."""
    if function.__globals__.get("__name__") != "solution":  # its own word for it may be another function's
        return []
    code = function.__code__
    cells = [cell.cell_contents for cell in function.__closure__ or ()]
    known = function.__globals__
    used = [known[name] for name in sorted(_names(code)) if name in known]
    where = (code.co_qualname, code.co_firstlineno)
    return [*where, function.__defaults__, function.__kwdefaults__, function.__dict__, *cells, *used]


def _names(code: CodeType) -> set[str]:
    inner = (_names(part) for part in code.co_consts if isinstance(part, CodeType))
    return set(code.co_names).union(*inner)


def _is_slot(name: str, part: Any) -> bool:
    return name in ("__dict__", "__weakref__") or type(part).__name__ in ("getset_descriptor", "member_descriptor")


_PARTS: dict[type, Callable[[Any], list[Any]]] = {
    **dict.fromkeys((list, tuple, set, frozenset), list),
    **dict.fromkeys((range, slice), lambda _: []),
    dict: lambda value: [part for pair in value.items() for part in pair],
    FunctionType: _parts_of_function,
    MethodType: lambda value: [value.__self__, value.__func__],
    BuiltinFunctionType: lambda value: [] if isinstance(value.__self__, ModuleType | type | None) else [value.__self__],
    **dict.fromkeys((staticmethod, classmethod), lambda value: [value.__func__]),
    property: lambda value: [value.fget, value.fset],
    partial: lambda value: [value.func, value.args, value.keywords],
    Vectorize: lambda value: [value.function],
    np.vectorize: lambda value: [value.pyfunc],
}
