"""A graph becomes Python source that a student could have written, and a function as fast as it reads."""

from __future__ import annotations

import math
import textwrap

import numpy as np
import pytest
from gradient_checks import graph_of, values_of
from primitive_cases import CASES

from reference import EngineError, Graph, apply, compile_graph, constant, evaluate, gradient, parse_program, variable
from reference.compile import MAX_NODES


def source(text, wrt=(), shapes=None):
    graph = parse_program(text, shapes=shapes)
    return compile_graph(gradient(graph, wrt) if wrt else graph).source


def same_text(found, expected):
    assert found == textwrap.dedent(expected).lstrip()


def test_the_lessons_graph():
    same_text(
        source("g = W*x; f = g + b", ["W", "x", "b"]),
        """
        def run(W, x, b):
            g = W * x
            f = g + b
            return f, x, W, 1.0
        """,
    )


def test_a_sigmoid_neuron():
    same_text(
        source("s = w*x + b; f = sigmoid(s)", ["w", "b"]),
        """
        from math import exp


        def run(w, x, b):
            s = w * x + b
            f = 1 / (1 + exp(-s))
            ds = f * (1 - f)
            return f, ds * x, ds
        """,
    )


def test_a_layer_of_a_network():
    same_text(
        source(
            "H = tanh(X@W + b); L = mean((H - Y)**2)",
            ["W", "b"],
            shapes={"X": (4, 2), "W": (2, 3), "b": (3,), "Y": (4, 3)},
        ),
        """
        import numpy as np


        def run(X, W, b, Y):
            H = np.tanh(X @ W + b)
            t1 = H - Y
            L = (t1 ** 2).mean()
            t2 = 1 / 6 * t1 * (1 - H * H)
            dW = X.T @ t2
            db = t2.sum(axis=0)
            return L, dW, db
        """,
    )


def test_a_function_that_numpy_lacks_is_defined_in_the_source():
    text = source("f = sum(y * log_softmax(x))", ["x"], shapes={"x": (3, 2), "y": (3, 2)})
    assert "def log_softmax(x, axis):" in text
    assert "log_softmax(x, axis=1)" in text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("f = a - (b - c)", "f = a - (b - c)"),
        ("f = (a - b) - c", "f = a - b - c"),
        ("f = a / (b * c)", "f = a / (b * c)"),
        ("f = (a + b) * -c", "f = (a + b) * -c"),
        ("f = (-a) ** 2", "f = (-a) ** 2"),
        ("f = -(a ** 2)", "f = -a ** 2"),
        ("f = -(a + b)", "f = -(a + b)"),
        ("f = (a ** 2) ** 3", "f = (a ** 2) ** 3"),
        ("f = a ** -2", "f = a ** -2"),
        ("f = a ** 0.5", "f = pow(a, 0.5)"),
        ("f = 0.25 * a", "f = 0.25 * a"),
        ("f = max(a, 0)", "f = max(a, 0.0)"),
        ("f = a * (b > c)", "f = a * (b > c)"),
        ("f = (a > b) + (b > c)", "f = float(a > b) + float(b > c)"),
    ],
)
def test_parentheses_stand_where_they_are_needed_and_nowhere_else(text, written):
    assert f"    {written}\n" in source(text)


def test_names_are_kept_as_far_as_python_can_have_them():
    text = source("c = a + b; c = c * lambda_; 값 = c", ["a"])
    assert "def run(a, b, lambda_):" in text
    assert "c_1 = a + b" in text
    assert "c = c_1 * lambda_" in text
    graph = Graph(
        [x := variable("x'"), y := variable("lambda"), z := variable("exp")],
        {"f": apply("multiply", x, apply("exp", y))},
        {"g": z},
    )
    assert "def run(x_, lambda_, exp_):" in compile_graph(graph).source


def test_temporaries_keep_clear_of_assigned_names():
    text = source("a = exp(x)*exp(x); t1 = a*exp(-x*x)*a; C = t1*t1", ["x"])
    assert "    a = " in text
    assert "    t1 = " in text
    assert "t1_2" not in text


def test_a_name_that_python_would_read_as_another_is_written_as_python_reads_it():
    square = variable("x²")
    run = compile_graph(Graph([square, variable("x2")], {"f": apply("exp", square)}))
    assert "def run(x2, x2_2):" in run.source
    with pytest.raises(EngineError):
        compile_graph(Graph([square], {"f": square}), name="f(): pass #")


def test_the_source_is_all_that_the_function_needs():
    text = "v = x[[0, 2]]; f = logsumexp(x) + sum(softmax(v) * exp(v)) + sum(2 * x[1:])"
    graph = gradient(parse_program(text, shapes={"x": (3,)}), ["x"])
    run = compile_graph(graph)
    names = {}
    exec(run.source, names)
    x = np.array([0.3, -0.2, 0.7])
    for one, other in zip(names["run"](x), run(x), strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.slow
@pytest.mark.parametrize("op", CASES)
def test_compiled_and_interpreted_agree_on_every_primitive_and_its_gradient(op):
    for case in CASES[op]:
        graph = graph_of(op, case)
        grads = gradient(graph, graph.inputs)
        values = {name: float(value) if value.shape == () else value for name, value in values_of(case).items()}
        found = compile_graph(grads)(*(values[name] for name in grads.inputs))
        for one, other in zip(found, evaluate(grads, values).values(), strict=True):
            assert np.shape(one) == np.shape(other)
            assert np.asarray(one).dtype == np.float64
            np.testing.assert_allclose(one, other, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize(
    ("text", "x"),
    [("f = log(x)", 0.0), ("f = 1/x", 0.0), ("f = exp(x)", 1e3), ("f = x**0.5", -1.0), ("f = 9**9**9*x", 1.0)],
)
def test_where_math_raises_the_function_gives_what_the_interpreter_gives(text, x):
    graph = gradient(parse_program(text), ["x"])
    np.testing.assert_equal(compile_graph(graph)(x), tuple(evaluate(graph, {"x": x}).values()))


def test_outputs_are_decimals_even_where_the_graph_has_whole_numbers():
    found = compile_graph(gradient(parse_program("f = 3*x + 0*(x > 1)"), ["x"]))(2.0)
    assert found == (6.0, 3.0)
    assert all(isinstance(value, float) for value in found)
    assert all(isinstance(value, float) for value in compile_graph(parse_program("f = x > 1"))(2.0))
    assert compile_graph(parse_program("f = X > 1", shapes={"X": (2,)}))(np.array([0.0, 2.0]))[0].dtype == np.float64


def test_a_graph_without_operations_compiles():
    x = variable("x", (2,))
    run = compile_graph(Graph([x], {"x": x, "one": constant(1), "row": constant([1.0, 2.0])}))
    found = run(np.zeros(2))
    assert found[1] == 1.0
    np.testing.assert_array_equal(found[2], [1, 2])
    assert "C = np.array([1.0, 2.0])" in run.source


def test_a_long_chain_is_written_in_short_lines():
    node = x = variable("x")
    for _ in range(3000):
        node = apply("sin", node)
    run = compile_graph(Graph([x], {"y": node}))
    assert max(map(len, run.source.splitlines())) < 120
    expected = 0.5
    for _ in range(3000):
        expected = math.sin(expected)
    assert run(0.5) == (expected,)


@pytest.mark.slow
def test_a_graph_too_large_to_compile_is_interpreted_and_says_so():
    node = x = variable("x")
    for _ in range(MAX_NODES):
        node = apply("negate", node)
    run = compile_graph(Graph([x], {"y": node}))
    assert run(0.5) == (0.5,)
    assert "interpreted" in run.source
