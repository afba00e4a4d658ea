"""Formulas written as LaTeX and MathML."""

from __future__ import annotations

import random
from xml.etree import ElementTree

import pytest

from benchmarks.random_formulas import graph, random_formula
from reference.build import variable
from reference.formula import parse_formula
from reference.graph import Graph
from reference.notation import to_latex, to_mathml, to_text

NAMES = ["W", "x", "y", "b", "W_2", "x1", "yhat", "alpha", "dL", "z"]
MATHML = "{http://www.w3.org/1998/Math/MathML}"


def read(text: str) -> Graph:
    return parse_formula(text, NAMES)


@pytest.mark.parametrize(
    ("typed", "latex"),
    [
        ("2x + y", "2 x + y"),
        ("Wx + b", "W x + b"),
        ("1/(1+e^-x)", r"\frac{1}{1 + e^{-x}}"),
        ("(x+1)^2", r"{\left(x + 1\right)}^{2}"),
        ("W_2 x1 + yhat", r"W_{2} x_{1} + \hat{y}"),
        ("alpha x", r"\alpha x"),
        ("dL W", r"\mathrm{dL} \cdot W"),
        ("2·3", r"2 \cdot 3"),
        ("2(1/3)", r"2 \cdot \frac{1}{3}"),
        ("sqrt(x)", r"\sqrt{x}"),
        ("|x|", r"\left|x\right|"),
        ("σ(x)", r"\sigma\left(x\right)"),
        ("sin x", r"\sin\left(x\right)"),
        ("arsinh x", r"\operatorname{arsinh}\left(x\right)"),
        ("pi e", r"\pi e"),
    ],
)
def test_latex_looks_like_a_textbook(typed: str, latex: str) -> None:
    assert to_latex(read(typed)) == latex


def test_latex_is_read_back_as_the_same_formula() -> None:
    rng = random.Random(8)
    for _ in range(200):
        formula = graph(random_formula(rng, 4))
        assert to_text(parse_formula(to_latex(formula), ["x", "y"])) == to_text(formula)


def test_mathml_is_well_formed_and_in_its_name_space() -> None:
    rng = random.Random(9)
    for _ in range(100):
        root = ElementTree.fromstring(to_mathml(graph(random_formula(rng, 4))))
        assert root.tag == MATHML + "math"


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("x/y", ["mfrac", "mi", "mi"]),
        ("x^2", ["msup", "mi", "mn"]),
        ("sqrt(x)", ["msqrt", "mi"]),
        ("W_2", ["msub", "mi", "mn"]),
        ("yhat", ["mover", "mi", "mo"]),
        ("2x", ["mrow", "mn", "mo", "mi"]),
    ],
)
def test_mathml_uses_the_element_that_is_meant_for_it(typed: str, tags: list[str]) -> None:
    root = ElementTree.fromstring(to_mathml(read(typed)))
    assert [element.tag.removeprefix(MATHML) for element in root.iter()][1:] == tags


def test_each_part_of_a_fraction_or_power_is_one_element() -> None:
    for typed, tag in (("(x+1)/(y+2)", "mfrac"), ("(x+1)^(y+2)", "msup"), ("e^(x+y)", "msup")):
        root = ElementTree.fromstring(to_mathml(read(typed)))
        (element,) = root.iter(MATHML + tag)
        assert len(element) == 2


def test_names_are_escaped() -> None:
    assert "<b>" not in to_mathml(variable("<b>"))
    assert "\\input" not in to_latex(variable("\\input"))


def test_a_formula_may_stand_in_a_paragraph_of_its_own() -> None:
    assert 'display="block"' in to_mathml(read("x"), display=True)
