"""Equality is judged on RIGHT's domain: LEFT must be defined there, and only there does it matter."""

from __future__ import annotations

import pytest

from reference import compare


def relation(left: str, right: str, *assume: str) -> str:
    return compare(left, right, assume).relation


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("sqrt(x+100)^2", "x+100"),
        ("sqrt(x-100000)^2", "x-100000"),
        ("sqrt(100000-x)^2", "100000-x"),
        ("e^(log(x+1000))", "x+1000"),
        ("x+0*log(x+20000)", "x"),
        ("x+0*sqrt(y+x+5000)", "x"),
        ("x+0*arcsin(x/1000)", "x"),
        ("log(x)+log(y)", "log(x y)"),
        ("((x^2)^(1/4))^2*0+sqrt(x)^2", "x"),
        ("x^(1/3)^3", "x"),
        ("tan(arctan x)+0*arccosh(x^2)", "x"),
        ("log(x-y)-log(x-y)", "0"),
        ("1/max(x-1000,0)*max(x-1000,0)", "1"),
        ("max(x, -3000)", "x"),
        ("relu(x-2000)", "0"),
        ("e^(log(relu(e^y/(x-y))))", "relu(e^y/(x-y))"),
        ("|x-500000|", "500000-x"),
    ],
)
def test_a_difference_is_found_however_far_out_it_is(left: str, right: str) -> None:
    assert relation(left, right) == "different"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("x", "sqrt(x)^2"),
        ("x", "e^(log x)"),
        ("log(x^2-1)", "log(x-1)+log(x+1)"),
        ("log(1+x)-log(1-x)", "log((1+x)/(1-x))"),
        ("sqrt(x^2-1)", "sqrt(x-1)sqrt(x+1)"),
        ("log(x y)", "log x+log y"),
        ("sqrt(12+4x)", "2sqrt(3+x)"),
        ("log(x+sqrt(x^2+1))", "arsinh x"),
        ("log(x+sqrt(x^2-1))", "arcosh x"),
        ("sqrt(1-tanh(x)^2)", "1/cosh(x)"),
        ("log(1-sigma(x))", "-log(1+e^x)"),
        ("sqrt(1+cos x)^2", "1+cos x"),
        ("sqrt(x^2-2x+2)^2", "x^2-2x+2"),
        ("log(e^x+1)", "log(1+e^x)"),
        ("6((x-2)^3)^k", "6(x-2)^(3k)"),
        ("1/(|x|+1)", "1/(1+|x|)"),
        ("0*log(x)+sqrt(x-1)", "sqrt(x-1)"),
        ("arcsin(x)+arccos(x)", "pi/2+0*arcsin(x)"),
    ],
)
def test_conditions_that_follow_from_the_reference_are_no_difference(left: str, right: str) -> None:
    assert relation(left, right) == "equal"


@pytest.mark.parametrize(
    ("left", "right", "assume"),
    [
        ("sqrt(x)^2", "x", ["x > 0"]),
        ("sqrt(x)^2", "x", ["x >= 0"]),
        ("sqrt(x^2)", "-x", ["x < 0"]),
        ("|x-3|", "x-3", ["x > 3"]),
        ("|x|", "x", ["x > 3"]),
        ("log(x)+log(y)", "log(x y)", ["x > 0"]),
        ("log(p)-log(1-p)", "log(p/(1-p))", ["0 < p", "p < 1"]),
        ("sqrt((x-y)^2)", "x-y", ["x > y"]),
        ("arctan(x)+arctan(1/x)", "pi/2", ["x > 0"]),
        ("log(x^2)", "2log(-x)", []),
        ("sqrt(x y)", "sqrt(x)sqrt(y)", ["x*y > 0", "x > 0"]),
        ("x/x", "1", ["x != 0"]),
        ("relu(x)", "x", ["x >= 5000"]),
    ],
)
def test_assumptions_limit_where_it_matters(left: str, right: str, assume: list[str]) -> None:
    assert relation(left, right, *assume) == "equal"


@pytest.mark.parametrize(
    ("left", "right", "assume"),
    [("sqrt(x)^2", "x", "x > -1"), ("|x|", "x", "x > -1000"), ("sqrt(x^2)", "x", "x != 0"), ("2x", "3x", "x > 7")],
)
def test_assumptions_that_do_not_suffice_change_nothing(left: str, right: str, assume: str) -> None:
    found = compare(left, right, [assume])
    assert found.relation == "different"


def test_points_keep_to_the_assumptions() -> None:
    found = compare("x", "x + 1", ["x > 100", "x < 101"])
    assert found.point is not None
    assert 100 < found.point["x"] < 101


@pytest.mark.parametrize("right", ["sqrt(-1-x^2)", "log(-|x|)", "1/(x-x)", "arcsin(2+x^2)", "(-1)^x"])
def test_a_reference_that_is_defined_nowhere_decides_nothing(right: str) -> None:
    for left in ("x", right):
        found = compare(left, right)
        assert found.relation == "undecided"
        assert found.note is not None
        assert found.note.code == "reference_undefined"


@pytest.mark.parametrize("x", [4, 2, 3, -1, 0, 1])
def test_a_reference_that_is_defined_at_single_points_decides_nothing(x: int) -> None:
    for seed in range(5):
        assert compare("5", f"sqrt(-(x-({x}))^2)", seed=seed).relation == "undecided"


def test_a_reference_that_is_defined_far_out_only_is_found_there() -> None:
    assert relation("sqrt(x-70000)", "sqrt(x-70000)") == "equal"
    assert relation("2sqrt(x-70000)", "sqrt(x-70000)") == "different"
    assert relation("log(-x-90000)+1", "log(-x-90000)") == "different"


@pytest.mark.parametrize(
    ("left", "right"),
    [("(sqrt(x^2)-x)/(sqrt(x^2)-x)", "1"), ("relu(x)/relu(x)", "1"), ("(|x|+x)/(|x|+x)", "1")],
)
def test_a_divisor_that_is_zero_on_a_whole_region_is_a_difference(left: str, right: str) -> None:
    assert relation(left, right) == "different"
