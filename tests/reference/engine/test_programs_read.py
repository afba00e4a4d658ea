"""A program of assignments is read as a graph, without being executed."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from reference import evaluate, parse_program
from reference.evaluate import evaluate_nodes


def value(text, shapes=None, **inputs):
    graph = parse_program(text, shapes=shapes)
    return evaluate(graph, inputs)[graph.outputs[0]]


def test_the_names_that_are_not_assigned_are_the_inputs_in_order_of_appearance():
    graph = parse_program("g = W*x\nf = g + b")
    assert graph.inputs == ("W", "x", "b")
    assert graph.outputs == ("f",)
    assert list(graph.named) == ["W", "x", "b", "g", "f"]


def test_statements_are_separated_by_lines_or_semicolons_and_comments_are_left_out():
    one = parse_program("g = W*x  # a product\n\nf = g + b")
    other = parse_program("g = W*x; f = g + b;")
    assert [node.op for node in one.order] == [node.op for node in other.order]


def test_a_reassigned_name_keeps_its_plain_name_for_the_last_assignment():
    graph = parse_program("c = a + b\nc = c + c + 1\nc = c * a")
    values = evaluate_nodes(graph, {"a": 2, "b": 3})
    assert [values[graph.node(name)] for name in ("c.1", "c.2", "c")] == [5, 11, 22]


def test_an_augmented_assignment_reassigns():
    assert value("c = a * 2\nc += a\nc *= c", a=3) == 81


def test_an_alias_is_the_same_node_under_another_name():
    graph = parse_program("g = a\nf = g")
    assert graph.node("f") is graph.node("a")


def test_decimals_are_exact_fractions_of_what_was_written():
    graph = parse_program("f = 0.1*x + 1e-3 + 1_000.5")
    constants = [node.attrs for node in graph.order if node.op == "constant"]
    assert constants == [Fraction(1, 10), Fraction(1, 1000), Fraction(2001, 2)]


def test_a_negative_number_is_a_constant_and_the_sign_of_a_power_stays_outside():
    assert parse_program("f = -2 * x").order[0].attrs == -2
    assert value("f = -x**2", x=3) == -9
    assert value("f = -2**2 + x", x=0) == -4


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f = x - y - 1", -2.0),
        ("f = x ** y ** 0.5", 2**3**0.5),
        ("f = +x / -y", -2 / 3),
        ("f = np.exp(x) + math.log(y) + sqrt(x)", np.exp(2) + np.log(3) + 2**0.5),
        ("f = max(x, y, 5) - min(x, y)", 3.0),
        ("f = abs(-x) + math.fabs(-y)", 5.0),
        ("f = (x > y) + (x <= y) * 10", 10.0),
        ("f = where(x > y, x, y)", 3.0),
        ("f = sigmoid(0*x) + relu(-x) + relu(y)", 3.5),
        ("f = np.pi * x + math.e * y", 2 * np.pi + 3 * np.e),
        ("f = square(x) + reciprocal(y)", 4 + 1 / 3),
        ("f = math.pow(x, y) + pow(x, 2)", 12.0),
        ("f = clip(x, 0, 1) + np.clip(-y, -1, None)", 0.0),
    ],
)
def test_operators_and_functions_mean_what_they_mean_in_python(text, expected):
    assert value(text, x=2, y=3) == pytest.approx(expected, rel=1e-15)


X = np.arange(6.0).reshape(2, 3) - 1.5
V = np.array([0.5, -1.0, 2.0])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("f = X @ V", X @ V),
        ("f = np.dot(V, V) + dot(2, 3)", V @ V + 6),
        ("f = X.T", X.T),
        ("f = X.sum(axis=0) + np.sum(X, 0) + sum(X, axis=0)", 3 * X.sum(axis=0)),
        ("f = X.mean(axis=1, keepdims=True)", X.mean(axis=1, keepdims=True)),
        ("f = np.max(X, 0) + X.min(axis=0) + np.amax(X, axis=-2)", 2 * X.max(axis=0) + X.min(axis=0)),
        ("f = max(X) + min(V)", X.max() + V.min()),
        ("f = X[1]", X[1]),
        ("f = X[:, -1] + X[0, 1:]", X[:, -1] + X[0, 1:]),
        ("f = X[[0, 1, 1], [2, 0, 0]]", X[[0, 1, 1], [2, 0, 0]]),
        ("f = X[..., None, 0]", X[..., None, 0]),
        ("f = X.reshape(3, 2) + reshape(X, (3, -1))", 2 * X.reshape(3, 2)),
        ("f = np.outer(V, V)", np.outer(V, V)),
        ("f = np.concatenate([V, V[:1]]) ", np.concatenate([V, V[:1]])),
        ("f = np.stack((V, V), axis=1)", np.stack((V, V), axis=1)),
        ("f = np.expand_dims(V, 0) * np.squeeze(X[:1])", V[None] * X[0]),
        ("f = ravel(X) + X.flatten()", 2 * X.ravel()),
        ("f = softmax(X)", np.exp(X) / np.exp(X).sum(axis=1, keepdims=True)),
        ("f = logsumexp(V)", np.log(np.exp(V).sum())),
        ("f = broadcast_to(V, (2, 3))", np.broadcast_to(V, (2, 3))),
        ("f = transpose(X) + np.transpose(X, (1, 0))", 2 * X.T),
        ("f = np.maximum(X, 0) * (X > 0)", np.maximum(X, 0)),
    ],
)
def test_arrays_are_read_as_numpy_has_them(text, expected):
    shapes = {name: array.shape for name, array in {"X": X, "V": V}.items() if name in text}
    graph = parse_program(text, shapes=shapes)
    found = evaluate(graph, {name: {"X": X, "V": V}[name] for name in graph.inputs})["f"]
    assert graph.node("f").shape == np.shape(expected)
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_several_outputs_are_asked_for_by_name():
    graph = parse_program("g = W*x\nf = g + b", output=["f", "g"])
    assert evaluate(graph, {"W": 1, "x": 2, "b": 3}) == {"f": 5.0, "g": 2.0}


def test_spans_say_where_a_node_was_written_whatever_the_letters_and_the_indentation():
    text = "\n    ŷ = W*x\n    loss = (ŷ - y)**2\n    "
    graph = parse_program(text)
    written = {text[start:end] for start, end in graph.spans.values()}
    assert {"W*x", "ŷ - y", "(ŷ - y)**2", "W", "2"} <= written
