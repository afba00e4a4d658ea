"""Numbers are drawn from a stream that no library can change, within ranges written in a few characters."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.exercises import Range, Stream


def test_the_stream_is_sha256_over_key_and_counter() -> None:
    key = sha256(b"s" + (3).to_bytes(8, "big") + b"key").digest()
    blocks = b"".join(sha256(key + counter.to_bytes(8, "big")).digest() for counter in range(3))
    stream = Stream("key")
    assert b"".join(stream.integer(32).to_bytes(4, "big") for _ in range(24)) == blocks


def test_the_same_keys_give_the_same_numbers_and_other_keys_others() -> None:
    def first(*keys: bytes | str | int | None) -> int:
        return Stream(*keys).integer(64)

    assert first("a", 1) == first("a", 1)
    keys: list[tuple[bytes | str | int | None, ...]] = [
        ("a", 1),
        ("a", "1"),
        ("a1",),
        (b"a", 1),
        ("a", None),
        ("a",),
        (),
    ]
    assert len({first(*each) for each in keys}) == len(keys)


@given(st.integers(1, 10**12), st.integers(0, 2**63))
def test_below_stays_below(count: int, seed: int) -> None:
    assert 0 <= Stream(seed).below(count) < count


def test_below_gives_every_number_about_as_often() -> None:
    stream = Stream("even")
    counts = Counter(stream.below(5) for _ in range(5_000))
    assert set(counts) == set(range(5))
    assert all(900 < count < 1_100 for count in counts.values())


def test_nothing_is_drawn_from_nothing() -> None:
    with pytest.raises(ValueError, match="cannot draw from nothing"):
        Stream().below(0)


@pytest.mark.parametrize(
    ("text", "low", "high", "step"),
    [
        ("-5..5", "-5", "5", "1"),
        ("0.5..2 step 0.5", "1/2", "2", "1/2"),
        (" -1.5 .. 1.5 step .1 ", "-3/2", "3/2", "1/10"),
        ("-3..3 real", "-3", "3", None),
    ],
)
def test_a_range_is_read(text: str, low: str, high: str, step: str | None) -> None:
    assert Range.parse(text) == Range(Fraction(low), Fraction(high), Fraction(step) if step else None)


@pytest.mark.parametrize(
    "text",
    ["", "5", "5..5", "5..-5", "1..2 step 0", "1..2 step -1", "a..b", "1...2", "0..1e9", "0..99999999", "1..2 real 3"],
)
def test_what_is_no_range_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"range|step"):
        Range.parse(text)


@given(st.integers(-50, 49), st.integers(1, 50), st.integers(1, 7), st.integers(0, 1000))
def test_a_draw_lies_on_the_steps_of_its_range(low: int, width: int, step: int, seed: int) -> None:
    drawn = Range.parse(f"{low}..{low + width} step {step}").draw(Stream(seed))
    assert low <= drawn <= low + width
    assert (drawn - low) % step == 0


def test_both_ends_of_a_range_are_drawn() -> None:
    stream = Stream("ends")
    assert {Range.parse("-1..1").draw(stream) for _ in range(100)} == {-1.0, 0.0, 1.0}
    assert all(3 <= Range.parse("3..4 real").draw(stream) < 4 for _ in range(100))


def test_decimal_steps_give_the_decimals_one_would_write() -> None:
    stream = Stream("tenths")
    drawn = {Range.parse("0..1 step 0.1").draw(stream) for _ in range(300)}
    assert drawn == {tenth / 10 for tenth in range(11)}
