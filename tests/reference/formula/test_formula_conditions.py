"""Assumptions are two formulas and what holds between them."""

from __future__ import annotations

import pytest
from written import tree

from reference.errors import FormulaError
from reference.formula import read_condition


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


def test_columns_count_in_the_whole_condition() -> None:
    with pytest.raises(FormulaError) as caught:
        read_condition("x > 2 + ]")
    assert caught.value.place is not None
    assert caught.value.place.column == 9
