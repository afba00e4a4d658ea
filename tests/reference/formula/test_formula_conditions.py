"""Assumptions are two formulas and what holds between them."""

from __future__ import annotations

import pytest
from written import tree

from reference.errors import FormulaError
from reference.formula import read_condition, read_conditions


@pytest.mark.parametrize(
    ("text", "left", "operator", "right"),
    [
        ("x > 0", "x", ">", "0"),
        ("x>=1", "x", ">=", "1"),
        ("a*b != 1", "(* a b)", "!=", "1"),
        ("x ≤ y", "x", "<=", "y"),
        (r"x \ne 0", "x", "!=", "0"),
        (r"x \lt 2", "x", "<", "2"),
        ("|x| < 1", "(abs x)", "<", "1"),
    ],
)
def test_a_condition_is_read(text: str, left: str, operator: str, right: str) -> None:
    condition = read_condition(text)
    assert (tree(condition.left), condition.operator, tree(condition.right)) == (left, operator, right)


@pytest.mark.parametrize("text", ["x", "x = 0", "0 < x < 1", "x >", "> 0", "x > ]"])
def test_other_conditions_are_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        read_condition(text)


def test_several_conditions_are_joined_by_and() -> None:
    found = read_conditions("0 < x and x <= 1 and y != 0")
    assert [(tree(each.left), each.operator, tree(each.right)) for each in found] == [
        ("0", "<", "x"),
        ("x", "<=", "1"),
        ("y", "!=", "0"),
    ]


@pytest.mark.parametrize(("text", "column"), [("x > 0 and y > ]", 15), ("x > 0 and", 7), ("x > 0 and y = 1", 13)])
def test_columns_count_from_the_first_of_several_conditions(text: str, column: int) -> None:
    with pytest.raises(FormulaError) as caught:
        read_conditions(text, ["x", "y"])
    assert caught.value.place is not None
    assert caught.value.place.column == column


def test_columns_count_in_the_whole_condition() -> None:
    with pytest.raises(FormulaError) as caught:
        read_condition("x > 2 + ]")
    assert caught.value.place is not None
    assert caught.value.place.column == 9
