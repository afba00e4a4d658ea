"""Values cross to and from a student's process exactly, or not at all."""

from __future__ import annotations

import collections
import enum
import json
import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from grader.sandbox import plain
from grader.sandbox.plain import NotPlain, NotPlainError, WireError, decode, decode_result, encode, encode_result

simple = st.none() | st.booleans() | st.integers(-(2**1024) + 1, 2**1024 - 1) | st.floats() | st.text(max_size=20)
values = st.recursive(
    simple,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=20,
)


def over_the_wire(value: object) -> object:
    return decode(json.loads(json.dumps(encode(value))))


def same(left: object, right: object) -> bool:
    """Equal, of the same types, and for floats the same bits."""
    if isinstance(left, float) and isinstance(right, float):
        return np.float64(left).tobytes() == np.float64(right).tobytes() or (math.isnan(left) and math.isnan(right))
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


@pytest.mark.slow
@given(values)
def test_plain_values_come_back_the_same(value: object) -> None:
    assert same(over_the_wire(value), value)


@given(arrays(np.float64, array_shapes(min_dims=0, max_dims=4, min_side=0), elements=st.floats()))
def test_arrays_come_back_bit_for_bit(array: np.ndarray[Any, np.dtype[np.float64]]) -> None:
    back = over_the_wire(array)
    assert isinstance(back, np.ndarray)
    assert back.shape == array.shape
    assert back.dtype == np.float64
    assert back.tobytes() == array.tobytes()


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (np.float64(1.5), 1.5),
        (np.float32(0.5), 0.5),
        (np.int8(-3), -3),
        (np.bool_(True), True),
        ((1, 2.0), [1, 2.0]),
        (collections.OrderedDict(a=1), {"a": 1}),
        (collections.defaultdict(int, a=1), {"a": 1}),
    ],
)
def test_what_numpy_and_python_give_for_plain_values_becomes_plain(value: object, expected: object) -> None:
    assert same(over_the_wire(value), expected)


@pytest.mark.parametrize("dtype", ["int64", "uint8", "bool", "float32", "float16"])
def test_arrays_of_any_real_numbers_become_float64(dtype: str) -> None:
    back = over_the_wire(np.ones((2, 3), dtype=dtype).T)
    assert isinstance(back, np.ndarray)
    assert back.dtype == np.float64
    assert back.shape == (3, 2)


class AlwaysEqual(float):
    __hash__ = float.__hash__

    def __eq__(self, other: object) -> bool:
        return True


class OwnArray(np.ndarray[Any, Any]):
    pass


class Liar:
    @property  # type: ignore[misc]  # what a hostile object does
    def __class__(self) -> type:
        return float


class Colour(enum.IntEnum):
    RED = 1


def deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


cyclic: list[Any] = []
cyclic.append(cyclic)

with warnings.catch_warnings(action="ignore", category=PendingDeprecationWarning):
    MATRIX = np.matrix([[1.0]])

HOSTILE = {
    "a float that is equal to everything": (AlwaysEqual(1.0), "class of its own"),
    "a subclass of an array": (np.zeros(2).view(OwnArray), "not a plain NumPy array"),
    "a matrix": (MATRIX, "not a plain NumPy array"),
    "a masked array": (np.ma.masked_array([1.0]), "not a plain NumPy array"),
    "an object that says it is a float": (Liar(), "a Liar"),
    "an enumeration": (Colour.RED, "class of its own"),
    "a complex number": (1j, "complex"),
    "a complex array": (np.array([1j]), "complex128"),
    "an array of objects": (np.array([object()]), "object"),
    "an array of texts": (np.array(["a"]), "str"),
    "a generator": ((x for x in ()), "generator"),
    "a function": (len, "result of calling"),
    "a set": ({1}, "a set"),
    "bytes": (b"1", "a bytes"),
    "a giant integer": (10**400, "1024 bits"),
    "a deep list": (deep(1000), "deep"),
    "a list in itself": (cyclic, "deep"),
    "a long list": ([0] * (plain.MAX_ITEMS + 1), "items"),
    "a large array": (np.zeros(plain.MAX_ARRAY_ITEMS + 1), "numbers"),
    "half a character": ("\ud800", "surrogate"),
    "a long text": ("x" * (plain.MAX_TEXT + 1), "characters"),
    "keys that are no text": ({1: 2.0}, "keys"),
    "a plain list with a hostile item": ([1.0, AlwaysEqual(1.0)], "class of its own"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_plain_data_is_refused_with_a_reason(name: str) -> None:
    value, reason = HOSTILE[name]
    with pytest.raises(NotPlainError, match=reason):
        encode(value)


# What no other entry can be kept beside: a budget that is spent, or keys that are none.
OF_THE_WHOLE = {"a long list", "keys that are no text"}


@pytest.mark.parametrize("name", sorted(HOSTILE.keys() - OF_THE_WHOLE))
def test_an_entry_that_is_no_plain_data_spoils_no_other(name: str) -> None:
    value, reason = HOSTILE[name]
    back = decode_result(json.loads(json.dumps(encode_result({"before": 1.5, "odd": value, "after": [2.5]}))))
    assert isinstance(back, dict)
    assert (list(back), back["before"], back["after"]) == (["before", "odd", "after"], 1.5, [2.5])
    assert isinstance(back["odd"], NotPlain)
    assert reason in back["odd"].message


@pytest.mark.parametrize("name", HOSTILE)
def test_only_an_entry_of_the_outermost_dict_is_told_apart(name: str) -> None:
    value, reason = HOSTILE[name]
    for whole in (value, [{"odd": value}]):
        with pytest.raises(NotPlainError, match=reason):
            encode_result(whole)
    inner = decode_result(encode_result({"in": {"odd": value}})) if name not in OF_THE_WHOLE else {"in": None}
    assert isinstance(inner, dict)
    assert not isinstance(inner["in"], dict)


@pytest.mark.parametrize("value", [[0] * (plain.MAX_ITEMS + 1), [np.zeros(plain.MAX_ARRAY_ITEMS)] * 4])
def test_an_entry_that_takes_all_the_room_is_a_failure_of_the_whole(value: object) -> None:
    with pytest.raises(NotPlainError):
        encode_result({"large": value, "small": 1.0})


@given(values)
def test_results_that_are_plain_cross_as_other_values_do(value: object) -> None:
    assert encode_result(value) == encode(value)
    assert same(decode_result(encode_result(value)), value)


def test_the_words_of_an_entry_are_bounded_and_cannot_reorder_a_line() -> None:
    found = decode_result({"dict": [["W", {"not_plain": ["\x1b[2J" * 1000, "\u202e" * 1000]}]]})
    assert isinstance(found, dict)
    assert len(found["W"].kind) <= plain.MAX_KIND + 1
    assert len(found["W"].message) <= plain.MAX_REASON + 1
    assert not {"\x1b", "\u202e"} & set(found["W"].kind + found["W"].message)


ENTRY = {"not_plain": ["matrix", "a matrix, not numbers"]}


@pytest.mark.parametrize(
    "data",
    [
        ENTRY,
        [ENTRY],
        {"dict": [["W", [ENTRY]]]},
        {"dict": [["W", {"dict": [["b", ENTRY]]}]]},
        {"dict": [["W", {"not_plain": ["matrix"]}]]},
        {"dict": [["W", {"not_plain": ["matrix", 1]}]]},
        {"dict": [["W", {"not_plain": [["matrix"], ""]}]]},
        {"dict": [["W", {"not_plain": "ab"}]]},
        {"dict": [["W", ENTRY | {"float": "nan"}]]},
    ],
)
def test_an_entry_that_stands_elsewhere_or_says_something_else_is_refused(data: object) -> None:
    with pytest.raises(WireError):
        decode_result(data)


@pytest.mark.parametrize(
    "data",
    [
        ENTRY,
        {"dict": [["W", ENTRY]]},
        math.nan,
        {"float": "1.0"},
        {"float": []},
        {"array": [2], "data": "AAAAAAAAAAA="},
        {"array": [1], "data": "!!!!!!!!!!!="},
        {"array": [-1], "data": ""},
        {"array": [2**40, 2**40], "data": ""},
        {"array": [0, 10**9], "data": ""},
        {"array": [1] * 65, "data": "AAAAAAAAAAA="},
        {"array": [True], "data": "AAAAAAAAAAA="},
        {"array": "1", "data": "AAAAAAAAAAA="},
        {"dict": [["a", 1], ["a", 2]]},
        {"dict": [[1, 1]]},
        {"dict": [["a"]]},
        {"dict": {}},
        {"other": 1},
        {},
        10**400,
        "\ud800",
        deep(20),
        [0] * (plain.MAX_ITEMS + 1),
        [[0] * (plain.MAX_ITEMS // 2)] * 3,
    ],
)
def test_forged_data_are_refused(data: object) -> None:
    with pytest.raises(WireError):
        decode(data)
