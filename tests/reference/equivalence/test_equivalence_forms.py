"""The form of an answer: without decimals, factored, expanded."""

from __future__ import annotations

import pytest

from reference.equivalence.forms import form_problem
from reference.formula import read_formula


@pytest.mark.parametrize(
    ("text", "form", "problem"),
    [
        ("x/3", "exact", None),
        ("0.333x", "exact", "0.333"),
        ("2 + 1e-3x", "exact", "1e-3"),
        ("(x+1)(x-1)", "factored", None),
        ("x^2-1", "factored", "x^2-1"),
        ("3(x+1)^2", "factored", None),
        ("(2x+2)(x-1)", "factored", "2x+2"),
        ("x^2+1", "factored", None),
        ("-(x^2+x)/y", "factored", "x^2+x"),
        ("e^x(x+1)", "factored", None),
        ("e^x x + e^x", "factored", "e^x x + e^x"),
        ("x", "factored", None),
        ("x^2+2x+1", "expanded", None),
        ("(x+1)^2", "expanded", "(x+1)^2"),
        ("2(x+1)", "expanded", "2(x+1)"),
        ("2x y - 3", "expanded", None),
        ("-(x+1)y", "expanded", "-(x+1)y"),
    ],
)
def test_a_form_is_told_and_what_offends_it_is_shown(text: str, form: str, problem: str | None) -> None:
    found = form_problem(read_formula(text), form)
    assert (None if found is None or found.place is None else text[slice(*found.place)]) == problem


def test_an_unknown_form_is_an_error() -> None:
    with pytest.raises(ValueError, match="simplified"):
        form_problem(read_formula("x"), "simplified")
