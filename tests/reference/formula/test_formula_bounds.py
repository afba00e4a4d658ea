"""No text, however long, deep or large its numbers, is more than so much work."""

from __future__ import annotations

import contextlib
import gc
import sys
from collections.abc import Callable

import pytest

from reference.errors import FormulaError
from reference.formula import parse_formula


def code(text: str) -> str:
    with pytest.raises(FormulaError) as caught:
        parse_formula(text)
    return caught.value.code


def test_at_most_2000_characters_are_read() -> None:
    assert len(parse_formula("x+" * 999 + "x")) == 1000
    assert code("x" * 2001) == "too_long"


def test_at_most_100_levels_are_read() -> None:
    parse_formula("(" * 99 + "x" + ")" * 99)
    for text in ("(" * 200 + "x", "-" * 150 + "x", "sin " * 150 + "x", "x^" * 150 + "x", "|" * 300, r"\sqrt{" * 200):
        assert code(text) == "too_deep"


def test_numbers_have_at_most_60_digits_and_scales_of_300() -> None:
    parse_formula("1" * 60)
    assert code("1" * 61) == "number_too_long"
    assert code("1e301") == "number_too_long"
    assert code("1e" + "9" * 1500) == "number_too_long"


@pytest.mark.parametrize("text", ["x^1000001", "9^9^9", "9^9^9^9", "x^(10^7)", "x^-10^7", "2^(3*10^6)", "x^(9^9^9)"])
def test_exponents_that_are_numbers_stay_below_a_million(text: str) -> None:
    assert code(text) == "exponent_too_large"


def test_a_million_is_allowed() -> None:
    parse_formula("x^1000000")
    parse_formula("x^(10^6)")


def test_a_nearly_full_stack_is_no_crash() -> None:
    def deep(levels: int, action: Callable[[], str]) -> str:
        return action() if levels == 0 else deep(levels - 1, action)

    assert deep(sys.getrecursionlimit() - 300, lambda: code("(" * 90 + "x")) in {"too_deep", "not_closed"}


@pytest.mark.slow
def test_the_work_grows_no_faster_than_the_text() -> None:
    """Counted in Python function calls, which are the same on every machine."""
    for part in ("x+", "(x)", "π", "x/", "x^2+", "sin x ", "|x|+", "σ(x)*", "a_1", "ŷ", "sin2", "x²", "sin x(x)"):
        short, long = (_calls((part * (size // len(part))).rstrip("+*/ ")) for size in (400, 1600))
        assert long < 6 * short, part


@pytest.mark.slow
def test_reading_leaves_nothing_to_the_garbage_collector() -> None:
    """Collecting what long texts leave behind took longer than reading them."""
    texts = ("2x + sin x*y", "1/2x", r"\frac{\sigma(x)}{2}", "|x| + max(x, y)^2", "(x", "2x +")
    for text in texts:
        _try(text)
    gc.collect()
    gc.disable()
    try:
        for text in texts:
            _try(text)
        assert gc.collect() == 0
    finally:
        gc.enable()


def _try(text: str) -> None:
    with contextlib.suppress(FormulaError):
        parse_formula(text)


def _calls(text: str) -> int:
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counting)
    try:
        parse_formula(text)
    finally:
        sys.setprofile(None)
    return count
