"""Formulas written as plain text look as a person would type them, and are read back as the same formula."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from benchmarks.random_formulas import graph, random_formula
from reference import compare, gradient, parse_program
from reference.build import apply, constant, variable
from reference.errors import EngineError
from reference.formula import parse_formula
from reference.graph import Graph
from reference.notation import assignments, to_text


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("2x+y", "2x + y"),
        ("W x+b", "W*x + b"),
        ("1/2x", "1/2*x"),
        ("1/(2x)", "1/(2x)"),
        ("-x^2", "-x^2"),
        ("(-x)^2", "(-x)^2"),
        ("2^3^2", "2^3^2"),
        ("(2^3)^2", "(2^3)^2"),
        ("x-(y-z)", "x - (y - z)"),
        ("x-(-y)", "x - (-y)"),
        ("(x+1)(x-1)", "(x + 1)*(x - 1)"),
        ("x/(y/z)", "x/(y/z)"),
        ("x^(n-1)", "x^(n - 1)"),
        ("x^-1", "x^(-1)"),
        ("σ(x)(1-σ(x))", "sigmoid(x)*(1 - sigmoid(x))"),
        ("e^{-x}", "exp(-x)"),
        ("e x", "e*x"),
        ("2π", "2π"),
        ("|x|", "abs(x)"),
        ("√x", "sqrt(x)"),
        ("max(0,x)", "max(0, x)"),
        ("0.125x", "0.125x"),
        ("1e-3", "0.001"),
        ("2·3", "2*3"),
        ("2 e3", "2*e3"),
    ],
)
def test_it_looks_as_it_was_typed(typed: str, written: str) -> None:
    names = ["e3"] if "e3" in typed else []
    assert to_text(parse_formula(typed, names, undeclared=True)) == written


def test_what_is_written_is_read_back_the_same() -> None:
    rng = random.Random(5)
    for _ in range(200):
        written = to_text(graph(random_formula(rng, 4)))
        assert to_text(parse_formula(written, ["x", "y"])) == written


def test_what_is_written_has_the_same_value() -> None:
    rng = random.Random(6)
    for _ in range(60):
        formula = graph(random_formula(rng, 3))
        found = compare(to_text(formula), formula)
        assert found.relation != "different", to_text(formula)


def test_gradients_are_written_too() -> None:
    gradients = gradient(parse_program("z = x**2 + x*y + y"), wrt=["x", "y"])
    assert to_text(gradients, "grad.x") == "y + 2x"
    relu = gradient(parse_program("f = relu(x)"), wrt=["x"])
    assert to_text(relu, "grad.x") == "x > 0"


def test_a_formula_may_be_written_in_terms_of_its_parts() -> None:
    program = parse_program("t = 3*x + 1\ny = t**2")
    assert to_text(program) == "(3x + 1)^2"
    assert to_text(program, names=["t"]) == "t^2"


def test_a_program_is_written_line_by_line() -> None:
    program = parse_program("c = a + b\nc = c * d\ne = c + 1")
    assert assignments(program) == [("c.1", "a + b"), ("c", "c.1*d"), ("e", "c + 1")]
    assert assignments(program, "latex")[0] == ("c^{(1)}", "a + b")


def test_fractions_without_an_end_stay_fractions() -> None:
    x = variable("x")
    third = apply("multiply", constant(Fraction(1, 3)), x)
    assert to_text(Graph([x], {"f": third})) == "1/3*x"


def test_a_graph_of_any_depth_is_written_or_refused() -> None:
    x = variable("x")
    node = x
    for _ in range(3000):
        node = apply("negate", node)
    assert to_text(Graph([x], {"f": node})).endswith("x" + ")" * 2999)
    node = x
    for _ in range(60):
        node = apply("multiply", node, node)
    with pytest.raises(EngineError):
        to_text(Graph([x], {"f": node}))
