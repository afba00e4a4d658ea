"""The LaTeX of a math editor is read as the same formulas."""

from __future__ import annotations

import pytest
from written import read

from reference.errors import FormulaError


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\frac{1}{1+e^{-x}}", "1/(1+e^(-x))"),
        (r"\frac12x", "1/2*x"),
        (r"\frac{x}2", "x/2"),
        (r"\dfrac{x+1}{y}", "(x+1)/y"),
        (r"2\cdot x\times y", "2*x*y"),
        (r"x\div y", "x/y"),
        (r"\left(x+1\right)^{2}", "(x+1)^2"),
        (r"\left|x\right|", "|x|"),
        (r"\lvert x\rvert y", "|x|*y"),
        (r"\sqrt{x}", "sqrt(x)"),
        (r"\sqrt2x", "sqrt(2)x"),
        (r"\sqrt[3]{x}", "x^(1/3)"),
        (r"\sin^{2}x", "(sin x)^2"),
        (r"\sin\left(2x\right)", "sin(2x)"),
        (r"\tan^{-1}x", "arctan x"),
        (r"\ln x+\log_{2}x", "ln x + log_2 x"),
        (r"\sigma\left(x\right)\left(1-\sigma\left(x\right)\right)", "σ(x)(1-σ(x))"),
        (r"\operatorname{relu}\left(x\right)", "relu(x)"),
        (r"\operatorname{sigmoid}(x)", "sigmoid(x)"),
        (r"\max\left(0,x\right)", "max(0,x)"),
        (r"\exponentialE^{x}", "e^x"),
        (r"e^{x}\,\pi", "e^x π"),
        (r"x^2y", "x^2 y"),
        (r"\alpha x", "α x"),
        (r"W_{2}x_{1}", "W_2 x_1"),
        (r"\cosh x", "cosh x"),
        (r"\left\{x\right\}", "x"),
        (r"\bigl(x\bigr)", "x"),
        ("₩frac{1}{x}", "1/x"),
        (r"\frac.5x", "0.5/x"),
    ],
)
def test_latex_means_what_the_plain_text_means(latex: str, plain: str) -> None:
    assert read(latex) == read(plain)


def test_without_braces_latex_takes_one_digit() -> None:
    assert read(r"x^23\cdot y") == "(* (* (^ x 2) 3) y)"
    assert read(r"2\pi x^10") == "(* (* (* 2 π) (^ x 1)) 0)"
    assert read("x^10") == "(^ x 10)"


def test_an_empty_box_is_asked_to_be_filled() -> None:
    for text in (r"\frac{}{2}", r"\placeholder{}+1", r"\sqrt{}"):
        with pytest.raises(FormulaError) as caught:
            read(text)
        assert caught.value.parameters["hint"] == "empty_box"


def test_an_unknown_command_is_named() -> None:
    with pytest.raises(FormulaError) as caught:
        read(r"x+\integral y")
    assert caught.value.code == "unknown_command"
    assert caught.value.place is not None
    assert caught.value.place.column == 3
    assert caught.value.parameters["found"] == r"\integral"
