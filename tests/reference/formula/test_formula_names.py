"""Letters that run together are split into names."""

from __future__ import annotations

import pytest
from written import read

from reference.formula import parse_formula


@pytest.mark.parametrize(
    ("text", "names", "tree"),
    [
        ("Wx+b", ["W", "x", "b"], "(+ (* W x) b)"),
        ("xy", ["x", "y"], "(* x y)"),
        ("x1w1", ["x1", "w1"], "(* x1 w1)"),
        ("dLx", ["dL", "x"], "(* dL x)"),
        ("W_2x", ["W_2", "x"], "(* W_2 x)"),
        ("abc", ["a", "ab", "c"], "(* ab c)"),
        ("abc", ["a", "ab", "bc"], "(* a bc)"),
        ("xexp(y)", ["x", "y"], "(* x (exp y))"),
        ("exp(x)", ["e", "x", "p"], "(exp x)"),
        ("pi", ["p", "i"], "(* p i)"),
        ("e^x", ["e", "x"], "(^ e x)"),
        ("2e3", ["e3"], "(* 2 e3)"),
    ],
)
def test_declared_names_come_first_the_longest_first(text: str, names: list[str], tree: str) -> None:
    assert read(text, names) == tree


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("x_1", "x1"),
        ("x1", "x_1"),
        ("x₁", "x1"),
        ("x_{1}", "x_1"),
        ("α", "alpha"),
        ("alpha", "α"),
        ("ŷ", "yhat"),
        ("y_hat", "ŷ"),
        ("y\u0302", "ŷ"),
        ("yhat", "y_hat"),
        (r"\hat{y}", "yhat"),
        (r"\hat y", "ŷ"),
        (r"\bar{x}", "xbar"),
        (r"\alpha", "alpha"),
        (r"\mathrm{dL}", "dL"),
        (r"W_{out}", "W_out"),
        ("W_{1,1}", "W_11"),
        ("s'", "s'"),
        ("s′", "s'"),
    ],
)
def test_a_declared_name_is_found_under_its_other_spellings(text: str, name: str) -> None:
    assert read(text, [name]) == name


def test_two_declared_names_that_look_alike_stay_apart() -> None:
    assert read("x1 + x_1", ["x1", "x_1"]) == "(+ x1 x_1)"


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("xy", "(* x y)"),
        ("x1 + x_1", "(+ x1 x_1)"),
        ("x_1y", "(* x_1 y)"),
        ("alphax", "(* α x)"),
        ("β_2", "β_2"),
        ("W_out", "W_out"),
        ("x'", "x'"),
        ("asinhx", "(arcsinh x)"),
        ("X x", "(* X x)"),
    ],
)
def test_undeclared_text_is_functions_greek_names_and_letters(text: str, tree: str) -> None:
    assert read(text) == tree


def test_the_inputs_are_the_declared_names_then_the_others() -> None:
    graph = parse_formula("z + y", ["x", "y"], undeclared=True)
    assert graph.inputs == ("x", "y", "z")


def test_the_output_never_bears_the_name_of_an_input() -> None:
    graph = parse_formula("formula + 1", ["formula"])
    assert graph.outputs[0] not in graph.inputs


def test_a_declared_sigma_is_a_name_and_no_function() -> None:
    assert read("σ(x)", ["σ", "x"]) == "(* σ x)"
    assert read("sigma + 1", ["σ"]) == "(+ σ 1)"
