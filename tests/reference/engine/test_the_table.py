"""A row of the table is complete: it can be evaluated, differentiated, and written in every way."""

from __future__ import annotations

import ast
import re

import pytest
from gradient_checks import graph_of
from primitive_cases import CASES

from reference.primitives import PRIMITIVES


@pytest.mark.parametrize("row", PRIMITIVES.values(), ids=PRIMITIVES)
def test_a_row_has_a_rule_for_every_argument_and_a_place_for_each_in_latex(row):
    assert len(row.rules) == (row.arity or 1)
    places = {
        int(place) for place in re.findall(r"(?<!\{)\{(\d)\}|\{\{\{(\d)\}\}\}", row.latex) for place in place if place
    }
    assert places == set(range(row.arity or 1))
    assert row.latex.format(*"abc").count("{") == row.latex.format(*"abc").count("}")


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
