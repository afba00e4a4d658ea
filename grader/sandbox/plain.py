"""Turn values into plain JSON data and back, exactly: all that crosses to and from a student's process.

`encode` takes only values of plain types, by exact type, so that nothing a student can define (an `__eq__`
that always says yes, a float that changes) gets through. `decode` is the mirror, and refuses everything that
`encode` could not have made. Both sides are bounded in depth, number and size. `encode_result` and
`decode_result` do the same for what a call gave, where one entry of a dict that is no plain data spoils no other.
"""

from __future__ import annotations

import binascii
import collections
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from .text import visible

MAX_DEPTH = 12
MAX_ITEMS = 100_000
MAX_ARRAY_ITEMS = 500_000
MAX_TEXT = 65_536
MAX_INT_BITS = 1024
MAX_DIMENSIONS = 32
MAX_ROOM = 16 * 2**20
MAX_KIND = 100
MAX_REASON = 500

_ODD_FLOATS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_FLOAT64 = np.dtype("<f8")
_DICTS = (dict, collections.OrderedDict, collections.defaultdict)


class NotPlainError(Exception):
    """This value is no plain data: `kind` names its type, the message says what is wrong with it."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(message)
        self.kind = kind


@dataclass(frozen=True)
class NotPlain:
    """What stands for an entry of a dict that was no plain data: the name of its type, and what is wrong with it."""

    kind: str
    message: str

    def __str__(self) -> str:
        return self.kind


class _Budget:
    """How many more items one value may have, and about how many characters its arrays may take when written out."""

    def __init__(self, room: int = MAX_ROOM) -> None:
        self.left = MAX_ITEMS
        self.room = room

    def spend(self, count: int, kind: str) -> None:
        self.left -= count
        if self.left < 0:
            raise NotPlainError(kind, f"more than {MAX_ITEMS} items")

    @property
    def is_spent(self) -> bool:
        """Whether there is nothing left for anything else either."""
        return self.left < 0 or self.room < 0


def _is_finite(value: object) -> bool:
    """Whether it is a plain float and no odd one, as most values are: such stand for themselves on both sides."""
    return type(value) is float and math.isfinite(value)


def encode(value: object, room: int = MAX_ROOM) -> Any:
    """JSON data for a plain value; raises NotPlainError for anything else, and for arrays that do not fit `room`."""
    return value if _is_finite(value) else _encode(value, MAX_DEPTH, _Budget(room))


def encode_result(value: object, room: int = MAX_ROOM) -> Any:
    """As `encode`; but an entry of a dict that is no plain data becomes a `NotPlain`, and the others are kept."""
    if type(value) not in _DICTS:
        return encode(value, room)
    return _encode_dict(value, MAX_DEPTH, _Budget(room), _encode_entry)


def _encode_entry(value: object, depth: int, budget: _Budget) -> Any:
    try:
        return _encode(value, depth, budget)
    except NotPlainError as error:
        if budget.is_spent:
            raise
        return {"not_plain": [error.kind, str(error)]}


def _encode(value: object, depth: int, budget: _Budget) -> Any:  # noqa: PLR0911  # one line per type
    kind = type(value)
    if value is None or kind is bool:
        return value
    if kind is float:
        return _encode_float(value)  # type: ignore[arg-type]  # the exact type is known, which mypy cannot see
    if kind is int:
        return _encode_int(value)  # type: ignore[arg-type]  # as above
    if kind is str:
        return _encode_text(value)  # type: ignore[arg-type]  # as above
    if kind is np.ndarray:
        return _encode_array(value, budget)  # type: ignore[arg-type]  # as above
    if kind.__module__ == "numpy" and kind in _SCALARS:
        return _encode(_SCALARS[kind](value), depth, budget)
    if kind in (list, tuple) or kind in _DICTS:
        return _encode_container(value, depth, budget)
    raise NotPlainError(_name(kind), _why_not(value))


def _encode_container(value: Any, depth: int, budget: _Budget) -> Any:
    kind = type(value).__name__
    if depth == 0:
        raise NotPlainError(kind, f"nested more than {MAX_DEPTH} deep")
    if type(value) in _DICTS:
        return _encode_dict(value, depth, budget, _encode)
    budget.spend(len(value), kind)
    return [_encode(item, depth - 1, budget) for item in value]


def _encode_dict(value: Any, depth: int, budget: _Budget, entry: Callable[[object, int, _Budget], Any]) -> Any:
    budget.spend(len(value), type(value).__name__)
    items = dict.items(value)
    return {"dict": [[_key(key), item if _is_finite(item) else entry(item, depth - 1, budget)] for key, item in items]}


def _key(key: object) -> str:
    if type(key) is not str:
        raise NotPlainError("dict", f"a dictionary whose keys are not text but {_name(type(key))}")
    return _encode_text(key)


def _encode_float(value: float) -> Any:
    return value if math.isfinite(value) else {"float": repr(value)}


def _encode_int(value: int) -> int:
    if value.bit_length() > MAX_INT_BITS:
        raise NotPlainError("int", f"an integer of more than {MAX_INT_BITS} bits")
    return value


def _encode_text(value: str) -> str:
    if len(value) > MAX_TEXT:
        raise NotPlainError("str", f"a text of more than {MAX_TEXT} characters")
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise NotPlainError("str", "a text with half a character (a lone surrogate)")
    return value


def _encode_array(value: np.ndarray[Any, Any], budget: _Budget) -> Any:
    if value.dtype.kind not in "fiub":
        raise NotPlainError("ndarray", f"an array of {value.dtype.name}, not of numbers")
    if value.size > MAX_ARRAY_ITEMS:
        raise NotPlainError("ndarray", f"an array of {value.size} numbers, more than {MAX_ARRAY_ITEMS}")
    if value.ndim > MAX_DIMENSIONS or (value.size == 0 and max(value.shape) > MAX_ARRAY_ITEMS):
        raise NotPlainError("ndarray", f"an array of an odd shape, {value.shape}")
    budget.room -= value.size * 11  # eight bytes in base64
    if budget.room < 0:
        raise NotPlainError("output", "the results of all calls together are too large")
    data = np.ascontiguousarray(value, _FLOAT64).tobytes()
    return {"array": list(value.shape), "data": binascii.b2a_base64(data, newline=False).decode("ascii")}


def _float(value: Any) -> float:
    return float(value)


_SCALARS: dict[type, Any] = {
    **dict.fromkeys((np.float64, np.float32, np.float16, np.longdouble), _float),
    **dict.fromkeys((np.int8, np.int16, np.int32, np.int64, np.longlong), int),
    **dict.fromkeys((np.uint8, np.uint16, np.uint32, np.uint64, np.ulonglong), int),
    np.bool_: bool,
}


def _name(kind: type) -> str:
    name = type.__dict__["__name__"].__get__(kind)
    return str(name)[:100]


def _why_not(value: object) -> str:
    name = _name(type(value))
    kind = type(value)  # not isinstance: that asks the value itself what it is
    if issubclass(kind, np.ndarray):
        return f"a {name}, not a plain NumPy array (np.asarray makes it one)"
    if issubclass(kind, complex | np.complexfloating):
        return "a complex number, not a real one"
    for base in (float, int, str, list, tuple, dict):
        if issubclass(kind, base):
            return f"a class of its own ({name}), not a plain {base.__name__}"
    if callable(value):
        return f"a {name}, not the result of calling it"
    return f"a {name}, not numbers"


class WireError(ValueError):
    """This JSON data is nothing that `encode` makes."""


def decode(data: Any) -> object:
    """The plain value that `encode` wrote; arrays are fresh float64 arrays. Raises WireError."""
    return data if _is_finite(data) else _decode(data, MAX_DEPTH, _Budget())


def decode_result(data: Any) -> object:
    """The value that `encode_result` wrote. Raises WireError."""
    if type(data) is dict and data.keys() == {"dict"}:
        return _decode_dict(data["dict"], MAX_DEPTH, _Budget(), _decode_entry)
    return decode(data)


def _decode_entry(data: Any, depth: int, budget: _Budget) -> object:
    if type(data) is not dict or data.keys() != {"not_plain"}:
        return _decode(data, depth, budget)
    words = data["not_plain"]
    if type(words) is not list or len(words) != 2 or not all(type(each) is str for each in words):
        raise WireError("an entry that does not say what it is")
    kind, message = words
    return NotPlain(visible(kind, MAX_KIND), visible(message, MAX_REASON))


def _decode(data: Any, depth: int, budget: _Budget) -> object:
    if data is None or type(data) is bool or _is_finite(data):
        return data
    try:
        if type(data) is int:
            return _encode_int(data)
        if type(data) is str:
            return _encode_text(data)
        if type(data) is list:
            budget.spend(len(data), "list")
    except NotPlainError as error:
        raise WireError(str(error)) from None
    if type(data) is dict:
        return _decode_tagged(data, depth, budget)
    if type(data) is not list:
        raise WireError(f"a {type(data).__name__} where a value should be")
    _check_depth(depth)
    return [_decode(item, depth - 1, budget) for item in data]


def _check_depth(depth: int) -> None:
    if depth == 0:
        raise WireError("nested too deeply")


def _decode_tagged(data: dict[str, Any], depth: int, budget: _Budget) -> object:
    if data.keys() == {"float"}:
        try:
            return _ODD_FLOATS[data["float"]]
        except (KeyError, TypeError):
            raise WireError("an unknown float") from None
    if data.keys() == {"array", "data"}:
        return _decode_array(data["array"], data["data"])
    if data.keys() == {"dict"}:
        _check_depth(depth)
        return _decode_dict(data["dict"], depth, budget, _decode)
    raise WireError("an unknown tag")


def _decode_dict(
    pairs: Any, depth: int, budget: _Budget, entry: Callable[[Any, int, _Budget], object]
) -> dict[str, object]:
    if type(pairs) is not list or not all(type(pair) is list and len(pair) == 2 for pair in pairs):
        raise WireError("a dictionary that is no list of pairs")
    if not all(type(key) is str for key, _ in pairs) or len({key for key, _ in pairs}) != len(pairs):
        raise WireError("dictionary keys that are no text, or twice the same")
    try:
        budget.spend(len(pairs), "dict")
        return {_encode_text(key): item if _is_finite(item) else entry(item, depth - 1, budget) for key, item in pairs}
    except NotPlainError as error:
        raise WireError(str(error)) from None


def _decode_array(shape: Any, data: Any) -> np.ndarray[Any, np.dtype[np.float64]]:
    if type(shape) is not list or len(shape) > MAX_DIMENSIONS or type(data) is not str:
        raise WireError("an array without shape or data")
    for length in shape:
        if type(length) is not int or not 0 <= length <= MAX_ARRAY_ITEMS:
            raise WireError("an impossible shape")
    size = math.prod(shape)
    if size > MAX_ARRAY_ITEMS or len(data) != 4 * math.ceil(8 * size / 3):
        raise WireError("an array whose data do not fit its shape")
    try:
        raw = binascii.a2b_base64(data, strict_mode=True)
    except (binascii.Error, ValueError):
        raise WireError("an array whose data are not base64") from None
    if len(raw) != 8 * size:
        raise WireError("an array whose data do not fit its shape")
    return np.frombuffer(raw, _FLOAT64).astype(np.float64).reshape(shape)
