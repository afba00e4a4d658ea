"""A Python function of one's own becomes a graph; what cannot be one is refused with its line."""

from __future__ import annotations

import math
from math import exp, tanh

import numpy as np
import pytest

from reference import TraceError, UnknownName, evaluate, gradient, trace
from reference.numeric import complex_step

RNG = np.random.default_rng(0)
SCALE = 3


def helper(x):
    return 1 / (1 + exp(-x))


def scalars(W, x, b):
    g = W * x
    return math.sqrt(helper(g + b)) + tanh(-x) ** 2 - abs(W) / 2 + max(0, x) * min(W, 1, b) + float(x) * SCALE


def network(X, Y, W1, b1, W2):
    H = np.tanh(X @ W1 + b1)
    Z = np.dot(H, W2)
    Z = Z - np.max(Z, axis=1, keepdims=True)
    P = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
    return -np.mean(Y * np.log(P))


def loops(v, n=3):
    total = 0
    for entry in v:
        total += entry**2
    for i in range(n):
        total = total + i * v[i % len(v)]
    return total


def pieces(X):
    Y = np.asarray(X, dtype=float).copy()
    parts = [Y.T.reshape(-1)[::2], Y[0, 1:], Y[[0, 1], [1, 2]], Y.flatten()[:1]]
    joined = np.concatenate(parts)
    stacked = np.stack([Y[0], Y[1]], axis=1) @ np.array([[1.0], [2.0]])
    kinks = np.where(Y > 0, Y, 0.1 * Y) + np.clip(Y, -0.5, 0.5) + np.maximum(Y, 0) + np.zeros_like(Y)
    own = np.array([Y[0, 0], 2.0]).sum() + np.float64(2.0) * Y.mean() + np.array([1.0, 2.0, 3.0]) @ Y[1]
    return joined.sum() + stacked.sum() + kinks.sum() + own + np.squeeze(Y[:1]).max() - Y.min()


def check(function, shapes):
    graph = trace(function, shapes)
    values = {name: RNG.normal(size=graph.named[name].shape) for name in graph.inputs}
    plain = function(**{name: float(value) if value.shape == () else value for name, value in values.items()})
    assert evaluate(graph, values)[graph.outputs[0]] == pytest.approx(float(np.asarray(plain).item()), rel=1e-13)
    found = evaluate(gradient(graph, graph.inputs), values)
    for name, exact in complex_step(graph, values).items():
        np.testing.assert_allclose(found[f"grad.{name}"], exact, rtol=1e-10, atol=1e-12)


def test_operators_math_builtins_and_helpers_of_the_module():
    check(scalars, {})


def test_numpy_functions_methods_and_matrix_products():
    check(network, {"X": (5, 3), "Y": (5, 2), "W1": (3, 4), "b1": (4,), "W2": (4, 2)})


def test_loops_over_known_lengths():
    check(loops, {"v": (4,)})


def test_indexing_joining_and_choosing():
    check(pieces, {"X": (2, 3)})


def test_a_closure_and_a_lambda():
    factor = 2.5

    def inner(x):
        return helper(x) * factor

    check(inner, {})
    check(lambda x: math.exp(x) * inner(x), {})


def test_the_inputs_are_the_parameters_and_the_output_bears_the_functions_name():
    graph = trace(helper)
    assert graph.inputs == ("x",)
    assert graph.outputs == ("helper",)
    assert trace(lambda x: x * 2).outputs == ("f",)
    assert trace(lambda a, b: (a + b, a * b)).outputs == ("f.0", "f.1")
    assert trace(lambda a: {"double": a * 2, "one": 1}).outputs == ("double", "one")


def test_tracing_changes_nothing_outside():
    before = (math.exp, np.array, helper.__globals__["exp"])
    trace(scalars)
    assert (math.exp, np.array, helper.__globals__["exp"]) == before
    assert helper(0.0) == 0.5


def branches(x):
    y = x * 2
    if y > 0:
        return y
    return -y


def waits(x):
    while x < 3:
        x = x + 1
    return x


def assigns(x):
    x[0] = 1
    return x


def rounds(x):
    return math.floor(x)


def decomposes(x):
    return np.linalg.svd(x)


def masks(x):
    return x[x > 0]


def mismatched(x):
    return x @ x


def fails(x):
    raise RuntimeError("no")


def nothing(x):
    x * 2


def words(x):
    return "a"


@pytest.mark.parametrize(
    ("function", "shape", "code", "lines_in"),
    [
        (branches, (), "branch", 2),
        (waits, (), "branch", 1),
        (assigns, (3,), "in_place", 1),
        (rounds, (), "definite_value", 1),
        (decomposes, (2, 2), "unknown_function", 1),
        (masks, (3,), "definite_value", 1),
        (mismatched, (2, 3), "wrong_shapes", 1),
        (fails, (), "raised", 1),
    ],
)
def test_what_cannot_be_traced_is_refused_with_its_line(function, shape, code, lines_in):
    with pytest.raises(TraceError) as caught:
        trace(function, {"x": shape})
    assert caught.value.code == code
    assert caught.value.place.line == function.__code__.co_firstlineno + lines_in


def test_the_line_that_branched_is_quoted():
    with pytest.raises(TraceError, match=r"if y > 0:.*"):
        trace(branches)


@pytest.mark.parametrize("function", [nothing, words])
def test_a_function_must_return_numbers(function):
    with pytest.raises(TraceError) as caught:
        trace(function)
    assert caught.value.code == "no_result"


def test_parameters_that_are_not_written_out_are_refused():
    with pytest.raises(TraceError, match="write out its parameters"):
        trace(lambda *values: values[0])
    with pytest.raises(UnknownName):
        trace(helper, {"y": (2,)})
