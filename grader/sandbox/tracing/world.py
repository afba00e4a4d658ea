"""Tell whether a call has left something behind: compare everything that a student's file holds, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any

import numpy as np

from .modules import Vectorize
from .tape import Untraceable

MAX_ITEMS = 20_000

_SIMPLE = (type(None), bool, int, float, complex, str, bytes)
# Modules whose objects are parts of definitions, and do not change.
_OF_DEFINITIONS = frozenset(("dataclasses", "typing", "abc", "_abc", "types", "builtins"))


def state(namespace: dict[str, Any]) -> list[Any]:
    """All that can be reached from a file's names, written as one list. Raises Untraceable for what may change unseen,
    such as generators."""
    return _Walk().over(value for name, value in namespace.items() if name != "__builtins__")


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

    def _parts(self, value: Any, kind: type) -> list[Any]:  # noqa: PLR0911  # one line per type
        if kind in (list, tuple, set, frozenset):
            return list(value)
        if kind is dict:
            return [part for pair in value.items() for part in pair]
        if kind is FunctionType:
            cells = [cell.cell_contents for cell in value.__closure__ or ()]
            return [value.__defaults__, value.__kwdefaults__, value.__dict__, value.__code__.co_code, *cells]
        if kind in (staticmethod, classmethod):
            return [value.__func__]
        if kind is property:
            return [value.fget, value.fset]
        if kind is partial:
            return [value.func, value.args, value.keywords]
        if kind is Vectorize:
            return [value.function]
        if isinstance(value, np.ndarray | np.generic):
            return [value.shape, value.tobytes() if value.dtype != object else value.tolist()]
        if kind.__module__ == "solution":
            return [vars(value)]
        if isinstance(value, type) and value.__module__ == "solution":
            return [part for name, part in vars(value).items() if not _is_slot(name, part)]
        if kind is BuiltinFunctionType or isinstance(value, ModuleType | type | np.ufunc):
            return []
        if kind.__module__ in _OF_DEFINITIONS and not hasattr(kind, "__next__"):
            return []
        raise Untraceable(f"a {kind.__name__} at top level")


def _is_slot(name: str, part: Any) -> bool:
    return name in ("__dict__", "__weakref__") or type(part).__name__ in ("getset_descriptor", "member_descriptor")
