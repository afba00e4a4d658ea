"""Every row of the table has the right gradient, over all shapes and axes it takes."""

from __future__ import annotations

import pytest
from gradient_checks import by_sympy, first_order, second_order
from primitive_cases import AUTOGRAD, CASES, NOT_IN_AUTOGRAD

from reference.primitives import PRIMITIVES


def test_every_row_of_the_table_has_cases():
    assert set(PRIMITIVES) == set(CASES)
    assert all(CASES.values())


def test_every_row_is_compared_with_autograd_unless_autograd_has_no_such_function():
    assert set(PRIMITIVES) == set(AUTOGRAD) | NOT_IN_AUTOGRAD
    assert not set(AUTOGRAD) & NOT_IN_AUTOGRAD


@pytest.mark.slow
@pytest.mark.parametrize("op", CASES)
def test_the_gradient_agrees_with_complex_step_differences_and_autograd(op):
    assert [problem for case in CASES[op] for problem in first_order(op, case)] == []


@pytest.mark.slow
@pytest.mark.parametrize("op", CASES)
def test_the_gradient_of_the_gradient_agrees_with_complex_step(op):
    assert [problem for case in CASES[op] for problem in second_order(op, case)] == []


@pytest.mark.parametrize("op", [op for op, row in PRIMITIVES.items() if row.elementwise])
def test_as_a_scalar_the_gradient_agrees_with_sympy(op):
    cases = [case for case in CASES[op] if not any(case.shapes)]
    assert cases
    assert [problem for case in cases for problem in by_sympy(op, case)] == []
