"""A graph becomes a SymPy expression and an expression a graph."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import sympy
from gradient_checks import graph_of, values_of
from primitive_cases import CASES
from sympy import Symbol

from reference import EngineError, evaluate, from_sympy, gradient, parse_program, to_sympy

x, y = Symbol("x", real=True), Symbol("y", real=True)


def test_the_quadratic_and_its_gradient():
    graph = parse_program("z = x**2 + x*y + y")
    assert to_sympy(graph) == x**2 + x * y + y
    assert to_sympy(gradient(graph, ["x", "y"])) == {"z": x**2 + x * y + y, "grad.x": 2 * x + y, "grad.y": x + 1}


def test_the_gradient_of_the_sigmoid_is_that_of_the_lesson():
    graph = gradient(parse_program("f = 1 / (1 + exp(-x))"), ["x"])
    s = to_sympy(graph)["f"]
    assert sympy.simplify(to_sympy(graph)["grad.x"] - s * (1 - s)) == 0


def test_decimals_and_the_circles_number_are_exact():
    assert to_sympy(parse_program("f = 0.1*x + np.pi")) == x / 10 + sympy.pi


def test_arrays_become_expressions_entry_by_entry():
    found = to_sympy(parse_program("f = W @ v", shapes={"W": (2, 2), "v": (2,)}))
    W, v = sympy.symbols("W_0_0 W_0_1 W_1_0 W_1_1", real=True), sympy.symbols("v_0 v_1", real=True)
    assert list(found) == [W[0] * v[0] + W[1] * v[1], W[2] * v[0] + W[3] * v[1]]


@pytest.mark.slow
@pytest.mark.parametrize("op", CASES)
def test_every_primitive_has_the_same_value_in_sympy(op):
    for case in (CASES[op][0], CASES[op][1], CASES[op][-1]):
        graph, values = graph_of(op, case), values_of(case)
        at = {}
        for name, array in values.items():
            for place in np.ndindex(array.shape):
                at[Symbol("_".join([name, *map(str, place)]), real=True)] = array[place]
        found = float(sympy.N(to_sympy(graph).subs(at)))
        assert found == pytest.approx(evaluate(graph, values)["f"], rel=1e-12)


@pytest.mark.parametrize(
    "expression",
    [
        x**2 + 3 * x * y - y / 2,
        sympy.exp(-(x**2)) / sympy.sqrt(y),
        sympy.tanh(x) + sympy.asin(y) * sympy.log(x),
        sympy.Max(x, y, 2) - sympy.Abs(x) + sympy.sign(y),
        sympy.pi * x + sympy.E,
        sympy.Rational(1, 3) * x**y,
        sympy.Integer(2),
    ],
)
def test_an_expression_becomes_a_graph_of_the_same_value(expression):
    graph = from_sympy(expression)
    values = {"x": 0.7, "y": 0.4}
    found = evaluate(graph, {name: values[name] for name in graph.inputs})["f"]
    assert found == pytest.approx(float(expression.subs({x: 0.7, y: 0.4})), rel=1e-14)


def test_there_and_back_again():
    graph = parse_program("f = sin(x)*exp(y) + x**3/(1 + y**2)")
    assert sympy.simplify(to_sympy(from_sympy(to_sympy(graph))) - to_sympy(graph)) == 0


def test_a_function_that_the_engine_lacks_is_named():
    with pytest.raises(EngineError, match="no function gamma"):
        from_sympy(sympy.gamma(x))


def test_a_graph_of_too_many_entries_is_refused():
    with pytest.raises(EngineError, match="at most"):
        to_sympy(parse_program("f = sum(x)", shapes={"x": (200, 200)}))


def test_importing_reference_loads_no_sympy():
    code = "import sys, reference; reference.parse_program; print('sympy' in sys.modules, 'flint' in sys.modules)"
    root = Path(__file__).parents[3]
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=root)
    assert out.stdout.split() == ["False", "False"]
