"""A row of the table is complete: it can be evaluated, differentiated, and written in every way."""

from __future__ import annotations

import ast

import pytest
from gradient_checks import graph_of
from primitive_cases import CASES

from reference.build import apply, variable
from reference.notation import to_latex
from reference.primitives import PRIMITIVES


@pytest.mark.parametrize("row", PRIMITIVES.values(), ids=PRIMITIVES)
def test_a_row_has_a_rule_for_every_argument(row):
    assert len(row.rules) == (row.arity or 1)


@pytest.mark.parametrize("name", [name for name, row in PRIMITIVES.items() if row.latex and row.elementwise])
def test_a_function_is_called_by_its_command_in_latex(name):
    row = PRIMITIVES[name]
    arguments = [variable(letter) for letter in "xy"[: row.arity]]
    assert to_latex(apply(name, *arguments)).startswith(rf"{row.latex}\left(x")


@pytest.mark.parametrize("op", CASES)
def test_the_source_of_a_row_is_a_python_expression(op):
    row = PRIMITIVES[op]
    for template in row.source:
        for case in CASES[op] if callable(template) else CASES[op][:1]:
            node = next(node for node in graph_of(op, case).order if node.op == op)
            text = template(node) if callable(template) else template
            if text is not None:
                ast.parse(text.format(*(f"x{i}" for i in range(len(node.args)))), mode="eval")


def test_elementwise_rows_have_a_function_of_floats_and_the_others_have_none():
    assert all((row.math is not None) == row.elementwise for row in PRIMITIVES.values())
