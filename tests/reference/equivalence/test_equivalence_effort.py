"""How much work a comparison is: counted in Python function calls, which are the same on every machine."""

from __future__ import annotations

import sys

import pytest

from reference import compare

# As long as texts may be, and about as long as makes no difference yet.
SHORT, LONG = 400, 1_600


@pytest.mark.slow
@pytest.mark.parametrize("part", ["π", "π+", "e·", "√2·", "x·", "x+", "(x+1)"])
@pytest.mark.parametrize("right", ["x", "99^10^9^e^99^0.5^2^9^10^x^e", "π^3"])
def test_the_work_grows_hardly_faster_than_the_text(part: str, right: str) -> None:
    short, long = (calls((part * (size // len(part))).rstrip("+·"), right) for size in (SHORT, LONG))
    assert long < 8 * short


def calls(left: str, right: str) -> int:
    count = 0

    def counting(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event == "call"

    sys.setprofile(counting)
    try:
        compare(left, right)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("max(x,y)*sqrt(x+y)", "2**e**2**x**99**0.5**99**2**9**0.5"),
        ("sqrt({})*sqrt({})".format(*["((((((x^32)^32)^32)^32)^32)^32)^32"] * 2), "((((((x^32)^32)^32)^32)^32)^32)^32"),
    ],
)
def test_numbers_do_not_grow_with_powers_of_powers(left: str, right: str) -> None:
    """Written out they would fill the memory; a test that hangs is the failure."""
    assert compare(left, right, ["x > 2"]).relation in {"equal", "different", "undecided"}
